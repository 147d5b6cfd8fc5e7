import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, type Query } from "./client";
import { Problem } from "./problem";
import type * as t from "./types";

// Keys begin with the topic of the live stream, so that one change invalidates what it touches and nothing else:
// [topic, "list" | "one" | …, …].

const id = encodeURIComponent;

function list<T>(key: readonly unknown[], path: string, query: Query = {}) {
  return infiniteQueryOptions({
    queryKey: [...key, query],
    queryFn: ({ pageParam, signal }) => api.get<t.Page<T>>(path, { ...query, cursor: pageParam || undefined }, signal),
    initialPageParam: "",
    getNextPageParam: (last: t.Page<T>) => last.next || undefined,
    placeholderData: keepPreviousData,
  });
}

function one<T>(key: readonly unknown[], path: string, query?: Query) {
  return queryOptions({ queryKey: key, queryFn: ({ signal }) => api.get<T>(path, query, signal) });
}

const rarely = { staleTime: 30 * 60_000 };

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async () => {
    try {
      return await api.get<t.Session>("/session");
    } catch (error) {
      if (error instanceof Problem && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: 5 * 60_000,
  retry: 1,
});

export const q = {
  signInWays: () => ({ ...one<t.SignInWays>(["ways"], "/session/ways"), ...rarely }),

  tickets: (query: Query) => list<t.Ticket>(["ticket", "list"], "/tickets", query),
  ticket: (ref: string) => one<t.Ticket>(["ticket", "one", ref], `/tickets/${id(ref)}`),
  timeline: (ref: string) =>
    list<t.TimelineEntry>(["ticket", "timeline", ref], `/tickets/${id(ref)}/timeline`, { limit: 250 }),
  plan: (ref: string) => one<t.TicketPlan>(["ticket", "plan", ref], `/tickets/${id(ref)}/plan`),
  attachments: (ref: string) =>
    one<t.Page<t.Attachment>>(["ticket", "attachments", ref], `/tickets/${id(ref)}/attachments`, { limit: 250 }),
  deskPeople: (schoolId?: string) => ({
    ...one<t.Page<t.NamedPerson>>(["person", "desk", schoolId], "/tickets/people", { schoolId, limit: 250 }),
    ...rarely,
  }),
  policies: () =>
    one<t.Page<t.EscalationPolicy>>(["settings", "policies"], "/tickets/escalation-policies", { limit: 250 }),
  redaction: () => one<t.Redaction>(["settings", "redaction"], "/tickets/redaction"),
  ticketSettings: () => one<t.TicketSettings>(["settings", "tickets"], "/tickets/settings"),

  assets: (query: Query) => list<t.Asset>(["asset", "list"], "/assets", query),
  asset: (ref: string) => one<t.Asset>(["asset", "one", ref], `/assets/${id(ref)}`),
  software: (ref: string) => one<t.SoftwareList>(["asset", "software", ref], `/assets/${id(ref)}/software`),
  foundSoftware: (query: Query) => list<t.FoundSoftware>(["asset", "found", "software"], "/assets/software", query),
  assetHistory: (ref: string) => list<t.AssetChange>(["asset", "history", ref], `/assets/${id(ref)}/history`),
  assetKinds: () => ({ ...one<t.AssetKind[] | t.Page<t.AssetKind>>(["kinds"], "/assets/kinds"), ...rarely }),
  assetImports: () => list<t.AssetImport>(["import", "list"], "/assets/imports", { limit: 20 }),
  assetImport: (ref: string) => one<t.AssetImport>(["import", "one", ref], `/assets/imports/${id(ref)}`),
  assetImportRows: (ref: string, result?: string) =>
    list<t.AssetImportRow>(["import", "rows", ref], `/assets/imports/${id(ref)}/rows`, { result }),

  alerts: (query: Query) => list<t.Alert>(["alert", "list"], "/alerts", query),
  alert: (ref: string) => one<t.Alert>(["alert", "one", ref], `/alerts/${id(ref)}`),
  sources: () => one<t.Page<t.Source>>(["source", "list"], "/alerts/sources", { limit: 250 }),
  rules: () => one<t.Page<t.AlertRule>>(["rule", "list"], "/alerts/rules", { limit: 250 }),

  areas: () => ({ ...one<t.Area[] | t.Page<t.Area>>(["areas"], "/partners/areas"), ...rarely }),
  partners: (query: Query = {}) => list<t.Partner>(["partner", "list"], "/partners", query),
  partner: (ref: string) => one<t.Partner>(["partner", "one", ref], `/partners/${id(ref)}`),
  scorecard: (ref: string, days: string) =>
    one<t.Scorecard>(["escalation", "scorecard", ref, days], `/partners/${id(ref)}/scorecard?days=${days}`),
  areaScores: (days: string) =>
    one<{ days: number; items: t.AreaScore[] }>(["escalation", "areas", days], "/partners/areas/scorecard", { days }),
  budgets: (year: string) =>
    one<{ year: number; items: t.Budget[] }>(["escalation", "budgets", year], "/partners/budgets", { year }),
  recoveries: (ref: string, endpoint: string) =>
    one<t.Page<t.Recovery>>(
      ["partner", "recoveries", endpoint],
      `/partners/${id(ref)}/endpoints/${id(endpoint)}/recoveries`,
    ),
  endpoints: (ref: string) => one<t.Page<t.Endpoint>>(["partner", "endpoints", ref], `/partners/${id(ref)}/endpoints`),
  papers: (ref: string) => one<t.Page<t.PartnerPaper>>(["partner", "papers", ref], `/partners/${id(ref)}/papers`),
  inbound: (ref: string) => one<t.Inbound>(["partner", "inbound", ref], `/partners/${id(ref)}/inbound`),
  partnerTokens: (ref: string) =>
    one<t.Page<t.PartnerToken>>(["partner", "tokens", ref], `/partners/${id(ref)}/tokens`),
  escalations: (query: Query) => list<t.Escalation>(["escalation", "list"], "/partners/escalations", query),
  escalation: (ref: string) => ({
    ...one<t.Escalation>(["escalation", "one", ref], `/partners/escalations/${id(ref)}`),
    // The partners' service hears of a fresh escalation a moment after the ticket shows it.
    retry: (tries: number, error: Error) =>
      error instanceof Problem && (error.status === 404 ? tries < 4 : error.isPassing && tries < 2),
    retryDelay: 800,
  }),
  deliveries: (query: Query) => list<t.Delivery>(["escalation", "deliveries"], "/partners/deliveries", query),
  deliveriesOf: (ref: string) =>
    list<t.Delivery>(["escalation", "sent", ref], `/partners/escalations/${id(ref)}/deliveries`),
  delivery: (ref: string) => one<t.Delivery>(["escalation", "delivery", ref], `/partners/deliveries/${id(ref)}`),

  schools: (query: Query) => list<t.School>(["school", "list"], "/trust/schools", query),
  school: (ref: string) => one<t.School>(["school", "one", ref], `/trust/schools/${id(ref)}`),
  calendar: (ref: string) => one<t.Calendar>(["school", "calendar", ref], `/trust/schools/${id(ref)}/calendar`),
  people: (query: Query) => list<t.Person>(["person", "list"], "/trust/people", query),
  person: (ref: string) => one<t.Person>(["person", "one", ref], `/trust/people/${id(ref)}`),
  skills: () => one<t.SkillMatrix>(["person", "skills"], "/trust/skills"),
  tokens: () => one<t.Page<t.ApiToken>>(["token", "list"], "/trust/tokens", { limit: 250 }),
  audit: (service: string) => list<t.AuditEntry>(["audit", service], `/${service}/audit`),

  overview: (schoolId?: string) => one<t.Overview>(["overview", schoolId], "/insights/overview", { schoolId }),
  trends: (days: number, schoolId?: string) =>
    one<{ items: t.TrendDay[] }>(["trends", days, schoolId], "/insights/trends", { days, schoolId }),
};

/** Some short lists may come bare or as a page. */
export function itemsOf<T>(data: T[] | t.Page<T> | undefined): T[] {
  if (!data) return [];
  return Array.isArray(data) ? data : data.items;
}
