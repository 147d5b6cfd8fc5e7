import { anonymous, api, body, ifMatch } from "./client";
import { Problem } from "./problem";
import { list, one, rarely } from "./queryOptions";
import type { Filter, Request, Schemas } from "./schemas";

const at = (id: string) => ({ path: { id } });
const endpoint = (id: string, endpointId: string) => ({ path: { id, endpointId } });

export const partnerQueries = {
  areas: () => ({ ...one(["areas"], (signal) => api.GET("/api/partners/areas", { signal })), ...rarely }),
  partners: (query: Filter<"/api/partners"> = {}) =>
    list(["partner", "list"], query, (page, signal) => api.GET("/api/partners", { params: { query: page }, signal })),
  partner: (id: string) =>
    one(["partner", "one", id], (signal) => api.GET("/api/partners/{id}", { params: at(id), signal })),
  scorecard: (id: string, days: number) =>
    one(["escalation", "scorecard", id, days], (signal) =>
      api.GET("/api/partners/{id}/scorecard", { params: { ...at(id), query: { days } }, signal }),
    ),
  areaScores: (days: number) =>
    one(["escalation", "areas", days], (signal) =>
      api.GET("/api/partners/areas/scorecard", { params: { query: { days } }, signal }),
    ),
  budgets: (year: number) =>
    one(["escalation", "budgets", year], (signal) =>
      api.GET("/api/partners/budgets", { params: { query: { year } }, signal }),
    ),
  recoveries: (id: string, endpointId: string) =>
    one(["partner", "recoveries", endpointId], (signal) =>
      api.GET("/api/partners/{id}/endpoints/{endpointId}/recoveries", { params: endpoint(id, endpointId), signal }),
    ),
  endpoints: (id: string) =>
    one(["partner", "endpoints", id], (signal) => api.GET("/api/partners/{id}/endpoints", { params: at(id), signal })),
  documents: (id: string) =>
    one(["partner", "documents", id], (signal) => api.GET("/api/partners/{id}/documents", { params: at(id), signal })),
  inbound: (id: string) =>
    one(["partner", "inbound", id], (signal) => api.GET("/api/partners/{id}/inbound", { params: at(id), signal })),
  tokens: (id: string) =>
    one(["partner", "tokens", id], (signal) => api.GET("/api/partners/{id}/tokens", { params: at(id), signal })),
};

export const escalationQueries = {
  escalations: (query: Filter<"/api/partners/escalations">) =>
    list(["escalation", "list"], query, (page, signal) =>
      api.GET("/api/partners/escalations", { params: { query: page }, signal }),
    ),
  escalation: (key: string) => ({
    ...one(["escalation", "one", key], (signal) =>
      api.GET("/api/partners/escalations/{key}", { params: { path: { key } }, signal }),
    ),
    // The partners service receives a new escalation a moment after the ticket shows it.
    retry: (tries: number, error: Error) =>
      error instanceof Problem && (error.status === 404 ? tries < 4 : error.isPassing && tries < 2),
    retryDelay: 800,
  }),
  deliveries: (query: Filter<"/api/partners/deliveries">) =>
    list(["escalation", "deliveries"], query, (page, signal) =>
      api.GET("/api/partners/deliveries", { params: { query: page }, signal }),
    ),
  deliveriesOf: (id: string) =>
    list(["escalation", "sent", id], {}, (query, signal) =>
      api.GET("/api/partners/escalations/{id}/deliveries", { params: { ...at(id), query }, signal }),
    ),
  delivery: (id: string) =>
    one(["escalation", "delivery", id], (signal) =>
      api.GET("/api/partners/deliveries/{id}", { params: at(id), signal }),
    ),
};

export const partnerActions = {
  create: (partner: Request<Schemas["CreatePartner"]>) =>
    body(api.POST("/api/partners", { body: partner as Schemas["CreatePartner"] })),
  change: (id: string, change: Schemas["ChangePartner"], version: number) =>
    body(api.PATCH("/api/partners/{id}", { params: { ...at(id), header: ifMatch(version) }, body: change })),
  addEndpoint: (id: string, settings: Request<Schemas["CreateWebhookEndpoint"]>) =>
    body(
      api.POST("/api/partners/{id}/endpoints", { params: at(id), body: settings as Schemas["CreateWebhookEndpoint"] }),
    ),
  changeEndpoint: (
    id: string,
    endpointId: string,
    change: Request<Schemas["ChangeWebhookEndpoint"]>,
    version: number,
  ) =>
    body(
      api.PATCH("/api/partners/{id}/endpoints/{endpointId}", {
        params: { ...endpoint(id, endpointId), header: ifMatch(version) },
        body: change as Schemas["ChangeWebhookEndpoint"],
      }),
    ),
  deleteEndpoint: (id: string, endpointId: string) =>
    body(api.DELETE("/api/partners/{id}/endpoints/{endpointId}", { params: endpoint(id, endpointId) })),
  rotate: (id: string, endpointId: string) =>
    body(api.POST("/api/partners/{id}/endpoints/{endpointId}/rotate", { params: endpoint(id, endpointId) })),
  ping: (id: string, endpointId: string) =>
    body(api.POST("/api/partners/{id}/endpoints/{endpointId}/ping", { params: endpoint(id, endpointId) })),
  recover: (id: string, endpointId: string, period: Request<Schemas["StartRecovery"]>) =>
    body(
      api.POST("/api/partners/{id}/endpoints/{endpointId}/recoveries", {
        params: endpoint(id, endpointId),
        body: period as Schemas["StartRecovery"],
      }),
    ),
  cancelRecovery: (id: string, endpointId: string, recoveryId: string) =>
    body(
      api.POST("/api/partners/{id}/endpoints/{endpointId}/recoveries/{recoveryId}/cancel", {
        params: { path: { id, endpointId, recoveryId } },
      }),
    ),
  enable: (id: string, endpointId: string) =>
    body(api.POST("/api/partners/{id}/endpoints/{endpointId}/enable", { params: endpoint(id, endpointId) })),
  addToken: (id: string, token: Request<Schemas["CreatePartnerToken"]>) =>
    body(api.POST("/api/partners/{id}/tokens", { params: at(id), body: token as Schemas["CreatePartnerToken"] })),
  deleteToken: (id: string, tokenId: string) =>
    body(api.DELETE("/api/partners/{id}/tokens/{tokenId}", { params: { path: { id, tokenId } } })),
  addDocument: (id: string, document: Request<Schemas["AddDocument"]>) =>
    body(api.POST("/api/partners/{id}/documents", { params: at(id), body: document as Schemas["AddDocument"] })),
  removeDocument: (id: string, documentId: string) =>
    body(api.DELETE("/api/partners/{id}/documents/{documentId}", { params: { path: { id, documentId } } })),
  rotateInbound: (id: string) => body(api.POST("/api/partners/{id}/inbound/rotate", { params: at(id) })),
  removeInbound: (id: string) => body(api.DELETE("/api/partners/{id}/inbound", { params: at(id) })),
  saveBudget: (schoolId: string, year: number, amountPence: number, version: number) =>
    body(
      api.PUT("/api/partners/budgets/{schoolId}/{year}", {
        params: { path: { schoolId, year }, header: ifMatch(version) },
        body: { amountPence },
      }),
    ),
};

export const escalationActions = {
  route: (id: string, partnerId: string) =>
    body(api.POST("/api/partners/escalations/{id}/route", { params: at(id), body: { partnerId } })),
  saveCost: (id: string, cost: Schemas["ChangeCost"], version: number) =>
    body(
      api.PATCH("/api/partners/escalations/{id}/cost", { params: { ...at(id), header: ifMatch(version) }, body: cost }),
    ),
  answerLink: (id: string) =>
    body(api.POST("/api/partners/escalations/{id}/links", { params: at(id), body: { days: null } })),
  replay: (id: string) => body(api.POST("/api/partners/deliveries/{id}/replay", { params: at(id) })),
};

/** For a partner with a link: no session, the token is in the body and nowhere else. */
export const answerActions = {
  view: (token: string) => body(api.POST("/api/partners/answer/view", { body: { token }, ...anonymous })),
  send: (answer: Request<Schemas["AnswerByLink"]>) =>
    body(api.POST("/api/partners/answer", { body: answer as Schemas["AnswerByLink"], ...anonymous })),
  file: (token: string, attachmentId: string) =>
    body(
      api.POST("/api/partners/answer/attachments/{attachmentId}", {
        params: { path: { attachmentId } },
        body: { token },
        parseAs: "blob",
        ...anonymous,
      }) as Promise<{ data?: Blob }>,
    ),
};
