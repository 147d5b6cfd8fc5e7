// The shapes of the HTTP API, by hand, until `npm run generate` can take them from docs/api/v1.json.
// Optional members may be absent or null on the wire.

type Maybe<T> = T | null | undefined;

export interface Page<T> {
  items: T[];
  next?: string | null;
}

export type Role = "staff" | "school_lead" | "technician" | "manager" | "executive" | "admin";
export const roles: Role[] = ["staff", "school_lead", "technician", "manager", "executive", "admin"];

export interface Grant {
  role: Role;
  /** null: for the whole trust */
  schools: string[] | null;
}

export interface SessionSchool {
  id: string;
  name: string;
  urn: string | number;
  phase: string;
}

export interface Session {
  person: { id: string; name: string; email: string; jobTitle?: string | null; schoolId?: string | null };
  grants: Grant[];
  roles: Role[];
  schools: SessionSchool[];
  allSchools: boolean;
  csrfToken: string;
  mustChangePassword: boolean;
}

/** How people sign in here: with a password, or at the identity provider of this name. */
export interface SignInWays {
  password: boolean;
  provider?: string | null;
}

export interface NamedPerson {
  id: string;
  name: string;
  email?: string | null;
}

// Trust

export interface School {
  id: string;
  version: number;
  urn: string | number;
  name: string;
  phase: string;
  status: string;
  type?: Maybe<string>;
  localAuthority?: Maybe<{ code?: Maybe<string>; name?: Maybe<string> }>;
  establishmentNumber?: Maybe<string | number>;
  laestab?: Maybe<string>;
  ukprn?: Maybe<string | number>;
  trustUid?: Maybe<string>;
  trustName?: Maybe<string>;
  address?: Maybe<{
    street?: Maybe<string>;
    locality?: Maybe<string>;
    town?: Maybe<string>;
    county?: Maybe<string>;
    postcode?: Maybe<string>;
  }>;
  website?: Maybe<string>;
  telephone?: Maybe<string>;
  head?: Maybe<string>;
  pupils?: Maybe<number>;
  lowAge?: Maybe<number>;
  highAge?: Maybe<number>;
  openedOn?: Maybe<string>;
  closedOn?: Maybe<string>;
  domains: string[];
  ipRanges: string[];
  source: "manual" | "gias";
  createdAt: string;
  updatedAt: string;
}

export interface Calendar {
  version: number;
  timeZone: string;
  weekly: { day: string; opens: string; closes: string }[];
  closed: { from: string; to: string; name: string }[];
}

export interface SchoolImportReport {
  dryRun: boolean;
  rows: number;
  matched: number;
  created: number;
  updated: number;
  unchanged: number;
  errors: { row: number; column?: Maybe<string>; code: string; message: string }[];
  schools: { urn: string | number; name: string; result: "created" | "updated" | "unchanged" | "error" }[];
}

export interface Person {
  id: string;
  version: number;
  name: string;
  email: string;
  jobTitle?: Maybe<string>;
  phone?: Maybe<string>;
  schoolId?: Maybe<string>;
  active: boolean;
  grants: Grant[];
  skills: Skill[];
  /** Null: whenever the school is at work. */
  hours?: Maybe<Opening[]>;
  absences: Absence[];
  lastSignInAt?: Maybe<string>;
  createdAt: string;
}

export interface Skill {
  area: string;
  /** 1 learns it, 2 works alone, 3 teaches others; who holds a skill has at least 2. */
  level: number;
}

/** One opening of a week, local time as HH:mm. */
export interface Opening {
  day: string;
  opens: string;
  closes: string;
}

export interface Absence {
  from: string;
  to: string;
}

export interface SkillMatrix {
  areas: { area: string; holders: number; atWork: number; loneHolder: boolean }[];
  people: {
    id: string;
    name: string;
    jobTitle?: Maybe<string>;
    schoolId?: Maybe<string>;
    atWork: boolean;
    skills: Skill[];
  }[];
}

export interface ApiToken {
  id: string;
  name: string;
  prefix: string;
  scopes: string[];
  grants: Grant[];
  createdAt: string;
  expiresAt?: Maybe<string>;
  lastUsedAt?: Maybe<string>;
}

export interface AuditEntry {
  id: string;
  at: string;
  actorId?: Maybe<string>;
  actor: string;
  actorKind: string;
  ip?: Maybe<string>;
  action: string;
  subjectKind: string;
  subjectId: string;
  changes?: unknown;
}

// Assets

export interface AssetKind {
  kind: string;
  label: string;
  attributes: {
    name: string;
    label: string;
    type: "text" | "number" | "date" | "bool" | "choice";
    choices?: Maybe<string[]>;
  }[];
}

export interface Asset {
  id: string;
  version: number;
  tag: string;
  kind: string;
  name: string;
  status: "in_stock" | "in_use" | "in_repair" | "lost" | "retired" | "disposed";
  schoolId: string;
  location?: Maybe<string>;
  holderEmail?: Maybe<string>;
  holderName?: Maybe<string>;
  manufacturer?: Maybe<string>;
  model?: Maybe<string>;
  modelNumber?: Maybe<string>;
  serial?: Maybe<string>;
  hostName?: Maybe<string>;
  macs: string[];
  ips: string[];
  operatingSystem?: Maybe<string>;
  osVersion?: Maybe<string>;
  purchasedOn?: Maybe<string>;
  purchaseCost?: Maybe<number>;
  supplier?: Maybe<string>;
  orderNumber?: Maybe<string>;
  warrantyEndsOn?: Maybe<string>;
  endOfLifeOn?: Maybe<string>;
  notes?: Maybe<string>;
  attributes: Record<string, string>;
  lastSeenAt?: Maybe<string>;
  source?: Maybe<string>;
  createdAt: string;
  updatedAt: string;
}

export interface InstalledProgram {
  name: string;
  publisher?: Maybe<string>;
  version?: Maybe<string>;
  seenAt: string;
}

export interface SoftwareList {
  assetId: string;
  seenAt?: Maybe<string>;
  source?: Maybe<string>;
  items: InstalledProgram[];
}

export interface FoundSoftware {
  id: string;
  tag: string;
  assetName: string;
  schoolId: string;
  hostName?: Maybe<string>;
  programs: (InstalledProgram & { toCheck: boolean })[];
}

export interface AssetChange {
  at: string;
  actor: string;
  action: string;
  changes: { field: string; from?: Maybe<string>; to?: Maybe<string> }[];
}

export interface AssetImport {
  id: string;
  version: number;
  fileName?: Maybe<string>;
  format: string;
  dryRun: boolean;
  status: "queued" | "running" | "finished" | "failed" | "cancelled";
  rows: number;
  processed: number;
  created: number;
  updated: number;
  unchanged: number;
  skipped: number;
  failed: number;
  problems: { code: string; message: string; column?: Maybe<string> }[];
  startedAt?: Maybe<string>;
  finishedAt?: Maybe<string>;
  createdAt: string;
}

export interface AssetImportRow {
  row: number;
  result: "created" | "updated" | "unchanged" | "skipped" | "failed";
  tag?: Maybe<string>;
  serial?: Maybe<string>;
  reason?: Maybe<string>;
  code?: Maybe<string>;
}

// Tickets

export type Level = "high" | "medium" | "low";
export type Priority = "critical" | "high" | "medium" | "low";
export type TicketStatus = "new" | "open" | "waiting_requester" | "waiting_partner" | "resolved" | "closed";
export type Visibility = "public" | "internal" | "partner";

export interface Clock {
  goalMinutes: number;
  elapsedMinutes: number;
  remainingMinutes: number;
  dueAt?: Maybe<string>;
  state: "running" | "paused" | "met" | "breached";
}

export interface Ticket {
  id: string;
  version: number;
  reference: string;
  title: string;
  description?: Maybe<string>;
  kind: "incident" | "request";
  category?: Maybe<string>;
  impact: Level;
  urgency: Level;
  priority: Priority;
  status: TicketStatus;
  channel: string;
  schoolId: string;
  schoolName: string;
  asset?: Maybe<{ id: string; tag: string; name: string; kind: string }>;
  requester?: Maybe<NamedPerson>;
  openedBy?: Maybe<NamedPerson>;
  approver?: Maybe<NamedPerson>;
  assignee?: Maybe<NamedPerson>;
  episodeId?: Maybe<string>;
  firstResponse: Clock;
  resolution: Clock;
  escalation?: Maybe<{
    id: string;
    reference?: Maybe<string>;
    area: string;
    status: EscalationStatus;
    partnerName?: Maybe<string>;
    requestedAt: string;
    acknowledgedAt?: Maybe<string>;
    expectedAt?: Maybe<string>;
    question?: Maybe<string>;
  }>;
  resolvedAs?: Maybe<{
    summary: string;
    cause?: Maybe<string>;
    timeSpentMinutes?: Maybe<number>;
    at: string;
    by: string;
  }>;
  createdAt: string;
  updatedAt: string;
  resolvedAt?: Maybe<string>;
  closedAt?: Maybe<string>;
  permissions: string[];
}

export interface Attachment {
  id: string;
  fileName: string;
  contentType?: Maybe<string>;
  size?: Maybe<number>;
  forPartner?: boolean;
}

export type Layer = "team" | "specialist" | "partner" | "second_partner";

/** What happens next when nobody does anything, and whose time it has taken. */
export interface TicketPlan {
  policyName?: Maybe<string>;
  area?: Maybe<string>;
  layer: Layer;
  next?: Maybe<{ layer: Layer; at?: Maybe<string>; share?: Maybe<number>; why: string }>;
  held?: Maybe<{ at: string; by: string; reason: string }>;
  layers: { layer: Layer; state: "reached" | "current" | "next" | "later" | "skipped" }[];
  clocks: {
    sla: Clock;
    ola?: Maybe<Clock>;
    partner?: Maybe<{
      since: string;
      answerDueAt?: Maybe<string>;
      answeredAt?: Maybe<string>;
      answerLate: boolean;
      resolveDueAt?: Maybe<string>;
      resolveLate: boolean;
      pausedSince?: Maybe<string>;
      usedMinutes: number;
    }>;
    withUsMinutes: number;
    withPartnerMinutes: number;
    lifeMinutes: number;
  };
}

export interface PolicyStep {
  layer: Layer;
  atShare?: Maybe<number>;
  afterMinutes?: Maybe<number>;
  rule?: Maybe<{ priorities?: Maybe<string[]>; assetKinds?: Maybe<string[]>; minSeverity?: Maybe<string> }>;
  whenNobody: boolean;
}

export interface EscalationPolicy {
  id: string;
  version: number;
  name: string;
  area: string;
  enabled: boolean;
  rank: number;
  categories: string[];
  assetKinds: string[];
  teamMinutes?: Maybe<number>;
  specialists: string[];
  partnerId?: Maybe<string>;
  steps: PolicyStep[];
}

export interface Redaction {
  version: number;
  emails: boolean;
  phones: boolean;
  names: string[];
  patterns: string[];
}

export interface Pack {
  title: string;
  description: string;
  stepsTried: string[];
  asset?: Maybe<{ tag: string; name: string; model?: Maybe<string>; serial?: Maybe<string> }>;
  contactWindow?: Maybe<string>;
  files?: Maybe<{ id: string; fileName: string; size: number }[]>;
}

export interface EscalationPreview {
  area: string;
  reason: string;
  priority: string;
  pack: Pack;
  redacted: number;
}

export type AnswerKind = "acknowledge" | "comment" | "question" | "resolve" | "reject";

export interface AnswerPage {
  partnerName: string;
  expiresAt: string;
  may: AnswerKind[];
  escalation: Pick<
    Escalation,
    | "reference"
    | "ticketReference"
    | "schoolName"
    | "status"
    | "priority"
    | "reason"
    | "partnerReference"
    | "expectedAt"
    | "steps"
  > & { pack: Pack };
}

export interface PartnerPaper {
  id: string;
  kind: string;
  reference: string;
  expiresOn?: Maybe<string>;
  daysLeft?: Maybe<number>;
}

export interface Inbound {
  path: string;
  secrets: { hint: string; createdAt: string; expiresAt?: Maybe<string> }[];
}

export interface TimelineEntry {
  id: string;
  at: string;
  kind:
    | "opened"
    | "comment"
    | "assigned"
    | "changed"
    | "waiting"
    | "escalation"
    | "clock"
    | "resolved"
    | "reopened"
    | "closed"
    | "attachment"
    | "alert";
  actor: string;
  actorKind: "person" | "partner" | "system";
  text?: Maybe<string>;
  visibility?: Maybe<Visibility>;
  changes?: Maybe<{ field: string; from?: Maybe<string>; to?: Maybe<string> }[]>;
  attachment?: Maybe<Attachment>;
}

type Goal = { firstResponseMinutes: number; resolutionMinutes: number };
export interface Goals {
  critical: Goal;
  high: Goal;
  medium: Goal;
  low: Goal;
}
export interface TicketSettings extends Goals {
  version: number;
}

export interface NewTicket {
  title: string;
  description?: string;
  kind?: "incident" | "request";
  impact?: Level;
  urgency?: Level;
  schoolId?: string;
  assetId?: string;
  requesterId?: string;
  location?: string;
  channel?: string;
}

// Partners

export interface Area {
  area: string;
  label: string;
}

export interface Partner {
  id: string;
  version: number;
  name: string;
  areas: string[];
  status: "active" | "suspended";
  contactName?: Maybe<string>;
  contactEmail?: Maybe<string>;
  contactPhone?: Maybe<string>;
  schoolIds: string[] | null;
  agreement?: Maybe<{
    reference: string;
    startsOn: string;
    endsOn?: Maybe<string>;
    acknowledgeMinutes?: Maybe<number>;
    resolveMinutes?: Maybe<number>;
    notes?: Maybe<string>;
  }>;
  hours?: Maybe<{ timeZone?: Maybe<string>; weekly: { day: string; opens: string; closes: string }[] }>;
  mostOpen?: Maybe<number>;
  rates?: Maybe<{ hourlyPence?: Maybe<number>; callOutPence?: Maybe<number>; minimumMinutes?: Maybe<number> }>;
  openEscalations: number;
  createdAt: string;
  updatedAt: string;
}

/** How a partner kept one promise; minutes of the clock on the wall. */
export interface PartnerPromise {
  limitMinutes?: Maybe<number>;
  done: number;
  late: number;
  medianMinutes?: Maybe<number>;
}

export interface Scorecard {
  days: number;
  escalations: number;
  open: number;
  resolved: number;
  rejected: number;
  cancelled: number;
  minutesSpent: number;
  reopened: number;
  costPence: number;
  answer: PartnerPromise;
  resolution: PartnerPromise;
}

export interface AreaScore {
  area: string;
  label: string;
  partners: number;
  skillHolders: number;
  uncovered: boolean;
  escalations: number;
  resolved: number;
  nobody: number;
  reopened: number;
  costPence: number;
  withPartner: AreaTime;
  withoutPartner: AreaTime;
  minutesSaved?: Maybe<number>;
}

export interface AreaTime {
  tickets: number;
  medianMinutes?: Maybe<number>;
}

export interface Budget {
  schoolId: string;
  schoolName?: Maybe<string>;
  year: number;
  version: number;
  amountPence?: Maybe<number>;
  spentPence: number;
  escalations: number;
  openEscalations: number;
}

export interface Recovery {
  id: string;
  endpointId: string;
  since: string;
  until: string;
  status: "running" | "finished" | "cancelled" | "stopped";
  /** Messages that had not arrived when it was asked for. */
  total: number;
  /** Messages put in the queue again so far. */
  queued: number;
  reason?: Maybe<string>;
  requestedBy: string;
  createdAt: string;
  finishedAt?: Maybe<string>;
}

export interface Endpoint {
  id: string;
  version: number;
  partnerId: string;
  channel: "webhook" | "email";
  url: string;
  description?: Maybe<string>;
  events: string[];
  /** Names only; the values are shown to nobody. */
  headers: string[];
  concurrency?: Maybe<number>;
  ordered: boolean;
  status: "active" | "disabled";
  disabledReason?: Maybe<string>;
  secretHint: string;
  lastSuccessAt?: Maybe<string>;
  lastFailureAt?: Maybe<string>;
  createdAt: string;
}

export interface EndpointChange {
  url?: string;
  description?: string;
  events?: string[];
  headers?: { name: string; value?: string }[];
  concurrency?: number;
  ordered?: boolean;
}

export interface PartnerToken {
  id: string;
  name: string;
  prefix: string;
  createdAt: string;
  expiresAt?: Maybe<string>;
  lastUsedAt?: Maybe<string>;
}

export type EscalationStatus =
  | "requested"
  | "unroutable"
  | "sent"
  | "acknowledged"
  | "resolved"
  | "rejected"
  | "cancelled";

export interface Escalation {
  id: string;
  version: number;
  reference: string;
  ticketId: string;
  ticketReference: string;
  schoolId: string;
  schoolName: string;
  area: string;
  partnerId?: Maybe<string>;
  partnerName?: Maybe<string>;
  status: EscalationStatus;
  priority: Priority;
  reason: string;
  requestedBy: string;
  requestedAt: string;
  routing?: Maybe<{ reason: string; candidates: { partnerId: string; name: string; chosen: boolean; why: string }[] }>;
  pack?: unknown;
  sentAt?: Maybe<string>;
  acknowledgedAt?: Maybe<string>;
  expectedAt?: Maybe<string>;
  partnerReference?: Maybe<string>;
  question?: Maybe<{ text: string; askedAt: string; answeredAt?: Maybe<string> }>;
  cost: {
    purchaseOrder?: Maybe<string>;
    calledOut: boolean;
    invoicePence?: Maybe<number>;
    costPence?: Maybe<number>;
  };
  closedAt?: Maybe<string>;
  outcome?: Maybe<{ summary: string; cause?: Maybe<string>; fix?: Maybe<string>; timeSpentMinutes?: Maybe<number> }>;
  steps: { id: string; kind: string; by: string; text?: Maybe<string>; at: string }[];
}

export interface Delivery {
  id: string;
  version: number;
  escalationId?: Maybe<string>;
  endpointId: string;
  partnerId: string;
  eventType: string;
  messageId: string;
  status: "pending" | "succeeded" | "failed" | "dropped";
  reason?: Maybe<string>;
  attemptCount: number;
  nextAttemptAt?: Maybe<string>;
  underWay: boolean;
  replayOf?: Maybe<string>;
  createdAt: string;
  finishedAt?: Maybe<string>;
  attempts: {
    number: number;
    startedAt: string;
    durationMs: number;
    connectMs?: Maybe<number>;
    answerMs?: Maybe<number>;
    statusCode?: Maybe<number>;
    error?: Maybe<string>;
    request?: Maybe<string>;
    responseHeaders?: Maybe<string>;
    response?: Maybe<string>;
  }[];
  /** What is sent; only when one delivery is read. */
  body?: Maybe<string>;
}

// Alerts

export type Severity = "fatal" | "critical" | "high" | "medium" | "low" | "informational" | "unknown";
export type SourceKind =
  | "wazuh"
  | "graph"
  | "alertmanager"
  | "generic"
  | "ocsf"
  | "cloud_events"
  | "the_hive"
  | "google_workspace"
  | "syslog"
  | "early_warning";

export interface Source {
  id: string;
  version: number;
  name: string;
  kind: SourceKind;
  status: "active" | "disabled";
  schoolId?: Maybe<string>;
  identity: string[];
  mapping?: Maybe<Record<string, unknown>>;
  lastReceivedAt?: Maybe<string>;
  receivedCount: number;
  tokenHint: string;
  ingestPath?: Maybe<string>;
  createdAt: string;
}

export interface Alert {
  id: string;
  version: number;
  sourceId: string;
  sourceName: string;
  sourceKind: SourceKind;
  title: string;
  description?: Maybe<string>;
  severity: Severity;
  status: "new" | "acknowledged" | "resolved";
  rule?: Maybe<string>;
  hostName?: Maybe<string>;
  user?: Maybe<string>;
  ip?: Maybe<string>;
  assetId?: Maybe<string>;
  assetTag?: Maybe<string>;
  schoolId?: Maybe<string>;
  schoolName?: Maybe<string>;
  correlation?: Maybe<{
    by?: Maybe<string>;
    candidates: { assetId?: Maybe<string>; schoolId: string; label: string }[];
    why?: Maybe<string>;
  }>;
  count: number;
  firstSeenAt: string;
  lastSeenAt: string;
  resolvedAt?: Maybe<string>;
  resolvedBy?: Maybe<string>;
  acknowledgedBy?: Maybe<string>;
  ticketId?: Maybe<string>;
  ticketReference?: Maybe<string>;
  ruleName?: Maybe<string>;
  techniques: string[];
  raw?: unknown;
  createdAt: string;
  muted?: Maybe<{ kind: string; byId?: Maybe<string>; why?: Maybe<string>; until?: Maybe<string> }>;
  stormId?: Maybe<string>;
  isStorm: boolean;
  personName?: Maybe<string>;
  falsePositive: boolean;
}

export interface AlertRule {
  id: string;
  version: number;
  name: string;
  enabled: boolean;
  position: number;
  match: {
    sourceId?: Maybe<string>;
    sourceKind?: Maybe<SourceKind>;
    minSeverity?: Maybe<Severity>;
    titleContains?: Maybe<string>;
    ruleIds?: Maybe<string[]>;
    hostStartsWith?: Maybe<string>;
    schoolId?: Maybe<string>;
    matchers?: Maybe<import("./sense").Matcher[]>;
  };
  action: {
    openTicket: boolean;
    impact?: Maybe<Level>;
    urgency?: Maybe<Level>;
    escalateArea?: Maybe<string>;
    setSeverity?: Maybe<Severity>;
    stop?: Maybe<boolean>;
    checklist?: Maybe<string[]>;
    notify?: Maybe<boolean>;
    openCase?: Maybe<string>;
    mailPeople?: Maybe<string[]>;
    mailRoles?: Maybe<string[]>;
  };
}

// Insights

export interface Cell {
  ticketsOpen: number;
  ticketsCritical: number;
  ticketsBreached: number;
  ticketsDueSoon: number;
  ticketsResolved7d: number;
  alertsOpen: { critical: number; high: number; medium: number; low: number; other: number };
  escalationsOpen: number;
  escalationsUnroutable: number;
  assets: number;
  assetsPastLife: number;
  assetsOutOfWarranty: number;
}

export interface Overview {
  asOf: string;
  rebuilding?: Maybe<boolean>;
  totals: Cell;
  schools: { schoolId: string; name: string; phase: string; cells: Cell }[];
  assetsByKind: { kind: string; count: number }[];
  assetsByAge: { band: string; count: number }[];
}

export interface TrendDay {
  day: string;
  opened: number;
  resolved: number;
  breached: number;
  alerts: number;
  escalated: number;
}

export interface LiveChange {
  topic: "ticket" | "alert" | "escalation" | "asset" | "school" | "case";
  id?: string | null;
  schoolId?: string | null;
  at: string;
  what: string;
}
