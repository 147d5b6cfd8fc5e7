// Problem details of the server, and the sentence a person reads instead of them.

export interface ProblemBody {
  status?: number;
  title?: string;
  detail?: string;
  code?: string;
  traceId?: string;
  errors?: Record<string, string[]>;
}

export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
  readonly traceId?: string;
  readonly errors: Record<string, string[]>;
  readonly retryAfter?: number;

  constructor(status: number, body: ProblemBody = {}, retryAfter?: number) {
    super(body.detail ?? body.title ?? `HTTP ${status}`);
    this.name = "Problem";
    this.status = status;
    this.code = body.code ?? "";
    this.detail = body.detail;
    this.traceId = body.traceId;
    this.errors = body.errors ?? {};
    this.retryAfter = retryAfter;
  }

  /** If-Match failed: the version has changed since it was read. */
  get isStale() {
    return this.status === 412;
  }

  /** Transient: a retry may succeed. */
  get isPassing() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** What happened, what was kept and what to do, in words for a teacher. */
export interface Message {
  title: string;
  text: string;
  traceId?: string;
}

const byCode: Record<string, Message> = {
  "session.invalid": { title: "Not signed in", text: "The email and password do not match. Check both and try again." },
  "session.locked": {
    title: "Too many attempts",
    text: "This account is locked for a while because of too many wrong passwords. Wait 15 minutes or ask your ICT team.",
  },
  "session.csrf": { title: "The page is too old", text: "Nothing was changed. Load the page again and repeat it." },
};

export function messageOf(error: unknown): Message {
  if (!(error instanceof Problem))
    return {
      title: "Something went wrong here",
      text: "The page failed. What you typed is kept. Load the page again.",
    };
  const { status, traceId } = error;
  const known = byCode[error.code];
  if (known) return { ...known, traceId };
  if (status === 0)
    return {
      title: "No connection",
      text: "Mat cannot be reached. What you typed is kept on this device. Try again when you are back online.",
    };
  if (status === 401)
    return { title: "You are signed out", text: "Sign in again to continue. What you typed is kept." };
  if (status === 403)
    return {
      title: "Not allowed",
      text: error.detail ?? "Your role does not allow this. Ask your ICT manager if it should.",
    };
  if (status === 404)
    return { title: "Not found", text: "It does not exist, or it belongs to a school you do not have access to." };
  if (status === 412)
    return {
      title: "Changed by someone else",
      text: "Someone saved a change while you were typing. Nothing was overwritten and your text is kept. Check the new version, then save again.",
    };
  if (status === 413) return { title: "Too big", text: error.detail ?? "The file is larger than Mat accepts." };
  if (status === 429)
    return {
      title: "Too many requests",
      text: `Please wait ${error.retryAfter ? `${error.retryAfter} seconds` : "a moment"} and try again. Nothing was lost.`,
    };
  if (status === 503 || status === 502 || status === 504)
    return {
      title: "Mat is busy",
      text: "The server cannot answer right now. Nothing was lost; try again in a moment.",
      traceId,
    };
  if (status >= 500)
    return {
      title: "Something went wrong",
      text: "The error was recorded. What you typed is kept; try again, or give your ICT team the number below.",
      traceId,
    };
  const fields = Object.values(error.errors).flat();
  return { title: titleOf(status), text: error.detail ?? fields[0] ?? "Please check what you entered.", traceId };
}

function titleOf(status: number) {
  if (status === 409) return "Not possible now";
  return "Please check";
}

/** Errors for the fields of a form: `Grants[0].Role` and `grants[0].role` both belong to `grants`. */
export function fieldErrors(error: unknown): Record<string, string> {
  if (!(error instanceof Problem)) return {};
  const out: Record<string, string> = {};
  for (const [path, messages] of Object.entries(error.errors)) {
    const name = path.replace(/^\$\.?/, "").split(/[.[]/)[0] ?? "";
    const key = name.charAt(0).toLowerCase() + name.slice(1);
    if (messages[0] && !(key in out)) out[key] = messages[0];
  }
  return out;
}
