import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { escalationActions, escalationQueries } from "../../api/partnerApi";
import type { Delivery } from "../../api/schemas";
import { StateBadge, When } from "../../ui/Badges";
import { done, failed } from "../../ui/feedback";
import { label } from "../../ui/format";
import { Back, Empty, Facts, Loaded, PageHead } from "../../ui/parts";

/** JSON as people read it; bytes that are no JSON as they are. */
function pretty(body: string) {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

function timing(attempt: Delivery["attempts"][number]) {
  const parts = [
    typeof attempt.connectMs === "number" && `connected after ${attempt.connectMs}`,
    typeof attempt.answerMs === "number" && `answered after ${attempt.answerMs}`,
  ].filter(Boolean);
  return `${attempt.durationMs} ms${parts.length ? ` (${parts.join(", ")})` : ""}`;
}

const route = getRouteApi("/shell/partners/deliveries/$delivery");

export default function DeliveryPage() {
  const { delivery: id } = route.useParams();
  const navigate = useNavigate();
  const client = useQueryClient();
  const delivery = useQuery({
    ...escalationQueries.delivery(id),
    // A try under way is soon over.
    refetchInterval: (query) =>
      (query.state.data as { status?: string } | undefined)?.status === "pending" ? 3000 : false,
  });
  const replay = useMutation({
    mutationFn: () => escalationActions.replay(id),
    onSuccess: (next) => {
      client.invalidateQueries({ queryKey: ["escalation", "deliveries"] });
      done("Queued for sending again.");
      if (next?.id && next.id !== id) navigate({ to: "/partners/deliveries/$delivery", params: { delivery: next.id } });
      else delivery.refetch();
    },
    onError: failed,
  });
  const d = delivery.data;
  return (
    <div className="page narrow">
      <PageHead
        title={d ? label(d.eventType.replace(".", "_")) : "Delivery"}
        above={d ? <Back to={`/partners/${d.partnerId}`}>Partner</Back> : <Back to="/partners">Partners</Back>}
        beside={d && <StateBadge state={d.status} soft />}
      >
        {d && d.status !== "pending" && (
          <Button size="sm" onClick={() => replay.mutate()} loading={replay.isPending}>
            Send again
          </Button>
        )}
      </PageHead>
      <Loaded query={delivery}>
        {(data) => (
          <div className="stack">
            <section className="card" aria-label="Message">
              <Facts
                items={[
                  ["Message", <code key="m">{data.messageId}</code>],
                  [
                    "Escalation",
                    data.escalationId && (
                      <Link key="e" to="/partners/escalations/$escalation" params={{ escalation: data.escalationId }}>
                        Open escalation
                      </Link>
                    ),
                  ],
                  ["Created", <When key="c" at={data.createdAt} />],
                  ["Finished", data.finishedAt && <When key="f" at={data.finishedAt} />],
                  [
                    "Next attempt",
                    data.underWay ? "in progress" : data.nextAttemptAt && <When key="n" at={data.nextAttemptAt} />,
                  ],
                  ["Reason", data.reason],
                  [
                    "Repeat of",
                    data.replayOf && (
                      <Link key="r" to="/partners/deliveries/$delivery" params={{ delivery: data.replayOf }}>
                        Original delivery
                      </Link>
                    ),
                  ],
                ]}
              />
              {data.body && (
                <details style={{ marginTop: 8 }}>
                  <summary>Message body</summary>
                  <pre className="code">{pretty(data.body)}</pre>
                </details>
              )}
            </section>
            <section className="card" aria-label="Attempts">
              <h2>Attempts</h2>
              {data.attempts.length === 0 ? (
                <Empty title="No attempts yet" text="The first attempt follows within seconds." />
              ) : (
                <ol className="steps small">
                  {data.attempts.map((attempt) => {
                    const good = !!attempt.statusCode && attempt.statusCode < 300;
                    return (
                      <li key={`${attempt.number} ${attempt.startedAt}`}>
                        <div className="row">
                          <StateBadge
                            state={good ? "succeeded" : "failed"}
                            text={
                              attempt.statusCode ? `Answered ${attempt.statusCode}` : (attempt.error ?? "No answer")
                            }
                          />
                          <span className="muted">
                            <When at={attempt.startedAt} /> · {timing(attempt)}
                          </span>
                        </div>
                        {attempt.error && attempt.statusCode && <div>{attempt.error}</div>}
                        {attempt.response && <pre className="code">{attempt.response}</pre>}
                        {attempt.request && (
                          <details>
                            <summary>Request and response</summary>
                            <pre className="code">{attempt.request}</pre>
                            {attempt.responseHeaders && <pre className="code">{attempt.responseHeaders}</pre>}
                          </details>
                        )}
                      </li>
                    );
                  })}
                </ol>
              )}
            </section>
          </div>
        )}
      </Loaded>
    </div>
  );
}
