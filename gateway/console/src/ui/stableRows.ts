import { useMemo, useRef, useState } from "react";

/**
 * Rows in the order in which they were first shown: a refetch updates rows where they stand, keeps those that have
 * left the filter, and counts new ones instead of pushing them in. Rows loaded further down are added at the end.
 */
export function settle<T extends { id: string }>(shown: T[], incoming: T[]) {
  const byId = new Map(incoming.map((row) => [row.id, row]));
  const known = new Set(shown.map((row) => row.id));
  const rows = shown.map((row) => byId.get(row.id) ?? row);
  const lastKnown = incoming.findLastIndex((row) => known.has(row.id));
  let fresh = 0;
  incoming.forEach((row, index) => {
    if (known.has(row.id)) return;
    if (index > lastKnown) rows.push(row);
    else fresh++;
  });
  return { rows, fresh };
}

export function useStableRows<T extends { id: string }>(incoming: T[], key: string, waiting = false) {
  const memory = useRef<{ key: string; rows: T[] }>({ key: "", rows: [] });
  const [turn, setTurn] = useState(0);
  return useMemo(() => {
    const wanted = `${key}#${turn}`;
    // While the rows of the previous filter are still standing in, nothing is settled.
    if (waiting) return { rows: incoming, fresh: 0, reveal: () => setTurn((n) => n + 1) };
    if (memory.current.key !== wanted) memory.current = { key: wanted, rows: [] };
    const { rows, fresh } =
      memory.current.rows.length === 0 ? { rows: incoming, fresh: 0 } : settle(memory.current.rows, incoming);
    memory.current.rows = rows;
    return { rows, fresh, reveal: () => setTurn((n) => n + 1) };
  }, [incoming, key, waiting, turn]);
}
