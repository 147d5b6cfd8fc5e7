import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import type { Filter, Ticket } from "../../api/schemas";
import { ticketQueries } from "../../api/ticketApi";
import { ClockBadge, EscalationBadge, PriorityBadge, StatusBadge, When } from "../../ui/Badges";
import { ErrorPanel, Lines } from "../../ui/parts";
import { useStableRows } from "../../ui/stableRows";

/** A short list of tickets for a front page. */
export function TicketLines({
  query,
  empty,
  show = "clock",
  keep,
}: {
  query: Filter<"/api/tickets">;
  empty: React.ReactNode;
  show?: "clock" | "status" | "partner";
  keep?: (ticket: Ticket) => boolean;
}) {
  const tickets = useInfiniteQuery(ticketQueries.tickets(query));
  const incoming = useMemo(
    () => tickets.data?.pages[0]?.items.filter(keep ?? (() => true)) ?? [],
    [tickets.data, keep],
  );
  const { rows, fresh, reveal } = useStableRows(
    incoming,
    JSON.stringify(query),
    !tickets.data || tickets.isPlaceholderData,
  );
  if (!tickets.data)
    return tickets.error ? <ErrorPanel error={tickets.error} onRetry={() => tickets.refetch()} /> : <Lines rows={4} />;
  if (rows.length === 0) return empty;
  return (
    <>
      {fresh > 0 && (
        <button type="button" className="bar-button" onClick={reveal}>
          {fresh} new · Show
        </button>
      )}
      <ul className="plain lines">
        {rows.map((ticket) => (
          <li key={ticket.id} className="spread">
            <span>
              <Link to="/tickets/$ticket" params={{ ticket: ticket.reference }}>
                {ticket.title}
              </Link>
              <span className="small muted" style={{ display: "block" }}>
                {ticket.reference} · {ticket.schoolName} ·{" "}
                <When at={show === "status" ? ticket.updatedAt : ticket.createdAt} />
              </span>
            </span>
            <span className="row">
              {show === "clock" && <PriorityBadge priority={ticket.priority} />}
              {show === "clock" && <ClockBadge clock={ticket.resolution} />}
              {show === "status" && <StatusBadge status={ticket.status} soft />}
              {show === "partner" && ticket.escalation && <EscalationBadge status={ticket.escalation.status} soft />}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
