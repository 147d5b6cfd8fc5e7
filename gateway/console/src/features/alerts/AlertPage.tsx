import { Button, Tabs } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { alertActions, alertQueries } from "../../api/alertApi";
import type { Alert } from "../../api/schemas";
import { useSession } from "../../app/session";
import { AlertStatusBadge, SeverityBadge, When } from "../../ui/Badges";
import { done, failed } from "../../ui/feedback";
import { count, label } from "../../ui/format";
import { Back, Copy, ErrorPanel, Facts, Lines, PageHead } from "../../ui/parts";
import { isDesk } from "../../ui/permissions";
import { AlertCase } from "../cases";
import { AssignToSchool, Dismiss } from "./AlertDecisions";
import { EscalateAlerts } from "./EscalateAlerts";
import { AuditTrail, RelatedSightings } from "./RelatedSightings";

const route = getRouteApi("/shell/alerts/$alert");

export default function AlertPage() {
  const { alert: id } = route.useParams();
  const alert = useQuery(alertQueries.alert(id));
  if (alert.data) return <AlertView key={id} alert={alert.data} />;
  return (
    <div className="page">
      <PageHead title="Alert" above={<Back to="/alerts">Alerts</Back>} />
      {alert.error ? <ErrorPanel error={alert.error} onRetry={() => alert.refetch()} /> : <Lines rows={10} />}
    </div>
  );
}

function AlertView({ alert }: { alert: Alert }) {
  const session = useSession();
  const client = useQueryClient();
  const [placing, setPlacing] = useState(false);
  const [escalating, setEscalating] = useState(false);
  const desk = isDesk(session);
  const key = ["alert", "one", alert.id];
  const act = useMutation({
    mutationFn: (action: { run: () => Promise<Alert>; seen?: Partial<Alert>; said: string }) => action.run(),
    onMutate: (action) => {
      if (action.seen) client.setQueryData(key, { ...alert, ...action.seen });
      return { before: alert };
    },
    onError: (error, _, context) => {
      client.setQueryData(key, context?.before);
      failed(error);
    },
    onSuccess: (_, action) => done(action.said),
    onSettled: () => client.invalidateQueries({ queryKey: ["alert"] }),
  });
  return (
    <div className="page">
      <PageHead
        title={alert.title}
        above={<Back to="/alerts">Alerts</Back>}
        beside={
          <>
            <SeverityBadge severity={alert.severity} soft />
            <AlertStatusBadge status={alert.status} soft />
          </>
        }
      >
        {desk && alert.status === "new" && (
          <Button
            size="sm"
            onClick={() =>
              act.mutate({
                run: () => alertActions.acknowledge(alert.id),
                seen: { status: "acknowledged" },
                said: "Acknowledged.",
              })
            }
          >
            Acknowledge
          </Button>
        )}
        {desk && alert.status !== "resolved" && (
          <Button
            size="sm"
            variant="light"
            onClick={() =>
              act.mutate({ run: () => alertActions.resolve(alert.id), seen: { status: "resolved" }, said: "Resolved." })
            }
          >
            Resolve
          </Button>
        )}
        {desk && <Dismiss alert={alert} onDecide={(run, said) => act.mutate({ run, said })} />}
        {desk && !alert.ticketId && (
          <Button
            size="sm"
            variant="default"
            loading={act.isPending}
            onClick={() =>
              alert.schoolId
                ? act.mutate({ run: () => alertActions.openTicket(alert.id), said: "A ticket is opened." })
                : setPlacing(true)
            }
          >
            Open a ticket
          </Button>
        )}
        {desk && alert.schoolId && alert.status !== "resolved" && (
          <Button size="sm" variant="default" onClick={() => setEscalating(true)}>
            Escalate
          </Button>
        )}
        {desk && (
          <Button size="sm" variant="default" onClick={() => setPlacing(true)}>
            {alert.schoolId ? "Change school or device" : "Choose the school"}
          </Button>
        )}
      </PageHead>
      <Tabs defaultValue="canonical" keepMounted={false}>
        <Tabs.List aria-label="How to show it">
          <Tabs.Tab value="canonical">Summary</Tabs.Tab>
          <Tabs.Tab value="raw">Original message</Tabs.Tab>
          <Tabs.Tab value="both">Side by side</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="canonical" pt={16}>
          <div className="two">
            <section className="card" aria-label="What happened">
              <h2>What happened</h2>
              {alert.description && <p style={{ marginBottom: 12 }}>{alert.description}</p>}
              <Facts
                items={[
                  ["Occurrences", alert.count],
                  ["First", <When key="f" at={alert.firstSeenAt} />],
                  ["Last", <When key="l" at={alert.lastSeenAt} />],
                  ["Tool's rule", alert.rule],
                  ["Techniques", alert.techniques.join(", ")],
                  ["Reported by", alert.sourceName],
                  ["Acknowledged by", alert.acknowledgedBy],
                  ["Resolved", alert.resolvedAt && <When key="r" at={alert.resolvedAt} />],
                ]}
              />
            </section>
            <section className="card" aria-label="Where">
              <h2>Where</h2>
              <Facts
                items={[
                  ["School", alert.schoolName ?? "Not known"],
                  [
                    "Device",
                    alert.assetTag && (
                      <Link to="/assets/$asset" params={{ asset: alert.assetTag }}>
                        {alert.assetTag}
                      </Link>
                    ),
                  ],
                  ["Computer", alert.hostName && <code>{alert.hostName}</code>],
                  ["User", alert.personName ? `${alert.user} (${alert.personName})` : alert.user],
                  ["IP address", alert.ip && <code>{alert.ip}</code>],
                  ["Matched by", label(alert.correlation?.by)],
                  ["Reason", alert.correlation?.why],
                ]}
              />
              {(alert.correlation?.candidates ?? []).length > 0 && (
                <div className="stack tight" style={{ marginTop: 12 }}>
                  <strong className="small">Possible matches</strong>
                  <div className="actions">
                    {alert.correlation?.candidates.map((candidate) => (
                      <Button
                        key={`${candidate.schoolId}${candidate.assetId}`}
                        size="xs"
                        variant="default"
                        disabled={!desk}
                        onClick={() =>
                          act.mutate({
                            run: () =>
                              alertActions.assign(alert.id, candidate.schoolId, candidate.assetId ?? undefined),
                            said: `Assigned to ${candidate.label}.`,
                          })
                        }
                      >
                        {candidate.label}
                      </Button>
                    ))}
                  </div>
                </div>
              )}
            </section>
            <AlertCase alert={alert} />
            <section className="card" aria-label="Actions taken">
              <h2>Actions taken</h2>
              {alert.muted && (
                <p>
                  Suppressed: {alert.muted.why}
                  {alert.muted.until && (
                    <>
                      {" "}
                      until <When at={alert.muted.until} />
                    </>
                  )}
                </p>
              )}
              {alert.isStorm && (
                <p>
                  <Link to="/alerts" search={{ storm: alert.id, status: "all" }}>
                    Its {count(alert.count, "alert")}
                  </Link>
                </p>
              )}
              {alert.falsePositive && <p>Marked as a false positive by {alert.resolvedBy ?? "someone"}.</p>}
              {alert.ticketReference ? (
                <p>
                  Opened{" "}
                  <Link to="/tickets/$ticket" params={{ ticket: alert.ticketReference }}>
                    {alert.ticketReference}
                  </Link>
                  {alert.ruleName && <> because of the rule “{alert.ruleName}”</>}.
                </p>
              ) : (
                <p className="muted">
                  No ticket. {alert.ruleName ? `Rule “${alert.ruleName}” applied.` : "No rule opens a ticket for it."}
                </p>
              )}
            </section>
            <RelatedSightings id={alert.id} />
            <AuditTrail id={alert.id} />
          </div>
        </Tabs.Panel>
        <Tabs.Panel value="both" pt={16}>
          <div className="two">
            <section className="card" aria-label="Parsed alert">
              <h2>Parsed alert</h2>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box has to be reachable by keyboard */}
              <pre className="code" tabIndex={0}>
                {canonicalText(alert)}
              </pre>
            </section>
            <section className="card" aria-label="Original message">
              <h2>What {alert.sourceName} sent</h2>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box has to be reachable by keyboard */}
              <pre className="code" tabIndex={0}>
                {rawText(alert.raw)}
              </pre>
            </section>
          </div>
        </Tabs.Panel>
        <Tabs.Panel value="raw" pt={16}>
          <section className="card stack tight" aria-label="Original message">
            <div className="spread">
              <h2>As {alert.sourceName} sent it</h2>
              <Copy value={rawText(alert.raw)} />
            </div>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box has to be reachable by keyboard */}
            <pre className="code" tabIndex={0}>
              {rawText(alert.raw)}
            </pre>
          </section>
        </Tabs.Panel>
      </Tabs>
      {escalating && <EscalateAlerts alerts={[alert]} onClose={() => setEscalating(false)} />}
      {placing && (
        <AssignToSchool
          alert={alert}
          onClose={() => setPlacing(false)}
          onChoose={(schoolId, assetId) => {
            setPlacing(false);
            act.mutate({ run: () => alertActions.assign(alert.id, schoolId, assetId), said: "Saved." });
          }}
        />
      )}
    </div>
  );
}

function canonicalText(alert: Alert) {
  const { raw: _raw, version: _version, ...said } = alert;
  return JSON.stringify(said, (_, value) => (value === null ? undefined : value), 2);
}

/** What the tool sent, laid out when it is JSON. */
function rawText(raw: unknown) {
  if (typeof raw !== "string") return JSON.stringify(raw ?? null, null, 2);
  try {
    return JSON.stringify(JSON.parse(raw), null, 2);
  } catch {
    return raw;
  }
}
