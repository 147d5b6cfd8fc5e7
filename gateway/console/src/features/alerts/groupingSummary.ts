import type { Grouping } from "../../api/schemas";
import { count, label } from "../../ui/format";
import { matcherSummary } from "./Matchers";

export const shared: Record<Grouping["by"], string> = {
  indicator: "an indicator (hash, domain, sender, address, rule of the tool)",
  asset: "a device",
  technique: "a technique",
};

/** Minutes as people say them: 90 → "90 minutes", 1440 → "1 day". */
export function formatWindow(minutes: number): string {
  if (minutes % 1440 === 0) return count(minutes / 1440, "day");
  return minutes % 60 === 0 ? count(minutes / 60, "hour") : count(minutes, "minute");
}

export function groupingSummary(
  rule: Pick<Grouping, "matchers" | "by" | "windowMinutes" | "atLeast" | "caseType">,
): string {
  const which = rule.matchers.length === 0 ? "" : ` whose ${matcherSummary(rule.matchers)}`;
  const type = rule.caseType === "other" ? "a case" : `a case “${label(rule.caseType)}”`;
  return `${count(rule.atLeast, "alert")}${which} that share ${shared[rule.by]} within ${formatWindow(rule.windowMinutes)} become ${type}; it takes every further one while it is open.`;
}
