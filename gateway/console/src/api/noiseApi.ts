import { api, body, ifMatch } from "./client";
import { one } from "./queryOptions";
import type { Matcher, Schemas } from "./schemas";

// What suppresses alerts (silences, inhibitions) and what groups them into cases.

const at = (id: string) => ({ path: { id } });
const versioned = (id: string, version: number) => ({ ...at(id), header: ifMatch(version) });

export const noiseQueries = {
  inhibitions: () =>
    one(["inhibition"], (signal) => api.GET("/api/alerts/inhibitions", { params: { query: { limit: 250 } }, signal })),
  grouping: () =>
    one(["grouping"], (signal) => api.GET("/api/cases/grouping", { params: { query: { limit: 250 } }, signal })),
  silences: (state: string) =>
    one(["silence", "list", state], (signal) =>
      api.GET("/api/alerts/silences", { params: { query: { state, limit: 250 } }, signal }),
    ),
};

export const noiseActions = {
  silence: (silence: Schemas["CreateSilence"]) => body(api.POST("/api/alerts/silences", { body: silence })),
  previewSilence: (matchers: Matcher[], schoolId?: string) =>
    body(api.POST("/api/alerts/silences/preview", { body: { matchers, schoolId } })),
  endSilence: (id: string) => body(api.POST("/api/alerts/silences/{id}/end", { params: at(id) })),
  createInhibition: (inhibition: Schemas["CreateInhibition"]) =>
    body(api.POST("/api/alerts/inhibitions", { body: inhibition })),
  changeInhibition: (id: string, change: Schemas["ChangeInhibition"], version: number) =>
    body(api.PATCH("/api/alerts/inhibitions/{id}", { params: versioned(id, version), body: change })),
  deleteInhibition: (id: string) => body(api.DELETE("/api/alerts/inhibitions/{id}", { params: at(id) })),
  createGrouping: (grouping: Schemas["CreateGrouping"]) => body(api.POST("/api/cases/grouping", { body: grouping })),
  changeGrouping: (id: string, change: Schemas["ChangeGrouping"], version: number) =>
    body(api.PATCH("/api/cases/grouping/{id}", { params: versioned(id, version), body: change })),
  deleteGrouping: (id: string) => body(api.DELETE("/api/cases/grouping/{id}", { params: at(id) })),
};
