import { api } from "./client";
import { one } from "./queryOptions";

export const insightsQueries = {
  overview: (schoolId?: string) =>
    one(["overview", schoolId], (signal) =>
      api.GET("/api/insights/overview", { params: { query: { schoolId } }, signal }),
    ),
  trends: (days: number, schoolId?: string) =>
    one(["trends", days, schoolId], (signal) =>
      api.GET("/api/insights/trends", { params: { query: { days, schoolId } }, signal }),
    ),
};
