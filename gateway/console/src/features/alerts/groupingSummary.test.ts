import { expect, test } from "vitest";
import { formatWindow, groupingSummary } from "./groupingSummary";

test("a window is said in its largest whole unit", () => {
  expect([formatWindow(1440), formatWindow(4320), formatWindow(60), formatWindow(90)]).toEqual([
    "1 day",
    "3 days",
    "1 hour",
    "90 minutes",
  ]);
});

test("a grouping rule says what becomes a case", () => {
  const rule = { matchers: [], by: "asset", windowMinutes: 1440, atLeast: 3, caseType: "other" } as const;
  expect(groupingSummary({ ...rule, matchers: [] })).toBe(
    "3 alerts that share a device within 1 day become a case; it takes every further one while it is open.",
  );
  expect(
    groupingSummary({ ...rule, matchers: [{ field: "severity", op: "equal", value: "high" }], caseType: "phishing" }),
  ).toContain("3 alerts whose Severity is “high” that share a device within 1 day become a case “Phishing”");
});
