import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { partnerActions, partnerQueries } from "../../api/partnerApi";
import type { Endpoint, Partner } from "../../api/schemas";
import { useSession } from "../../app/session";
import { StateBadge, When } from "../../ui/Badges";
import { done, failed } from "../../ui/feedback";
import { label, when } from "../../ui/format";
import { Empty, Loaded, Secret } from "../../ui/parts";
import { isManager } from "../../ui/permissions";
import { EndpointForm } from "./EndpointForm";
import { Recoveries } from "./Recoveries";

/** Where a partner hears of its escalations. */
export function Endpoints({ partner }: { partner: Partner }) {
  const manager = isManager(useSession());
  const endpoints = useQuery(partnerQueries.endpoints(partner.id));
  const client = useQueryClient();
  const [form, setForm] = useState<Endpoint | "new" | null>(null);
  const [secret, setSecret] = useState<{ title: string; value: string; text: string } | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: ["partner", "endpoints"] });
  const once = "Their system verifies our signature with it (Standard Webhooks). It is shown only once.";
  const act = useMutation({
    mutationFn: (run: () => Promise<unknown>) => run(),
    onError: failed,
    onSettled: refresh,
  });
  const ping = (endpoint: Endpoint) =>
    act.mutate(async () => {
      const delivery = await partnerActions.ping(partner.id, endpoint.id);
      client.invalidateQueries({ queryKey: ["escalation", "deliveries"] });
      const last = delivery.attempts.at(-1);
      done(
        delivery.status === "succeeded"
          ? `It answered ${last?.statusCode ?? ""} in ${last?.durationMs ?? 0} ms.`
          : "The test message is on its way; see Deliveries.",
      );
    });
  const rotate = (endpoint: Endpoint) =>
    act.mutate(async () => {
      const made = await partnerActions.rotate(partner.id, endpoint.id);
      setSecret({
        title: "New secret",
        value: made.secret,
        text: `${once} The old one is valid until ${when(made.oldSecretUntil)}.`,
      });
    });
  return (
    <div className="stack">
      {secret && <Secret {...secret} onDone={() => setSecret(null)} />}
      <section className="card" aria-label="Endpoints">
        <div className="spread">
          <h2>Endpoints</h2>
          <Button size="xs" onClick={() => setForm("new")}>
            New endpoint
          </Button>
        </div>
        <Loaded query={endpoints} rows={3}>
          {(data) =>
            data.items.length === 0 ? (
              <Empty
                title="No endpoint"
                text="Enter the https address of their system, or an email address if they have none. Mat signs each message to a system with a shared secret."
              />
            ) : (
              <ul className="plain lines">
                {data.items.map((endpoint) => (
                  <li key={endpoint.id} className="stack tight">
                    <div className="spread">
                      <code>{endpoint.url.replace(/^mailto:/, "")}</code>
                      <StateBadge state={endpoint.status} soft />
                    </div>
                    {endpoint.disabledReason && <p className="t-breach small">{endpoint.disabledReason}</p>}
                    <div className="small muted">
                      {summary(endpoint).join(" · ")}
                      {endpoint.lastSuccessAt && (
                        <>
                          {" "}
                          · last success <When at={endpoint.lastSuccessAt} />
                        </>
                      )}
                      {endpoint.lastFailureAt && (
                        <>
                          {" "}
                          · last failure <When at={endpoint.lastFailureAt} />
                        </>
                      )}
                    </div>
                    <div className="actions">
                      <Button size="xs" variant="default" onClick={() => ping(endpoint)}>
                        Send a test
                      </Button>
                      <Button size="xs" variant="default" onClick={() => setForm(endpoint)}>
                        Change
                      </Button>
                      {endpoint.channel === "webhook" && (
                        <Button size="xs" variant="default" onClick={() => rotate(endpoint)}>
                          New secret
                        </Button>
                      )}
                      {endpoint.status === "disabled" && (
                        <Button
                          size="xs"
                          onClick={() =>
                            act.mutate(() =>
                              partnerActions.enable(partner.id, endpoint.id).then(() => done("Endpoint enabled.")),
                            )
                          }
                        >
                          Switch on
                        </Button>
                      )}
                      <Button
                        size="xs"
                        variant="default"
                        onClick={() =>
                          act.mutate(() =>
                            partnerActions
                              .deleteEndpoint(partner.id, endpoint.id)
                              .then(() => done("Endpoint deleted.")),
                          )
                        }
                      >
                        Delete
                      </Button>
                    </div>
                    <Recoveries endpoint={endpoint} manager={manager} />
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      </section>
      {form && (
        <EndpointForm
          partner={partner}
          endpoint={form === "new" ? undefined : form}
          onClose={() => setForm(null)}
          onDone={(made) => {
            if (made) setSecret({ title: "Secret of the endpoint", value: made, text: once });
            refresh();
          }}
        />
      )}
    </div>
  );
}

/** What is special about it, in words. */
function summary(e: Endpoint) {
  return [
    e.description,
    e.channel === "email" ? "by email" : `secret ${e.secretHint}`,
    e.events.length > 0 && `only ${e.events.map((x) => label(x.replace(".", "_")).toLowerCase()).join(", ")}`,
    e.headers.length > 0 && `sends ${e.headers.join(", ")}`,
    e.ordered ? "one at a time, in order" : e.concurrency && `${e.concurrency} at a time`,
  ].filter((x): x is string => !!x);
}
