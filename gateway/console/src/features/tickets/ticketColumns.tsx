import { Link } from "@tanstack/react-router";
import type { Ticket } from "../../api/schemas";
import { ClockBadge, PriorityBadge, StatusBadge, When } from "../../ui/Badges";
import type { Column } from "../../ui/List";

export function ticketColumns(mine = false): Column<Ticket>[] {
  return [
    {
      head: "Ticket",
      cell: (t) => (
        <>
          <Link to="/tickets/$ticket" params={{ ticket: t.reference }} search={true} className="row-link">
            {t.title}
          </Link>
          <div className="small muted fold">
            {t.reference} · {t.requester?.name ?? t.openedBy?.name}
          </div>
          <div className="folded small">
            <span>{t.reference}</span>
            <StatusBadge status={t.status} />
            {!mine && <PriorityBadge priority={t.priority} />}
            {!mine && <ClockBadge clock={t.resolution} />}
            <span>{t.schoolName}</span>
            {mine && <When at={t.updatedAt} />}
          </div>
        </>
      ),
    },
    { head: "State", fold: true, cell: (t) => <StatusBadge status={t.status} /> },
    ...(mine
      ? []
      : ([
          { head: "Priority", fold: true, cell: (t) => <PriorityBadge priority={t.priority} /> },
          { head: "Time to resolve", fold: true, cell: (t) => <ClockBadge clock={t.resolution} /> },
        ] satisfies Column<Ticket>[])),
    { head: "School", fold: true, cell: (t) => t.schoolName },
    { head: "Assigned to", fold: true, cell: (t) => t.assignee?.name ?? <span className="muted">Unassigned</span> },
    { head: "Reported", fold: true, cell: (t) => <When at={t.createdAt} /> },
  ];
}
