// Deterministic data for work on the console alone: a trust of twelve schools.

let seed = 20261122;
export function random() {
  seed = (seed * 1664525 + 1013904223) % 4294967296;
  return seed / 4294967296;
}
export const pick = (list) => list[Math.floor(random() * list.length)];
let serial = 0;
export function newId() {
  serial++;
  return `0193${(0x1000 + serial).toString(16).padStart(4, "0")}-${(serial % 65536).toString(16).padStart(4, "0")}-7000-8000-${(serial * 7919).toString(16).padStart(12, "0")}`;
}

const now = Date.now();
export const ago = (minutes) => new Date(now - minutes * 60_000).toISOString();
export const ahead = (minutes) => new Date(now + minutes * 60_000).toISOString();
const dayAt = (days) => new Date(now + days * 86_400_000).toISOString().slice(0, 10);

const names = [
  ["Ashbrook Primary School", "primary"],
  ["Beechwood Academy", "secondary"],
  ["Cranleigh Road Infant School", "primary"],
  ["Dunmore High School", "secondary"],
  ["Eastfield Community College", "sixteen_plus"],
  ["Fairholme Nursery", "nursery"],
  ["Greenacre C of E Primary School", "primary"],
  ["Hollybank School", "all_through"],
  ["Iveson Junior School", "primary"],
  ["Kingsmead Academy", "secondary"],
  ["Larkhill Primary School", "primary"],
  ["Meadowside Special School", "not_applicable"],
];

export const schools = names.map(([name, phase], i) => ({
  id: newId(),
  version: 1,
  urn: String(100101 + i * 37),
  name,
  phase,
  status: "open",
  type: "Academy converter",
  localAuthority: { code: "383", name: "Leeds" },
  establishmentNumber: 2010 + i,
  laestab: `383/${2010 + i}`,
  ukprn: String(10060000 + i),
  trustUid: "5143",
  trustName: "Northern Oak Academies Trust",
  address: {
    street: `${i + 3} School Lane`,
    town: "Leeds",
    county: "West Yorkshire",
    postcode: `LS${i + 1} ${(i % 8) + 1}AB`,
  },
  website: `https://www.${name.toLowerCase().split(" ")[0]}.example`,
  telephone: `0113 496 0${String(100 + i)}`,
  head: pick(["Mrs A Okafor", "Mr D Whitely", "Ms R Chaudhry", "Dr L Brennan"]),
  pupils: 180 + ((i * 131) % 1100),
  lowAge: phase === "secondary" ? 11 : 4,
  highAge: phase === "secondary" ? 18 : 11,
  openedOn: "2014-09-01",
  closedOn: null,
  domains: [`${name.toLowerCase().split(" ")[0]}.northernoak.example`],
  ipRanges: [`10.${i + 10}.0.0/16`],
  source: "gias",
  createdAt: ago(400_000),
  updatedAt: ago(9000 + i * 100),
}));

const person = (name, jobTitle, role, schoolIds = null, extra = {}) => ({
  id: newId(),
  version: 1,
  name,
  email: `${name.toLowerCase().replace(" ", ".")}@northernoak.example`,
  jobTitle,
  phone: null,
  schoolId: extra.schoolId ?? schools[0].id,
  active: true,
  grants: [{ role, schools: schoolIds }],
  lastSignInAt: ago(60 + Math.floor(random() * 9000)),
  createdAt: ago(300_000),
});

export const people = [
  person("Sam Carter", "Teacher, Year 4", "staff", [schools[0].id]),
  person("Helen Marsh", "Head teacher", "school_lead", [schools[0].id]),
  person("Tariq Aziz", "ICT technician", "technician"),
  person("Maya Lindqvist", "Trust ICT manager", "manager"),
  person("Owen Price", "Chief executive", "executive"),
  person("Ada Clarke", "Systems administrator", "admin"),
  person("Josh Bennett", "ICT technician", "technician"),
  person("Priya Nair", "Senior technician", "technician"),
  ...[
    "Lucy Hart",
    "Ben Osei",
    "Nadia Khan",
    "Tom Ellis",
    "Grace Obi",
    "Leo Marsden",
    "Isla Reid",
    "Omar Farah",
    "Ruth Blake",
    "Peter Cole",
  ].map((name, i) =>
    person(name, pick(["Teacher", "Office manager", "Teaching assistant", "SENCo"]), "staff", [schools[i % 12].id], {
      schoolId: schools[i % 12].id,
    }),
  ),
];

export const accounts = {
  "staff@mat.example": people[0],
  "lead@mat.example": people[1],
  "tech@mat.example": people[2],
  "manager@mat.example": people[3],
  "exec@mat.example": people[4],
  "admin@mat.example": people[5],
  "new@mat.example": people[6],
};

export const kinds = [
  ["laptop", "Laptop"],
  ["desktop", "Desktop computer"],
  ["chromebook", "Chromebook"],
  ["tablet", "Tablet"],
  ["server", "Server"],
  ["network_switch", "Network switch"],
  ["wireless_access_point", "Wireless access point"],
  ["printer", "Printer"],
  ["interactive_display", "Interactive display"],
  ["projector", "Projector"],
  ["cctv_camera", "CCTV camera"],
  ["software", "Software"],
  ["other", "Other"],
].map(([kind, label]) => ({
  kind,
  label,
  attributes:
    kind === "network_switch"
      ? [
          { name: "ports", label: "Ports", type: "number" },
          { name: "poe", label: "Power over Ethernet", type: "bool" },
        ]
      : kind === "interactive_display"
        ? [
            { name: "sizeInches", label: "Size in inches", type: "number" },
            { name: "mount", label: "Mount", type: "choice", choices: ["wall", "trolley", "lift"] },
          ]
        : [],
}));

const models = {
  laptop: ["Dell", "Latitude 5440"],
  desktop: ["HP", "ProDesk 400 G9"],
  chromebook: ["Lenovo", "300e Gen 4"],
  tablet: ["Apple", "iPad 10"],
  server: ["Dell", "PowerEdge T350"],
  network_switch: ["Aruba", "2930F"],
  wireless_access_point: ["Ruckus", "R550"],
  printer: ["Ricoh", "IM C3000"],
  interactive_display: ["Promethean", "ActivPanel 9"],
  projector: ["Epson", "EB-L200F"],
  cctv_camera: ["Axis", "P3265"],
  software: ["Arbor", "MIS licence"],
  other: ["", ""],
};

export const assets = Array.from({ length: 340 }, (_, i) => {
  const kind = pick([
    "laptop",
    "laptop",
    "laptop",
    "chromebook",
    "chromebook",
    "desktop",
    "tablet",
    "interactive_display",
    "printer",
    "network_switch",
    "wireless_access_point",
    "projector",
    "server",
  ]);
  const school = schools[i % 12];
  const [manufacturer, model] = models[kind];
  const age = Math.floor(random() * 2600);
  return {
    id: newId(),
    version: 1,
    tag: `NO-${String(10001 + i)}`,
    kind,
    name: `${model} ${kind === "interactive_display" ? `room ${(i % 30) + 1}` : `${school.name.slice(0, 3).toUpperCase()}-${String(i).padStart(3, "0")}`}`,
    status: random() < 0.82 ? "in_use" : pick(["in_stock", "in_repair", "lost", "retired"]),
    schoolId: school.id,
    location: pick(["Room 4", "Room 12", "Library", "Office", "Hall", "ICT suite", "Server room", null]),
    holderName: kind === "laptop" ? pick(people).name : null,
    holderEmail: null,
    manufacturer,
    model,
    modelNumber: null,
    serial: `SN${(9_000_000 + i * 7717).toString(36).toUpperCase()}`,
    hostName: ["laptop", "desktop", "server"].includes(kind)
      ? `${school.name.slice(0, 3).toUpperCase()}-PC-${i}`
      : null,
    macs: [`02:00:5e:10:${(i >> 8).toString(16).padStart(2, "0")}:${(i & 255).toString(16).padStart(2, "0")}`],
    ips: [`10.${(i % 12) + 10}.4.${i % 250}`],
    operatingSystem: kind === "laptop" ? "Windows 11 Education" : kind === "chromebook" ? "ChromeOS" : null,
    osVersion: kind === "laptop" ? "24H2" : null,
    purchasedOn: dayAt(-age),
    purchaseCost: Math.round(random() * 900) + 120,
    supplier: "Academia",
    orderNumber: `PO-${4000 + i}`,
    warrantyEndsOn: dayAt(-age + 1095),
    endOfLifeOn: dayAt(-age + 1826),
    notes: null,
    attributes: kind === "network_switch" ? { ports: "48", poe: "true" } : {},
    lastSeenAt: ago(Math.floor(random() * 20000)),
    source: "intune",
    createdAt: ago(200_000),
    updatedAt: ago(Math.floor(random() * 50_000)),
  };
});

export const clock = (goal, remaining, state = remaining < 0 ? "breached" : "running") => ({
  goalMinutes: goal,
  elapsedMinutes: goal - remaining,
  remainingMinutes: remaining,
  dueAt: state === "running" ? ahead(remaining * 2) : null,
  state,
});

const goals = { critical: [30, 240], high: [60, 480], medium: [240, 1440], low: [480, 2880] };
export const ticketGoals = Object.fromEntries(
  Object.entries(goals).map(([k, [a, b]]) => [k, { firstResponseMinutes: a, resolutionMinutes: b }]),
);

export const titles = [
  "Interactive display in room 12 shows no picture",
  "Cannot print from the staff room",
  "Wi-Fi drops in the sports hall",
  "New starter needs an account on Monday",
  "Laptop will not charge",
  "Pupils cannot sign in to the Chromebooks",
  "Projector lamp warning",
  "Registers will not open in the MIS",
  "Phones in the office are silent",
  "Email from parents lands in spam",
  "Access point in the library is off",
  "Sound does not work on the board in Year 3",
  "Till in the canteen does not take cards",
  "Need Photoshop for the art room",
  "Web page blocked that is needed for a lesson",
  "Server room is very warm",
  "Suspicious email with a link to a login page",
  "Tablet screen cracked",
  "Door fob does not open the side gate",
  "CCTV camera at the entrance is black",
];

export function makeTicket(i, over = {}) {
  const impact = pick(["high", "medium", "medium", "low", "low"]);
  const urgency = pick(["high", "medium", "low", "low"]);
  const order = { high: 0, medium: 1, low: 2 };
  const priority = ["critical", "high", "medium", "low", "low"][order[impact] + order[urgency]];
  const school = pick(schools);
  const status = pick([
    "new",
    "new",
    "open",
    "open",
    "open",
    "waiting_requester",
    "waiting_partner",
    "resolved",
    "resolved",
    "closed",
  ]);
  const requester = pick(people.filter((p) => p.grants[0].role === "staff"));
  const asset = random() < 0.5 ? pick(assets) : null;
  const done = status === "resolved" || status === "closed";
  const [first, fix] = goals[priority];
  const left = Math.round(fix * (random() * 1.25 - 0.2));
  const id = newId();
  const age = Math.floor(i * 55 + random() * 40) + 4;
  return {
    id,
    version: 1,
    reference: `T-${10500 - i}`,
    title: titles[i % titles.length],
    description:
      "It worked yesterday. This morning it does not, and the class is waiting. I have switched it off and on once.",
    kind: i % 7 === 3 ? "request" : "incident",
    category: pick(["audio_visual", "printing", "wireless", "devices", "accounts"]),
    impact,
    urgency,
    priority,
    status,
    channel: pick(["web", "web", "web", "phone", "alert"]),
    schoolId: school.id,
    schoolName: school.name,
    asset: asset ? { id: asset.id, tag: asset.tag, name: asset.name, kind: asset.kind } : null,
    requester: { id: requester.id, name: requester.name, email: requester.email },
    openedBy: { id: requester.id, name: requester.name },
    approver: null,
    assignee:
      status === "new" ? null : (({ id, name }) => ({ id, name }))(pick([people[2], people[2], people[6], people[7]])),
    episodeId: null,
    firstResponse:
      status === "new"
        ? clock(first, Math.round(first * (random() * 1.2 - 0.2)))
        : clock(first, Math.round(first / 2), "met"),
    resolution: done
      ? clock(fix, Math.abs(left), "met")
      : status.startsWith("waiting")
        ? clock(fix, Math.abs(left), "paused")
        : clock(fix, left),
    escalation: null,
    resolvedAs: done
      ? {
          summary: "Replaced the HDMI lead and labelled it.",
          cause: "Worn lead",
          timeSpentMinutes: 25,
          at: ago(age / 2),
          by: people[2].name,
        }
      : null,
    createdAt: ago(age),
    updatedAt: ago(age / 3),
    resolvedAt: done ? ago(age / 2) : null,
    closedAt: status === "closed" ? ago(age / 3) : null,
    permissions: [],
    ...over,
  };
}

export const tickets = Array.from({ length: 260 }, (_, i) => makeTicket(i));

export const areas = [
  ["network", "Network"],
  ["wireless", "Wireless"],
  ["cabling", "Cabling"],
  ["servers", "Servers"],
  ["cloud", "Cloud"],
  ["cyber_security", "Cyber security"],
  ["filtering_monitoring", "Filtering and monitoring"],
  ["mis", "MIS"],
  ["telephony", "Telephony"],
  ["printing", "Printing"],
  ["audio_visual", "Audio-visual"],
  ["payments", "Payments"],
  ["devices", "Devices"],
  ["access_cctv", "Access and CCTV"],
  ["other", "Other"],
].map(([area, label]) => ({ area, label }));

export const partners = [
  ["Northlight Networks", ["network", "wireless", "cabling"]],
  ["Brightboard AV", ["audio_visual"]],
  ["SafeHarbour Cyber", ["cyber_security", "filtering_monitoring"]],
  ["PrintWell", ["printing"]],
  ["Arbor House MIS Support", ["mis"]],
  ["Clearline Telecom", ["telephony"]],
].map(([name, a], i) => ({
  id: newId(),
  version: 1,
  name,
  areas: a,
  status: i === 5 ? "suspended" : "active",
  contactName: pick(["Jo Wells", "Kim Tran", "Alex Ford"]),
  contactEmail: `help@${name.split(" ")[0].toLowerCase()}.example`,
  contactPhone: "0300 555 0100",
  schoolIds: i === 1 ? schools.slice(0, 5).map((s) => s.id) : null,
  agreement: {
    reference: `UC-${2024 + (i % 2)}-${i + 1}`,
    startsOn: "2025-09-01",
    endsOn: i === 3 ? dayAt(40) : "2028-08-31",
    acknowledgeMinutes: 60,
    resolveMinutes: 480,
    notes: "Call-outs are included up to ten a term.",
  },
  openEscalations: 0,
  createdAt: ago(300_000),
  updatedAt: ago(5000),
}));

export const endpoints = partners.slice(0, 5).map((p, i) => ({
  id: newId(),
  version: 1,
  partnerId: p.id,
  channel: i === 2 ? "email" : "webhook",
  url: i === 2 ? `mailto:${p.contactEmail}` : `https://hooks.${p.contactEmail.split("@")[1]}/mat`,
  description: "Their ticket system",
  events: i === 1 ? ["escalation.requested", "escalation.cancelled"] : [],
  headers: i === 0 ? ["X-Api-Key"] : [],
  concurrency: i === 1 ? 8 : null,
  ordered: i === 0,
  status: i === 3 ? "disabled" : "active",
  disabledReason: i === 3 ? "No success for five days (last answer 410)." : null,
  secretHint: "whsec_…9fQ2",
  lastSuccessAt: ago(80 + i * 100),
  lastFailureAt: i === 3 ? ago(300) : null,
  createdAt: ago(100_000),
}));

export const escalations = [];
export const deliveries = [];
const waitingPartner = tickets.filter((t) => t.status === "waiting_partner");
waitingPartner.forEach((t, i) => {
  const partner = partners[i % 5];
  const status = i === 2 ? "unroutable" : pick(["sent", "acknowledged", "acknowledged", "requested"]);
  const at = ago(300 + i * 70);
  const e = {
    id: newId(),
    version: 1,
    reference: `E-${2200 + i}`,
    ticketId: t.id,
    ticketReference: t.reference,
    schoolId: t.schoolId,
    schoolName: t.schoolName,
    area: partner.areas[0],
    partnerId: status === "unroutable" ? null : partner.id,
    partnerName: status === "unroutable" ? null : partner.name,
    status,
    priority: t.priority,
    reason: "We have swapped the lead and the input board. It needs an engineer on site.",
    requestedBy: people[2].name,
    requestedAt: at,
    routing: {
      reason:
        status === "unroutable"
          ? "No active partner covers this area for this school."
          : "The only active partner for this area that covers the school.",
      candidates: partners.slice(0, 3).map((p) => ({
        partnerId: p.id,
        name: p.name,
        chosen: p.id === partner.id,
        why: p.id === partner.id ? "covers the area and the school" : "does not cover the area",
      })),
    },
    pack: { title: t.title, asset: t.asset, area: partner.areas[0] },
    sentAt: status === "unroutable" ? null : at,
    acknowledgedAt: status === "acknowledged" ? ago(200 + i * 60) : null,
    expectedAt: status === "acknowledged" ? ahead(900) : null,
    partnerReference: status === "acknowledged" ? `NL-${88100 + i}` : null,
    closedAt: null,
    outcome: null,
    steps: [
      { id: newId(), kind: "requested", by: people[2].name, text: "Needs an engineer on site.", at },
      ...(status === "unroutable"
        ? []
        : [{ id: newId(), kind: "sent", by: "Mat", text: `Delivered to ${partner.name}`, at }]),
      ...(status === "acknowledged"
        ? [
            {
              id: newId(),
              kind: "acknowledged",
              by: partner.name,
              text: "An engineer comes tomorrow morning.",
              at: ago(200 + i * 60),
            },
          ]
        : []),
    ],
  };
  escalations.push(e);
  if (e.partnerId) partner.openEscalations++;
  t.escalation = {
    id: e.id,
    reference: e.reference,
    area: e.area,
    status: e.status,
    partnerName: e.partnerName,
    requestedAt: e.requestedAt,
    acknowledgedAt: e.acknowledgedAt,
    expectedAt: e.expectedAt,
  };
  const endpoint = endpoints.find((x) => x.partnerId === partner.id);
  if (endpoint && e.partnerId)
    deliveries.push({
      id: newId(),
      version: 1,
      escalationId: e.id,
      endpointId: endpoint.id,
      partnerId: partner.id,
      eventType: "escalation.requested",
      messageId: `msg_${e.reference}`,
      status: endpoint.status === "disabled" ? "failed" : "succeeded",
      attemptCount: endpoint.status === "disabled" ? 3 : 1,
      nextAttemptAt: null,
      underWay: false,
      createdAt: at,
      finishedAt: at,
      body: JSON.stringify({
        type: "escalation.requested",
        timestamp: at,
        data: { reference: e.reference, area: e.area, priority: "high" },
      }),
      attempts:
        endpoint.status === "disabled"
          ? [1, 2, 3].map((n) => ({
              number: n,
              startedAt: ago(300 - n * 20),
              durationMs: 812 * n,
              statusCode: 410,
              error: null,
              response: "Gone",
            }))
          : [
              {
                number: 1,
                startedAt: at,
                durationMs: 142,
                connectMs: 61,
                answerMs: 140,
                statusCode: 200,
                error: null,
                request: `POST ${endpoint.url}\nUser-Agent: Mat-Webhooks/1\nwebhook-id: msg_${e.reference}\nwebhook-timestamp: 1795338000\nwebhook-signature: v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=\nX-Api-Key: [hidden]\nContent-Type: application/json`,
                responseHeaders: "200 OK\nServer: nginx\nContent-Type: application/json\nSet-Cookie: [hidden]",
                response: '{"ok":true}',
              },
            ],
    });
});

export const sources = [
  ["Wazuh, all servers", "wazuh"],
  ["Microsoft Defender", "graph"],
  ["Network monitoring", "alertmanager"],
  ["Door controllers", "generic"],
].map(([name, kind], i) => ({
  id: newId(),
  version: 1,
  name,
  kind,
  status: i === 3 ? "disabled" : "active",
  schoolId: null,
  identity: kind === "generic" ? ["/id"] : [],
  mapping: null,
  lastReceivedAt: i === 3 ? null : ago(3 + i * 47),
  receivedCount: i === 3 ? 0 : 12_418 - i * 4000,
  tokenHint: "mata_…4kZq",
  createdAt: ago(90_000),
}));

export const rules = [
  { name: "High and critical alerts open a ticket", match: { minSeverity: "high" }, action: { openTicket: true } },
  {
    name: "Ransomware goes to the security partner at once",
    match: { titleContains: "ransomware" },
    action: { openTicket: true, impact: "high", urgency: "high", escalateArea: "cyber_security" },
  },
  {
    name: "Test machines make no noise",
    match: { hostStartsWith: "TEST-" },
    action: { openTicket: false, setSeverity: "informational", stop: true },
  },
].map((r, i) => ({ id: newId(), version: 1, enabled: i !== 2, position: i + 1, ...r }));

const alertTitles = [
  "Multiple failed sign-ins followed by a success",
  "Ransomware behaviour blocked",
  "Access point unreachable",
  "Disk nearly full on file server",
  "Malware found and removed",
  "Certificate expires within 7 days",
  "Unusual sign-in from another country",
  "Switch port flapping",
];
export const alerts = Array.from({ length: 90 }, (_, i) => {
  const source = sources[i % 3];
  const asset = random() < 0.7 ? pick(assets.filter((a) => a.hostName)) : null;
  const school = asset ? schools.find((s) => s.id === asset.schoolId) : random() < 0.5 ? pick(schools) : null;
  const ticket = random() < 0.3 ? pick(tickets) : null;
  return {
    id: newId(),
    version: 1,
    sourceId: source.id,
    sourceName: source.name,
    sourceKind: source.kind,
    title: alertTitles[i % alertTitles.length],
    description: "Reported by the tool; see the raw record for every field.",
    severity: pick(["critical", "high", "high", "medium", "medium", "low", "informational"]),
    status: pick(["new", "new", "new", "acknowledged", "resolved"]),
    rule: "60204",
    hostName: asset?.hostName ?? "UNKNOWN-PC",
    user: random() < 0.4 ? "s.carter" : null,
    ip: asset?.ips[0] ?? "10.99.1.4",
    assetId: asset?.id ?? null,
    assetTag: asset?.tag ?? null,
    schoolId: school?.id ?? null,
    schoolName: school?.name ?? null,
    correlation: asset
      ? { by: "host", candidates: [], why: `The computer name ${asset.hostName} belongs to ${asset.tag}.` }
      : {
          by: school ? "ip_range" : null,
          candidates: school ? [] : schools.slice(0, 2).map((s) => ({ schoolId: s.id, assetId: null, label: s.name })),
          why: school ? "The address lies in the school's range." : "Two schools use this range.",
        },
    count: 1 + Math.floor(random() * 40),
    firstSeenAt: ago(i * 90 + 300),
    lastSeenAt: ago(i * 60 + 2),
    resolvedAt: null,
    acknowledgedBy: null,
    ticketId: ticket?.id ?? null,
    ticketReference: ticket?.reference ?? null,
    ruleName: ticket ? rules[0].name : null,
    techniques: i % 3 === 0 ? ["T1110"] : [],
    raw: {
      timestamp: ago(i * 60),
      rule: { id: "60204", level: 10, description: alertTitles[i % alertTitles.length] },
      agent: { name: asset?.hostName ?? "UNKNOWN-PC" },
    },
    createdAt: ago(i * 90 + 300),
  };
});
