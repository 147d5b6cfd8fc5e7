// A server in memory that follows the contract of the HTTP API, for work on the console alone.
//   node dev/fake-server.mjs [--port 8099] [--dist dist]
// Accounts: staff@, lead@, tech@, manager@, exec@, admin@, new@mat.example; the password is "password".

import { randomUUID } from "node:crypto";
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import * as data from "./fake-data.mjs";

const argument = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at > 0 ? process.argv[at + 1] : otherwise;
};
const port = Number(argument("port", "8099"));
const dist = argument("dist", new URL("../dist", import.meta.url).pathname);

class Refusal extends Error {
  constructor(status, code, detail, errors) {
    super(detail);
    Object.assign(this, { status, code, detail, errors });
  }
}
const notFound = () => new Refusal(404, "not_found", "There is no such thing.");

const sessions = new Map();
const streams = new Set();
const timelines = new Map();
const calendars = new Map();
const imports = [];
const tokens = [];
const partnerTokens = new Map();
let settings = { version: 1, ...data.ticketGoals };
let nextTicket = 10501;
const at = () => new Date().toISOString();

function publish(topic, thing, what = "changed") {
  const text = `event: change\ndata: ${JSON.stringify({ topic, id: thing?.id, schoolId: thing?.schoolId, at: at(), what })}\n\n`;
  for (const stream of streams) stream.write(text);
}

const desk = ["technician", "manager", "admin"];
const has = (me, ...roles) => me.grants.some((g) => roles.includes(g.role));
const scope = (me) => (me.grants.some((g) => g.schools === null) ? null : new Set(me.grants.flatMap((g) => g.schools)));
const sees = (me, schoolId) => !scope(me) || scope(me).has(schoolId);

function sessionView(s) {
  const { me } = s;
  return {
    person: { id: me.id, name: me.name, email: me.email, jobTitle: me.jobTitle, schoolId: me.schoolId },
    grants: me.grants,
    roles: [...new Set(me.grants.map((g) => g.role))],
    schools: data.schools.filter((x) => sees(me, x.id)).map(({ id, name, urn, phase }) => ({ id, name, urn, phase })),
    allSchools: !scope(me),
    csrfToken: s.csrf,
    mustChangePassword: s.must,
  };
}

function page(list, query, keys = {}) {
  let items = [...list];
  const sort = query.get("sort");
  if (sort) {
    const name = sort.replace(/^-/, "");
    const key = keys[name] ?? ((x) => x[name]);
    items.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
    if (sort.startsWith("-")) items.reverse();
  }
  const from = Number(query.get("cursor") || 0);
  const limit = Math.min(250, Number(query.get("limit") || 50));
  const next = from + limit < items.length ? String(from + limit) : null;
  items = items.slice(from, from + limit);
  return { items, next };
}

const contains = (q, ...texts) =>
  !q ||
  texts.some((t) =>
    String(t ?? "")
      .toLowerCase()
      .includes(q.toLowerCase()),
  );

function permissions(me, t) {
  const active = !["resolved", "closed"].includes(t.status);
  if (!has(me, ...desk))
    return t.requester?.id === me.id || has(me, "school_lead")
      ? ["comment", "attach", ...(active ? [] : ["reopen"])]
      : [];
  const may = t.status === "closed" ? [] : ["comment", "attach", "comment_internal", "edit"];
  if (active) may.push("assign", "resolve", t.status === "waiting_partner" ? "cancel_escalation" : "escalate");
  if (["new", "open"].includes(t.status)) may.push("wait");
  if (t.status === "waiting_requester") may.push("continue");
  if (t.status === "resolved") may.push("close");
  if (!active) may.push("reopen");
  return may;
}
const ticketView = (me, t) => ({ ...t, permissions: permissions(me, t) });

function findTicket(me, ref) {
  const t = data.tickets.find((x) => x.id === ref || x.reference === ref);
  if (!t || !(sees(me, t.schoolId) || t.requester?.id === me.id)) throw notFound();
  if (me.grants.every((g) => g.role === "staff") && t.requester?.id !== me.id) throw notFound();
  return t;
}

function timeline(t) {
  if (!timelines.has(t.id)) {
    const rows = [
      {
        id: randomUUID(),
        at: t.createdAt,
        kind: "opened",
        actor: t.openedBy.name,
        actorKind: "person",
        text: t.description,
      },
    ];
    if (t.assignee)
      rows.push({
        id: randomUUID(),
        at: t.createdAt,
        kind: "assigned",
        actor: "Maya Lindqvist",
        actorKind: "person",
        text: t.assignee.name,
      });
    if (t.status !== "new") {
      rows.push({
        id: randomUUID(),
        at: t.updatedAt,
        kind: "comment",
        actor: t.assignee?.name ?? "Tariq Aziz",
        actorKind: "person",
        visibility: "public",
        text: "Thank you. I will come by before lunch. Please leave the cable as it is.",
      });
      rows.push({
        id: randomUUID(),
        at: t.updatedAt,
        kind: "comment",
        actor: "Priya Nair",
        actorKind: "person",
        visibility: "internal",
        text: "Third one of this model this term. Check the firmware before you replace anything.",
      });
    }
    if (t.escalation) {
      rows.push({
        id: randomUUID(),
        at: t.escalation.requestedAt,
        kind: "escalation",
        actor: "Tariq Aziz",
        actorKind: "person",
        text: `Escalated to ${t.escalation.partnerName ?? "nobody yet"}`,
      });
      if (t.escalation.acknowledgedAt)
        rows.push({
          id: randomUUID(),
          at: t.escalation.acknowledgedAt,
          kind: "comment",
          visibility: "partner",
          actor: t.escalation.partnerName,
          actorKind: "partner",
          text: "An engineer comes tomorrow morning. Please keep the room free from 08:30.",
        });
    }
    if (t.resolvedAs)
      rows.push({
        id: randomUUID(),
        at: t.resolvedAs.at,
        kind: "resolved",
        actor: t.resolvedAs.by,
        actorKind: "person",
        text: t.resolvedAs.summary,
      });
    timelines.set(t.id, rows);
  }
  return timelines.get(t.id);
}

function log(t, me, kind, extra = {}) {
  timeline(t).push({ id: randomUUID(), at: at(), kind, actor: me.name, actorKind: "person", ...extra });
  touch(t);
  publish("ticket", t, kind);
}
function touch(x) {
  x.version++;
  x.updatedAt = at();
}
function ifMatch(req, thing) {
  const given = req.headers["if-match"];
  if (!given) throw new Refusal(428, "precondition.required", "Send the version that you have read.");
  if (given !== `"${thing.version}"`) throw new Refusal(412, "precondition.stale", "It was changed in between.");
}
const need = (value, field, text = "This is needed.") => {
  if (!value) throw new Refusal(400, "validation", "Please check the marked fields.", { [field]: [text] });
};

function cell(me, schoolId) {
  const mine = (x) => (schoolId ? x.schoolId === schoolId : sees(me, x.schoolId));
  const open = data.tickets.filter((t) => mine(t) && !["resolved", "closed"].includes(t.status));
  const openAlerts = data.alerts.filter((a) => a.schoolId && mine(a) && a.status !== "resolved");
  const by = (s) => openAlerts.filter((a) => a.severity === s).length;
  const today = at().slice(0, 10);
  const own = data.assets.filter(mine);
  const esc = data.escalations.filter((e) => mine(e) && !["resolved", "rejected", "cancelled"].includes(e.status));
  return {
    ticketsOpen: open.length,
    ticketsCritical: open.filter((t) => t.priority === "critical").length,
    ticketsBreached: open.filter((t) => t.resolution.state === "breached").length,
    ticketsDueSoon: open.filter((t) => t.resolution.state === "running" && t.resolution.remainingMinutes < 120).length,
    ticketsResolved7d: data.tickets.filter((t) => mine(t) && t.resolvedAt).length,
    alertsOpen: {
      critical: by("critical"),
      high: by("high"),
      medium: by("medium"),
      low: by("low"),
      other: by("informational"),
    },
    escalationsOpen: esc.length,
    escalationsUnroutable: esc.filter((e) => e.status === "unroutable").length,
    assets: own.length,
    assetsPastLife: own.filter((a) => a.endOfLifeOn < today).length,
    assetsOutOfWarranty: own.filter((a) => a.warrantyEndsOn < today).length,
  };
}

function runImport(job) {
  const total = job.rows;
  job.status = "running";
  job.startedAt = at();
  const step = () => {
    job.processed = Math.min(total, job.processed + Math.ceil(total / 8));
    job.version++;
    if (job.processed < total) setTimeout(step, 350);
    else {
      job.failed = Math.min(3, total);
      job.skipped = Math.min(1, total - job.failed);
      job.updated = Math.floor((total - job.failed - job.skipped) / 3);
      job.created = total - job.failed - job.skipped - job.updated;
      job.problems = [
        { code: "column.unknown", message: "The column “Colour” is not known and was left out.", column: "Colour" },
      ];
      job.status = "finished";
      job.finishedAt = at();
    }
  };
  setTimeout(step, 350);
}

const attach = new Map();

// [method, pattern, handler({me, query, body, raw, req, p}), roles]
const routes = [
  [
    "GET",
    "/tickets",
    ({ me, query }) => {
      const status = query.get("status");
      const wanted = status === "active" ? ["new", "open", "waiting_requester", "waiting_partner"] : status?.split(",");
      const assignee = query.get("assigneeId");
      const requester = query.get("requesterId");
      const staff = me.grants.every((g) => g.role === "staff");
      const order = { critical: 0, high: 1, medium: 2, low: 3 };
      const list = data.tickets.filter(
        (t) =>
          (staff ? t.requester?.id === me.id : sees(me, t.schoolId)) &&
          (!wanted || wanted.includes(t.status)) &&
          (!query.get("priority") || t.priority === query.get("priority")) &&
          (!query.get("kind") || t.kind === query.get("kind")) &&
          (!query.get("schoolId") || t.schoolId === query.get("schoolId")) &&
          (!query.get("assetId") || t.asset?.id === query.get("assetId")) &&
          (!requester || t.requester?.id === (requester === "me" ? me.id : requester)) &&
          (!assignee ||
            (assignee === "none" ? !t.assignee : t.assignee?.id === (assignee === "me" ? me.id : assignee))) &&
          (query.get("breached") !== "true" || t.resolution.state === "breached") &&
          contains(query.get("q"), t.title, t.reference, t.requester?.name, t.asset?.tag),
      );
      return page(
        list.map((t) => ticketView(me, t)),
        query,
        {
          resolutionDueAt: (t) => t.resolution.dueAt ?? "9",
          priority: (t) => order[t.priority],
        },
      );
    },
  ],
  [
    "POST",
    "/tickets",
    ({ me, body }) => {
      need(body.title?.trim(), "title", "Say in a few words what is wrong.");
      const school = data.schools.find((s) => s.id === (body.schoolId ?? me.schoolId));
      const asset = data.assets.find((a) => a.id === body.assetId);
      const requester = data.people.find((p) => p.id === body.requesterId) ?? me;
      const impact = body.impact ?? "low";
      const urgency = body.urgency ?? "medium";
      const order = { high: 0, medium: 1, low: 2 };
      const priority = ["critical", "high", "medium", "low", "low"][order[impact] + order[urgency]];
      const goal = data.ticketGoals[priority];
      const t = data.makeTicket(0, {
        reference: `T-${nextTicket++}`,
        title: body.title,
        description: body.description ?? "",
        kind: body.kind ?? "incident",
        impact,
        urgency,
        priority,
        status: "new",
        channel: "web",
        schoolId: school.id,
        schoolName: school.name,
        asset: asset ? { id: asset.id, tag: asset.tag, name: asset.name, kind: asset.kind } : null,
        requester: { id: requester.id, name: requester.name, email: requester.email },
        openedBy: { id: me.id, name: me.name },
        assignee: null,
        firstResponse: data.clock(goal.firstResponseMinutes, goal.firstResponseMinutes),
        resolution: data.clock(goal.resolutionMinutes, goal.resolutionMinutes),
        resolvedAs: null,
        createdAt: at(),
        updatedAt: at(),
        resolvedAt: null,
        closedAt: null,
      });
      data.tickets.unshift(t);
      publish("ticket", t, "opened");
      return [201, ticketView(me, t)];
    },
  ],
  [
    "GET",
    "/tickets/people",
    () => ({
      items: data.people.filter((p) => has(p, ...desk)).map(({ id, name, email }) => ({ id, name, email })),
      next: null,
    }),
  ],
  ["GET", "/tickets/settings", () => settings],
  [
    "PUT",
    "/tickets/settings",
    ({ body, req }) => {
      ifMatch(req, settings);
      settings = { ...body, version: settings.version + 1 };
      return settings;
    },
  ],
  ["GET", "/tickets/:id", ({ me, p }) => ticketView(me, findTicket(me, p.id))],
  [
    "PATCH",
    "/tickets/:id",
    ({ me, p, body, req }) => {
      const t = findTicket(me, p.id);
      ifMatch(req, t);
      const changes = Object.entries(body)
        .filter(([k, v]) => t[k] !== v)
        .map(([field, to]) => ({ field, from: String(t[field] ?? ""), to: String(to ?? "") }));
      Object.assign(t, body);
      log(t, me, "changed", { changes });
      return ticketView(me, t);
    },
  ],
  [
    "GET",
    "/tickets/:id/timeline",
    ({ me, p, query }) => {
      const t = findTicket(me, p.id);
      return page(
        timeline(t).filter((x) => has(me, ...desk) || !x.visibility || x.visibility === "public"),
        query,
      );
    },
  ],
  [
    "POST",
    "/tickets/:id/comments",
    ({ me, p, body }) => {
      const t = findTicket(me, p.id);
      need(body.body?.trim(), "body");
      log(t, me, "comment", { text: body.body, visibility: body.visibility });
      if (t.firstResponse.state === "running" && has(me, ...desk)) t.firstResponse.state = "met";
      return [201, { id: randomUUID() }];
    },
  ],
  [
    "POST",
    "/tickets/:id/assign",
    ({ me, p, body }) => {
      const t = findTicket(me, p.id);
      const who = data.people.find((x) => x.id === body.assigneeId);
      t.assignee = who ? { id: who.id, name: who.name } : null;
      if (t.status === "new" && who) t.status = "open";
      log(t, me, "assigned", { text: who?.name ?? "nobody" });
      return ticketView(me, t);
    },
  ],
  [
    "POST",
    "/tickets/:id/wait",
    ({ me, p }) => {
      const t = findTicket(me, p.id);
      t.status = "waiting_requester";
      t.resolution = { ...t.resolution, state: "paused" };
      log(t, me, "waiting", { text: "Waiting for the requester" });
      return ticketView(me, t);
    },
  ],
  [
    "POST",
    "/tickets/:id/continue",
    ({ me, p }) => {
      const t = findTicket(me, p.id);
      t.status = "open";
      t.resolution = { ...t.resolution, state: "running" };
      log(t, me, "waiting", { text: "Carried on" });
      return ticketView(me, t);
    },
  ],
  [
    "POST",
    "/tickets/:id/escalate",
    ({ me, p, body }) => {
      const t = findTicket(me, p.id);
      need(body.area, "area");
      need(body.reason, "reason");
      const partner = data.partners.find((x) =>
        body.partnerId ? x.id === body.partnerId : x.status === "active" && x.areas.includes(body.area),
      );
      const e = {
        id: randomUUID(),
        version: 1,
        reference: `E-${2300 + data.escalations.length}`,
        ticketId: t.id,
        ticketReference: t.reference,
        schoolId: t.schoolId,
        schoolName: t.schoolName,
        area: body.area,
        partnerId: partner?.id ?? null,
        partnerName: partner?.name ?? null,
        status: partner ? "sent" : "unroutable",
        priority: t.priority,
        reason: body.reason,
        requestedBy: me.name,
        requestedAt: at(),
        routing: {
          reason: partner ? "Covers the area and the school." : "No active partner covers this area.",
          candidates: [],
        },
        pack: { title: t.title },
        sentAt: partner ? at() : null,
        acknowledgedAt: null,
        expectedAt: null,
        closedAt: null,
        outcome: null,
        steps: [{ id: randomUUID(), kind: "requested", by: me.name, text: body.reason, at: at() }],
      };
      data.escalations.unshift(e);
      t.status = "waiting_partner";
      t.escalation = {
        id: e.id,
        reference: e.reference,
        area: e.area,
        status: e.status,
        partnerName: e.partnerName,
        requestedAt: e.requestedAt,
      };
      log(t, me, "escalation", { text: `Escalated to ${partner?.name ?? "nobody yet"}` });
      publish("escalation", e);
      return ticketView(me, t);
    },
  ],
  [
    "POST",
    "/tickets/:id/escalation/cancel",
    ({ me, p, body }) => {
      const t = findTicket(me, p.id);
      t.escalation = { ...t.escalation, status: "cancelled" };
      t.status = "open";
      log(t, me, "escalation", { text: `Taken back: ${body.reason}` });
      return ticketView(me, t);
    },
  ],
  [
    "POST",
    "/tickets/:id/resolve",
    ({ me, p, body }) => {
      const t = findTicket(me, p.id);
      need(body.summary?.trim(), "summary");
      Object.assign(t, {
        status: "resolved",
        resolvedAt: at(),
        resolvedAs: { ...body, at: at(), by: me.name },
        resolution: { ...t.resolution, state: "met" },
      });
      log(t, me, "resolved", { text: body.summary });
      return ticketView(me, t);
    },
  ],
  [
    "POST",
    "/tickets/:id/reopen",
    ({ me, p, body }) => {
      const t = findTicket(me, p.id);
      Object.assign(t, {
        status: "open",
        resolvedAt: null,
        closedAt: null,
        resolvedAs: null,
        resolution: { ...t.resolution, state: "running" },
      });
      log(t, me, "reopened", { text: body.reason });
      return ticketView(me, t);
    },
  ],
  [
    "POST",
    "/tickets/:id/close",
    ({ me, p }) => {
      const t = findTicket(me, p.id);
      t.status = "closed";
      t.closedAt = at();
      log(t, me, "closed");
      return ticketView(me, t);
    },
  ],
  [
    "POST",
    "/tickets/:id/attachments",
    ({ me, p, query, raw, req }) => {
      const t = findTicket(me, p.id);
      const a = {
        id: randomUUID(),
        fileName: query.get("fileName"),
        contentType: req.headers["content-type"],
        size: raw.length,
      };
      attach.set(a.id, { ...a, raw });
      log(t, me, "attachment", { attachment: a });
      return [201, a];
    },
  ],

  [
    "GET",
    "/assets",
    ({ me, query }) =>
      page(
        data.assets.filter(
          (a) =>
            sees(me, a.schoolId) &&
            (!query.get("kind") || a.kind === query.get("kind")) &&
            (!query.get("status") || a.status === query.get("status")) &&
            (!query.get("schoolId") || a.schoolId === query.get("schoolId")) &&
            contains(query.get("q"), a.tag, a.name, a.serial, a.hostName, a.location, a.holderName),
        ),
        query,
      ),
  ],
  [
    "POST",
    "/assets",
    ({ body }) => {
      need(body.name, "name");
      const a = {
        id: randomUUID(),
        version: 1,
        macs: [],
        ips: [],
        attributes: {},
        status: "in_stock",
        tag: `NO-${20000 + data.assets.length}`,
        createdAt: at(),
        updatedAt: at(),
        source: "manual",
        ...body,
      };
      data.assets.unshift(a);
      publish("asset", a);
      return [201, a];
    },
  ],
  ["GET", "/assets/kinds", () => data.kinds],
  ["GET", "/assets/imports", ({ query }) => page([...imports].reverse(), query)],
  [
    "POST",
    "/assets/imports",
    ({ query, raw }) => {
      const rows = Math.max(0, raw.toString("utf8").trim().split("\n").length - 1);
      const format = query.get("format");
      const job = {
        id: randomUUID(),
        version: 1,
        fileName: query.get("fileName") ?? "assets.csv",
        format: format === "auto" ? "csv" : format,
        dryRun: query.get("dryRun") === "true",
        status: "queued",
        rows,
        processed: 0,
        created: 0,
        updated: 0,
        unchanged: 0,
        skipped: 0,
        failed: 0,
        problems: [],
        createdAt: at(),
      };
      imports.push(job);
      runImport(job);
      return [202, job];
    },
  ],
  ["GET", "/assets/imports/:id", ({ p }) => imports.find((x) => x.id === p.id)],
  [
    "GET",
    "/assets/imports/:id/rows",
    ({ p, query }) => {
      const job = imports.find((x) => x.id === p.id);
      if (!job) throw notFound();
      const rows = Array.from({ length: job.status === "finished" ? job.rows : 0 }, (_, i) => ({
        row: i + 2,
        result:
          i < job.failed
            ? "failed"
            : i < job.failed + job.skipped
              ? "skipped"
              : i < job.failed + job.skipped + job.updated
                ? "updated"
                : "created",
        tag: `NO-9${i}`,
        serial: `SN9${i}`,
        reason:
          i < job.failed
            ? "The serial number already belongs to NO-10007."
            : i < job.failed + job.skipped
              ? "The row has neither tag nor serial number."
              : null,
        code: i < job.failed ? "asset.serial_taken" : null,
      }));
      return page(
        rows.filter((r) => !query.get("result") || r.result === query.get("result")),
        query,
      );
    },
  ],
  [
    "POST",
    "/assets/imports/:id/apply",
    ({ p }) => {
      const dry = imports.find((x) => x.id === p.id);
      const job = {
        ...dry,
        id: randomUUID(),
        dryRun: false,
        status: "queued",
        processed: 0,
        created: 0,
        updated: 0,
        skipped: 0,
        failed: 0,
        createdAt: at(),
        finishedAt: null,
      };
      imports.push(job);
      runImport(job);
      return [202, job];
    },
  ],
  [
    "GET",
    "/assets/:id",
    ({ me, p }) => data.assets.find((a) => (a.id === p.id || a.tag === p.id) && sees(me, a.schoolId)),
  ],
  [
    "PATCH",
    "/assets/:id",
    ({ p, body, req }) => {
      const a = data.assets.find((x) => x.id === p.id || x.tag === p.id);
      ifMatch(req, a);
      Object.assign(a, body);
      touch(a);
      publish("asset", a);
      return a;
    },
  ],
  [
    "POST",
    "/assets/:id/retire",
    ({ p, body }) => {
      const a = data.assets.find((x) => x.id === p.id || x.tag === p.id);
      a.status = body.disposed ? "disposed" : "retired";
      touch(a);
      return a;
    },
  ],
  [
    "GET",
    "/assets/:id/history",
    ({ p, query }) => {
      const a = data.assets.find((x) => x.id === p.id || x.tag === p.id);
      return page(
        [
          {
            at: a.updatedAt,
            actor: "Tariq Aziz",
            action: "changed",
            changes: [{ field: "location", from: "Store room", to: a.location ?? "" }],
          },
          { at: a.createdAt, actor: "Import from Intune", action: "registered", changes: [] },
        ],
        query,
      );
    },
  ],

  [
    "GET",
    "/alerts",
    ({ me, query }) =>
      page(
        data.alerts.filter(
          (a) =>
            (a.schoolId ? sees(me, a.schoolId) : !scope(me)) &&
            (!query.get("status") || query.get("status").split(",").includes(a.status)) &&
            (!query.get("severity") || a.severity === query.get("severity")) &&
            (!query.get("schoolId") || a.schoolId === query.get("schoolId")) &&
            (!query.get("sourceId") || a.sourceId === query.get("sourceId")) &&
            (query.get("unassigned") !== "true" || !a.schoolId) &&
            contains(query.get("q"), a.title, a.hostName, a.user, a.ip),
        ),
        query,
      ),
  ],
  ["GET", "/alerts/sources", () => ({ items: data.sources, next: null })],
  [
    "POST",
    "/alerts/sources",
    ({ body }) => {
      need(body.name, "name");
      const s = {
        id: randomUUID(),
        version: 1,
        status: "active",
        receivedCount: 0,
        tokenHint: "mata_…x7Q1",
        createdAt: at(),
        identity: [],
        ...body,
      };
      data.sources.push(s);
      return [
        201,
        {
          source: { ...s, ingestPath: `/api/alerts/ingest/${s.id}` },
          token: `mata_${randomUUID().replaceAll("-", "")}`,
        },
      ];
    },
  ],
  ["POST", "/alerts/sources/:id/rotate", () => ({ token: `mata_${randomUUID().replaceAll("-", "")}` })],
  [
    "PATCH",
    "/alerts/sources/:id",
    ({ p, body }) => {
      const s = data.sources.find((x) => x.id === p.id);
      Object.assign(s, body);
      s.version++;
      return s;
    },
  ],
  [
    "DELETE",
    "/alerts/sources/:id",
    ({ p }) => {
      data.sources.splice(
        data.sources.findIndex((x) => x.id === p.id),
        1,
      );
    },
  ],
  ["GET", "/alerts/rules", () => ({ items: data.rules, next: null })],
  [
    "POST",
    "/alerts/rules",
    ({ body }) => {
      const r = { id: randomUUID(), version: 1, ...body };
      data.rules.push(r);
      return [201, r];
    },
  ],
  [
    "PATCH",
    "/alerts/rules/:id",
    ({ p, body, req }) => {
      const r = data.rules.find((x) => x.id === p.id);
      ifMatch(req, r);
      Object.assign(r, body);
      r.version++;
      return r;
    },
  ],
  [
    "DELETE",
    "/alerts/rules/:id",
    ({ p }) => {
      data.rules.splice(
        data.rules.findIndex((x) => x.id === p.id),
        1,
      );
    },
  ],
  ["GET", "/alerts/:id", ({ p }) => data.alerts.find((x) => x.id === p.id)],
  ...["acknowledge", "resolve", "assign", "ticket"].map((action) => [
    "POST",
    `/alerts/:id/${action}`,
    ({ p, me, body }) => {
      const a = data.alerts.find((x) => x.id === p.id);
      if (action === "acknowledge") Object.assign(a, { status: "acknowledged", acknowledgedBy: me.name });
      if (action === "resolve") Object.assign(a, { status: "resolved", resolvedAt: at() });
      if (action === "assign") {
        const s = data.schools.find((x) => x.id === body.schoolId);
        Object.assign(a, {
          schoolId: s.id,
          schoolName: s.name,
          correlation: { by: "manual", candidates: [], why: `Chosen by ${me.name}.` },
        });
      }
      if (action === "ticket")
        Object.assign(a, { ticketId: data.tickets[0].id, ticketReference: data.tickets[0].reference });
      touch(a);
      publish("alert", a);
      return a;
    },
  ]),

  ["GET", "/partners/areas", () => data.areas],
  [
    "GET",
    "/partners",
    ({ query }) =>
      page(
        data.partners.filter(
          (x) => contains(query.get("q"), x.name) && (!query.get("status") || x.status === query.get("status")),
        ),
        query,
      ),
  ],
  [
    "POST",
    "/partners",
    ({ body }) => {
      need(body.name, "name");
      const x = {
        id: randomUUID(),
        version: 1,
        status: "active",
        areas: [],
        schoolIds: null,
        openEscalations: 0,
        createdAt: at(),
        updatedAt: at(),
        ...body,
      };
      data.partners.push(x);
      return [201, x];
    },
  ],
  [
    "GET",
    "/partners/escalations",
    ({ me, query }) =>
      page(
        data.escalations.filter(
          (e) =>
            sees(me, e.schoolId) &&
            (!query.get("status") || query.get("status").split(",").includes(e.status)) &&
            (!query.get("partnerId") || e.partnerId === query.get("partnerId")) &&
            (!query.get("schoolId") || e.schoolId === query.get("schoolId")) &&
            (!query.get("ticketId") || e.ticketId === query.get("ticketId")),
        ),
        query,
      ),
  ],
  ["GET", "/partners/escalations/:id", ({ p }) => data.escalations.find((e) => e.id === p.id)],
  [
    "GET",
    "/partners/escalations/:id/deliveries",
    ({ p, query }) =>
      page(
        data.deliveries.filter((d) => d.escalationId === p.id),
        query,
      ),
  ],
  [
    "POST",
    "/partners/escalations/:id/route",
    ({ p, body }) => {
      const e = data.escalations.find((x) => x.id === p.id);
      const partner = data.partners.find((x) => x.id === body.partnerId);
      Object.assign(e, { status: "sent", partnerId: partner.id, partnerName: partner.name, sentAt: at() });
      e.steps.push({ id: randomUUID(), kind: "routed", by: "Maya Lindqvist", text: partner.name, at: at() });
      publish("escalation", e);
      return e;
    },
  ],
  [
    "GET",
    "/partners/deliveries",
    ({ query }) =>
      page(
        data.deliveries.filter(
          (d) =>
            (!query.get("partnerId") || d.partnerId === query.get("partnerId")) &&
            (!query.get("status") || d.status === query.get("status")) &&
            (!query.get("endpointId") || d.endpointId === query.get("endpointId")),
        ),
        query,
      ),
  ],
  ["GET", "/partners/deliveries/:id", ({ p }) => data.deliveries.find((d) => d.id === p.id)],
  [
    "POST",
    "/partners/deliveries/:id/replay",
    ({ p }) => {
      const d = data.deliveries.find((x) => x.id === p.id);
      const copy = {
        ...d,
        id: randomUUID(),
        status: "pending",
        attemptCount: 0,
        attempts: [],
        createdAt: at(),
        finishedAt: null,
      };
      data.deliveries.unshift(copy);
      return [202, copy];
    },
  ],
  ["GET", "/partners/:id", ({ p }) => data.partners.find((x) => x.id === p.id)],
  [
    "PATCH",
    "/partners/:id",
    ({ p, body, req }) => {
      const x = data.partners.find((y) => y.id === p.id);
      ifMatch(req, x);
      Object.assign(x, body);
      touch(x);
      return x;
    },
  ],
  [
    "GET",
    "/partners/:id/endpoints",
    ({ p }) => ({ items: data.endpoints.filter((e) => e.partnerId === p.id), next: null }),
  ],
  [
    "POST",
    "/partners/:id/endpoints",
    ({ p, body }) => {
      need(/^(https|mailto):/.test(body.url ?? ""), "url", "The address begins with https://");
      const e = {
        id: randomUUID(),
        version: 1,
        partnerId: p.id,
        events: [],
        status: "active",
        secretHint: "whsec_…aa11",
        createdAt: at(),
        channel: body.url.startsWith("mailto:") ? "email" : "webhook",
        ordered: false,
        ...body,
        headers: (body.headers ?? []).map((h) => h.name),
      };
      data.endpoints.push(e);
      if (e.channel === "email") return [201, { ...e, secret: null }];
      return [201, { ...e, secret: `whsec_${Buffer.from(randomUUID()).toString("base64")}` }];
    },
  ],
  [
    "PATCH",
    "/partners/:id/endpoints/:eid",
    ({ p, body }) => {
      const e = data.endpoints.find((x) => x.id === p.eid);
      return Object.assign(e, body, { version: e.version + 1, headers: (body.headers ?? []).map((h) => h.name) });
    },
  ],
  [
    "DELETE",
    "/partners/:id/endpoints/:eid",
    ({ p }) => {
      data.endpoints.splice(
        data.endpoints.findIndex((e) => e.id === p.eid),
        1,
      );
    },
  ],
  [
    "POST",
    "/partners/:id/endpoints/:eid/rotate",
    () => ({ secret: `whsec_${Buffer.from(randomUUID()).toString("base64")}`, oldSecretUntil: data.ahead(1440) }),
  ],
  [
    "POST",
    "/partners/:id/endpoints/:eid/ping",
    ({ p }) => {
      const d = {
        id: randomUUID(),
        version: 1,
        endpointId: p.eid,
        partnerId: p.id,
        eventType: "endpoint.ping",
        messageId: randomUUID(),
        status: "succeeded",
        attemptCount: 1,
        createdAt: at(),
        finishedAt: at(),
        attempts: [{ number: 1, startedAt: at(), durationMs: 96, statusCode: 200 }],
      };
      data.deliveries.unshift(d);
      return d;
    },
  ],
  ["GET", "/partners/:id/endpoints/:eid/recoveries", () => ({ items: [], next: null })],
  [
    "POST",
    "/partners/:id/endpoints/:eid/recoveries",
    ({ p, body }) => [
      202,
      {
        id: randomUUID(),
        endpointId: p.eid,
        until: at(),
        status: "finished",
        total: 0,
        queued: 0,
        requestedBy: "Dana",
        createdAt: at(),
        finishedAt: at(),
        ...body,
      },
    ],
  ],
  [
    "GET",
    "/partners/:id/scorecard",
    () => ({
      days: 90,
      escalations: 24,
      open: 3,
      resolved: 19,
      rejected: 2,
      cancelled: 0,
      minutesSpent: 1260,
      answer: { limitMinutes: 60, done: 22, late: 2, medianMinutes: 24 },
      resolution: { limitMinutes: 480, done: 19, late: 1, medianMinutes: 310 },
    }),
  ],
  [
    "POST",
    "/partners/:id/endpoints/:eid/enable",
    ({ p }) =>
      Object.assign(
        data.endpoints.find((e) => e.id === p.eid),
        { status: "active", disabledReason: null },
      ),
  ],
  ["GET", "/partners/:id/tokens", ({ p }) => ({ items: partnerTokens.get(p.id) ?? [], next: null })],
  [
    "POST",
    "/partners/:id/tokens",
    ({ p, body }) => {
      const t = { id: randomUUID(), name: body.name, prefix: "matp_k3Qz", createdAt: at(), lastUsedAt: null };
      partnerTokens.set(p.id, [...(partnerTokens.get(p.id) ?? []), t]);
      return [201, { ...t, token: `matp_${randomUUID().replaceAll("-", "")}` }];
    },
  ],
  [
    "DELETE",
    "/partners/:id/tokens/:tid",
    ({ p }) => {
      partnerTokens.set(
        p.id,
        (partnerTokens.get(p.id) ?? []).filter((t) => t.id !== p.tid),
      );
    },
  ],

  [
    "GET",
    "/trust/schools",
    ({ me, query }) =>
      page(
        data.schools.filter(
          (s) =>
            sees(me, s.id) &&
            contains(query.get("q"), s.name, s.urn) &&
            (!query.get("phase") || s.phase === query.get("phase")) &&
            (!query.get("status") || s.status === query.get("status")),
        ),
        query,
      ),
  ],
  [
    "POST",
    "/trust/schools",
    ({ body }) => {
      need(body.name, "name");
      const s = {
        id: randomUUID(),
        version: 1,
        status: "open",
        domains: [],
        ipRanges: [],
        source: "manual",
        createdAt: at(),
        updatedAt: at(),
        ...body,
      };
      data.schools.push(s);
      return [201, s];
    },
  ],
  [
    "POST",
    "/trust/schools/import",
    ({ query }) => ({
      dryRun: query.get("dryRun") === "true",
      rows: 27184,
      matched: 12,
      created: 2,
      updated: 3,
      unchanged: 6,
      errors: [{ row: 1841, column: "OpenDate", code: "date.invalid", message: "“31-02-2019” is not a day." }],
      schools: data.schools.map((s, i) => ({
        urn: s.urn,
        name: s.name,
        result: i < 2 ? "created" : i < 5 ? "updated" : i === 11 ? "error" : "unchanged",
      })),
    }),
  ],
  ["GET", "/trust/schools/:id", ({ me, p }) => data.schools.find((s) => s.id === p.id && sees(me, s.id))],
  [
    "PATCH",
    "/trust/schools/:id",
    ({ p, body, req }) => {
      const s = data.schools.find((x) => x.id === p.id);
      ifMatch(req, s);
      Object.assign(s, body);
      touch(s);
      publish("school", s);
      return s;
    },
  ],
  ["GET", "/trust/schools/:id/calendar", ({ p }) => calendar(p.id)],
  [
    "PUT",
    "/trust/schools/:id/calendar",
    ({ p, body, req }) => {
      ifMatch(req, calendar(p.id));
      const next = { ...body, version: calendar(p.id).version + 1 };
      calendars.set(p.id, next);
      return next;
    },
  ],
  [
    "GET",
    "/trust/people",
    ({ query }) =>
      page(
        data.people.filter((x) => contains(query.get("q"), x.name, x.email)),
        query,
      ),
  ],
  [
    "POST",
    "/trust/people",
    ({ body }) => {
      need(body.name, "name");
      need(body.email, "email");
      if (data.people.some((x) => x.email === body.email))
        throw new Refusal(409, "person.email_taken", "Somebody with this email is already there.");
      const x = {
        id: randomUUID(),
        version: 1,
        active: true,
        grants: [],
        lastSignInAt: null,
        createdAt: at(),
        ...body,
      };
      data.people.push(x);
      return [201, { ...x, oneTimePassword: "maple-otter-41-lantern" }];
    },
  ],
  ["GET", "/trust/people/:id", ({ p }) => data.people.find((x) => x.id === p.id)],
  [
    "PATCH",
    "/trust/people/:id",
    ({ p, body, req }) => {
      const x = data.people.find((y) => y.id === p.id);
      ifMatch(req, x);
      Object.assign(x, body);
      x.version++;
      return x;
    },
  ],
  [
    "PUT",
    "/trust/people/:id/grants",
    ({ p, body, req }) => {
      const x = data.people.find((y) => y.id === p.id);
      ifMatch(req, x);
      x.grants = body.grants;
      x.version++;
      return x;
    },
  ],
  ["POST", "/trust/people/:id/password", () => ({ oneTimePassword: "copper-violin-77-harbour" })],
  ["GET", "/trust/tokens", () => ({ items: tokens, next: null })],
  [
    "POST",
    "/trust/tokens",
    ({ body }) => {
      const t = { id: randomUUID(), prefix: "mat_q8Zk", createdAt: at(), lastUsedAt: null, ...body };
      tokens.push(t);
      return [201, { ...t, token: `mat_${randomUUID().replaceAll("-", "")}` }];
    },
  ],
  [
    "DELETE",
    "/trust/tokens/:id",
    ({ p }) => {
      tokens.splice(
        tokens.findIndex((t) => t.id === p.id),
        1,
      );
    },
  ],
  ...["trust", "assets", "tickets", "partners", "alerts"].map((service) => [
    "GET",
    `/${service}/audit`,
    ({ query }) =>
      page(
        Array.from({ length: 30 }, (_, i) => ({
          id: `${service}${i}`,
          at: data.ago(i * 35),
          actorId: data.people[i % 8].id,
          actor: data.people[i % 8].name,
          actorKind: "person",
          ip: "10.10.4.7",
          action: ["changed", "created", "signed_in"][i % 3],
          subjectKind: service === "trust" ? "person" : service.slice(0, -1),
          subjectId: data.people[i % 8].id,
          changes: i % 3 === 0 ? { name: { from: "Old", to: "New" } } : null,
        })),
        query,
      ),
  ]),

  [
    "GET",
    "/insights/overview",
    ({ me, query }) => {
      const only = query.get("schoolId");
      const list = data.schools.filter((s) => sees(me, s.id) && (!only || s.id === only));
      const mine = data.assets.filter((a) => list.some((s) => s.id === a.schoolId));
      const years = (a) => (Date.now() - Date.parse(a.purchasedOn)) / 31_557_600_000;
      const band = (a) => (years(a) < 1 ? "under_1" : years(a) < 3 ? "1_to_3" : years(a) < 5 ? "3_to_5" : "over_5");
      return {
        asOf: data.ago(1),
        totals: cell(me, only),
        schools: list.map((s) => ({ schoolId: s.id, name: s.name, phase: s.phase, cells: cell(me, s.id) })),
        assetsByKind: data.kinds
          .map((k) => ({ kind: k.kind, count: mine.filter((a) => a.kind === k.kind).length }))
          .filter((k) => k.count),
        assetsByAge: ["under_1", "1_to_3", "3_to_5", "over_5", "unknown"].map((b) => ({
          band: b,
          count: mine.filter((a) => band(a) === b).length,
        })),
      };
    },
  ],
  [
    "GET",
    "/insights/trends",
    ({ query }) => ({
      items: Array.from({ length: Number(query.get("days") || 30) }, (_, i, a = Number(query.get("days") || 30)) => {
        const d = new Date(Date.now() - (a - 1 - i) * 86_400_000);
        const school = d.getUTCDay() % 6 !== 0;
        return {
          day: d.toISOString().slice(0, 10),
          opened: school ? 9 + ((i * 7) % 8) : 1,
          resolved: school ? 8 + ((i * 5) % 9) : 0,
          breached: school ? (i * 3) % 4 : 0,
          alerts: 4 + ((i * 11) % 13),
          escalated: school ? i % 3 : 0,
        };
      }),
    }),
  ],
];

function calendar(id) {
  if (!calendars.has(id))
    calendars.set(id, {
      version: 1,
      timeZone: "Europe/London",
      weekly: ["monday", "tuesday", "wednesday", "thursday", "friday"].map((day) => ({
        day,
        opens: "08:00",
        closes: "16:30",
      })),
      closed: [
        { from: "2026-12-19", to: "2027-01-03", name: "Christmas" },
        { from: "2027-02-13", to: "2027-02-21", name: "Half term" },
      ],
    });
  return calendars.get(id);
}

function match(method, path) {
  for (const [m, pattern, handler] of routes) {
    if (m !== method) continue;
    const a = pattern.split("/");
    const b = path.split("/");
    if (a.length !== b.length) continue;
    const p = {};
    const fits = a.every((part, i) => {
      if (part.startsWith(":")) p[part.slice(1)] = decodeURIComponent(b[i]);
      return part.startsWith(":") || part === b[i];
    });
    if (fits) return { handler, p };
  }
  return null;
}

const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};
const policy =
  "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; frame-ancestors 'none'; base-uri 'self'";

function file(res, path) {
  let full = join(dist, normalize(path));
  if (!full.startsWith(dist) || !existsSync(full) || statSync(full).isDirectory()) full = join(dist, "index.html");
  if (!existsSync(full)) return res.writeHead(404).end("Build the console first.");
  res.writeHead(200, {
    "Content-Type": types[extname(full)] ?? "application/octet-stream",
    "Content-Security-Policy": policy,
  });
  createReadStream(full).pipe(res);
}

function json(res, status, body, headers = {}) {
  if (body === undefined) return res.writeHead(204, headers).end();
  const etag = body?.version ? { ETag: `"${body.version}"` } : {};
  res.writeHead(status, { "Content-Type": "application/json", ...etag, ...headers }).end(JSON.stringify(body));
}

const server = createServer(async (req, res) => {
  const url = new URL(req.url, "http://localhost");
  if (!url.pathname.startsWith("/api/")) return file(res, url.pathname);
  const path = url.pathname.slice(4);
  const chunks = [];
  for await (const chunk of req) chunks.push(chunk);
  const raw = Buffer.concat(chunks);
  const cookie = /mat_session=([^;]+)/.exec(req.headers.cookie ?? "")?.[1];
  const current = sessions.get(cookie);
  try {
    const isJson = req.headers["content-type"]?.startsWith("application/json");
    let body = {};
    try {
      if (isJson && raw.length) body = JSON.parse(raw.toString("utf8"));
    } catch {
      if (!path.includes("/import") && !path.includes("/attach")) throw new Refusal(400, "json", "Not JSON.");
    }
    if (path === "/session/methods") return json(res, 200, { password: true, provider: null });
    if (path === "/session" && req.method === "POST") {
      const me = data.accounts[body.email];
      if (!me || body.password !== "password")
        throw new Refusal(401, "session.invalid", "The email and password do not match.");
      const id = randomUUID();
      const s = { me, csrf: randomUUID(), must: body.email === "new@mat.example" };
      sessions.set(id, s);
      return json(res, 200, sessionView(s), { "Set-Cookie": `mat_session=${id}; HttpOnly; SameSite=Lax; Path=/` });
    }
    if (!current) throw new Refusal(401, "session.none", "Nobody is signed in.");
    if (req.method !== "GET" && req.headers["x-csrf-token"] !== current.csrf)
      throw new Refusal(403, "session.csrf", "The page is too old.");
    if (path === "/session" && req.method === "GET") return json(res, 200, sessionView(current));
    if (path === "/session" && req.method === "DELETE") {
      sessions.delete(cookie);
      return json(res, 204, undefined);
    }
    if (path === "/session/password") {
      if (body.currentPassword !== "password")
        throw new Refusal(422, "password.wrong", "The current password is not right.", {
          currentPassword: ["This is not your current password."],
        });
      current.must = false;
      return json(res, 204, undefined);
    }
    if (path === "/live") {
      res.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-cache" });
      res.write(": hello\n\n");
      streams.add(res);
      const ping = setInterval(() => res.write(": ping\n\n"), 15_000);
      req.on("close", () => {
        clearInterval(ping);
        streams.delete(res);
      });
      return;
    }
    // Makes the pages of errors visible: /api/tickets/T-500 is a mistake of the server.
    if (path.startsWith("/tickets/T-500")) throw new Refusal(500, "error", undefined);
    const download = /^\/tickets\/[^/]+\/attachments\/([^/]+)$/.exec(path);
    if (download && attach.has(download[1])) {
      res.writeHead(200, { "Content-Type": "application/octet-stream", "Content-Disposition": "attachment" });
      return res.end(attach.get(download[1]).raw);
    }
    const found = match(req.method, path);
    if (!found) throw notFound();
    const answer = found.handler({ me: current.me, query: url.searchParams, body, raw, req, p: found.p });
    if (answer === undefined && req.method === "GET") throw notFound();
    if (Array.isArray(answer) && typeof answer[0] === "number") return json(res, answer[0], answer[1]);
    json(res, 200, answer);
  } catch (error) {
    const refusal = error instanceof Refusal ? error : new Refusal(500, "error", undefined);
    if (!(error instanceof Refusal)) console.error(req.method, path, error);
    res.writeHead(refusal.status, { "Content-Type": "application/problem+json" }).end(
      JSON.stringify({
        status: refusal.status,
        title: "Refused",
        detail: refusal.detail,
        code: refusal.code,
        errors: refusal.errors,
        traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
      }),
    );
  }
});

server.listen(port, "127.0.0.1", () => console.log(`http://localhost:${server.address().port}`));
