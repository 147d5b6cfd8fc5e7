import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { body } from "./client";
import type { Page } from "./schemas";

// Keys begin with the topic of the live stream, so that one change invalidates what it touches and nothing else:
// [topic, "list" | "one" | …, …].

type Call<T> = Promise<{ data?: T }>;

/** A list that is read page by page. `query` is part of the key. */
export function list<T, Q extends object>(
  key: readonly unknown[],
  query: Q,
  call: (query: Q & { cursor?: string }, signal: AbortSignal) => Call<Page<T>>,
) {
  return infiniteQueryOptions({
    queryKey: [...key, query],
    queryFn: ({ pageParam, signal }) => body(call({ ...query, cursor: pageParam || undefined }, signal)),
    initialPageParam: "",
    getNextPageParam: (last: Page<T>) => last.next || undefined,
    placeholderData: keepPreviousData,
  });
}

export function one<T>(key: readonly unknown[], call: (signal: AbortSignal) => Call<T>) {
  return queryOptions({ queryKey: key, queryFn: ({ signal }) => body(call(signal)) });
}

/** For what changes a few times a year. */
export const rarely = { staleTime: 30 * 60_000 };
