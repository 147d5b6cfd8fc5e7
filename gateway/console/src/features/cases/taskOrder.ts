import type { CaseTask } from "../../api/schemas";

/** Which tasks need another position so that they stand in this order; as few as can be. */
export function places<T extends Pick<CaseTask, "id" | "position">>(order: T[]): { task: T; position: number }[] {
  const sorted = order.map((t) => t.position).sort((a, b) => a - b);
  const distinct = sorted.every((position, i) => i === 0 || position > (sorted[i - 1] as number));
  return order
    .map((task, i) => ({ task, position: distinct ? (sorted[i] as number) : 10 * (i + 1) }))
    .filter(({ task, position }) => task.position !== position);
}
