import { Link } from "@tanstack/react-router";
import type { Delivery, Escalation } from "../../api/schemas";
import { EscalationBadge, StateBadge, When } from "../../ui/Badges";
import { count, label } from "../../ui/format";
import type { Column } from "../../ui/List";

export const escalationColumns: Column<Escalation>[] = [
  {
    head: "Escalation",
    cell: (e) => (
      <>
        <Link to="/partners/escalations/$escalation" params={{ escalation: e.id }} className="row-link">
          {e.reference} for {e.ticketReference}
        </Link>
        <div className="small muted">{e.reason}</div>
        <div className="folded small">
          <EscalationBadge status={e.status} />
          <span>{e.partnerName ?? "No partner yet"}</span>
          <span>{e.schoolName}</span>
        </div>
      </>
    ),
  },
  { head: "State", fold: true, cell: (e) => <EscalationBadge status={e.status} /> },
  { head: "Area", fold: true, cell: (e) => label(e.area) },
  { head: "Partner", fold: true, cell: (e) => e.partnerName ?? <span className="muted">Not selected</span> },
  { head: "School", fold: true, cell: (e) => e.schoolName },
  { head: "Requested", fold: true, cell: (e) => <When at={e.requestedAt} /> },
];

export const deliveryColumns: Column<Delivery>[] = [
  {
    head: "Message",
    cell: (d) => (
      <>
        <Link to="/partners/deliveries/$delivery" params={{ delivery: d.id }} className="row-link">
          {label(d.eventType.replace(".", "_"))}
        </Link>
        <div className="folded small">
          <StateBadge state={d.status} />
          <span>{count(d.attemptCount, "try", "tries")}</span>
          <When at={d.createdAt} />
        </div>
      </>
    ),
  },
  { head: "State", fold: true, cell: (d) => <StateBadge state={d.status} /> },
  { head: "Attempts", fold: true, right: true, cell: (d) => d.attemptCount },
  { head: "Last response", fold: true, cell: (d) => d.attempts?.at(-1)?.statusCode ?? d.attempts?.at(-1)?.error ?? "" },
  { head: "Created", fold: true, cell: (d) => <When at={d.createdAt} /> },
];
