import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { caseActions, caseQueries } from "../../api/caseApi";
import type { Case } from "../../api/schemas";
import { useSession } from "../../app/session";
import { SeverityBadge, When } from "../../ui/Badges";
import { done, failed } from "../../ui/feedback";
import { label } from "../../ui/format";
import { Back, ErrorPanel, Facts, Lines, Loaded, PageHead } from "../../ui/parts";
import { isDesk } from "../../ui/permissions";
import { CaseEvidence } from "./CaseEvidence";
import { CaseNotifications } from "./CaseNotifications";
import { CaseTasks } from "./CaseTasks";
import { CaseTimeline } from "./CaseTimeline";
import { CaseStatusBadge, lasting, schoolsOf } from "./caseBadges";

const route = getRouteApi("/shell/alerts/cases/$case");

export default function CasePage() {
  const { case: ref } = route.useParams();
  const found = useQuery(caseQueries.case(ref));
  if (found.data) return <CaseView key={found.data.id} currentCase={found.data} />;
  return (
    <div className="page">
      <PageHead title="Case" above={<Back to="/alerts/cases">Cases</Back>} />
      {found.error ? <ErrorPanel error={found.error} onRetry={() => found.refetch()} /> : <Lines rows={10} />}
    </div>
  );
}

function CaseView({ currentCase }: { currentCase: Case }) {
  const session = useSession();
  const client = useQueryClient();
  const whole = currentCase.otherSchools === 0;
  const mayAct = isDesk(session) && whole && !currentCase.mergedInto;
  const act = useMutation({
    mutationFn: (action: { run: () => Promise<unknown>; said: string }) => action.run(),
    onError: failed,
    onSuccess: (_, action) => done(action.said),
    onSettled: () => client.invalidateQueries({ queryKey: ["case"] }),
  });
  const move = (status: Case["status"], said: string) =>
    act.mutate({ run: () => caseActions.move(currentCase.reference, status), said });
  return (
    <div className="page">
      <PageHead
        title={currentCase.title}
        above={<Back to="/alerts/cases">Cases</Back>}
        beside={
          <>
            <span className="muted num">{currentCase.reference}</span>
            <SeverityBadge severity={currentCase.severity} soft />
            <CaseStatusBadge status={currentCase.status} soft />
          </>
        }
      >
        {mayAct && currentCase.ownerId !== session.person.id && (
          <Button
            size="sm"
            variant={currentCase.ownerId ? "default" : "filled"}
            onClick={() =>
              act.mutate({
                run: () => caseActions.take(currentCase.reference, session.person.id),
                said: "Assigned to you.",
              })
            }
          >
            Assign to me
          </Button>
        )}
        {mayAct && currentCase.status === "open" && (
          <Button size="sm" variant="light" onClick={() => move("contained", "Contained.")}>
            Contained
          </Button>
        )}
        {mayAct && (currentCase.status === "open" || currentCase.status === "contained") && (
          <Button size="sm" variant="light" onClick={() => move("resolved", "Resolved.")}>
            Resolved
          </Button>
        )}
        {mayAct && currentCase.status === "resolved" && (
          <Button size="sm" onClick={() => move("closed", "Closed.")}>
            Close case
          </Button>
        )}
        {mayAct && (currentCase.status === "resolved" || currentCase.status === "closed") && (
          <Button size="sm" variant="default" onClick={() => move("open", "Reopened.")}>
            Reopen
          </Button>
        )}
      </PageHead>
      {currentCase.mergedInto && (
        <p>
          Merged into{" "}
          <Link to="/alerts/cases/$case" params={{ case: currentCase.mergedInto }}>
            {currentCase.mergedInto}
          </Link>
          .
        </p>
      )}
      {!whole && (
        <p className="muted small">This case also affects other schools. You see only what concerns your schools.</p>
      )}
      <div className="stack">
        {whole && <CaseNotifications currentCase={currentCase} mayAct={mayAct} />}
        <div className="two">
          <section className="card" aria-label="Details">
            <h2>Details</h2>
            {currentCase.summary && (
              <p className="pre" style={{ marginBottom: 12 }}>
                {currentCase.summary}
              </p>
            )}
            <Facts
              items={[
                ["Type", label(currentCase.type)],
                ["Schools", schoolsOf(currentCase)],
                ["Owner", currentCase.ownerName ?? "Unassigned"],
                ["Occurred", currentCase.occurredAt && <When key="o" at={currentCase.occurredAt} />],
                ["Detected", <When key="d" at={currentCase.detectedAt} />],
                ["Contained", currentCase.containedAt && <When key="c" at={currentCase.containedAt} />],
                ["Resolved", currentCase.resolvedAt && <When key="r" at={currentCase.resolvedAt} />],
              ]}
            />
          </section>
          <section className="card" aria-label="Response times">
            <h2>Response times</h2>
            <Facts
              items={[
                ["Time to detect", lasting(currentCase.kpis.detect)],
                ["Time to triage", lasting(currentCase.kpis.triage)],
                ["Time to acknowledge", lasting(currentCase.kpis.acknowledge)],
                ["Time to contain", lasting(currentCase.kpis.contain)],
                ["Time to resolve", lasting(currentCase.kpis.resolve)],
              ]}
            />
          </section>
        </div>
        {whole && <CaseTasks currentCase={currentCase} mayAct={mayAct} />}
        <CaseAlerts currentCase={currentCase} />
        <CaseEvidence currentCase={currentCase} mayAct={mayAct} />
        <CaseTimeline currentCase={currentCase} mayAct={mayAct} />
      </div>
    </div>
  );
}

function CaseAlerts({ currentCase }: { currentCase: Case }) {
  const alerts = useQuery(caseQueries.alerts(currentCase.reference));
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
                    <SeverityBadge severity={a.severity} />
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
