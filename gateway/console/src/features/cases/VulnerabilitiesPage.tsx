import { Button } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { SchoolVulnerability, Vulnerability } from "../../api/schemas";
import { vulnerabilityActions, vulnerabilityQueries } from "../../api/vulnerabilityApi";
import { useScope, useSession } from "../../app/session";
import { Badge, When } from "../../ui/Badges";
import { done, failed } from "../../ui/feedback";
import { number } from "../../ui/format";
import { Back, Empty, Loaded, PageHead } from "../../ui/parts";
import { isDesk } from "../../ui/permissions";
import { NewVulnerability } from "./NewVulnerability";
import { VulnerableAssets } from "./VulnerabilityParts";
import { matchSummary } from "./vulnerabilityMatch";

/** Weaknesses of what the register holds, school by school, with their patch clocks. */
export default function VulnerabilitiesPage() {
  const session = useSession();
  const { schoolId } = useScope();
  const board = useQuery(vulnerabilityQueries.board());
  const found = useInfiniteQuery(vulnerabilityQueries.vulnerabilities({ closed: false }));
  const [adding, setAdding] = useState(false);
  const rows = found.data?.pages.flatMap((p) => p.items) ?? [];
  return (
    <div className="page">
      <PageHead title="Vulnerabilities" above={<Back to="/alerts/cases">Cases</Back>}>
        {isDesk(session) && session.allSchools && (
          <Button size="sm" onClick={() => setAdding(true)}>
            Add a vulnerability
          </Button>
        )}
      </PageHead>
      <div className="stack">
        <Loaded query={board} rows={4}>
          {(data) => {
            const schools = data.items.filter((s) => !schoolId || s.schoolId === schoolId);
            return schools.length ? <Board schools={schools} /> : null;
          }}
        </Loaded>
        {found.data && rows.length === 0 && (
          <Empty
            title="No open vulnerability"
            text="Add one with the program, operating system or model that it concerns: Mat finds the devices and starts a clock for each."
          />
        )}
        {rows.map((v) => (
          <One key={v.id} vulnerability={v} schoolId={schoolId} />
        ))}
        {found.hasNextPage && (
          <Button variant="default" loading={found.isFetchingNextPage} onClick={() => found.fetchNextPage()}>
            Load more
          </Button>
        )}
      </div>
      {adding && <NewVulnerability onClose={() => setAdding(false)} />}
    </div>
  );
}

function Board({ schools }: { schools: SchoolVulnerability[] }) {
  return (
    <section className="card" aria-label="By school">
      <h2>By school</h2>
      <div className="list-box">
        <table className="list" aria-label="Vulnerabilities by school">
          <thead>
            <tr>
              <th scope="col">School</th>
              <th scope="col" className="right fold">
                Open
              </th>
              <th scope="col" className="right fold">
                To check
              </th>
              <th scope="col" className="right fold">
                Late
              </th>
              <th scope="col" className="right fold">
                This week
              </th>
              <th scope="col" className="right fold">
                Isolated
              </th>
              <th scope="col" className="right fold">
                Patched
              </th>
            </tr>
          </thead>
          <tbody>
            {schools.map((s) => (
              <tr key={s.schoolId}>
                <td>
                  {s.schoolName}
                  <div className="folded small">
                    <span>{number(s.open)} open</span>
                    {s.overdue > 0 && (
                      <Badge tone="breach" shape="triangle">
                        {number(s.overdue)} late
                      </Badge>
                    )}
                    {s.toCheck > 0 && <span>{number(s.toCheck)} to check</span>}
                    {s.dueThisWeek > 0 && <span>{number(s.dueThisWeek)} due this week</span>}
                    {s.isolated > 0 && <span>{number(s.isolated)} isolated</span>}
                    {s.patched > 0 && <span>{number(s.patched)} patched</span>}
                  </div>
                </td>
                <td className="right num fold">{number(s.open)}</td>
                <td className="right num fold">{number(s.toCheck)}</td>
                <td className="right num fold">
                  {s.overdue > 0 ? (
                    <Badge tone="breach" shape="triangle">
                      {number(s.overdue)}
                    </Badge>
                  ) : (
                    "0"
                  )}
                </td>
                <td className="right num fold">{number(s.dueThisWeek)}</td>
                <td className="right num fold">{number(s.isolated)}</td>
                <td className="right num fold">{number(s.patched)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function One({ vulnerability, schoolId }: { vulnerability: Vulnerability; schoolId?: string }) {
  const session = useSession();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const refresh = () => client.invalidateQueries({ queryKey: ["vulnerability"] });
  const close = useMutation({
    mutationFn: () => vulnerabilityActions.close(vulnerability, true),
    onSuccess: (closed) =>
      done(`“${vulnerability.title}” is closed.`, () =>
        vulnerabilityActions.close(closed, false).then(refresh, failed),
      ),
    onError: failed,
    onSettled: refresh,
  });
  return (
    <section className="card stack tight" aria-label={vulnerability.title}>
      <div className="spread">
        <h2>{vulnerability.title}</h2>
        {vulnerability.overdue > 0 ? (
          <Badge tone="breach" shape="triangle" soft>
            {number(vulnerability.overdue)} late
          </Badge>
        ) : vulnerability.open > 0 ? (
          <Badge tone="info" shape="half" soft>
            {number(vulnerability.open)} open
          </Badge>
        ) : vulnerability.toCheck > 0 ? (
          <Badge tone="warning" shape="diamond" soft>
            {number(vulnerability.toCheck)} to check
          </Badge>
        ) : (
          <Badge tone="fine" shape="tick" soft>
            Nothing open
          </Badge>
        )}
      </div>
      <p className="small muted">
        {[
          vulnerability.cve,
          vulnerability.product,
          vulnerability.versions,
          vulnerability.cvss ? `CVSS ${vulnerability.cvss.toFixed(1)}` : vulnerability.rating,
        ]
          .filter(Boolean)
          .join(" · ")}{" "}
        · released <When at={vulnerability.releasedOn} dayOnly />
        {vulnerability.instructedOn && (
          <>
            {" "}
            · DfE told schools on <When at={vulnerability.instructedOn} dayOnly />
          </>
        )}
        {vulnerability.firstDue && (
          <>
            {" "}
            · first due <When at={vulnerability.firstDue} dayOnly />
          </>
        )}
      </p>
      {vulnerability.advice && <p className="pre">{vulnerability.advice}</p>}
      <p className="small">Looks for {matchSummary(vulnerability.match)}.</p>
      <p className="small">
        {number(vulnerability.open)} open, {vulnerability.toCheck > 0 && `${number(vulnerability.toCheck)} to check, `}
        {number(vulnerability.patched)} patched, {number(vulnerability.isolated)} isolated
        {vulnerability.notAffected > 0 && `, ${number(vulnerability.notAffected)} not affected`}
      </p>
      <div className="actions">
        <Button
          size="xs"
          variant="default"
          onClick={() => setOpen(!open)}
          aria-expanded={open}
          aria-label={`${open ? "Hide" : "Show"} devices: ${vulnerability.title}`}
        >
          {open ? "Hide devices" : "Show devices"}
        </Button>
        {isDesk(session) && session.allSchools && (
          <Button
            size="xs"
            variant="default"
            aria-label={`Close: ${vulnerability.title}`}
            loading={close.isPending}
            onClick={() => close.mutate()}
          >
            Close
          </Button>
        )}
      </div>
      {open && <VulnerableAssets vulnerability={vulnerability} schoolId={schoolId} />}
    </section>
  );
}
