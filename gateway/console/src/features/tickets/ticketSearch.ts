import type { Filter } from "../../api/schemas";

export interface TicketSearch {
  q?: string;
  status?: string;
  priority?: string;
  assignee?: string;
  breached?: string;
  kind?: string;
  asset?: string;
  requester?: string;
  sort?: string;
}

/** From the address to the question for the server. Nothing said about the state means: what still needs work. */
export function ticketQuery(
  search: TicketSearch,
  schoolId: string | undefined,
  onlyMine: boolean,
): Filter<"/api/tickets"> {
  return {
    q: search.q,
    status: search.status === "all" ? undefined : (search.status ?? (onlyMine ? undefined : "active")),
    priority: search.priority,
    assigneeId: search.assignee,
    breached: search.breached === "true" ? true : undefined,
    kind: search.kind,
    assetId: search.asset,
    requesterId: onlyMine ? "me" : search.requester,
    schoolId,
    sort: search.sort ?? "-createdAt",
  };
}

/** Is anything asked that a button could clear? */
export function isFiltered(search: TicketSearch) {
  const { sort: _, ...rest } = search;
  return Object.values(rest).some(Boolean);
}
