import { Button } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { SchoolVulnerability, Vulnerability } from "../../api/schemas";
import { vulnerabilityActions, vulnerabilityQueries } from "../../api/vulnerabilityApi";
import { useScope, useSession } from "../../app/session";
import { done, failed } from "../../ui/feedback";
import { Mark, When } from "../../ui/Marks";
import { Back, Empty, Loaded, PageHead } from "../../ui/parts";
import { isDesk } from "../../ui/permissions";
import { number } from "../../ui/words";
import { matchWords } from "./match";
import { NewVulnerability } from "./NewVulnerability";
import { VulnerableAssets } from "./VulnerabilityParts";

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
          <One key={v.id} v={v} schoolId={schoolId} />
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
                      <Mark tone="breach" shape="triangle">
                        {number(s.overdue)} late
                      </Mark>
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
                    <Mark tone="breach" shape="triangle">
                      {number(s.overdue)}
                    </Mark>
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

function One({ v, schoolId }: { v: Vulnerability; schoolId?: string }) {
  const session = useSession();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const refresh = () => client.invalidateQueries({ queryKey: ["vulnerability"] });
  const close = useMutation({
    mutationFn: () => vulnerabilityActions.close(v, true),
    onSuccess: (closed) =>
      done(`“${v.title}” is closed.`, () => vulnerabilityActions.close(closed, false).then(refresh, failed)),
    onError: failed,
    onSettled: refresh,
  });
  return (
    <section className="card stack tight" aria-label={v.title}>
      <div className="spread">
        <h2>{v.title}</h2>
        {v.overdue > 0 ? (
          <Mark tone="breach" shape="triangle" soft>
            {number(v.overdue)} late
          </Mark>
        ) : v.open > 0 ? (
          <Mark tone="info" shape="half" soft>
            {number(v.open)} open
          </Mark>
        ) : v.toCheck > 0 ? (
          <Mark tone="warning" shape="diamond" soft>
            {number(v.toCheck)} to check
          </Mark>
        ) : (
          <Mark tone="fine" shape="tick" soft>
            Nothing open
          </Mark>
        )}
      </div>
      <p className="small muted">
        {[v.cve, v.product, v.versions, v.cvss ? `CVSS ${v.cvss.toFixed(1)}` : v.rating].filter(Boolean).join(" · ")} ·
        released <When at={v.releasedOn} dayOnly />
        {v.instructedOn && (
          <>
            {" "}
            · DfE told schools on <When at={v.instructedOn} dayOnly />
          </>
        )}
        {v.firstDue && (
          <>
            {" "}
            · first due <When at={v.firstDue} dayOnly />
          </>
        )}
      </p>
      {v.advice && <p className="pre">{v.advice}</p>}
      <p className="small">Looks for {matchWords(v.match)}.</p>
      <p className="small">
        {number(v.open)} open, {v.toCheck > 0 && `${number(v.toCheck)} to check, `}
        {number(v.patched)} patched, {number(v.isolated)} isolated
        {v.notAffected > 0 && `, ${number(v.notAffected)} not affected`}
      </p>
      <div className="actions">
        <Button
          size="xs"
          variant="default"
          onClick={() => setOpen(!open)}
          aria-expanded={open}
          aria-label={`${open ? "Hide" : "Show"} devices: ${v.title}`}
        >
          {open ? "Hide devices" : "Show devices"}
        </Button>
        {isDesk(session) && session.allSchools && (
          <Button
            size="xs"
            variant="default"
            aria-label={`Close: ${v.title}`}
            loading={close.isPending}
            onClick={() => close.mutate()}
          >
            Close
          </Button>
        )}
      </div>
      {open && <VulnerableAssets v={v} schoolId={schoolId} />}
    </section>
  );
}
