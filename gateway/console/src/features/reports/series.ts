import type { TrendDay } from "../../api/schemas";

export const series: { key: Exclude<keyof TrendDay, "day">; name: string; dash?: string; tone: string }[] = [
  { key: "opened", name: "Opened", tone: "var(--accent)" },
  { key: "resolved", name: "Resolved", tone: "var(--fine)", dash: "6 3" },
  { key: "breached", name: "Late", tone: "var(--breach)", dash: "2 3" },
];
