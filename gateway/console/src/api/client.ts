import createClient from "openapi-fetch";
import { Problem, type ProblemBody } from "./problem";
import type { paths } from "./schema";

// The only place that calls fetch. Cookie session; the anti-forgery value lives in memory only.

let csrfToken = "";
let onSignedOut: () => void = () => {};

export function setCsrfToken(value: string) {
  csrfToken = value;
}

export function whenSignedOut(handler: () => void) {
  onSignedOut = handler;
}

type QueryValues = Record<string, unknown>;

/** Empty filters are omitted. */
function querySerializer(query: QueryValues = {}) {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== null && value !== "") search.set(name, String(value));
  return search.toString();
}

export const api = createClient<paths>({
  // An absolute address: Request does not take relative ones outside browsers.
  baseUrl: globalThis.location?.origin,
  fetch: (request) => globalThis.fetch(request),
  headers: { Accept: "application/json" },
  credentials: "same-origin",
  querySerializer,
});

api.use({
  onRequest({ request, schemaPath }) {
    // `anonymous` requests carry their own credential.
    if (request.method === "GET" || request.credentials === "omit") return;
    if (csrfToken) request.headers.set("X-CSRF-Token", csrfToken);
    if (request.method === "POST" && schemaPath !== "/api/session" && !request.headers.has("Idempotency-Key"))
      request.headers.set("Idempotency-Key", crypto.randomUUID());
  },
  async onResponse({ response, schemaPath }) {
    if (response.ok) return;
    if (response.status === 401 && !schemaPath.startsWith("/api/session")) onSignedOut();
    throw await problemFrom(response);
  },
  // An abort stays an abort.
  onError: ({ error }) => ((error as Error).name === "AbortError" ? undefined : new Problem(0)),
});

async function problemFrom(response: Response) {
  let body: ProblemBody = {};
  try {
    body = (await response.json()) as ProblemBody;
  } catch {
    // Not JSON: a proxy in between answered. Only the status is known.
  }
  const retry = Number(response.headers.get("Retry-After"));
  return new Problem(response.status, body, Number.isFinite(retry) && retry > 0 ? retry : undefined);
}

/** The body of an answer; every status that is no success has already been thrown as a `Problem`. */
export async function body<T>(call: Promise<{ data?: T }>): Promise<T> {
  return (await call).data as T;
}

/** Header of a change to what was read in this version. */
export const ifMatch = (version: number) => ({ "If-Match": `"${version}"` });

/** The same key for every try of one intention, so that the server carries it out once. */
export const idempotency = (key: string) => ({ headers: { "Idempotency-Key": key } });

/** Without the session: the request carries its own credential. */
export const anonymous = { credentials: "omit" } as const;

/** The bytes of a file instead of JSON. */
export const upload = (file: Blob, type = file.type || "application/octet-stream") => ({
  body: file as never,
  bodySerializer: (bytes: unknown) => bytes as Blob,
  headers: { "Content-Type": type },
});

/** The address of a file that the browser downloads. */
export function address(path: keyof paths, query?: QueryValues, segments: Record<string, string> = {}) {
  const text = querySerializer(query);
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(segments[name] ?? ""));
  return text ? `${filled}?${text}` : filled;
}
