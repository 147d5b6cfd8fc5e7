import { api } from "./client";
import { list } from "./queryOptions";
import type { AuditLogPath } from "./schemas";

/** Who changed what in one service. */
export const auditQuery = (path: AuditLogPath) =>
  list(["audit", path], {}, (query, signal) => api.GET(path, { params: { query }, signal }));
