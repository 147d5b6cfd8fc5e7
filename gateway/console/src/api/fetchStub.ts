import { afterEach, vi } from "vitest";

// For tests alone: `fetch` with the answers of one test. Give each answer the type of the schema
// (`{ … } satisfies Schemas["TicketView"]`), so that a test cannot rely on what no service sends.

export interface Answer {
  status?: number;
  /** Sent as JSON; none for 204. */
  body?: unknown;
  headers?: Record<string, string>;
}

/** Answers in turn, the last one again and again. Returns the requests that were made. */
export function stubFetch(...answers: (Answer | Error)[]): Request[] {
  const requests: Request[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    const answer = answers[Math.min(requests.length, answers.length - 1)];
    requests.push(request.clone());
    if (answer && "name" in answer) throw answer;
    const { status = 200, body, headers } = answer ?? {};
    return new Response(body === undefined ? null : JSON.stringify(body), {
      status,
      headers: { "Content-Type": status < 400 ? "application/json" : "application/problem+json", ...headers },
    });
  });
  return requests;
}

afterEach(() => vi.unstubAllGlobals());
