import type { Session, Ticket } from "../api/schemas";

/** The roles of Mat, least first. */
export const roles = ["staff", "school_lead", "technician", "manager", "executive", "admin"] as const;
export type Role = (typeof roles)[number];

// What to offer. The server decides again; this only keeps buttons away that would be refused.

export function has(session: Session | null | undefined, ...wanted: Role[]) {
  return !!session?.roles.some((role) => (wanted as string[]).includes(role));
}

export const isDesk = (session: Session | null | undefined) => has(session, "technician", "manager", "admin");
export const isManager = (session: Session | null | undefined) => has(session, "manager", "admin");
export const isAdmin = (session: Session | null | undefined) => has(session, "admin");
/** Nothing but reporting and following own tickets. */
export const isOnlyStaff = (session: Session | null | undefined) =>
  !!session && session.roles.every((role) => role === "staff");

export type TicketAction =
  | "reply"
  | "note"
  | "assign"
  | "escalate"
  | "cancelEscalation"
  | "pause"
  | "resume"
  | "resolve"
  | "reopen"
  | "close"
  | "edit";

const openEscalation = new Set(["requested", "unroutable", "sent", "acknowledged"]);

/** The actions on a ticket, from the permissions that came with it and its state. */
export function allowedActions(ticket: Pick<Ticket, "permissions" | "status" | "escalation">): Set<TicketAction> {
  const may = new Set(ticket.permissions);
  const done = ticket.status === "resolved" || ticket.status === "closed";
  const escalated = !!ticket.escalation && openEscalation.has(ticket.escalation.status);
  const actions = new Set<TicketAction>();
  const add = (action: TicketAction, allowed: boolean) => allowed && actions.add(action);
  add("reply", may.has("comment") && ticket.status !== "closed");
  add("note", may.has("comment_internal"));
  add("assign", may.has("assign") && !done);
  add("escalate", may.has("escalate") && !done && !escalated);
  add("cancelEscalation", escalated && (may.has("cancel_escalation") || may.has("escalate")));
  add("pause", may.has("pause"));
  add("resume", may.has("resume"));
  add("resolve", may.has("resolve") && !done);
  add("reopen", may.has("reopen") && done);
  add("close", may.has("close"));
  add("edit", may.has("edit") && ticket.status !== "closed");
  return actions;
}

export type Section =
  | "overview"
  | "tickets"
  | "alerts"
  | "assets"
  | "partners"
  | "schools"
  | "people"
  | "reports"
  | "settings";

/** The rail for a role, most needed first. */
export function sectionsFor(session: Session): Section[] {
  if (isOnlyStaff(session)) return ["overview", "tickets"];
  const places: Section[] = ["overview", "tickets"];
  if (!has(session, "technician", "manager", "executive", "admin"))
    return [...places, "assets", "alerts", "schools", "reports"];
  places.push("alerts", "assets", "partners", "schools");
  if (isManager(session)) places.push("people");
  places.push("reports");
  if (isManager(session)) places.push("settings");
  return places;
}

export type Landing = "staff" | "lead" | "desk" | "overview";

export function landingFor(session: Session): Landing {
  if (has(session, "manager", "executive", "admin")) return "overview";
  if (has(session, "technician")) return "desk";
  if (has(session, "school_lead")) return "lead";
  return "staff";
}
