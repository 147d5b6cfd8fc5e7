import { api, body } from "./client";
import { one } from "./queryOptions";
import type { Schemas } from "./schemas";

export const readinessQuery = one(["readiness"], (signal) => api.GET("/api/alerts/readiness", { signal }));

export const recordReadiness = (schoolId: string, record: Schemas["RecordReadiness"]) =>
  body(api.POST("/api/alerts/readiness/{schoolId}/records", { params: { path: { schoolId } }, body: record }));
