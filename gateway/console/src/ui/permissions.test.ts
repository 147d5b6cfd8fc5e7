import { describe, expect, it } from "vitest";
import type { Session, Ticket } from "../api/schemas";
import { allowedActions, landingFor, type Role, sectionsFor } from "./permissions";

const all = ["comment", "comment_internal", "assign", "escalate", "pause", "resolve", "reopen", "edit"];
const ticket = (status: Ticket["status"], permissions = all, escalation: Ticket["escalation"] = null) => ({
  status,
  permissions,
  escalation,
});
const session = (...roles: Role[]) => ({ roles }) as Session;
const escalation = (status: "sent" | "resolved") =>
  ({ id: "e", area: "network", status, requestedAt: "" }) as Ticket["escalation"];

describe("allowedActions", () => {
  it("offers a requester a reply and nothing of the desk", () => {
    expect([...allowedActions(ticket("open", ["comment"]))]).toEqual(["reply"]);
  });
  it("offers the desk the whole set on an open ticket", () => {
    expect([...allowedActions(ticket("open"))]).toEqual([
      "reply",
      "note",
      "assign",
      "escalate",
      "pause",
      "resolve",
      "edit",
    ]);
  });
  it("does not offer to escalate what is with a partner already", () => {
    const actions = allowedActions(ticket("waiting_partner", ["comment", "cancel_escalation"], escalation("sent")));
    expect(actions.has("escalate")).toBe(false);
    expect(actions.has("cancelEscalation")).toBe(true);
    expect(allowedActions(ticket("open", all, escalation("resolved"))).has("escalate")).toBe(true);
  });
  it("offers to reopen only what is done", () => {
    expect(allowedActions(ticket("resolved")).has("reopen")).toBe(true);
    expect(allowedActions(ticket("open")).has("reopen")).toBe(false);
    expect(allowedActions(ticket("closed")).has("reply")).toBe(false);
  });
});

describe("front page and rail", () => {
  it("follow the role that sees most", () => {
    expect(landingFor(session("staff"))).toBe("staff");
    expect(landingFor(session("staff", "technician"))).toBe("desk");
    expect(landingFor(session("technician", "manager"))).toBe("overview");
    expect(landingFor(session("school_lead"))).toBe("lead");
    expect(sectionsFor(session("staff"))).toEqual(["overview", "tickets"]);
    expect(sectionsFor(session("technician"))).not.toContain("settings");
    expect(sectionsFor(session("admin"))).toContain("people");
  });
});
