import type { QueryClient, QueryKey } from "@tanstack/react-query";

/** An event of the stream; it is no part of the API documents. */
export interface LiveChange {
  topic: "ticket" | "alert" | "escalation" | "asset" | "school" | "case";
  id?: string | null;
  schoolId?: string | null;
  at: string;
  what: string;
}

/** The queries that one change of the stream makes stale. Exact ids keep other open pages still. */
export function staleBy(change: LiveChange): QueryKey[] {
  const all = (topic: string): QueryKey[] => [[topic, "list"]];
  const one = (topic: string): QueryKey[] => (change.id ? [[topic, "one"]] : [[topic]]);
  switch (change.topic) {
    case "ticket":
      return [...all("ticket"), ...one("ticket"), ["ticket", "timeline"], ["overview"]];
    case "alert":
      return [...all("alert"), ...one("alert"), ["overview"]];
    case "case":
      return [["case"]];
    case "escalation":
      // What a partner answers shows on the ticket, too.
      return [["escalation"], ["ticket", "one"], ["ticket", "timeline"], ["ticket", "list"], ["overview"]];
    case "asset":
      return [...all("asset"), ...one("asset"), ["asset", "history"]];
    case "school":
      return [["school"], ["session"]];
    default:
      return [];
  }
}

/**
 * Gathers changes for a moment and then invalidates once: an alert storm of hundreds a second makes one refetch.
 * Pages of one thing are left alone when the change names another one.
 */
export class LiveInvalidator {
  private waiting: LiveChange[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private last = 0;

  constructor(
    private readonly client: QueryClient,
    private readonly quiet = 300,
    private readonly atMostEvery = 2000,
  ) {}

  push(change: LiveChange) {
    this.waiting.push(change);
    if (this.timer) return;
    const wait = Math.max(this.quiet, this.last + this.atMostEvery - Date.now());
    this.timer = setTimeout(() => this.flush(), Math.min(wait, this.atMostEvery));
  }

  /** Events sent during a gap in the stream are lost, so every query is stale. */
  everything() {
    this.client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== "session" });
  }

  flush() {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.last = Date.now();
    const changes = this.waiting;
    this.waiting = [];
    const lists = new Map<string, { key: QueryKey; ids: Set<string> | null }>();
    for (const change of changes) {
      for (const key of staleBy(change)) {
        const name = JSON.stringify(key);
        const entry = lists.get(name) ?? { key, ids: new Set<string>() };
        const narrow = key[1] === "one" && key[0] === change.topic && change.id;
        if (narrow) entry.ids?.add(change.id as string);
        else entry.ids = null;
        lists.set(name, entry);
      }
    }
    for (const { key, ids } of lists.values()) {
      this.client.invalidateQueries({
        queryKey: key,
        predicate: (query) => {
          if (!ids) return true;
          const data = query.state.data as { id?: string } | undefined;
          return !data?.id || ids.has(data.id);
        },
      });
    }
  }

  stop() {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}

export type StreamState = { state: "connecting" | "open" | "lost"; since: number };

/** Opens the event stream and reconnects with exponential backoff (1 s to 30 s, jittered). Returns a function that closes it. */
export function openStream(onChange: (change: LiveChange) => void, onState: (state: StreamState["state"]) => void) {
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let tries = 0;
  let ended = false;

  const again = () => {
    source?.close();
    if (ended) return;
    onState("lost");
    const wait = Math.min(30_000, 1000 * 2 ** tries++) * (0.5 + Math.random() / 2);
    retry = setTimeout(connect, wait);
  };
  const connect = () => {
    source = new EventSource("/api/live");
    source.onopen = () => {
      tries = 0;
      onState("open");
    };
    source.addEventListener("change", (event) => {
      try {
        onChange(JSON.parse((event as MessageEvent<string>).data) as LiveChange);
      } catch {
        // A change of a shape that this version does not know: the next refetch shows it.
      }
    });
    source.onerror = again;
  };
  const online = () => {
    if (source?.readyState === EventSource.OPEN) return;
    clearTimeout(retry);
    tries = 0;
    source?.close();
    connect();
  };
  globalThis.addEventListener("online", online);
  connect();
  return () => {
    ended = true;
    globalThis.removeEventListener("online", online);
    clearTimeout(retry);
    source?.close();
  };
}
