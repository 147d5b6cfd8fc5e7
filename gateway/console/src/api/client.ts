import { Problem, type ProblemBody } from "./problem";

// The only place that calls fetch. Cookie session; the anti-forgery value lives in memory only.

let csrfToken = "";
let onSignedOut: () => void = () => {};

export function setCsrfToken(value: string) {
  csrfToken = value;
}

export function whenSignedOut(handler: () => void) {
  onSignedOut = handler;
}

export type Query = Record<string, string | number | boolean | null | undefined>;

interface Options {
  query?: Query;
  body?: unknown;
  /** Bytes as they are, instead of JSON. */
  raw?: { data: Blob | string; type: string };
  /** Version that was read; sent as If-Match. */
  version?: number | null;
  /** The same key for every try of one intention. */
  key?: string;
  signal?: AbortSignal;
  /** Without the session: what is sent proves itself. */
  anonymous?: boolean;
  /** The answer is a file. */
  file?: boolean;
}

export function address(path: string, query?: Query) {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {}))
    if (value !== undefined && value !== null && value !== "") search.set(name, String(value));
  const text = search.toString();
  return `/api${path}${text ? `?${text}` : ""}`;
}

async function send<T>(method: string, path: string, options: Options = {}): Promise<T> {
  const headers: Record<string, string> = { Accept: "application/json" };
  let body: BodyInit | undefined;
  if (options.raw) {
    headers["Content-Type"] = options.raw.type;
    body = options.raw.data;
  } else if (options.body !== undefined) {
    headers["Content-Type"] = "application/json";
    body = JSON.stringify(options.body);
  }
  if (method !== "GET" && csrfToken && !options.anonymous) headers["X-CSRF-Token"] = csrfToken;
  if (method === "POST" && path !== "/session" && !options.anonymous)
    headers["Idempotency-Key"] = options.key ?? crypto.randomUUID();
  if (options.version !== undefined && options.version !== null) headers["If-Match"] = `"${options.version}"`;

  let response: Response;
  try {
    response = await globalThis.fetch(address(path, options.query), {
      method,
      headers,
      body,
      signal: options.signal,
      credentials: options.anonymous ? "omit" : "same-origin",
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Problem(0);
  }
  if (!response.ok) throw await problemFrom(response, path);
  if (options.file) return (await response.blob()) as T;
  if (response.status === 204) return undefined as T;
  const text = await response.text();
  return (text ? JSON.parse(text) : undefined) as T;
}

async function problemFrom(response: Response, path: string) {
  let body: ProblemBody = {};
  try {
    body = (await response.json()) as ProblemBody;
  } catch {
    // An answer of a proxy in between: the status has to do.
  }
  if (response.status === 401 && !path.startsWith("/session")) onSignedOut();
  const retry = Number(response.headers.get("Retry-After"));
  return new Problem(response.status, body, Number.isFinite(retry) && retry > 0 ? retry : undefined);
}

export const api = {
  get: <T>(path: string, query?: Query, signal?: AbortSignal) => send<T>("GET", path, { query, signal }),
  post: <T>(path: string, body?: unknown, options?: Options) => send<T>("POST", path, { body, ...options }),
  patch: <T>(path: string, body: unknown, version: number) => send<T>("PATCH", path, { body, version }),
  put: <T>(path: string, body: unknown, version?: number | null) => send<T>("PUT", path, { body, version }),
  delete: <T>(path: string, version?: number | null) => send<T>("DELETE", path, { version }),
};
