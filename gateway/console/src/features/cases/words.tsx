import type { Case, CaseStatus, DutyState, ReadinessItem } from "../../api/schemas";
import { Mark, type Tone } from "../../ui/Marks";
import { label, span } from "../../ui/words";

type Shape = React.ComponentProps<typeof Mark>["shape"];

const statuses: Record<CaseStatus, [Tone, Shape]> = {
  open: ["info", "ring"],
  contained: ["waiting", "half"],
  resolved: ["fine", "tick"],
  closed: ["quiet", "square"],
};

export function CaseStatusMark({ status, soft }: { status: CaseStatus; soft?: boolean }) {
  const [tone, shape] = statuses[status] ?? ["quiet", "dot"];
  return (
    <Mark tone={tone} shape={shape} soft={soft}>
      {label(status)}
    </Mark>
  );
}

const duties: Record<DutyState, [Tone, Shape]> = {
  running: ["info", "half"],
  overdue: ["breach", "triangle"],
  done: ["fine", "tick"],
  not_needed: ["quiet", "dash"],
};

export function DutyMark({ state, text }: { state: DutyState; text?: string }) {
  const [tone, shape] = duties[state];
  return (
    <Mark tone={tone} shape={shape} soft>
      {text ?? label(state)}
    </Mark>
  );
}

const readiness: Record<ReadinessItem["status"], [Tone, Shape]> = {
  met: ["fine", "tick"],
  due_soon: ["warning", "half"],
  overdue: ["breach", "triangle"],
  missing: ["quiet", "ring"],
};

export function ReadinessMark({ status }: { status: ReadinessItem["status"] }) {
  const [tone, shape] = readiness[status];
  return (
    <Mark tone={tone} shape={shape}>
      {status === "missing" ? "Nothing shown" : label(status)}
    </Mark>
  );
}

/** "5 h 12 min left", "2 h late" */
export function timeLeft(dueAt: string, now = Date.now()) {
  const minutes = (Date.parse(dueAt) - now) / 60_000;
  return minutes >= 0 ? `${span(minutes)} left` : `${span(-minutes)} late`;
}

/** Seconds of a figure, in the largest words that say something. */
export function lasting(seconds: number | null | undefined) {
  if (seconds === null || seconds === undefined) return undefined;
  const days = Math.floor(seconds / 86_400);
  return days >= 2 ? `${days} days` : span(seconds / 60);
}

export function schoolsOf(c: Pick<Case, "schools" | "otherSchools">) {
  const names = c.schools.map((s) => s.name ?? "A school");
  if (c.otherSchools > 0) names.push(`${c.otherSchools} more`);
  return names.length ? names.join(", ") : "No school yet";
}
