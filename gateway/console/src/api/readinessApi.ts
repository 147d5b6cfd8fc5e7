import { api, body } from "./client";
import { one } from "./queryOptions";
import type { Schemas } from "./schemas";

export const readinessQuery = one(["readiness"], (signal) => api.GET("/api/standards/readiness", { signal }));

export const recordReadiness = (schoolId: string, record: Schemas["RecordReadiness"]) =>
  body(api.POST("/api/standards/readiness/{schoolId}/records", { params: { path: { schoolId } }, body: record }));
