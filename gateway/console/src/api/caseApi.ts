import { api, body, ifMatch, upload } from "./client";
import { list, one } from "./queryOptions";
import type { CaseStatus, CaseTask, CaseType, Filter, Playbook, PlaybookStep, Schemas } from "./schemas";

const at = (id: string) => ({ path: { id } });

export const caseTypes: CaseType[] = [
  "ransomware",
  "account_takeover",
  "data_breach",
  "lost_device",
  "phishing",
  "near_miss",
  "other",
];

export const caseQueries = {
  cases: (query: Filter<"/api/cases">) =>
    list(["case", "list"], query, (page, signal) => api.GET("/api/cases", { params: { query: page }, signal })),
  case: (id: string) => one(["case", "one", id], (signal) => api.GET("/api/cases/{id}", { params: at(id), signal })),
  timeline: (id: string) =>
    list(["case", "timeline", id], {}, (query, signal) =>
      api.GET("/api/cases/{id}/timeline", { params: { ...at(id), query }, signal }),
    ),
  active: (schoolId?: string) =>
    one(["case", "active", schoolId], (signal) =>
      api.GET("/api/cases", { params: { query: { status: "active", schoolId, limit: 50 } }, signal }),
    ),
  ofAlert: (alertId: string) =>
    one(["case", "of-alert", alertId], (signal) => api.GET("/api/cases", { params: { query: { alertId } }, signal })),
  openObligations: () =>
    one(["case", "open-obligations"], (signal) =>
      api.GET("/api/cases/obligations", { params: { query: { limit: 250 } }, signal }),
    ),
  obligations: (id: string) =>
    one(["case", "obligations", id], (signal) => api.GET("/api/cases/{id}/obligations", { params: at(id), signal })),
  tasks: (id: string) =>
    one(["case", "tasks", id], (signal) =>
      api.GET("/api/cases/{id}/tasks", { params: { ...at(id), query: { limit: 250 } }, signal }),
    ),
  alerts: (id: string) =>
    one(["case", "alerts", id], (signal) =>
      api.GET("/api/cases/{id}/alerts", { params: { ...at(id), query: { limit: 100 } }, signal }),
    ),
  indicators: (id: string) =>
    one(["case", "indicators", id], (signal) =>
      api.GET("/api/cases/{id}/indicators", { params: { ...at(id), query: { limit: 250 } }, signal }),
    ),
  findings: (id: string) =>
    one(["case", "findings", id], (signal) =>
      api.GET("/api/cases/{id}/findings", { params: { ...at(id), query: { limit: 250 } }, signal }),
    ),
  evidence: (id: string) =>
    one(["case", "evidence", id], (signal) =>
      api.GET("/api/cases/{id}/evidence", { params: { ...at(id), query: { limit: 100 } }, signal }),
    ),
  playbooks: () => one(["playbook"], (signal) => api.GET("/api/cases/playbooks", { signal })),
};

export const caseActions = {
  open: (opened: Schemas["OpenCase"]) => body(api.POST("/api/cases", { body: opened })),
  link: (id: string, alertIds: string[]) =>
    body(api.POST("/api/cases/{id}/link", { params: at(id), body: { alertIds } })),
  move: (id: string, status: CaseStatus, note?: string) =>
    body(api.POST("/api/cases/{id}/status", { params: at(id), body: { status, note: note || undefined } })),
  take: (id: string, ownerId: string) => body(api.POST("/api/cases/{id}/owner", { params: at(id), body: { ownerId } })),
  note: (id: string, text: string) => body(api.POST("/api/cases/{id}/notes", { params: at(id), body: { text } })),
  state: (id: string, kind: Schemas["FactKind"], schoolId?: string) =>
    body(api.POST("/api/cases/{id}/facts", { params: at(id), body: { kind, schoolId: schoolId || undefined } })),
  withdraw: (id: string, factId: string, why: string) =>
    body(api.POST("/api/cases/{id}/facts/withdraw", { params: at(id), body: { factId, why } })),
  answer: (
    id: string,
    kind: Schemas["ObligationKind"],
    answer: Schemas["ObligationAnswer"] | null,
    reference?: string,
  ) =>
    body(
      api.POST("/api/cases/{id}/obligations/answer", {
        params: at(id),
        body: { kind, answer, reference: reference || undefined },
      }),
    ),
  playbook: (id: string) => body(api.POST("/api/cases/{id}/playbook", { params: at(id), body: {} })),
  writePlaybook: ({ type, version }: Pick<Playbook, "type" | "version">, steps: PlaybookStep[]) =>
    body(
      api.PUT("/api/cases/playbooks/{type}", {
        params: { path: { type }, header: ifMatch(version) },
        body: { steps },
      }),
    ),
  resetPlaybook: (type: CaseType) => body(api.DELETE("/api/cases/playbooks/{type}", { params: { path: { type } } })),
  addTask: (id: string, task: Schemas["AddCaseTask"]) =>
    body(api.POST("/api/cases/{id}/tasks", { params: at(id), body: task })),
  changeTask: (id: string, task: CaseTask, change: Schemas["ChangeCaseTask"]) =>
    body(
      api.PATCH("/api/cases/{id}/tasks/{taskId}", {
        params: { path: { id, taskId: task.id }, header: ifMatch(task.version) },
        body: change,
      }),
    ),
  removeTask: (id: string, taskId: string) =>
    body(api.DELETE("/api/cases/{id}/tasks/{taskId}", { params: { path: { id, taskId } } })),
  indicator: (id: string, type: Schemas["CaseIndicatorType"], value: string) =>
    body(api.POST("/api/cases/{id}/indicators", { params: at(id), body: { type, value } })),
  finding: (id: string, text: string) => body(api.POST("/api/cases/{id}/findings", { params: at(id), body: { text } })),
  withdrawIndicator: (id: string, itemId: string, why: string) =>
    body(
      api.POST("/api/cases/{id}/indicators/{itemId}/withdraw", {
        params: { path: { id, itemId } },
        body: { why },
      }),
    ),
  withdrawFinding: (id: string, itemId: string, why: string) =>
    body(
      api.POST("/api/cases/{id}/findings/{itemId}/withdraw", {
        params: { path: { id, itemId } },
        body: { why },
      }),
    ),
  evidence: (id: string, file: File) =>
    body(
      api.POST("/api/cases/{id}/evidence", {
        params: { ...at(id), query: { fileName: file.name } },
        ...upload(file, "application/octet-stream"),
      }),
    ),
};
