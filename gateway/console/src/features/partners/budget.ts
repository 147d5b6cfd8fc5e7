import type { Budget } from "../../api/schemas";

/** A trust's financial year by the year in which it begins, on 1 September. */
export const financialYear = (at: Date) => (at.getMonth() >= 8 ? at.getFullYear() : at.getFullYear() - 1);

export const yearText = (year: number) => `${year}/${String((year + 1) % 100).padStart(2, "0")}`;

/** From four fifths on it is worth a warning; at the whole of it nothing is left. */
export function budgetState(budget: Pick<Budget, "amountPence" | "spentPence">) {
  if (budget.amountPence === null || budget.amountPence === undefined)
    return budget.spentPence > 0
      ? ({ tone: "warning", shape: "triangle", text: "spent without a budget" } as const)
      : ({ tone: "quiet", shape: "dash", text: "" } as const);
  const share =
    budget.amountPence === 0
      ? budget.spentPence > 0
        ? Number.POSITIVE_INFINITY
        : 0
      : budget.spentPence / budget.amountPence;
  if (share > 1) return { tone: "breach", shape: "cross", text: "overspent" } as const;
  const text = `${Math.floor(share * 100)} % used`;
  return share >= 0.8
    ? ({ tone: "warning", shape: "triangle", text } as const)
    : ({ tone: "fine", shape: "tick", text } as const);
}
