import type { Clock } from "../api/schemas";

// British words for dates, spans and clocks. School time is London time whatever the device says.

const zone = "Europe/London";
const london = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options });
const timeFormat = london({ hour: "2-digit", minute: "2-digit", hour12: false });
const dayFormat = london({ weekday: "short", day: "numeric", month: "short" });
const yearFormat = london({ day: "numeric", month: "short", year: "numeric" });
const fullFormat = london({
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hour12: false,
});
const isoFormat = new Intl.DateTimeFormat("sv-SE", { timeZone: zone });

/** Browsers differ in "Sept" and in commas; schools do not. */
const plain = (text: string) => text.replace(",", "").replace("Sept", "Sep");

export function timeOfDay(at: string | Date) {
  return timeFormat.format(new Date(at));
}

function dayNumber(at: Date) {
  return Math.round(Date.parse(`${isoFormat.format(at)}T00:00:00Z`) / 86_400_000);
}

/** "today 14:05", "yesterday 09:30", "tomorrow 08:00", "Mon 3 Mar 14:05", "3 Mar 2024" */
export function when(at: string | null | undefined, now: Date = new Date()): string {
  if (!at) return "";
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return "";
  const days = dayNumber(date) - dayNumber(now);
  const time = timeOfDay(date);
  if (days === 0) return `today ${time}`;
  if (days === -1) return `yesterday ${time}`;
  if (days === 1) return `tomorrow ${time}`;
  if (Math.abs(days) < 300) return `${plain(dayFormat.format(date))} ${time}`;
  return plain(yearFormat.format(date));
}

/** A day without time: "today", "Mon 3 Mar", "3 Mar 2024" */
export function day(date: string | null | undefined, now: Date = new Date()): string {
  if (!date) return "";
  const at = new Date(date.length === 10 ? `${date}T12:00:00Z` : date);
  if (Number.isNaN(at.getTime())) return "";
  const days = dayNumber(at) - dayNumber(now);
  if (days === 0) return "today";
  if (days === -1) return "yesterday";
  if (days === 1) return "tomorrow";
  return Math.abs(days) < 300 ? plain(dayFormat.format(at)) : plain(yearFormat.format(at));
}

export function fullWhen(at: string) {
  return fullFormat.format(new Date(at));
}

/** "45 min", "2 h", "2 h 15 min" */
export function span(minutes: number): string {
  const total = Math.max(0, Math.round(minutes));
  const hours = Math.floor(total / 60);
  const rest = total % 60;
  if (hours === 0) return `${rest} min`;
  return rest === 0 || hours >= 10 ? `${hours} h` : `${hours} h ${rest} min`;
}

export type ClockTone = "fine" | "warning" | "breach" | "waiting" | "done";

/** Less than a quarter of the target left, at most two hours of school time: worth a warning. */
export function clockTone(clock: Clock): ClockTone {
  if (clock.state === "met") return "done";
  if (clock.state === "breached" || clock.remainingMinutes < 0) return "breach";
  if (clock.state === "paused") return "waiting";
  return clock.remainingMinutes <= Math.min(120, clock.targetMinutes / 4) ? "warning" : "fine";
}

/** "2 h of school time left", "late by 1 h of school time", "paused with 3 h left", "done in time" */
export function clockText(clock: Clock): string {
  const over = Math.max(-clock.remainingMinutes, clock.elapsedMinutes - clock.targetMinutes);
  switch (clockTone(clock)) {
    case "done":
      return over > 0 ? `done, ${span(over)} late` : "done in time";
    case "breach":
      return over < 1 ? "late" : `late by ${span(over)} of school time`;
    case "waiting":
      return `paused with ${span(clock.remainingMinutes)} left`;
    default:
      return clock.remainingMinutes < 1 ? "due now" : `${span(clock.remainingMinutes)} of school time left`;
  }
}

/** The short form for a column: "2 h left", "1 h late", "paused" */
export function clockShort(clock: Clock): string {
  const over = Math.max(-clock.remainingMinutes, clock.elapsedMinutes - clock.targetMinutes);
  switch (clockTone(clock)) {
    case "done":
      return "done";
    case "breach":
      return over < 1 ? "late" : `${span(over)} late`;
    case "waiting":
      return "paused";
    default:
      return clock.remainingMinutes < 1 ? "due now" : `${span(clock.remainingMinutes)} left`;
  }
}

export function count(n: number, one: string, many = `${one}s`) {
  return `${n.toLocaleString("en-GB")} ${n === 1 ? one : many}`;
}

export function number(n: number | null | undefined) {
  return n === null || n === undefined ? "–" : n.toLocaleString("en-GB");
}

export function pounds(n: number | null | undefined) {
  return n === null || n === undefined ? "" : n.toLocaleString("en-GB", { style: "currency", currency: "GBP" });
}

export function bytes(n: number | null | undefined) {
  if (n === null || n === undefined) return "";
  if (n < 1000) return `${n} bytes`;
  return n < 1_000_000 ? `${Math.round(n / 1000)} KB` : `${(n / 1_000_000).toFixed(1)} MB`;
}

const labels: Record<string, string> = {
  waiting_requester: "Waiting for requester",
  waiting_partner: "With partner",
  new: "New",
  open: "Open",
  in_stock: "In stock",
  in_use: "In use",
  in_repair: "In repair",
  school_lead: "School lead",
  gias: "GIAS",
  ups: "UPS",
  cctv_camera: "CCTV camera",
  api: "API",
  mis: "MIS",
  access_cctv: "Access and CCTV",
  requested: "Being sent",
  unroutable: "No partner found",
  sent: "Sent to partner",
  acknowledged: "Acknowledged",
  wazuh: "Wazuh",
  graph: "Microsoft Graph",
  alertmanager: "Alertmanager",
  generic: "Any other tool",
  ocsf: "OCSF findings",
  cloud_events: "CloudEvents",
  the_hive: "TheHive",
  google_workspace: "Google Workspace",
  syslog: "CEF or syslog",
  early_warning: "NCSC Early Warning",
  ip_range: "network range",
  snipe_it: "Snipe-IT",
  intune: "Microsoft Intune",
  glpi: "GLPI",
  csv: "CSV",
};

/** snake_case of the server as words. */
export function label(value: string | null | undefined): string {
  if (!value) return "";
  const known = labels[value];
  if (known) return known;
  const text = value.replaceAll("_", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
