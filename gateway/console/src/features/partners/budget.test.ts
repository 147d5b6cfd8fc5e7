import { expect, test } from "vitest";
import { budgetState, financialYear, yearText } from "./budget";

test("the financial year begins in September", () => {
  expect(financialYear(new Date(2026, 7, 31))).toBe(2025);
  expect(financialYear(new Date(2026, 8, 1))).toBe(2026);
  expect(yearText(2099)).toBe("2099/00");
});

test("a budget warns from four fifths on and is overspent beyond the whole", () => {
  const tone = (amountPence: number | null, spentPence: number) => budgetState({ amountPence, spentPence }).tone;
  expect(tone(1000, 799)).toBe("fine");
  expect(tone(1000, 800)).toBe("warning");
  expect(tone(1000, 1000)).toBe("warning");
  expect(tone(1000, 1001)).toBe("breach");
  expect(tone(0, 0)).toBe("fine");
  expect(tone(0, 1)).toBe("breach");
  expect(budgetState({ amountPence: null, spentPence: 1 }).text).toBe("spent without a budget");
  expect(budgetState({ amountPence: null, spentPence: 0 }).text).toBe("");
});
