import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, type Query } from "./client";
import type { Page, Severity } from "./types";

// Cases, vulnerabilities and readiness of the alerts service: shapes, queries and what changes them.

type Maybe<T> = T | null | undefined;

export type CaseType =
  | "ransomware"
  | "account_takeover"
  | "data_breach"
  | "lost_device"
  | "phishing"
  | "near_miss"
  | "other";
export const caseTypes: CaseType[] = [
  "ransomware",
  "account_takeover",
  "data_breach",
  "lost_device",
  "phishing",
  "near_miss",
  "other",
];
export type CaseStatus = "open" | "contained" | "resolved" | "closed";

export interface Case {
  id: string;
  version: number;
  reference: string;
  title: string;
  summary?: Maybe<string>;
  type: CaseType;
  severity: Severity;
  status: CaseStatus;
  schools: { id: string; name?: Maybe<string> }[];
  otherSchools: number;
  alerts: number;
  ownerId?: Maybe<string>;
  ownerName?: Maybe<string>;
  mergedInto?: Maybe<string>;
  occurredAt?: Maybe<string>;
  detectedAt: string;
  openedAt: string;
  acknowledgedAt?: Maybe<string>;
  containedAt?: Maybe<string>;
  resolvedAt?: Maybe<string>;
  closedAt?: Maybe<string>;
  kpis: {
    detect?: Maybe<number>;
    triage?: Maybe<number>;
    acknowledge?: Maybe<number>;
    contain?: Maybe<number>;
    resolve?: Maybe<number>;
  };
}

export interface CaseEntry {
  id: string;
  at: string;
  kind: string;
  actorName: string;
  schoolId?: Maybe<string>;
  text: string;
}

export interface CaseFact {
  id: string;
  kind: string;
  words: string;
  schoolId?: Maybe<string>;
  at: string;
  statedBy: string;
  withdrawnAt?: Maybe<string>;
  withdrawnBy?: Maybe<string>;
  withdrawnWhy?: Maybe<string>;
}

export type DutyState = "running" | "overdue" | "done" | "not_needed";

export interface Duty {
  caseId: string;
  kind: string;
  name: string;
  source: string;
  how: string;
  statutory: boolean;
  state: DutyState;
  startedAt: string;
  dueAt: string;
  because: string[];
  reference?: Maybe<string>;
  doneAt?: Maybe<string>;
  answeredBy?: Maybe<string>;
}

export interface CaseDuties {
  facts: CaseFact[];
  duties: Duty[];
}

/** A duty that nobody has answered, with its case. */
export interface OpenDuty {
  caseId: string;
  caseReference: string;
  caseTitle: string;
  duty: Duty;
}

export interface CaseTask {
  id: string;
  version: number;
  position: number;
  title: string;
  detail?: Maybe<string>;
  ownerName?: Maybe<string>;
  dueAt?: Maybe<string>;
  doneAt?: Maybe<string>;
  doneBy?: Maybe<string>;
}

export interface PlaybookStep {
  title: string;
  detail: string;
  dueHours: number;
}

/** What to do when this happens: Mat's steps, or the trust's own in their place. */
export interface Playbook {
  type: CaseType;
  name: string;
  steps: PlaybookStep[];
  own: boolean;
  version: number;
}

/** An entry that was wrong stays, with who said so and why. */
export interface Withdrawn {
  withdrawnAt?: Maybe<string>;
  withdrawnBy?: Maybe<string>;
  withdrawnWhy?: Maybe<string>;
}

export interface CaseIndicator extends Withdrawn {
  id: string;
  type: string;
  value: string;
  note?: Maybe<string>;
  addedBy: string;
}

export interface CaseFinding extends Withdrawn {
  id: string;
  text: string;
  foundBy: string;
  createdAt: string;
}

export interface Evidence {
  id: string;
  fileName: string;
  size: number;
  sha256: string;
  note?: Maybe<string>;
  addedBy: string;
  createdAt: string;
  custody: { step: string; at: string; actorName: string }[];
}

export interface ReadinessItem {
  kind: string;
  name: string;
  source: string;
  cadence: string;
  evidence: string;
  confirmed: boolean;
  status: "missing" | "met" | "due_soon" | "overdue";
  doneOn?: Maybe<string>;
  nextDue?: Maybe<string>;
  note?: Maybe<string>;
  link?: Maybe<string>;
  recordedBy?: Maybe<string>;
}

export interface SchoolReadiness {
  schoolId: string;
  schoolName: string;
  met: number;
  dueSoon: number;
  overdue: number;
  missing: number;
  items: ReadinessItem[];
  termEndsOn: string;
}

export interface Vulnerability {
  id: string;
  version: number;
  cve?: Maybe<string>;
  title: string;
  product: string;
  versions?: Maybe<string>;
  cvss?: Maybe<number>;
  rating?: Maybe<string>;
  releasedOn: string;
  instructedOn?: Maybe<string>;
  advice?: Maybe<string>;
  closed: boolean;
  open: number;
  overdue: number;
  patched: number;
  isolated: number;
  notAffected: number;
  toCheck: number;
  firstDue?: Maybe<string>;
  match: VulnerabilityMatch;
}

export interface VulnerabilityMatch {
  operatingSystem?: Maybe<string>;
  versionBelow?: Maybe<string>;
  manufacturer?: Maybe<string>;
  model?: Maybe<string>;
  kind?: Maybe<string>;
  tags?: Maybe<string[]>;
  software?: Maybe<string>;
  publisher?: Maybe<string>;
  softwareFrom?: Maybe<string>;
  softwareFixedIn?: Maybe<string>;
  cpe?: Maybe<string>;
}

export interface VulnerableAsset {
  id: string;
  assetId: string;
  tag: string;
  name: string;
  osVersion?: Maybe<string>;
  schoolName?: Maybe<string>;
  software?: Maybe<string>;
  state: "open" | "to_check" | "patched" | "isolated" | "not_affected";
  dueOn?: Maybe<string>;
  overdue: boolean;
  evidence?: Maybe<string>;
  answeredBy?: Maybe<string>;
}

export interface SchoolVulnerability {
  schoolId: string;
  schoolName?: Maybe<string>;
  open: number;
  overdue: number;
  dueThisWeek: number;
  toCheck: number;
  isolated: number;
  patched: number;
  firstDue?: Maybe<string>;
}

const e = encodeURIComponent;
const cases = "/alerts/cases";

function list<T>(key: readonly unknown[], path: string, query: Query = {}) {
  return infiniteQueryOptions({
    queryKey: [...key, query],
    queryFn: ({ pageParam, signal }) => api.get<Page<T>>(path, { ...query, cursor: pageParam || undefined }, signal),
    initialPageParam: "",
    getNextPageParam: (last: Page<T>) => last.next || undefined,
    placeholderData: keepPreviousData,
  });
}

function one<T>(key: readonly unknown[], path: string, query?: Query) {
  return queryOptions({ queryKey: key, queryFn: ({ signal }) => api.get<T>(path, query, signal) });
}

export const cq = {
  cases: (query: Query) => list<Case>(["case", "list"], cases, query),
  case: (ref: string) => one<Case>(["case", "one", ref], `${cases}/${e(ref)}`),
  timeline: (ref: string) => list<CaseEntry>(["case", "timeline", ref], `${cases}/${e(ref)}/timeline`),
  active: (schoolId?: string) =>
    one<Page<Case>>(["case", "active", schoolId], cases, { status: "active", schoolId, limit: 50 }),
  openDuties: () => one<Page<OpenDuty>>(["case", "open-duties"], `${cases}/duties`, { limit: 250 }),
  duties: (ref: string) => one<CaseDuties>(["case", "duties", ref], `${cases}/${e(ref)}/duties`),
  tasks: (ref: string) => one<Page<CaseTask>>(["case", "tasks", ref], `${cases}/${e(ref)}/tasks`, { limit: 250 }),
  alerts: (ref: string) =>
    one<Page<{ id: string; title: string; schoolName?: Maybe<string>; hostName?: Maybe<string>; severity: Severity }>>(
      ["case", "alerts", ref],
      `${cases}/${e(ref)}/alerts`,
      { limit: 100 },
    ),
  indicators: (ref: string) =>
    one<Page<CaseIndicator>>(["case", "indicators", ref], `${cases}/${e(ref)}/indicators`, { limit: 250 }),
  findings: (ref: string) =>
    one<Page<CaseFinding>>(["case", "findings", ref], `${cases}/${e(ref)}/findings`, { limit: 250 }),
  evidence: (ref: string) =>
    one<Page<Evidence>>(["case", "evidence", ref], `${cases}/${e(ref)}/evidence`, { limit: 100 }),
  playbooks: () => one<Playbook[]>(["playbook"], `${cases}/playbooks`),
  readiness: () => one<{ items: SchoolReadiness[] }>(["readiness"], "/alerts/readiness"),
  vulnerabilities: (query: Query) => list<Vulnerability>(["vulnerability", "list"], "/alerts/vulnerabilities", query),
  vulnerable: (id: string, query: Query) =>
    list<VulnerableAsset>(["vulnerability", "assets", id], `/alerts/vulnerabilities/${e(id)}/assets`, query),
  vulnerabilityBoard: () =>
    one<{ items: SchoolVulnerability[] }>(["vulnerability", "board"], "/alerts/vulnerabilities/board"),
};

export const caseActions = {
  open: (body: Record<string, unknown>) => api.post<Case>(cases, body),
  link: (ref: string, alertIds: string[]) => api.post<Case>(`${cases}/${e(ref)}/link`, { alertIds }),
  move: (ref: string, status: CaseStatus, note?: string) =>
    api.post<Case>(`${cases}/${e(ref)}/status`, { status, note: note || undefined }),
  take: (ref: string, ownerId: string) => api.post<Case>(`${cases}/${e(ref)}/owner`, { ownerId }),
  note: (ref: string, text: string) => api.post<Case>(`${cases}/${e(ref)}/notes`, { text }),
  state: (ref: string, kind: string, schoolId?: string) =>
    api.post<CaseDuties>(`${cases}/${e(ref)}/facts`, { kind, schoolId: schoolId || undefined }),
  withdraw: (ref: string, factId: string, why: string) =>
    api.post<CaseDuties>(`${cases}/${e(ref)}/facts/withdraw`, { factId, why }),
  answer: (ref: string, kind: string, answer: "done" | "not_needed" | null, reference?: string) =>
    api.post<CaseDuties>(`${cases}/${e(ref)}/duties/answer`, { kind, answer, reference: reference || undefined }),
  playbook: (ref: string) => api.post<Case>(`${cases}/${e(ref)}/playbook`, {}),
  writePlaybook: (playbook: Pick<Playbook, "type" | "version">, steps: PlaybookStep[]) =>
    api.put<Playbook>(`${cases}/playbooks/${playbook.type}`, { steps }, playbook.version),
  resetPlaybook: (type: CaseType) => api.delete(`${cases}/playbooks/${type}`),
  addTask: (ref: string, title: string, detail?: Maybe<string>, dueAt?: Maybe<string>) =>
    api.post<CaseTask>(`${cases}/${e(ref)}/tasks`, { title, detail: detail || undefined, dueAt: dueAt || undefined }),
  changeTask: (ref: string, task: CaseTask, change: Partial<CaseTask>) =>
    api.patch<CaseTask>(`${cases}/${e(ref)}/tasks/${task.id}`, change, task.version),
  removeTask: (ref: string, id: string) => api.delete(`${cases}/${e(ref)}/tasks/${id}`),
  tick: (ref: string, task: CaseTask, isDone: boolean) =>
    api.patch<CaseTask>(`${cases}/${e(ref)}/tasks/${task.id}`, { done: isDone }, task.version),
  indicator: (ref: string, type: string, value: string) =>
    api.post<CaseIndicator>(`${cases}/${e(ref)}/indicators`, { type, value }),
  finding: (ref: string, text: string) => api.post<CaseFinding>(`${cases}/${e(ref)}/findings`, { text }),
  withdrawItem: (ref: string, kind: "indicators" | "findings", id: string, why: string) =>
    api.post<Withdrawn>(`${cases}/${e(ref)}/${kind}/${id}/withdraw`, { why }),
  evidence: (ref: string, file: File) =>
    api.post<Evidence>(`${cases}/${e(ref)}/evidence`, undefined, {
      query: { fileName: file.name },
      raw: { data: file, type: "application/octet-stream" },
    }),
  record: (schoolId: string, body: Record<string, unknown>) =>
    api.post<SchoolReadiness>(`/alerts/readiness/${e(schoolId)}/records`, body),
  addVulnerability: (body: Record<string, unknown>) => api.post<Vulnerability>("/alerts/vulnerabilities", body),
  closeVulnerability: (v: Vulnerability, closed: boolean) =>
    api.patch<Vulnerability>(`/alerts/vulnerabilities/${e(v.id)}`, { closed }, v.version),
  answerVulnerability: (id: string, assetIds: string[], state: string, evidence: string) =>
    api.post<{ changed: number }>(`/alerts/vulnerabilities/${e(id)}/answer`, {
      assetIds,
      state,
      evidence: evidence || undefined,
    }),
};
