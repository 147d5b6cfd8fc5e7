import { Link } from "@tanstack/react-router";
import type { Ticket } from "../../api/schemas";
import type { Column } from "../../ui/List";
import { ClockMark, PriorityMark, StatusMark, When } from "../../ui/Marks";

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
            <StatusMark status={t.status} />
            {!mine && <PriorityMark priority={t.priority} />}
            {!mine && <ClockMark clock={t.resolution} />}
            <span>{t.schoolName}</span>
            {mine && <When at={t.updatedAt} />}
          </div>
        </>
      ),
    },
    { head: "State", fold: true, cell: (t) => <StatusMark status={t.status} /> },
    ...(mine
      ? []
      : ([
          { head: "Priority", fold: true, cell: (t) => <PriorityMark priority={t.priority} /> },
          { head: "Time to fix", fold: true, cell: (t) => <ClockMark clock={t.resolution} /> },
        ] satisfies Column<Ticket>[])),
    { head: "School", fold: true, cell: (t) => t.schoolName },
    { head: "Assigned to", fold: true, cell: (t) => t.assignee?.name ?? <span className="muted">Nobody yet</span> },
    { head: "Reported", fold: true, cell: (t) => <When at={t.createdAt} /> },
  ];
}
