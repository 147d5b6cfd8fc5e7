import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { caseActions, caseQueries } from "../../api/caseApi";
import type { Case } from "../../api/schemas";
import { useSession } from "../../app/session";
import { done, failed } from "../../ui/feedback";
import { SeverityMark, When } from "../../ui/Marks";
import { Back, ErrorPanel, Facts, Lines, Loaded, PageHead } from "../../ui/parts";
import { isDesk } from "../../ui/permissions";
import { label } from "../../ui/words";
import { CaseClocks } from "./CaseClocks";
import { CaseEvidence } from "./CaseEvidence";
import { CaseTasks } from "./CaseTasks";
import { CaseTimeline } from "./CaseTimeline";
import { CaseStatusMark, lasting, schoolsOf } from "./words";

const route = getRouteApi("/shell/alerts/cases/$case");

export default function CasePage() {
  const { case: ref } = route.useParams();
  const found = useQuery(caseQueries.case(ref));
  if (found.data) return <CaseView key={found.data.id} c={found.data} />;
  return (
    <div className="page">
      <PageHead title="Case" above={<Back to="/alerts/cases">Cases</Back>} />
      {found.error ? <ErrorPanel error={found.error} onRetry={() => found.refetch()} /> : <Lines rows={10} />}
    </div>
  );
}

function CaseView({ c }: { c: Case }) {
  const session = useSession();
  const client = useQueryClient();
  const whole = c.otherSchools === 0;
  const mayAct = isDesk(session) && whole && !c.mergedInto;
  const act = useMutation({
    mutationFn: (action: { run: () => Promise<unknown>; said: string }) => action.run(),
    onError: failed,
    onSuccess: (_, action) => done(action.said),
    onSettled: () => client.invalidateQueries({ queryKey: ["case"] }),
  });
  const move = (status: Case["status"], said: string) =>
    act.mutate({ run: () => caseActions.move(c.reference, status), said });
  return (
    <div className="page">
      <PageHead
        title={c.title}
        above={<Back to="/alerts/cases">Cases</Back>}
        beside={
          <>
            <span className="muted num">{c.reference}</span>
            <SeverityMark severity={c.severity} soft />
            <CaseStatusMark status={c.status} soft />
          </>
        }
      >
        {mayAct && c.ownerId !== session.person.id && (
          <Button
            size="sm"
            variant={c.ownerId ? "default" : "filled"}
            onClick={() =>
              act.mutate({ run: () => caseActions.take(c.reference, session.person.id), said: "It is yours." })
            }
          >
            Take it
          </Button>
        )}
        {mayAct && c.status === "open" && (
          <Button size="sm" variant="light" onClick={() => move("contained", "Contained.")}>
            Contained
          </Button>
        )}
        {mayAct && (c.status === "open" || c.status === "contained") && (
          <Button size="sm" variant="light" onClick={() => move("resolved", "Resolved.")}>
            Resolved
          </Button>
        )}
        {mayAct && c.status === "resolved" && (
          <Button size="sm" onClick={() => move("closed", "Closed.")}>
            Close case
          </Button>
        )}
        {mayAct && (c.status === "resolved" || c.status === "closed") && (
          <Button size="sm" variant="default" onClick={() => move("open", "Open again.")}>
            Open again
          </Button>
        )}
      </PageHead>
      {c.mergedInto && (
        <p>
          Merged into{" "}
          <Link to="/alerts/cases/$case" params={{ case: c.mergedInto }}>
            {c.mergedInto}
          </Link>
          .
        </p>
      )}
      {!whole && (
        <p className="muted small">This case touches other schools too. You see what is about your schools.</p>
      )}
      <div className="stack">
        {whole && <CaseClocks c={c} mayAct={mayAct} />}
        <div className="two">
          <section className="card" aria-label="About">
            <h2>About</h2>
            {c.summary && (
              <p className="pre" style={{ marginBottom: 12 }}>
                {c.summary}
              </p>
            )}
            <Facts
              items={[
                ["What happened", label(c.type)],
                ["Schools", schoolsOf(c)],
                ["Owner", c.ownerName ?? "Nobody yet"],
                ["Began", c.occurredAt && <When key="o" at={c.occurredAt} />],
                ["Heard of it", <When key="d" at={c.detectedAt} />],
                ["Contained", c.containedAt && <When key="c" at={c.containedAt} />],
                ["Resolved", c.resolvedAt && <When key="r" at={c.resolvedAt} />],
              ]}
            />
          </section>
          <section className="card" aria-label="How fast">
            <h2>How fast</h2>
            <Facts
              items={[
                ["To hear of it", lasting(c.kpis.detect)],
                ["To make it a case", lasting(c.kpis.triage)],
                ["To take it in hand", lasting(c.kpis.acknowledge)],
                ["To contain it", lasting(c.kpis.contain)],
                ["To resolve it", lasting(c.kpis.resolve)],
              ]}
            />
          </section>
        </div>
        {whole && <CaseTasks c={c} mayAct={mayAct} />}
        <CaseAlerts c={c} />
        <CaseEvidence c={c} mayAct={mayAct} />
        <CaseTimeline c={c} mayAct={mayAct} />
      </div>
    </div>
  );
}

function CaseAlerts({ c }: { c: Case }) {
  const alerts = useQuery(caseQueries.alerts(c.reference));
  return (
    <section className="card" aria-label="Alerts">
      <h2>Alerts</h2>
      <Loaded query={alerts} rows={3}>
        {(page) =>
          page.items.length === 0 ? (
            <p className="muted">None yet.</p>
          ) : (
            <ul className="plain lines">
              {page.items.map((a) => (
                <li key={a.id} className="spread">
                  <Link to="/alerts/$alert" params={{ alert: a.id }}>
                    {a.title}
                  </Link>
                  <span className="row small muted">
                    <SeverityMark severity={a.severity} />
                    {[a.hostName, a.schoolName].filter(Boolean).join(" · ")}
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  );
}
