import { api, body, ifMatch, upload } from "./client";
import { list, one } from "./queryOptions";
import type { Calendar, Filter, Grant, Request, Schemas } from "./schemas";

const at = (id: string) => ({ path: { id } });
const versioned = (id: string, version: number) => ({ ...at(id), header: ifMatch(version) });

export const trustQueries = {
  schools: (query: Filter<"/api/trust/schools">) =>
    list(["school", "list"], query, (page, signal) =>
      api.GET("/api/trust/schools", { params: { query: page }, signal }),
    ),
  school: (id: string) =>
    one(["school", "one", id], (signal) => api.GET("/api/trust/schools/{id}", { params: at(id), signal })),
  calendar: (id: string) =>
    one(["school", "calendar", id], (signal) =>
      api.GET("/api/trust/schools/{id}/calendar", { params: at(id), signal }),
    ),
  people: (query: Filter<"/api/trust/people">) =>
    list(["person", "list"], query, (page, signal) =>
      api.GET("/api/trust/people", { params: { query: page }, signal }),
    ),
  person: (id: string) =>
    one(["person", "one", id], (signal) => api.GET("/api/trust/people/{id}", { params: at(id), signal })),
  skills: () => one(["person", "skills"], (signal) => api.GET("/api/trust/skills", { signal })),
  tokens: () =>
    one(["token", "list"], (signal) => api.GET("/api/trust/tokens", { params: { query: { limit: 250 } }, signal })),
};

export const trustActions = {
  createSchool: (school: Schemas["CreateSchool"]) => body(api.POST("/api/trust/schools", { body: school })),
  changeSchool: (id: string, change: Schemas["UpdateSchool"], version: number) =>
    body(api.PATCH("/api/trust/schools/{id}", { params: versioned(id, version), body: change })),
  importSchools: (file: Blob, query: { trustUid?: string; urns?: string; dryRun: boolean }) =>
    body(api.POST("/api/trust/schools/import", { params: { query }, ...upload(file, "text/csv") })),
  saveCalendar: (id: string, calendar: Omit<Calendar, "version">, version: number) =>
    body(
      api.PUT("/api/trust/schools/{id}/calendar", { params: versioned(id, version), body: { ...calendar, version } }),
    ),
  createPerson: (person: Request<Schemas["CreatePerson"]>) =>
    body(api.POST("/api/trust/people", { body: person as Schemas["CreatePerson"] })),
  changePerson: (id: string, change: Schemas["UpdatePerson"], version: number) =>
    body(api.PATCH("/api/trust/people/{id}", { params: versioned(id, version), body: change })),
  saveSkills: (id: string, skills: Schemas["SkillView"][], version: number) =>
    body(api.PUT("/api/trust/people/{id}/skills", { params: versioned(id, version), body: { skills } })),
  saveWorkTime: (id: string, workTime: Schemas["SetWorkTime"], version: number) =>
    body(api.PUT("/api/trust/people/{id}/work-time", { params: versioned(id, version), body: workTime })),
  saveGrants: (id: string, grants: Grant[], version: number) =>
    body(api.PUT("/api/trust/people/{id}/grants", { params: versioned(id, version), body: { grants } })),
  resetPassword: (id: string) => body(api.POST("/api/trust/people/{id}/password", { params: at(id) })),
  createToken: (token: Request<Schemas["CreateToken"]>) =>
    body(api.POST("/api/trust/tokens", { body: token as Schemas["CreateToken"] })),
  deleteToken: (id: string) => body(api.DELETE("/api/trust/tokens/{id}", { params: at(id) })),
};
