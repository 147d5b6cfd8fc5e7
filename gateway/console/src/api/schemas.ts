import type { components, paths } from "./schema";

// Short names for the generated schema (`npm run generate`): a member that a service renames fails the check here.

export type Schemas = components["schemas"];

/** One page of a list; `next` is the cursor of the page after it. */
export interface Page<T> {
  items: T[];
  next: string | null;
}

/** What can be filtered by in the list at a path. */
export type Filter<P extends keyof paths> = paths[P] extends { get: { parameters: { query?: infer Q } } }
  ? NonNullable<Q>
  : never;

/** A request as a form builds it: what may be null may as well be absent, which services read as the same. */
export type Request<T> = T extends readonly (infer I)[]
  ? Request<I>[]
  : T extends object
    ? { [K in keyof T as null extends T[K] ? never : K]: Request<T[K]> } & {
        [K in keyof T as null extends T[K] ? K : never]?: Request<T[K]>;
      }
    : T;

// Session

export type Session = Schemas["SessionView"];
export type SessionSchool = Schemas["SessionSchoolView"];

// Trust

export type Grant = Schemas["GrantView"];
export type School = Schemas["SchoolView"];
export type Calendar = Schemas["CalendarView"];
export type Person = Schemas["PersonView"];
/** Hours of one weekday, local time as HH:mm. */
export type Opening = Schemas["OpeningView"];
export type SkillMatrix = Schemas["SkillMatrix"];
export type AuditEntry = Schemas["AuditView"];

// Assets

export type Asset = Schemas["AssetView"];
export type AssetImport = Schemas["AssetImportView"];
export type AssetImportRow = Schemas["AssetImportRowView"];
export type FoundSoftware = Schemas["FoundOnAssetView"];

// Tickets

export type Ticket = Schemas["TicketView"];
export type TicketStatus = Schemas["TicketStatus"];
export type Level = Schemas["TicketLevel"];
export type Priority = Schemas["TicketPriority"];
export type Visibility = Schemas["EntryVisibility"];
export type Clock = Schemas["ClockView"];
export type NamedPerson = Schemas["TicketPersonView"];
export type TimelineEntry = Schemas["TimelineView"];
export type TicketPlan = Schemas["TicketPlanView"];
export type EscalationPolicy = Schemas["PolicyView"];
export type PolicyStep = Schemas["PolicyStep"];
export type Redaction = Schemas["RedactionView"];
export type TicketSettings = Schemas["TicketSettingsView"];

// Partners

export type Partner = Schemas["PartnerView"];
export type ComplianceDocument = Schemas["ComplianceDocumentView"];
export type PartnerPromise = Schemas["PromiseView"];
export type Endpoint = Schemas["PartnerEndpointView"];
export type Recovery = Schemas["RecoveryView"];
export type Escalation = Schemas["EscalationView"];
export type EscalationStatus = Escalation["status"];
export type Delivery = Schemas["DeliveryView"];
export type Budget = Schemas["BudgetView"];
export type AreaScore = Schemas["AreaScoreView"];
export type PartnerArea = Schemas["PartnerArea"];
export type AnswerPage = Schemas["AnswerPage"];
export type AnswerKind = Schemas["AnswerKind"];

// Alerts

export type Severity = Schemas["Severity"];
export type Source = Schemas["SourceView"];
export type SourceKind = Schemas["SourceKind"];
export type Alert = Schemas["AlertView"];
export type AlertRule = Schemas["RuleView"];
export type Matcher = Schemas["Matcher"];
export type MatchField = Schemas["MatchField"];
export type MatchOp = Schemas["MatchOp"];
export type Silence = Schemas["SilenceView"];
export type NewSilence = Schemas["CreateSilence"];
export type Inhibition = Schemas["InhibitionView"];
export type Grouping = Schemas["GroupingView"];

// Cases

export type Case = Schemas["CaseView"];
export type CaseType = Schemas["CaseType"];
export type CaseStatus = Schemas["CaseStatus"];
export type CaseTask = Schemas["CaseTaskView"];
export type IndicatorType = Schemas["CaseIndicatorType"];
export type CaseFact = Schemas["CaseFactView"];
export type Obligation = Schemas["ObligationView"];
export type ObligationState = Obligation["state"];
export type Playbook = Schemas["Playbook"];
export type PlaybookStep = Schemas["PlaybookStep"];
/** An entry that was wrong stays, with who said so and why. */
export type Withdrawn = Pick<Schemas["CaseFindingView"], "withdrawnAt" | "withdrawnBy" | "withdrawnWhy">;
export type ReadinessItem = Schemas["ReadinessItemView"];
export type SchoolReadiness = Schemas["SchoolReadinessView"];
export type Vulnerability = Schemas["VulnerabilityView"];
export type VulnerabilityMatch = Schemas["VulnerabilityMatch"];
export type VulnerableAsset = Schemas["VulnerableAssetView"];
export type SchoolVulnerability = Schemas["SchoolVulnerabilityView"];

// Insights

export type Overview = Schemas["OverviewView"];
export type Cell = Schemas["OverviewCell"];
export type TrendDay = Schemas["TrendDay"];

/** Every service keeps an audit log of its own. */
export type AuditLogPath = Extract<keyof paths, `/api/${string}/audit`>;
