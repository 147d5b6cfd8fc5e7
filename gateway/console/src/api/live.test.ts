import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type LiveChange, LiveInvalidator, staleBy } from "./live";

const change = (topic: LiveChange["topic"], id?: string): LiveChange => ({ topic, id, at: "", what: "changed" });
let client: QueryClient;
let live: LiveInvalidator;

beforeEach(() => {
  vi.useFakeTimers();
  client = new QueryClient();
  live = new LiveInvalidator(client, 100, 1000);
});
afterEach(() => {
  live.stop();
  vi.useRealTimers();
});

const stale = (key: unknown[]) => client.getQueryState(key)?.isInvalidated;

it("makes stale what the change touches and leaves the rest", () => {
  client.setQueryData(["ticket", "list", {}], { pages: [] });
  client.setQueryData(["ticket", "one", "T-1"], { id: "1" });
  client.setQueryData(["ticket", "one", "T-2"], { id: "2" });
  client.setQueryData(["asset", "list", {}], { pages: [] });
  live.push(change("ticket", "1"));
  vi.advanceTimersByTime(1000);
  expect(stale(["ticket", "list", {}])).toBe(true);
  expect(stale(["ticket", "one", "T-1"])).toBe(true);
  expect(stale(["ticket", "one", "T-2"])).toBe(false);
  expect(stale(["asset", "list", {}])).toBe(false);
});

it("gathers a storm into few invalidations", () => {
  const spy = vi.spyOn(client, "invalidateQueries");
  for (let i = 0; i < 500; i++) live.push(change("alert", String(i)));
  vi.advanceTimersByTime(1000);
  expect(spy.mock.calls.length).toBe(staleBy(change("alert", "0")).length);
});

it("tells the ticket when a partner answers", () => {
  expect(staleBy(change("escalation", "e"))).toContainEqual(["ticket", "timeline"]);
});

it("takes everything but the session as stale after a gap", () => {
  client.setQueryData(["session"], {});
  client.setQueryData(["overview", undefined], {});
  live.everything();
  expect(stale(["overview", undefined])).toBe(true);
  expect(stale(["session"])).toBe(false);
});
