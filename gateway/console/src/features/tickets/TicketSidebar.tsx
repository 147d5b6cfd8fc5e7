import { Button, NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { escalationQueries } from "../../api/partnerApi";
import type { Clock, NamedPerson, Ticket } from "../../api/schemas";
import { ticketQueries } from "../../api/ticketApi";
import { ClockBadge, EscalationBadge, When } from "../../ui/Badges";
import { clockTone, label, span, when } from "../../ui/format";
import { Facts } from "../../ui/parts";
import type { TicketAction } from "../../ui/permissions";

function ClockLine({ name, clock }: { name: string; clock: Clock }) {
  const tone = clockTone(clock);
  const share = Math.min(100, Math.max(2, (clock.elapsedMinutes / Math.max(1, clock.targetMinutes)) * 100));
  return (
    <div className="stack tight" style={{ gap: 4 }}>
      <div className="spread">
        <strong className="small">{name}</strong>
        <span className="small muted">target {span(clock.targetMinutes)}</span>
      </div>
      <div className={`meter t-${tone === "fine" ? "info" : tone === "done" ? "fine" : tone}`} aria-hidden="true">
        <i style={{ width: `${share}%` }} />
      </div>
      <ClockBadge clock={clock} long />
      {clock.state === "running" && clock.dueAt && <span className="small muted">due {when(clock.dueAt)}</span>}
    </div>
  );
}

export function Clocks({ ticket }: { ticket: Ticket }) {
  return (
    <section className="card stack" aria-label="Response targets">
      <ClockLine name="First response" clock={ticket.firstResponse} />
      <ClockLine name="Resolution" clock={ticket.resolution} />
    </section>
  );
}

export function Assignee({
  ticket,
  actions,
  me,
  assign,
}: {
  ticket: Ticket;
  actions: Set<TicketAction>;
  me: NamedPerson;
  assign: (to: NamedPerson | null) => void;
}) {
  const desk = useQuery({ ...ticketQueries.deskPeople(ticket.schoolId), enabled: actions.has("assign") });
  const people = desk.data?.items ?? [];
  const all =
    ticket.assignee && !people.some((p) => p.id === ticket.assignee?.id) ? [ticket.assignee, ...people] : people;
  if (!actions.has("assign"))
    return (
      <section className="card">
        <Facts items={[["Assigned to", ticket.assignee?.name ?? "Unassigned"]]} />
      </section>
    );
  return (
    <section className="card stack tight" aria-label="Assignment">
      <NativeSelect
        label="Assigned to"
        value={ticket.assignee?.id ?? ""}
        onChange={(event) => assign(all.find((p) => p.id === event.currentTarget.value) ?? null)}
        data={[{ value: "", label: "Unassigned" }, ...all.map((p) => ({ value: p.id ?? "", label: p.name }))]}
      />
      {ticket.assignee?.id !== me.id && (
        <Button variant="light" size="sm" onClick={() => assign(me)}>
          Assign to me
        </Button>
      )}
    </section>
  );
}

export function EscalationPanel({
  ticket,
  actions,
  onCancel,
  full,
}: {
  ticket: Ticket;
  actions: Set<TicketAction>;
  onCancel: () => void;
  full: boolean;
}) {
  const escalation = ticket.escalation;
  const detail = useQuery({ ...escalationQueries.escalation(escalation?.id ?? ""), enabled: full && !!escalation });
  if (!escalation) return null;
  const steps = detail.data?.steps ?? [];
  return (
    <section className="card stack tight" aria-label="Escalation">
      <h2>Escalation {escalation.reference}</h2>
      <EscalationBadge status={escalation.status} soft />
      {escalation.question && (
        <p className="t-warning">
          The partner asks: {escalation.question}{" "}
          <span className="muted">
            {full ? "A reply with “Partner too” answers it." : "Your reply is sent to the partner."}
          </span>
        </p>
      )}
      <Facts
        items={[
          ["Area", label(escalation.area)],
          ["Partner", escalation.partnerName ?? "Not selected yet"],
          ["Requested", <When key="r" at={escalation.requestedAt} />],
          ["Acknowledged", escalation.acknowledgedAt && <When key="a" at={escalation.acknowledgedAt} />],
          ["Expected by", escalation.expectedAt && <When key="e" at={escalation.expectedAt} />],
        ]}
      />
      {steps.length > 0 && (
        <ol className="steps small" aria-label="Partner timeline">
          {steps.map((step) => (
            <li key={step.id}>
              <strong>{label(step.kind)}</strong> · {step.by}
              {step.text && <div>{step.text}</div>}
              <div className="muted">
                <When at={step.at} />
              </div>
            </li>
          ))}
        </ol>
      )}
      <div className="actions">
        {full && (
          <Link to="/partners/escalations/$escalation" params={{ escalation: escalation.id }} className="small">
            View escalation
          </Link>
        )}
        {actions.has("cancelEscalation") && (
          <Button size="xs" variant="default" onClick={onCancel}>
            Take it back
          </Button>
        )}
      </div>
    </section>
  );
}

export function Details({ ticket, reader }: { ticket: Ticket; reader: boolean }) {
  return (
    <section className="card" aria-label="Details">
      <h2>Details</h2>
      <Facts
        items={[
          ["School", ticket.schoolName],
          [
            "Device",
            ticket.asset &&
              (reader ? (
                <Link to="/assets/$asset" params={{ asset: ticket.asset.tag }}>
                  {ticket.asset.tag} · {ticket.asset.name}
                </Link>
              ) : (
                `${ticket.asset.tag} · ${ticket.asset.name}`
              )),
          ],
          ["Reported by", ticket.requester?.name],
          [
            "Email",
            ticket.requester?.email && <a href={`mailto:${ticket.requester.email}`}>{ticket.requester.email}</a>,
          ],
          ["Channel", label(ticket.channel)],
          ["Kind", ticket.kind === "request" ? "Request" : "Incident"],
          ["Area", label(ticket.category)],
          ["Impact", label(ticket.impact)],
          ["Urgency", label(ticket.urgency)],
          ["Approver", ticket.approver?.name],
          ["Reported", <When key="c" at={ticket.createdAt} />],
          ["Resolved", ticket.resolvedAt && <When key="s" at={ticket.resolvedAt} />],
          ["Cause", ticket.resolvedAs?.cause],
          ["Time spent", ticket.resolvedAs?.timeSpentMinutes ? span(ticket.resolvedAs.timeSpentMinutes) : null],
        ]}
      />
    </section>
  );
}
