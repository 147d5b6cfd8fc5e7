import type { AlertRule, Clock, EscalationStatus, Severity, TicketStatus } from "../api/schemas";
import { clockShort, clockText, clockTone, day, fullWhen, label, when } from "./format";

// A state is always a shape and a word; the colour only helps.

export type Tone = "breach" | "warning" | "fine" | "waiting" | "info" | "quiet";
type Shape =
  | "dot"
  | "ring"
  | "half"
  | "square"
  | "diamond"
  | "triangle"
  | "up"
  | "bars"
  | "tick"
  | "cross"
  | "pause"
  | "dash";

function ShapeIcon({ shape }: { shape: Shape }) {
  return (
    <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true" fill="currentColor">
      {shape === "dot" && <circle cx="7" cy="7" r="4.500" />}
      {shape === "ring" && <circle cx="7" cy="7" r="4.500" fill="none" stroke="currentColor" strokeWidth="2" />}
      {shape === "half" && (
        <>
          <circle cx="7" cy="7" r="4.500" fill="none" stroke="currentColor" strokeWidth="2" />
          <path d="M7 3a4 4 0 0 1 0 8z" />
        </>
      )}
      {shape === "square" && <rect x="2.500" y="2.500" width="9" height="9" rx="1" />}
      {shape === "diamond" && <path d="M7 1l6 6-6 6-6-6z" />}
      {shape === "triangle" && <path d="M7 1.500 13.500 12.500H.5z" />}
      {shape === "up" && <path d="M7 2l5.500 6H9v4H5V8H1.500z" />}
      {shape === "bars" && <path d="M2 8h2.500v4H2zM5.750 5h2.500v7h-2.500zM9.500 2H12v10H9.500z" />}
      {shape === "tick" && <path d="M2 7.500l3.500 3.500L12 4" fill="none" stroke="currentColor" strokeWidth="2.200" />}
      {shape === "cross" && <path d="M3 3l8 8M11 3l-8 8" fill="none" stroke="currentColor" strokeWidth="2.200" />}
      {shape === "pause" && <path d="M3.500 2.500h2.500v9H3.500zM8 2.500h2.500v9H8z" />}
      {shape === "dash" && <rect x="2" y="6" width="10" height="2" />}
    </svg>
  );
}

export function Badge({
  tone,
  shape,
  children,
  soft,
}: {
  tone: Tone;
  shape: Shape;
  children: React.ReactNode;
  soft?: boolean;
}) {
  return (
    <span className={`badge t-${tone}${soft ? " soft" : ""}`}>
      <ShapeIcon shape={shape} />
      <span>{children}</span>
    </span>
  );
}

const ticketStatus: Record<TicketStatus, [Tone, Shape]> = {
  new: ["info", "ring"],
  open: ["info", "half"],
  waiting_requester: ["waiting", "pause"],
  waiting_partner: ["waiting", "diamond"],
  resolved: ["fine", "tick"],
  closed: ["quiet", "square"],
};

export function StatusBadge({ status, soft }: { status: TicketStatus; soft?: boolean }) {
  const [tone, shape] = ticketStatus[status] ?? ["quiet", "dot"];
  return (
    <Badge tone={tone} shape={shape} soft={soft}>
      {label(status)}
    </Badge>
  );
}

const priorities: Record<string, [Tone, Shape]> = {
  critical: ["breach", "triangle"],
  high: ["warning", "up"],
  medium: ["quiet", "dash"],
  low: ["quiet", "ring"],
};

export function PriorityBadge({ priority, soft }: { priority: string; soft?: boolean }) {
  const [tone, shape] = priorities[priority] ?? ["quiet", "dash"];
  return (
    <Badge tone={tone} shape={shape} soft={soft}>
      {label(priority)}
    </Badge>
  );
}

const severities: Partial<Record<Severity, [Tone, Shape]>> = {
  fatal: ["breach", "cross"],
  critical: ["breach", "triangle"],
  high: ["warning", "up"],
  medium: ["waiting", "diamond"],
  low: ["quiet", "dash"],
};

export function SeverityBadge({ severity, soft }: { severity: Severity; soft?: boolean }) {
  const [tone, shape] = severities[severity] ?? ["quiet", "ring"];
  return (
    <Badge tone={tone} shape={shape} soft={soft}>
      {label(severity)}
    </Badge>
  );
}

export function AlertStatusBadge({ status, soft }: { status: "new" | "acknowledged" | "resolved"; soft?: boolean }) {
  const [tone, shape]: [Tone, Shape] =
    status === "new" ? ["info", "ring"] : status === "resolved" ? ["fine", "tick"] : ["waiting", "half"];
  return (
    <Badge tone={tone} shape={shape} soft={soft}>
      {label(status)}
    </Badge>
  );
}

const escalations: Record<EscalationStatus, [Tone, Shape]> = {
  requested: ["waiting", "ring"],
  unroutable: ["breach", "triangle"],
  sent: ["waiting", "up"],
  acknowledged: ["info", "half"],
  resolved: ["fine", "tick"],
  rejected: ["breach", "cross"],
  cancelled: ["quiet", "square"],
};

export function EscalationBadge({ status, soft }: { status: EscalationStatus; soft?: boolean }) {
  const [tone, shape] = escalations[status] ?? ["quiet", "dot"];
  return (
    <Badge tone={tone} shape={shape} soft={soft}>
      {status === "rejected" ? "Declined" : status === "resolved" ? "Resolved by partner" : label(status)}
    </Badge>
  );
}

const general: Record<string, [Tone, Shape]> = {
  active: ["fine", "dot"],
  in_use: ["fine", "dot"],
  in_stock: ["info", "square"],
  in_repair: ["warning", "half"],
  lost: ["breach", "cross"],
  retired: ["quiet", "square"],
  disposed: ["quiet", "cross"],
  disabled: ["breach", "cross"],
  suspended: ["warning", "pause"],
  open: ["fine", "dot"],
  closed: ["quiet", "square"],
  queued: ["waiting", "ring"],
  pending: ["waiting", "ring"],
  running: ["info", "half"],
  finished: ["fine", "tick"],
  succeeded: ["fine", "tick"],
  failed: ["breach", "cross"],
  dropped: ["quiet", "cross"],
  cancelled: ["quiet", "square"],
  created: ["fine", "dot"],
  updated: ["info", "half"],
  unchanged: ["quiet", "dash"],
  skipped: ["quiet", "ring"],
  error: ["breach", "cross"],
};

export function StateBadge({ state, text, soft }: { state: string; text?: string; soft?: boolean }) {
  const [tone, shape] = general[state] ?? ["quiet", "ring"];
  return (
    <Badge tone={tone} shape={shape} soft={soft}>
      {text ?? label(state)}
    </Badge>
  );
}

export function ClockBadge({ clock, long }: { clock: Clock; long?: boolean }) {
  const tone = clockTone(clock);
  const shape: Shape =
    tone === "breach"
      ? "triangle"
      : tone === "done"
        ? "tick"
        : tone === "waiting"
          ? "pause"
          : tone === "warning"
            ? "bars"
            : "ring";
  return (
    <Badge tone={tone === "done" || tone === "fine" ? "quiet" : tone} shape={shape}>
      {long ? clockText(clock) : clockShort(clock)}
    </Badge>
  );
}

/** A moment in words; the exact one on hover and for machines. */
export function When({ at, dayOnly }: { at: string | null | undefined; dayOnly?: boolean }) {
  if (!at) return null;
  return (
    <time dateTime={at} title={dayOnly ? undefined : fullWhen(at)}>
      {dayOnly ? day(at) : when(at)}
    </time>
  );
}

export function ruleSummary(rule: AlertRule, sourceName: (id: string) => string) {
  const { match, action } = rule;
  const conditions = [
    match.minSeverity && `severity ${label(match.minSeverity).toLowerCase()} or above`,
    match.sourceId && `from ${sourceName(match.sourceId)}`,
    match.sourceKind && `from ${label(match.sourceKind)}`,
    match.titleContains && `title contains “${match.titleContains}”`,
    match.ruleIds?.length && `rule ${match.ruleIds.join(", ")}`,
    match.hostStartsWith && `computer begins with “${match.hostStartsWith}”`,
    match.schoolId && "at one school",
  ].filter(Boolean);
  const effects = [
    action.setSeverity && `severity becomes ${label(action.setSeverity).toLowerCase()}`,
    action.openTicket ? "a ticket is opened" : "no ticket is opened",
    action.escalateArea && `sent to the partner for ${label(action.escalateArea).toLowerCase()}`,
    action.openCase && "a case is opened",
    (action.mailRoles?.length || action.mailPeople?.length) && "people are notified by email",
    action.stop && "later rules are not asked",
  ].filter(Boolean);
  return `When ${conditions.length ? conditions.join(" and ") : "any alert comes"}: ${effects.join(", ")}.`;
}
