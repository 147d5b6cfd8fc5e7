import { api } from "./client";
import type * as t from "./types";

// Everything that changes something, one function per operation of the server.

const e = encodeURIComponent;

export const session = {
  signIn: (email: string, password: string) => api.post<t.Session>("/session", { email, password }),
  signOut: () => api.delete<void>("/session"),
  changePassword: (currentPassword: string, newPassword: string) =>
    api.post<void>("/session/password", { currentPassword, newPassword }),
};

export const tickets = {
  open: (body: t.NewTicket, key: string) => api.post<t.Ticket>("/tickets", body, { key }),
  change: (ref: string, body: Partial<Record<string, unknown>>, version: number) =>
    api.patch<t.Ticket>(`/tickets/${e(ref)}`, body, version),
  assign: (ref: string, assigneeId: string | null) => api.post<t.Ticket>(`/tickets/${e(ref)}/assign`, { assigneeId }),
  comment: (ref: string, body: string, visibility: t.Visibility, key: string) =>
    api.post<unknown>(`/tickets/${e(ref)}/comments`, { body, visibility }, { key }),
  wait: (ref: string, reason?: string) => api.post<t.Ticket>(`/tickets/${e(ref)}/wait`, reason ? { reason } : {}),
  carryOn: (ref: string) => api.post<t.Ticket>(`/tickets/${e(ref)}/continue`, {}),
  escalate: (
    ref: string,
    body: { area: string; reason: string; partnerId?: string; contactWindow?: string },
    key: string,
  ) => api.post<t.Ticket>(`/tickets/${e(ref)}/escalate`, body, { key }),
  preview: (ref: string, body: { area: string; reason: string; contactWindow?: string }) =>
    api.post<t.EscalationPreview>(`/tickets/${e(ref)}/escalate/preview`, body),
  plan: (ref: string, command: "take" | "skip" | "hold" | "release", reason: string) =>
    api.post<t.TicketPlan>(`/tickets/${e(ref)}/plan/${command}`, { reason }),
  share: (ref: string, file: string, forPartner: boolean) =>
    api.post<t.Attachment>(`/tickets/${e(ref)}/attachments/${e(file)}/share`, { forPartner }),
  cancelEscalation: (ref: string, reason: string) =>
    api.post<t.Ticket>(`/tickets/${e(ref)}/escalation/cancel`, { reason }),
  resolve: (ref: string, body: { summary: string; cause?: string; timeSpentMinutes?: number }) =>
    api.post<t.Ticket>(`/tickets/${e(ref)}/resolve`, body),
  reopen: (ref: string, reason: string) => api.post<t.Ticket>(`/tickets/${e(ref)}/reopen`, { reason }),
  close: (ref: string) => api.post<t.Ticket>(`/tickets/${e(ref)}/close`, {}),
  attach: (ref: string, file: File, shareable: boolean) =>
    api.post<t.Attachment>(`/tickets/${e(ref)}/attachments`, undefined, {
      query: { fileName: file.name, shareable },
      raw: { data: file, type: file.type || "application/octet-stream" },
    }),
  addPolicy: (body: Record<string, unknown>) => api.post<t.EscalationPolicy>("/tickets/escalation-policies", body),
  changePolicy: (id: string, body: Record<string, unknown>, version: number) =>
    api.put<t.EscalationPolicy>(`/tickets/escalation-policies/${e(id)}`, body, version),
  removePolicy: (id: string) => api.delete<void>(`/tickets/escalation-policies/${e(id)}`),
  saveRedaction: (body: Omit<t.Redaction, "version">, version: number) =>
    api.put<t.Redaction>("/tickets/redaction", body, version),
  saveSettings: (body: t.Goals, version?: number | null) =>
    api.put<t.TicketSettings>("/tickets/settings", body, version),
};

export const assets = {
  create: (body: Record<string, unknown>) => api.post<t.Asset>("/assets", body),
  change: (id: string, body: Record<string, unknown>, version: number) =>
    api.patch<t.Asset>(`/assets/${e(id)}`, body, version),
  retire: (id: string, body: { reason: string; disposed?: boolean; certificate?: string }) =>
    api.post<t.Asset>(`/assets/${e(id)}/retire`, body),
  import: (
    file: Blob,
    query: { format: string; dryRun: boolean; schoolId?: string; mapping?: string; fileName?: string },
  ) =>
    api.post<t.AssetImport>("/assets/imports", undefined, {
      query,
      raw: { data: file, type: file.type || "application/octet-stream" },
    }),
  cancelImport: (id: string) => api.post<t.AssetImport>(`/assets/imports/${e(id)}/cancel`, {}),
  applyImport: (id: string) => api.post<t.AssetImport>(`/assets/imports/${e(id)}/apply`, {}),
};

export const alerts = {
  acknowledge: (id: string, note?: string) => api.post<t.Alert>(`/alerts/${e(id)}/acknowledge`, note ? { note } : {}),
  resolve: (id: string, note?: string) => api.post<t.Alert>(`/alerts/${e(id)}/resolve`, note ? { note } : {}),
  assign: (id: string, schoolId: string, assetId?: string) =>
    api.post<t.Alert>(`/alerts/${e(id)}/assign`, { schoolId, assetId }),
  openTicket: (id: string, impact?: t.Level, urgency?: t.Level) =>
    api.post<t.Alert>(`/alerts/${e(id)}/ticket`, { impact, urgency }),
  createSource: (body: Record<string, unknown>) =>
    api.post<{ source: t.Source; token: string }>("/alerts/sources", body),
  changeSource: (id: string, body: Record<string, unknown>, version: number) =>
    api.patch<t.Source>(`/alerts/sources/${e(id)}`, body, version),
  deleteSource: (id: string, version: number) => api.delete<void>(`/alerts/sources/${e(id)}`, version),
  rotateSource: (id: string) => api.post<{ token: string }>(`/alerts/sources/${e(id)}/rotate`, {}),
  createRule: (body: Record<string, unknown>) => api.post<t.AlertRule>("/alerts/rules", body),
  changeRule: (id: string, body: Record<string, unknown>, version: number) =>
    api.patch<t.AlertRule>(`/alerts/rules/${e(id)}`, body, version),
  deleteRule: (id: string, version: number) => api.delete<void>(`/alerts/rules/${e(id)}`, version),
};

export const partners = {
  create: (body: Record<string, unknown>) => api.post<t.Partner>("/partners", body),
  change: (id: string, body: Record<string, unknown>, version: number) =>
    api.patch<t.Partner>(`/partners/${e(id)}`, body, version),
  addEndpoint: (id: string, body: t.EndpointChange & { url: string }) =>
    api.post<t.Endpoint & { secret?: string | null }>(`/partners/${e(id)}/endpoints`, body),
  changeEndpoint: (id: string, eid: string, body: t.EndpointChange, version: number) =>
    api.patch<t.Endpoint>(`/partners/${e(id)}/endpoints/${e(eid)}`, body, version),
  deleteEndpoint: (id: string, eid: string, version: number) =>
    api.delete<void>(`/partners/${e(id)}/endpoints/${e(eid)}`, version),
  rotate: (id: string, eid: string) =>
    api.post<{ secret: string; oldSecretUntil: string }>(`/partners/${e(id)}/endpoints/${e(eid)}/rotate`, {}),
  ping: (id: string, eid: string) => api.post<t.Delivery>(`/partners/${e(id)}/endpoints/${e(eid)}/ping`, {}),
  recover: (id: string, eid: string, body: { since: string; until?: string }) =>
    api.post<t.Recovery>(`/partners/${e(id)}/endpoints/${e(eid)}/recoveries`, body),
  cancelRecovery: (id: string, eid: string, rid: string) =>
    api.post<t.Recovery>(`/partners/${e(id)}/endpoints/${e(eid)}/recoveries/${e(rid)}/cancel`, {}),
  enable: (id: string, eid: string) => api.post<t.Endpoint>(`/partners/${e(id)}/endpoints/${e(eid)}/enable`, {}),
  addToken: (id: string, body: { name: string; expiresAt?: string }) =>
    api.post<t.PartnerToken & { token: string }>(`/partners/${e(id)}/tokens`, body),
  deleteToken: (id: string, tid: string) => api.delete<void>(`/partners/${e(id)}/tokens/${e(tid)}`),
  route: (id: string, partnerId: string) =>
    api.post<t.Escalation>(`/partners/escalations/${e(id)}/route`, { partnerId }),
  addPaper: (id: string, body: { kind: string; reference: string; expiresOn?: string }) =>
    api.post<t.PartnerPaper>(`/partners/${e(id)}/papers`, body),
  removePaper: (id: string, pid: string) => api.delete<void>(`/partners/${e(id)}/papers/${e(pid)}`),
  rotateInbound: (id: string) => api.post<{ secret: string }>(`/partners/${e(id)}/inbound/rotate`, {}),
  removeInbound: (id: string) => api.delete<void>(`/partners/${e(id)}/inbound`),
  saveCost: (
    id: string,
    body: { purchaseOrder: string | null; calledOut: boolean; invoicePence: number | null },
    version: number,
  ) => api.patch<t.Escalation>(`/partners/escalations/${e(id)}/cost`, body, version),
  saveBudget: (school: string, year: number, amountPence: number, version: number) =>
    api.put<t.Budget>(`/partners/budgets/${e(school)}/${year}`, { amountPence }, version),
  answerLink: (id: string) => api.post<{ path: string; expiresAt: string }>(`/partners/escalations/${e(id)}/links`, {}),
  replay: (id: string) => api.post<t.Delivery>(`/partners/deliveries/${e(id)}/replay`, {}),
};

/** For a partner with a link: no session, the token is in the body and nowhere else. */
export const answer = {
  view: (token: string) => api.post<t.AnswerPage>("/partners/answer/view", { token }, { anonymous: true }),
  send: (body: Record<string, unknown> & { token: string; kind: t.AnswerKind }) =>
    api.post<t.AnswerPage>("/partners/answer", body, { anonymous: true }),
  file: (token: string, id: string) =>
    api.post<Blob>(`/partners/answer/attachments/${e(id)}`, { token }, { anonymous: true, file: true }),
};

export const trust = {
  createSchool: (body: Record<string, unknown>) => api.post<t.School>("/trust/schools", body),
  changeSchool: (id: string, body: Record<string, unknown>, version: number) =>
    api.patch<t.School>(`/trust/schools/${e(id)}`, body, version),
  importSchools: (file: Blob, query: { trustUid?: string; urns?: string; dryRun: boolean }) =>
    api.post<t.SchoolImportReport>("/trust/schools/import", undefined, {
      query,
      raw: { data: file, type: "text/csv" },
    }),
  saveCalendar: (id: string, body: Omit<t.Calendar, "version">, version: number) =>
    api.put<t.Calendar>(`/trust/schools/${e(id)}/calendar`, body, version),
  createPerson: (body: Record<string, unknown>) =>
    api.post<{ oneTimePassword?: string } & (t.Person | { person: t.Person })>("/trust/people", body),
  changePerson: (id: string, body: Record<string, unknown>, version: number) =>
    api.patch<t.Person>(`/trust/people/${e(id)}`, body, version),
  saveSkills: (id: string, skills: t.Skill[], version: number) =>
    api.put<t.Person>(`/trust/people/${e(id)}/skills`, { skills }, version),
  saveWorkTime: (id: string, body: { hours: t.Opening[] | null; absences: t.Absence[] }, version: number) =>
    api.put<t.Person>(`/trust/people/${e(id)}/work-time`, body, version),
  saveGrants: (id: string, grants: t.Grant[], version: number) =>
    api.put<t.Person>(`/trust/people/${e(id)}/grants`, { grants }, version),
  resetPassword: (id: string) => api.post<{ oneTimePassword: string }>(`/trust/people/${e(id)}/password`, {}),
  createToken: (body: { name: string; scopes: string[]; grants: t.Grant[]; expiresAt?: string }) =>
    api.post<{ token: string } & Partial<t.ApiToken>>("/trust/tokens", body),
  deleteToken: (id: string) => api.delete<void>(`/trust/tokens/${e(id)}`),
};

export const insights = {
  rebuild: () => api.post<{ requestId: string }>("/insights/rebuild", {}),
};
