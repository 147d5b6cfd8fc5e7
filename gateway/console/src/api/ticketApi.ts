import { api, body, idempotency, ifMatch, upload } from "./client";
import { list, one, rarely } from "./queryOptions";
import type { Filter, Redaction, Request, Schemas, Visibility } from "./schemas";

const at = (id: string) => ({ path: { id } });

export const ticketQueries = {
  tickets: (query: Filter<"/api/tickets">) =>
    list(["ticket", "list"], query, (page, signal) => api.GET("/api/tickets", { params: { query: page }, signal })),
  ticket: (id: string) =>
    one(["ticket", "one", id], (signal) => api.GET("/api/tickets/{id}", { params: at(id), signal })),
  timeline: (id: string) =>
    list(["ticket", "timeline", id], { limit: 250 }, (query, signal) =>
      api.GET("/api/tickets/{id}/timeline", { params: { ...at(id), query }, signal }),
    ),
  plan: (id: string) =>
    one(["ticket", "plan", id], (signal) => api.GET("/api/tickets/{id}/plan", { params: at(id), signal })),
  attachments: (id: string) =>
    one(["ticket", "attachments", id], (signal) =>
      api.GET("/api/tickets/{id}/attachments", { params: { ...at(id), query: { limit: 250 } }, signal }),
    ),
  /** Who can be given a ticket of the school. */
  deskPeople: (schoolId?: string) => ({
    ...one(["person", "desk", schoolId], (signal) =>
      api.GET("/api/tickets/people", { params: { query: { schoolId } }, signal }),
    ),
    ...rarely,
  }),
  policies: () =>
    one(["settings", "policies"], (signal) =>
      api.GET("/api/tickets/escalation-policies", { params: { query: { limit: 250 } }, signal }),
    ),
  redaction: () => one(["settings", "redaction"], (signal) => api.GET("/api/tickets/redaction", { signal })),
  ticketSettings: () => one(["settings", "tickets"], (signal) => api.GET("/api/tickets/settings", { signal })),
};

export const ticketActions = {
  open: (ticket: Schemas["OpenTicket"], key: string) =>
    body(api.POST("/api/tickets", { body: ticket, ...idempotency(key) })),
  change: (id: string, change: Schemas["EditTicket"], version: number) =>
    body(api.PATCH("/api/tickets/{id}", { params: { ...at(id), header: ifMatch(version) }, body: change })),
  assign: (id: string, assigneeId: string | null) =>
    body(api.POST("/api/tickets/{id}/assign", { params: at(id), body: { assigneeId } })),
  comment: (id: string, text: string, visibility: Visibility, key: string) =>
    body(
      api.POST("/api/tickets/{id}/comments", { params: at(id), body: { body: text, visibility }, ...idempotency(key) }),
    ),
  wait: (id: string, reason?: string) =>
    body(api.POST("/api/tickets/{id}/pause", { params: at(id), body: { reason: reason || undefined } })),
  resume: (id: string) => body(api.POST("/api/tickets/{id}/resume", { params: at(id), body: {} })),
  escalate: (id: string, escalation: Schemas["EscalateTicket"], key: string) =>
    body(api.POST("/api/tickets/{id}/escalate", { params: at(id), body: escalation, ...idempotency(key) })),
  preview: (id: string, escalation: Schemas["EscalateTicket"]) =>
    body(api.POST("/api/tickets/{id}/escalate/preview", { params: at(id), body: escalation })),
  takeStep: (id: string, reason: string) =>
    body(api.POST("/api/tickets/{id}/plan/execute", { params: at(id), body: { reason } })),
  skipStep: (id: string, reason: string) =>
    body(api.POST("/api/tickets/{id}/plan/skip", { params: at(id), body: { reason } })),
  holdPlan: (id: string, reason: string) =>
    body(api.POST("/api/tickets/{id}/plan/hold", { params: at(id), body: { reason } })),
  releasePlan: (id: string, reason: string) =>
    body(api.POST("/api/tickets/{id}/plan/release", { params: at(id), body: { reason } })),
  share: (id: string, attachmentId: string, forPartner: boolean) =>
    body(
      api.POST("/api/tickets/{id}/attachments/{attachmentId}/share", {
        params: { path: { id, attachmentId } },
        body: { forPartner },
      }),
    ),
  cancelEscalation: (id: string, reason: string) =>
    body(api.POST("/api/tickets/{id}/escalation/cancel", { params: at(id), body: { reason } })),
  resolve: (id: string, resolution: Schemas["ResolveTicket"]) =>
    body(api.POST("/api/tickets/{id}/resolve", { params: at(id), body: resolution })),
  reopen: (id: string, reason: string) =>
    body(api.POST("/api/tickets/{id}/reopen", { params: at(id), body: { reason } })),
  close: (id: string) => body(api.POST("/api/tickets/{id}/close", { params: at(id), body: {} })),
  attach: (id: string, file: File, shareable: boolean) =>
    body(
      api.POST("/api/tickets/{id}/attachments", {
        params: { ...at(id), query: { fileName: file.name, shareable } },
        ...upload(file),
      }),
    ),
  addPolicy: (policy: Request<Schemas["PolicyBody"]>) =>
    body(api.POST("/api/tickets/escalation-policies", { body: policy as Schemas["PolicyBody"] })),
  changePolicy: (policyId: string, policy: Request<Schemas["PolicyBody"]>, version: number) =>
    body(
      api.PUT("/api/tickets/escalation-policies/{policyId}", {
        params: { path: { policyId }, header: ifMatch(version) },
        body: policy as Schemas["PolicyBody"],
      }),
    ),
  removePolicy: (policyId: string) =>
    body(api.DELETE("/api/tickets/escalation-policies/{policyId}", { params: { path: { policyId } } })),
  saveRedaction: (redaction: Omit<Redaction, "version">, version: number) =>
    body(api.PUT("/api/tickets/redaction", { params: { header: ifMatch(version) }, body: redaction })),
  saveSettings: (settings: Schemas["ChangeTicketSettings"], version: number) =>
    body(api.PUT("/api/tickets/settings", { params: { header: ifMatch(version) }, body: settings })),
};
