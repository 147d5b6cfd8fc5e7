// Checked by tsc alone, never bundled: every member that the console reads exists in the server's documents
// (src/api/schema.d.ts, from `npm run generate`). A renamed member of a service fails the console's check here.

import type * as c from "./cases";
import type { components } from "./schema";
import type * as n from "./sense";
import type * as t from "./types";

type Server = components["schemas"];

/** Members of ours that the server does not have; never when all is well. */
type Unknown<Ours, Theirs> = Exclude<keyof Ours, keyof Theirs>;

type None<T extends never> = T;

export type Checked = [
  None<Unknown<t.Session, Server["SessionView"]>>,
  None<Unknown<t.SignInWays, Server["SignInWays"]>>,
  None<Unknown<t.SessionSchool, Server["SessionSchoolView"]>>,
  None<Unknown<t.School, Server["SchoolView"]>>,
  None<Unknown<t.Calendar, Server["CalendarView"]>>,
  None<Unknown<t.SchoolImportReport, Server["SchoolImportReport"]>>,
  None<Unknown<t.Person, Server["PersonView"]>>,
  None<Unknown<t.Skill, Server["SkillView"]>>,
  None<Unknown<t.SkillMatrix, Server["SkillMatrix"]>>,
  None<Unknown<t.SkillMatrix["areas"][0], Server["SkillAreaView"]>>,
  None<Unknown<t.SkillMatrix["people"][0], Server["SkilledPersonView"]>>,
  None<Unknown<t.ApiToken, Server["ApiTokenView"]>>,
  None<Unknown<t.AuditEntry, Server["AuditView"]>>,
  None<Unknown<t.AssetKind, Server["AssetKindView"]>>,
  None<Unknown<t.Asset, Server["AssetView"]>>,
  None<Unknown<t.AssetChange, Server["AssetHistoryView"]>>,
  None<Unknown<t.SoftwareList, Server["SoftwareListView"]>>,
  None<Unknown<t.FoundSoftware, Server["FoundOnAssetView"]>>,
  None<Unknown<t.AssetImport, Server["AssetImportView"]>>,
  None<Unknown<t.AssetImportRow, Server["AssetImportRowView"]>>,
  None<Unknown<t.Ticket, Server["TicketView"]>>,
  None<Unknown<t.Clock, Server["ClockView"]>>,
  None<Unknown<t.TimelineEntry, Server["TimelineView"]>>,
  None<Unknown<t.Attachment, Server["AttachmentView"]>>,
  None<Unknown<t.TicketSettings, Server["TicketSettingsView"]>>,
  None<Unknown<t.NewTicket, Server["OpenTicket"]>>,
  None<Unknown<t.Partner, Server["PartnerView"]>>,
  None<Unknown<t.Endpoint, Server["PartnerEndpointView"]>>,
  None<Unknown<t.Recovery, Server["RecoveryView"]>>,
  None<Unknown<t.Scorecard, Server["ScorecardView"]>>,
  None<Unknown<t.AreaScore, Server["AreaScoreView"]>>,
  None<Unknown<t.AreaTime, Server["AreaTimeView"]>>,
  None<Unknown<t.Budget, Server["BudgetView"]>>,
  None<Unknown<t.PartnerPromise, Server["PromiseView"]>>,
  None<Unknown<t.PartnerToken, Server["PartnerTokenView"]>>,
  None<Unknown<t.Escalation, Server["EscalationView"]>>,
  None<Unknown<t.EscalationPolicy, Server["PolicyView"]>>,
  None<Unknown<t.Redaction, Server["RedactionView"]>>,
  None<Unknown<t.TicketPlan, Server["TicketPlanView"]>>,
  None<Unknown<t.EscalationPreview, Server["EscalationPreview"]>>,
  None<Unknown<t.Pack, Server["EscalationPack"]>>,
  None<Unknown<t.AnswerPage, Server["AnswerPage"]>>,
  None<Unknown<t.PartnerPaper, Server["PaperView"]>>,
  None<Unknown<t.Inbound, Server["InboundView"]>>,
  None<Unknown<t.Delivery, Server["DeliveryView"]>>,
  None<Unknown<t.Source, Server["SourceView"]>>,
  None<Unknown<t.Alert, Server["AlertView"]>>,
  None<Unknown<t.AlertRule, Server["RuleView"]>>,
  None<Unknown<n.Inhibition, Server["InhibitionView"]>>,
  None<Unknown<n.Grouping, Server["GroupingView"]>>,
  None<Unknown<c.Case, Server["CaseView"]>>,
  None<Unknown<c.CaseEntry, Server["CaseEntryView"]>>,
  None<Unknown<c.CaseFact, Server["CaseFactView"]>>,
  None<Unknown<c.Duty, Server["DutyView"]>>,
  None<Unknown<c.CaseTask, Server["CaseTaskView"]>>,
  None<Unknown<c.CaseIndicator, Server["CaseIndicatorView"]>>,
  None<Unknown<c.CaseFinding, Server["CaseFindingView"]>>,
  None<Unknown<c.Evidence, Server["EvidenceView"]>>,
  None<Unknown<c.SchoolReadiness, Server["SchoolReadinessView"]>>,
  None<Unknown<c.ReadinessItem, Server["ReadinessItemView"]>>,
  None<Unknown<c.Vulnerability, Server["VulnerabilityView"]>>,
  None<Unknown<c.VulnerableAsset, Server["VulnerableAssetView"]>>,
  None<Unknown<c.SchoolVulnerability, Server["SchoolVulnerabilityView"]>>,
  None<Unknown<t.Overview, Server["OverviewView"]>>,
  None<Unknown<t.Cell, Server["OverviewCell"]>>,
  None<Unknown<t.TrendDay, Server["TrendDay"]>>,
];

type StatusOf<T extends { status?: unknown }> = NonNullable<T["status"]>;
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;

/** Words of the server that the console shows as marks: a new one has to get its shape and word first. */
export const words: [
  Same<t.TicketStatus, StatusOf<Server["TicketView"]>>,
  Same<t.EscalationStatus, StatusOf<Server["EscalationView"]>>,
  Same<t.Asset["status"], StatusOf<Server["AssetView"]>>,
  Same<t.Alert["status"], StatusOf<Server["AlertView"]>>,
  Same<t.Delivery["status"], StatusOf<Server["DeliveryView"]>>,
] = [true, true, true, true, true];
