import { Button, Skeleton } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { useMemo, useRef } from "react";
import type { Page } from "../api/schemas";
import { count } from "./format";
import { ErrorPanel } from "./parts";
import { useStableRows } from "./stableRows";

export interface Column<T> {
  head: string;
  /** Leaves the row when the list is narrow; the first cell then says the same under its title. */
  fold?: boolean;
  right?: boolean;
  cell: (row: T) => React.ReactNode;
}

/** j and k walk through the links of the rows; enter is the link's own. */
export function walkRows(box: HTMLElement | null, step: 1 | -1) {
  const links = [...(box?.querySelectorAll<HTMLAnchorElement>("a.row-link") ?? [])];
  const at = links.indexOf(document.activeElement as HTMLAnchorElement);
  const open = links.findIndex((link) => link.getAttribute("aria-current") === "page");
  const from = at >= 0 ? at : open;
  const next = links[Math.min(links.length - 1, Math.max(0, from + (from < 0 ? 1 : step)))];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

export function List<T extends { id: string }>({
  name,
  columns,
  query,
  listKey,
  empty,
  rowNoun = "new row",
}: {
  name: string;
  columns: Column<T>[];
  query: UseInfiniteQueryResult<InfiniteData<Page<T>>>;
  /** What the rows depend on: a new key resets the order. */
  listKey: string;
  empty: React.ReactNode;
  rowNoun?: string;
}) {
  const box = useRef<HTMLDivElement>(null);
  useHotkeys([
    ["j", () => walkRows(box.current, 1)],
    ["k", () => walkRows(box.current, -1)],
  ]);
  const incoming = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const { rows, fresh, reveal } = useStableRows(incoming, listKey, query.isPlaceholderData || !query.data);

  if (query.error && !query.data) return <ErrorPanel error={query.error} onRetry={() => query.refetch()} />;
  return (
    <div className="list-box" ref={box} aria-busy={query.isPlaceholderData}>
      {fresh > 0 && (
        <div className="fresh" role="status">
          <Button size="xs" variant="light" onClick={reveal}>
            {count(fresh, rowNoun)} · Show
          </Button>
        </div>
      )}
      {query.data && rows.length === 0 ? (
        empty
      ) : (
        <table className="list" aria-label={name}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th
                  key={column.head}
                  scope="col"
                  className={`${column.fold ? "fold " : ""}${column.right ? "right" : ""}`}
                >
                  {column.head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {query.data
              ? rows.map((row) => (
                  <tr key={row.id}>
                    {columns.map((column) => (
                      <td key={column.head} className={`${column.fold ? "fold " : ""}${column.right ? "right" : ""}`}>
                        {column.cell(row)}
                      </td>
                    ))}
                  </tr>
                ))
              : Array.from({ length: 8 }, (_, i) => (
                  <tr key={i}>
                    {columns.map((column) => (
                      <td key={column.head} className={column.fold ? "fold" : ""}>
                        <Skeleton height={16} width={`${85 - ((i * 13) % 35)}%`} />
                      </td>
                    ))}
                  </tr>
                ))}
          </tbody>
        </table>
      )}
      {query.hasNextPage && (
        <div className="more">
          <Button variant="default" size="sm" loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
            Load more
          </Button>
        </div>
      )}
    </div>
  );
}
