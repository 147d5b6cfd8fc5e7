// What keeps alerts quiet, what finds more of the same, and what is done to many of them at once.
import { queryOptions } from "@tanstack/react-query";
import type { CaseType } from "./cases";
import { api } from "./client";
import type { Alert, Page, Severity } from "./types";

type Maybe<T> = T | null | undefined;

export type MatchField =
  | "source"
  | "source_kind"
  | "severity"
  | "rule"
  | "title"
  | "host"
  | "user"
  | "ip"
  | "school"
  | "asset"
  | "technique";

export type MatchOp = "equal" | "not_equal" | "matches" | "not_matches";

export interface Matcher {
  field: MatchField;
  op: MatchOp;
  value: string;
}

export interface Silence {
  id: string;
  version: number;
  kind: "silence" | "maintenance";
  times: "always" | "closed_days";
  schoolId?: Maybe<string>;
  matchers: Matcher[];
  reason: string;
  createdBy: string;
  startsAt: string;
  endsAt: string;
  endedBy?: Maybe<string>;
  state: string;
  muting: number;
}

export interface NewSilence {
  matchers: Matcher[];
  reason: string;
  endsAt: string;
  kind?: Silence["kind"];
  times?: Silence["times"];
  schoolId?: string;
}

/** While an alert that fits `firing` is open, those that fit `muted` and are equal in all of `equal` are quiet. */
export interface Inhibition {
  id: string;
  version: number;
  name: string;
  enabled: boolean;
  firing: Matcher[];
  muted: Matcher[];
  equal: MatchField[];
}

/** Alerts that fit and share something within a window become one case. */
export interface Grouping {
  id: string;
  version: number;
  name: string;
  enabled: boolean;
  matchers: Matcher[];
  by: "indicator" | "asset" | "technique";
  windowMinutes: number;
  atLeast: number;
  caseType: CaseType;
}

export interface SchoolHit {
  schoolId?: Maybe<string>;
  schoolName?: Maybe<string>;
  alerts: number;
  open: number;
  firstSeenAt: string;
  lastSeenAt: string;
  latestId: string;
}

export interface Elsewhere {
  othersHidden: boolean;
  schoolsHit: number;
  indicators: { kind: string; value: string; truncated: boolean; schools: SchoolHit[] }[];
}

export interface TrailEntry {
  at: string;
  actor: string;
  action: string;
  details?: Maybe<string>;
}

export interface DryRun {
  looked: number;
  truncated: boolean;
  matched: number;
  ticketsNow: number;
  ticketsThen: number;
  moreTickets: number;
  fewerTickets: number;
  severityChanged: number;
  escalated: number;
  moreCases: number;
  moreMails: number;
  sample: {
    id: string;
    title: string;
    schoolName?: Maybe<string>;
    firstSeenAt: string;
    severityNow: Severity;
    severityThen: Severity;
    ticketNow: boolean;
    ticketThen: boolean;
  }[];
}

export interface FindingPreview {
  index: number;
  code?: Maybe<string>;
  message?: Maybe<string>;
  title?: Maybe<string>;
  severity?: Maybe<Severity>;
  hosts: string[];
  ip?: Maybe<string>;
  user?: Maybe<string>;
  identity?: Maybe<string>;
  time?: Maybe<string>;
  resolves: boolean;
}

export interface BulkResult {
  done: number;
  items: { id: string; code?: Maybe<string>; message?: Maybe<string> }[];
}

const e = encodeURIComponent;

export const sense = {
  bulk: (
    ids: string[],
    act: "acknowledge" | "resolve" | "false_positive" | "ticket" | "escalate",
    note?: string,
    area?: string,
  ) => api.post<BulkResult>("/alerts/bulk", { ids, act, note, area }),
  falsePositive: (id: string, why: string) => api.post<Alert>(`/alerts/${e(id)}/false-positive`, { why }),
  reopen: (id: string, why: string) => api.post<Alert>(`/alerts/${e(id)}/reopen`, { why }),
  silence: (body: NewSilence) => api.post<Silence>("/alerts/silences", body),
  previewSilence: (body: { matchers: Matcher[]; schoolId?: string }) =>
    api.post<{ count: number; sample: Alert[] }>("/alerts/silences/preview", body),
  endSilence: (id: string) => api.post<Silence>(`/alerts/silences/${e(id)}/end`, {}),
  createInhibition: (body: Omit<Inhibition, "id" | "version">) => api.post<Inhibition>("/alerts/inhibitions", body),
  changeInhibition: (id: string, body: Partial<Inhibition>, version: number) =>
    api.patch<Inhibition>(`/alerts/inhibitions/${e(id)}`, body, version),
  deleteInhibition: (id: string) => api.delete(`/alerts/inhibitions/${e(id)}`),
  createGrouping: (body: Omit<Grouping, "id" | "version">) => api.post<Grouping>("/alerts/grouping", body),
  changeGrouping: (id: string, body: Partial<Grouping>, version: number) =>
    api.patch<Grouping>(`/alerts/grouping/${e(id)}`, body, version),
  deleteGrouping: (id: string) => api.delete(`/alerts/grouping/${e(id)}`),
  dryRun: (body: Record<string, unknown>) => api.post<DryRun>("/alerts/rules/dry-run", body),
  previewSource: (body: Record<string, unknown>) =>
    api.post<{ items: FindingPreview[]; truncated: number }>("/alerts/sources/preview", body),
  openCase: (title: string, alertIds: string[]) =>
    api.post<{ id: string; reference: string }>("/alerts/cases", { title, type: "other", alertIds }),
  linkToCase: (reference: string, alertIds: string[]) =>
    api.post<{ id: string; reference: string }>(`/alerts/cases/${e(reference)}/link`, { alertIds }),
};

export const senseQuery = {
  inhibitions: () =>
    queryOptions({
      queryKey: ["inhibition"],
      queryFn: ({ signal }) => api.get<Page<Inhibition>>("/alerts/inhibitions", { limit: 250 }, signal),
    }),
  grouping: () =>
    queryOptions({
      queryKey: ["grouping"],
      queryFn: ({ signal }) => api.get<Page<Grouping>>("/alerts/grouping", { limit: 250 }, signal),
    }),
  silences: (state: string) =>
    queryOptions({
      queryKey: ["silence", "list", state],
      queryFn: ({ signal }) => api.get<Page<Silence>>("/alerts/silences", { state, limit: 250 }, signal),
    }),
  elsewhere: (id: string, days: number) =>
    queryOptions({
      queryKey: ["alert", "elsewhere", id, days],
      queryFn: ({ signal }) => api.get<Elsewhere>(`/alerts/${e(id)}/elsewhere`, { days }, signal),
    }),
  trail: (id: string) =>
    queryOptions({
      queryKey: ["alert", "trail", id],
      queryFn: ({ signal }) => api.get<TrailEntry[]>(`/alerts/${e(id)}/trail`, undefined, signal),
    }),
};
