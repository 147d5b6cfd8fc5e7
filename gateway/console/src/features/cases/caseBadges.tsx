import type { Case, CaseStatus, ObligationState, ReadinessItem } from "../../api/schemas";
import { Badge, type Tone } from "../../ui/Badges";
import { label, span } from "../../ui/format";

type Shape = React.ComponentProps<typeof Badge>["shape"];

const statuses: Record<CaseStatus, [Tone, Shape]> = {
  open: ["info", "ring"],
  contained: ["waiting", "half"],
  resolved: ["fine", "tick"],
  closed: ["quiet", "square"],
};

export function CaseStatusBadge({ status, soft }: { status: CaseStatus; soft?: boolean }) {
  const [tone, shape] = statuses[status] ?? ["quiet", "dot"];
  return (
    <Badge tone={tone} shape={shape} soft={soft}>
      {label(status)}
    </Badge>
  );
}

const obligations: Record<ObligationState, [Tone, Shape]> = {
  running: ["info", "half"],
  overdue: ["breach", "triangle"],
  done: ["fine", "tick"],
  not_needed: ["quiet", "dash"],
};

export function ObligationBadge({ state, text }: { state: ObligationState; text?: string }) {
  const [tone, shape] = obligations[state];
  return (
    <Badge tone={tone} shape={shape} soft>
      {text ?? label(state)}
    </Badge>
  );
}

const readiness: Record<ReadinessItem["status"], [Tone, Shape]> = {
  met: ["fine", "tick"],
  due_soon: ["warning", "half"],
  overdue: ["breach", "triangle"],
  missing: ["quiet", "ring"],
};

export function ReadinessBadge({ status }: { status: ReadinessItem["status"] }) {
  const [tone, shape] = readiness[status];
  return (
    <Badge tone={tone} shape={shape}>
      {status === "missing" ? "No evidence" : label(status)}
    </Badge>
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
