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
      done("It is sent once more.");
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
                        Open it
                      </Link>
                    ),
                  ],
                  ["Begun", <When key="c" at={data.createdAt} />],
                  ["Finished", data.finishedAt && <When key="f" at={data.finishedAt} />],
                  [
                    "Next try",
                    data.underWay ? "under way" : data.nextAttemptAt && <When key="n" at={data.nextAttemptAt} />,
                  ],
                  ["Why it ended", data.reason],
                  [
                    "Sent again",
                    data.replayOf && (
                      <Link key="r" to="/partners/deliveries/$delivery" params={{ delivery: data.replayOf }}>
                        The first time
                      </Link>
                    ),
                  ],
                ]}
              />
              {data.body && (
                <details style={{ marginTop: 8 }}>
                  <summary>What is sent</summary>
                  <pre className="code">{pretty(data.body)}</pre>
                </details>
              )}
            </section>
            <section className="card" aria-label="Tries">
              <h2>Tries</h2>
              {data.attempts.length === 0 ? (
                <Empty title="Not tried yet" text="It goes out within seconds." />
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
                            <summary>Request and answer</summary>
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
