import { api, body, ifMatch } from "./client";
import { list, one } from "./queryOptions";
import type { Filter, Schemas } from "./schemas";

const at = (id: string) => ({ path: { id } });
const versioned = (id: string, version: number) => ({ ...at(id), header: ifMatch(version) });
const all = { query: { limit: 250 } };

export const alertQueries = {
  alerts: (query: Filter<"/api/alerts">) =>
    list(["alert", "list"], query, (page, signal) => api.GET("/api/alerts", { params: { query: page }, signal })),
  alert: (id: string) => one(["alert", "one", id], (signal) => api.GET("/api/alerts/{id}", { params: at(id), signal })),
  elsewhere: (id: string, days: number) =>
    one(["alert", "elsewhere", id, days], (signal) =>
      api.GET("/api/alerts/{id}/elsewhere", { params: { ...at(id), query: { days } }, signal }),
    ),
  trail: (id: string) =>
    one(["alert", "trail", id], (signal) => api.GET("/api/alerts/{id}/trail", { params: at(id), signal })),
  sources: () => one(["source", "list"], (signal) => api.GET("/api/alerts/sources", { params: all, signal })),
  rules: () => one(["rule", "list"], (signal) => api.GET("/api/alerts/rules", { params: all, signal })),
};

export const alertActions = {
  acknowledge: (id: string, note?: string) =>
    body(api.POST("/api/alerts/{id}/acknowledge", { params: at(id), body: { note: note || undefined } })),
  resolve: (id: string, note?: string) =>
    body(api.POST("/api/alerts/{id}/resolve", { params: at(id), body: { note: note || undefined } })),
  assign: (id: string, schoolId: string, assetId?: string) =>
    body(api.POST("/api/alerts/{id}/assign", { params: at(id), body: { schoolId, assetId } })),
  openTicket: (id: string) => body(api.POST("/api/alerts/{id}/ticket", { params: at(id), body: {} })),
  falsePositive: (id: string, why: string) =>
    body(api.POST("/api/alerts/{id}/false-positive", { params: at(id), body: { why } })),
  reopen: (id: string, why: string) => body(api.POST("/api/alerts/{id}/reopen", { params: at(id), body: { why } })),
  bulk: (request: Schemas["BulkAlerts"]) => body(api.POST("/api/alerts/bulk", { body: request })),
  createSource: (source: Schemas["CreateSource"]) => body(api.POST("/api/alerts/sources", { body: source })),
  previewSource: (source: Schemas["PreviewSource"]) => body(api.POST("/api/alerts/sources/preview", { body: source })),
  changeSource: (id: string, change: Partial<Schemas["ChangeSource"]>, version: number) =>
    body(
      api.PATCH("/api/alerts/sources/{id}", {
        params: versioned(id, version),
        body: change as Schemas["ChangeSource"],
      }),
    ),
  rotateSource: (id: string) => body(api.POST("/api/alerts/sources/{id}/rotate", { params: at(id) })),
  createRule: (rule: Schemas["CreateRule"]) => body(api.POST("/api/alerts/rules", { body: rule })),
  changeRule: (id: string, change: Schemas["ChangeRule"], version: number) =>
    body(api.PATCH("/api/alerts/rules/{id}", { params: versioned(id, version), body: change })),
  deleteRule: (id: string) => body(api.DELETE("/api/alerts/rules/{id}", { params: at(id) })),
  dryRun: (rule: Schemas["DryRunRule"]) => body(api.POST("/api/alerts/rules/dry-run", { body: rule })),
};
