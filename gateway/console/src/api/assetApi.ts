import { api, body, ifMatch, upload } from "./client";
import { list, one, rarely } from "./queryOptions";
import type { paths } from "./schema";
import type { Filter, Request, Schemas } from "./schemas";

type Start = paths["/api/assets/imports"]["post"]["parameters"];

const at = (id: string) => ({ path: { id } });

export const assetQueries = {
  assets: (query: Filter<"/api/assets">) =>
    list(["asset", "list"], query, (page, signal) => api.GET("/api/assets", { params: { query: page }, signal })),
  asset: (id: string) => one(["asset", "one", id], (signal) => api.GET("/api/assets/{id}", { params: at(id), signal })),
  software: (id: string) =>
    one(["asset", "software", id], (signal) => api.GET("/api/assets/{id}/software", { params: at(id), signal })),
  foundSoftware: (query: Filter<"/api/assets/software">) =>
    list(["asset", "found", "software"], query, (page, signal) =>
      api.GET("/api/assets/software", { params: { query: page }, signal }),
    ),
  history: (id: string) =>
    list(["asset", "history", id], {}, (query, signal) =>
      api.GET("/api/assets/{id}/history", { params: { ...at(id), query }, signal }),
    ),
  kinds: () => ({ ...one(["kinds"], (signal) => api.GET("/api/assets/kinds", { signal })), ...rarely }),
  imports: () =>
    list(["import", "list"], { limit: 20 }, (query, signal) =>
      api.GET("/api/assets/imports", { params: { query }, signal }),
    ),
  import: (id: string) =>
    one(["import", "one", id], (signal) => api.GET("/api/assets/imports/{id}", { params: at(id), signal })),
  importRows: (id: string, result?: string) =>
    list(["import", "rows", id], { result }, (query, signal) =>
      api.GET("/api/assets/imports/{id}/rows", { params: { ...at(id), query }, signal }),
    ),
};

export const assetActions = {
  create: (asset: Schemas["RegisterAsset"]) => body(api.POST("/api/assets", { body: asset })),
  change: (id: string, change: Schemas["ChangeAsset"], version: number) =>
    body(api.PATCH("/api/assets/{id}", { params: { ...at(id), header: ifMatch(version) }, body: change })),
  retire: (id: string, retirement: Request<Schemas["RetireAsset"]>) =>
    body(api.POST("/api/assets/{id}/retire", { params: at(id), body: retirement as Schemas["RetireAsset"] })),
  import: (file: Blob, query: Start["query"]) =>
    body(api.POST("/api/assets/imports", { params: { query }, ...upload(file) })),
  cancelImport: (id: string) => body(api.POST("/api/assets/imports/{id}/cancel", { params: at(id) })),
  applyImport: (id: string) => body(api.POST("/api/assets/imports/{id}/apply", { params: at(id) })),
};
