import { Button, NativeSelect } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { escalationActions, escalationQueries, partnerQueries } from "../../api/partnerApi";
import type { Escalation } from "../../api/schemas";
import { useSession } from "../../app/session";
import { EscalationBadge, PriorityBadge, StateBadge, When } from "../../ui/Badges";
import { done } from "../../ui/feedback";
import { label, span } from "../../ui/format";
import { Back, ErrorPanel, Facts, Loaded, PageHead } from "../../ui/parts";
import { isDesk, isManager } from "../../ui/permissions";
import { AnswerLink, Cost } from "./Cost";

const route = getRouteApi("/shell/partners/escalations/$escalation");

export default function EscalationPage() {
  const { escalation: id } = route.useParams();
  const escalation = useQuery(escalationQueries.escalation(id));
  return (
    <div className="page">
      <PageHead
        title={escalation.data ? `Escalation ${escalation.data.reference}` : "Escalation"}
        above={<Back to="/partners/escalations">Escalations</Back>}
        beside={
          escalation.data && (
            <>
              <EscalationBadge status={escalation.data.status} soft />
              <PriorityBadge priority={escalation.data.priority} soft />
            </>
          )
        }
      />
      <Loaded query={escalation}>{(data) => <View escalation={data} />}</Loaded>
    </div>
  );
}

function View({ escalation }: { escalation: Escalation }) {
  const session = useSession();
  const deliveries = useInfiniteQuery({
    ...escalationQueries.deliveriesOf(escalation.id),
    enabled: isManager(session),
  });
  const sent = deliveries.data?.pages.flatMap((page) => page.items) ?? [];
  const outcome = escalation.outcome;
  return (
    <div className="two">
      <section className="card" aria-label="Request">
        <h2>Request</h2>
        <p className="pre" style={{ marginBottom: 12 }}>
          {escalation.reason}
        </p>
        <Facts
          items={[
            [
              "Ticket",
              <Link key="t" to="/tickets/$ticket" params={{ ticket: escalation.ticketReference }}>
                {escalation.ticketReference}
              </Link>,
            ],
            ["School", escalation.schoolName],
            ["Area", label(escalation.area)],
            ["Partner", escalation.partnerName ?? "Not selected"],
            ["Their reference", escalation.partnerReference],
            ["Requested by", escalation.requestedBy],
            ["Requested", <When key="r" at={escalation.requestedAt} />],
            ["Sent", escalation.sentAt && <When key="s" at={escalation.sentAt} />],
            ["Acknowledged", escalation.acknowledgedAt && <When key="a" at={escalation.acknowledgedAt} />],
            ["Question", escalation.question && !escalation.question.answeredAt && escalation.question.text],
            ["Expected by", escalation.expectedAt && <When key="e" at={escalation.expectedAt} />],
          ]}
        />
      </section>
      {isDesk(session) && (escalation.status === "unroutable" || escalation.status === "rejected") && (
        <Route escalation={escalation} />
      )}
      {outcome && (
        <section className="card" aria-label="Outcome">
          <h2>Outcome</h2>
          <Facts
            items={[
              ["Summary", outcome.summary],
              ["Cause", outcome.cause],
              ["Resolution", outcome.fix],
              ["Time spent", outcome.timeSpentMinutes ? span(outcome.timeSpentMinutes) : null],
            ]}
          />
        </section>
      )}
      <section className="card" aria-label="What happened">
        <h2>What happened</h2>
        <ol className="steps small">
          {(escalation.steps ?? []).map((step) => (
            <li key={step.id}>
              <strong>{label(step.kind)}</strong> · {step.by} · <When at={step.at} />
              {step.text && <div>{step.text}</div>}
            </li>
          ))}
        </ol>
      </section>
      {isDesk(session) && <Cost key={escalation.version} escalation={escalation} manager={isManager(session)} />}
      {isDesk(session) && escalation.partnerId && !escalation.closedAt && <AnswerLink escalation={escalation} />}
      {escalation.routing && (
        <section className="card" aria-label="Why this partner">
          <h2>Why this partner</h2>
          <p>{escalation.routing.reason}</p>
          <ul className="plain lines small">
            {escalation.routing.candidates.map((candidate) => (
              <li key={candidate.partnerId} className="spread">
                <span>{candidate.name}</span>
                <StateBadge
                  state={candidate.chosen ? "succeeded" : "skipped"}
                  text={candidate.chosen ? "Selected" : candidate.why}
                />
              </li>
            ))}
          </ul>
        </section>
      )}
      {sent.length > 0 && (
        <section className="card" aria-label="Deliveries">
          <h2>Deliveries</h2>
          <ul className="plain lines small">
            {sent.map((delivery) => (
              <li key={delivery.id} className="spread">
                <Link to="/partners/deliveries/$delivery" params={{ delivery: delivery.id }}>
                  {label(delivery.eventType.replace(".", "_"))}
                </Link>
                <StateBadge state={delivery.status} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {escalation.pack !== undefined && escalation.pack !== null && (
        <section className="card" aria-label="What the partner sees">
          <h2>What the partner sees</h2>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box has to be reachable by keyboard */}
          <pre className="code" tabIndex={0}>
            {JSON.stringify(escalation.pack, null, 2)}
          </pre>
        </section>
      )}
    </div>
  );
}

function Route({ escalation }: { escalation: Escalation }) {
  const client = useQueryClient();
  const [partnerId, setPartnerId] = useState("");
  const partners = useInfiniteQuery(partnerQueries.partners({ status: "active", limit: 250 }));
  const all = partners.data?.pages.flatMap((page) => page.items) ?? [];
  const send = useMutation({
    mutationFn: () => escalationActions.route(escalation.id, partnerId),
    onSuccess: (next) => {
      client.setQueryData(["escalation", "one", escalation.id], next);
      client.invalidateQueries({ queryKey: ["escalation"] });
      client.invalidateQueries({ queryKey: ["ticket"] });
      done("Being sent to the partner.");
    },
  });
  return (
    <section className="card form" aria-label="Choose a partner">
      <h2>No partner selected</h2>
      {send.error && <ErrorPanel error={send.error} />}
      <NativeSelect
        label="Partner"
        value={partnerId}
        onChange={(event) => setPartnerId(event.currentTarget.value)}
        data={[
          { value: "", label: "Choose…" },
          ...all.map((p) => ({
            value: p.id,
            label: (p.areas as string[]).includes(escalation.area) ? p.name : `${p.name} (another area)`,
          })),
        ]}
      />
      <div>
        <Button disabled={!partnerId} loading={send.isPending} onClick={() => send.mutate()}>
          Send to partner
        </Button>
      </div>
    </section>
  );
}
