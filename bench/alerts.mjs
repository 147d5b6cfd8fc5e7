// The measurements of alerts: taking them in against rsyslog, alert to ticket, a storm, lists of a million.
//   alerts.mjs ingest URL SYSLOG_PORT WORK | ticket URL | storm URL PID_FILE | list URL
import { spawn, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { join } from "node:path";
import { Api, median, percentile, psql, quiet, report, school, seconds, sleep, untilItWorks } from "./shared.mjs";

const [, , what, ...rest] = process.argv;
const hosts = 100;
const clients = 8;
const perBatch = 500;
const rows = (sql) => Number(psql("mat_alerts", sql));

async function sourceOf(api, kind, more = {}) {
  const { id: schoolId } = await school(api);
  return untilItWorks(() => api.call("POST", "/api/alerts/sources", { name: `Bench ${kind} ${Date.now()}`, kind, schoolId, ...more }));
}

// One event of one of a hundred firewalls, as a firewall writes it: RFC 5424, and medium severity so that no rule opens a ticket.
const line = (n, run) => `<132>1 ${new Date().toISOString()} bench-fw-${n % hosts} filter - SCAN - Port scan ${run}-${n} from 203.0.113.9`;

// rsyslog with its PostgreSQL output: in the same server, each message inserted as its own template says (createDB.sql of Debian's package).
async function rsyslog(work, name, batch) {
  const database = `rsyslog_${name}`;
  psql("postgres", `create database ${database}`);
  psql(database, "create table systemevents (id bigserial primary key, receivedat timestamp, devicereportedtime timestamp, facility smallint, priority smallint, fromhost varchar(60), message text, syslogtag varchar(60), infounitid int)");
  const port = 20000 + Math.floor(Math.random() * 9000);
  const conf = join(work, `${name}.conf`);
  writeFileSync(conf, `global(workDirectory="${work}")
module(load="imtcp")
module(load="ompgsql")
template(name="event" type="string" option.stdsql="on" string="insert into systemevents (message, facility, fromhost, priority, devicereportedtime, receivedat, infounitid, syslogtag) values ('%msg%', %syslogfacility%, '%HOSTNAME%', %syslogpriority%, '%timereported:::date-pgsql%', '%timegenerated:::date-pgsql%', %iut%, '%syslogtag%')")
ruleset(name="all" queue.type="LinkedList" queue.size="100000" queue.dequeueBatchSize="${batch}" queue.workerThreads="${clients}" queue.workerThreadMinimumMessages="${batch}") {
  action(type="ompgsql" server="${process.env.PGHOST}" serverport="${process.env.PGPORT}" user="${process.env.PGUSER}" pass="none" db="${database}" template="event")
}
input(type="imtcp" port="${port}" address="127.0.0.1" ruleset="all")
`);
  const daemon = spawn("rsyslogd", ["-n", "-f", conf, "-i", join(work, `${name}.pid`)], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  daemon.stderr.on("data", (chunk) => (said += chunk));
  const count = () => Number(psql(database, "select coalesce(max(id), 0) from systemevents"));
  try {
    await untilItWorks(() => feed(port, 1, 50));
    await untilItWorks(async () => { if (count() === 0) throw new Error(`rsyslog wrote nothing: ${said}`); });
    await quiet();
    return await rate(port, count);
  } finally {
    daemon.kill("SIGKILL");
    await new Promise((done) => daemon.once("exit", done));
    psql("postgres", `drop database ${database} with (force)`);
  }
}

// Writes lines over TCP for so many connections, until `many` are written or the deadline has passed.
async function feed(port, connections, many, until = Infinity) {
  const run = Date.now();
  let n = 0;
  await Promise.all(Array.from({ length: connections }, () => new Promise((done, fail) => {
    const socket = createConnection(port, "127.0.0.1");
    const write = () => {
      while (n < many && Date.now() < until) {
        let block = "";
        for (let i = 0; i < 100 && n < many; i++) block += `${line(n++, run)}\n`;
        if (!socket.write(block)) return void socket.once("drain", write);
      }
      if (until === Infinity) socket.end();
      else socket.destroy();
      done();
    };
    socket.once("connect", write);
    socket.once("error", (e) => (Date.now() >= until ? done() : fail(e)));
    // A sender that is kept waiting must not wait for ever.
    if (until !== Infinity) setTimeout(() => { socket.destroy(); done(); }, until - Date.now() + 50);
  })));
}

// What is durable after so many seconds of more than can be taken.
async function rate(port, count) {
  const before = count();
  const from = performance.now();
  const feeding = feed(port, clients, Infinity, Date.now() + 1000 * seconds);
  await sleep(1000 * seconds);
  const took = (performance.now() - from) / 1000;
  const after = count();
  await feeding;
  return (after - before) / took;
}

async function ingest(url, syslogPort, work) {
  const api = await new Api(url).signIn();
  const source = await sourceOf(api, "syslog", { senders: ["127.0.0.1"] });
  const signals = () => rows("select count(*) from alert_occurrences");
  const path = `/api/alerts/ingest/${source.id}`;
  const lua = (name, batch, id) => {
    const file = join(work, `${name}.lua`);
    // The same line as above; each thread and each request says another number.
    writeFileSync(file, `local threads = 0
function setup(thread) thread:set("id", threads); threads = threads + 1 end
local n = 0
wrk.method = "POST"
wrk.headers["Content-Type"] = "text/plain"
wrk.headers["Authorization"] = "Bearer ${source.token}"
function request()
  local lines = {}
  local now = os.date("!%Y-%m-%dT%H:%M:%S")
  for i = 1, ${batch} do
    n = n + 1
    lines[i] = string.format("<132>1 %s.%06dZ bench-fw-%d filter - ${id} - Port scan ${name}-${Date.now()}-%d-%d from 203.0.113.9", now, n % 1000000, n % ${hosts}, ${id.includes("%d") ? "n, " : ""}id, n)
  end
  return wrk.format(nil, "${path}", nil, table.concat(lines, "\\n"))
end
`);
    return file;
  };
  const load = async (file, during) => {
    const before = signals();
    const run = spawnSync("wrk", ["-t", "1", "-c", String(clients), "-d", `${during}s`, "--timeout", "30s", "--latency", "-s", file, url], { encoding: "utf8", maxBuffer: 1 << 26 });
    const took = Number(/requests in ([\d.]+)s/.exec(run.stdout)?.[1]);
    if (!took) throw new Error(`wrk: ${run.stdout}${run.stderr}`);
    const bad = Number(/Non-2xx or 3xx responses: (\d+)/.exec(run.stdout)?.[1] ?? 0);
    return { rate: (signals() - before) / took, p99: /99%\s+(\S+)/.exec(run.stdout)?.[1], bad };
  };
  const single = lua("single", 1, "SCAN");
  const batched = lua("batched", perBatch, "SCAN");
  await load(single, Math.max(3, seconds));
  await load(batched, Math.max(3, Math.ceil(seconds / 2)));
  const shown = (mine, theirs) => [`${(mine.rate / theirs).toFixed(2)} of rsyslog`, `${mine.rate.toFixed(0)}/s to ${theirs.toFixed(0)}/s${mine.p99 ? `, accept to durable p99 ${mine.p99}` : ""}${mine.bad ? `, ${mine.bad} refused` : ""}`];

  const theirSingle = await rsyslog(work, "single", 1);
  await quiet();
  report(`Alerts taken in, one at a time (${clients} at once)`, ...shown(await load(single, seconds), theirSingle));
  const theirBatched = await rsyslog(work, "batched", perBatch);
  await quiet();
  report(`Alerts taken in, ${perBatch} at a time (${clients} at once)`, ...shown(await load(batched, seconds), theirBatched));
  await quiet();
  report("The same over syslog on TCP", ...shown({ rate: await rate(Number(syslogPort), signals) }, theirBatched));
  await quiet();
  const news = await load(lua("news", perBatch, "ID%d"), seconds);
  report(`Alerts taken in, ${perBatch} at a time, each a new alert`, ...shown(news, theirBatched));
}

// From the moment an alert is posted to the moment its ticket is made (stamped by Tickets just before its commit, on the same clock).
async function ticket(url) {
  const api = await new Api(url).signIn();
  const source = await sourceOf(api, "wazuh");
  const tool = new Api(url, source.token);
  const sent = new Map();
  const run = async (rate, during) => {
    const open = [];
    const from = performance.now();
    for (let n = 0; n < rate * during; n++) {
      const due = from + (n * 1000) / rate;
      if (due > performance.now()) await sleep(due - performance.now());
      const at = Date.now();
      open.push(tool.call("POST", `/api/alerts/ingest/${source.id}`, wazuh(`T${rate}-${n}`, 12)).then((r) => sent.set(r.results[0].alertId, at)));
    }
    await Promise.all(open);
  };
  const made = () => new Map(psql("mat_tickets", "select alert_id, round(extract(epoch from created_at) * 1000) from tickets where alert_id is not null").split("\n").map((l) => l.split("|")));
  await run(5, seconds);
  await quiet();
  sent.clear();
  await run(10, seconds);
  let tickets = made();
  for (let i = 0; i < 120 && [...sent.keys()].some((id) => !tickets.has(id)); i++) {
    await sleep(500);
    tickets = made();
  }
  const took = [...sent].filter(([id]) => tickets.has(id)).map(([id, at]) => Number(tickets.get(id)) - at);
  report("Alert to ticket, 10 alerts/s", `median ${median(took)} ms`, `p99 ${percentile(took, 0.99)} ms, ${took.length} of ${sent.size} have theirs`);
}

const wazuh = (rule, level, at = new Date()) => ({
  timestamp: at.toISOString().replace("Z", "+0000"), id: `${rule}-${at.getTime()}`,
  rule: { id: rule, level, description: `Bench rule ${rule}` }, agent: { id: "001", name: "bench-host", ip: "10.9.9.9" }, location: "bench",
});

// 10,000 alerts a minute: one in a hundred is new, half of the others say a known one again, half are the very same delivery again.
async function storm(url, pidFile) {
  const during = Number(process.env.BENCH_STORM_SECONDS ?? 600);
  const perSecond = 10_000 / 60;
  const api = await new Api(url).signIn();
  const source = await sourceOf(api, "wazuh");
  const tool = new Api(url, source.token);
  const memory = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${readFileSync(pidFile, "utf8").trim()}/status`, "utf8"))[1]) / 1024;
  const behind = () => psql("mat_alerts", "select count(*), coalesce(round(extract(epoch from now() - min(due_at)) * 1000), 0) from outbox_messages where due_at <= now() and dead_lettered_at is null").split("|").map(Number);
  const known = [];
  const tally = { created: 0, updated: 0, duplicate: 0, resolved: 0, rejected: 0 };
  const took = [];
  const lag = [];
  let refused = 0;
  await quiet();
  const memories = [memory()];
  const first = rows(`select count(*) from alert_occurrences where source_id = '${source.id}'`);
  const from = performance.now();
  const open = new Set();
  const batch = 50;
  let n = 0;
  for (; n < perSecond * during; n += batch) {
    const due = from + (n * 1000) / perSecond;
    if (due > performance.now()) await sleep(due - performance.now());
    const alerts = Array.from({ length: batch }, (_, i) => {
      if ((n + i) % 100 === 0) known.push(wazuh(`S${known.length}`, 12));
      else if (i % 2) return known[(n + i * 7) % known.length];
      return (n + i) % 100 === 0 ? known.at(-1) : wazuh(known[(n + i) % known.length].rule.id, 12, new Date(Date.now() + i));
    });
    const at = performance.now();
    const one = tool.call("POST", `/api/alerts/ingest/${source.id}`, alerts).then((r) => {
      took.push(performance.now() - at);
      for (const item of r.results) tally[item.status]++;
    }, () => refused++).finally(() => open.delete(one));
    open.add(one);
    if (n % 1000 === 0) lag.push(behind()[1]);
    if (memories.length === 1 && n > (perSecond * during) / 2) memories.push(memory());
  }
  await Promise.all(open);
  memories.push(memory());
  const lasted = (performance.now() - from) / 1000;
  let tickets = 0;
  const drain = performance.now();
  for (let i = 0; i < 240 && tickets < tally.created; i++) {
    tickets = Number(psql("mat_tickets", `select count(*) from tickets where created_at > now() - interval '1 hour' and title like 'Bench rule S%'`));
    if (tickets < tally.created) await sleep(500);
  }
  const kept = rows(`select count(*) from alert_occurrences where source_id = '${source.id}'`) - first;
  const alerts = rows(`select count(*) from episodes where source_id = '${source.id}'`);
  report(`Storm of ${n} alerts in ${lasted.toFixed(0)} s`, `${alerts} alerts, ${tickets} tickets`, `${tally.created} new, ${tally.updated} again, ${tally.duplicate} repeated, ${kept} rows of deliveries, ${refused} requests refused`);
  report("  answered in", `median ${median(took).toFixed(0)} ms`, `p99 ${percentile(took, 0.99).toFixed(0)} ms for ${batch} alerts`);
  report("  resident memory of Alerts", `${memories.map((m) => m.toFixed(0)).join(", ")} MB`, "at start, middle, end");
  report("  lag of messages", `p50 ${median(lag)} ms, most ${Math.max(...lag)} ms`, `last ticket ${((performance.now() - drain) / 1000).toFixed(1)} s after the end`);
}

async function list(url) {
  const api = await new Api(url).signIn();
  const source = await sourceOf(api, "wazuh");
  await new Api(url, source.token).call("POST", `/api/alerts/ingest/${source.id}`, wazuh("L1", 5));
  const schools = Array.from({ length: 20 }, (_, i) => `01900000-0000-7000-8000-0000000000${String(i).padStart(2, "0")}`);
  // What the parts before have left behind may still be at work on these tables, and then the database lets one of the two go.
  await untilItWorks(() => psql("mat_alerts", "truncate episodes, alert_occurrences, raw_alerts, indicators"));
  await new Api(url, source.token).call("POST", `/api/alerts/ingest/${source.id}`, wazuh("L2", 5));
  psql("mat_alerts", "create table bench_template as select * from episodes limit 1");
  await untilItWorks(() => psql("mat_alerts", "truncate episodes, alert_occurrences, raw_alerts, indicators"));
  const many = [Math.min(10_000, Number(process.env.BENCH_ALERTS ?? 1_000_000)), Number(process.env.BENCH_ALERTS ?? 1_000_000)];
  const settled = async () => {
    psql("mat_alerts", "vacuum analyze episodes");
    psql("mat_alerts", "checkpoint");
    await quiet();
  };
  fill(0, many[0], schools);
  await settled();
  await read(api, many[0], schools); // so that the first reading is not the one that warms up
  const few = [await read(api, many[0], schools)];
  fill(many[0], many[1], schools);
  await settled();
  const all = [await read(api, many[1], schools), await read(api, many[1], schools)];
  const disk = Number(psql("mat_alerts", "select pg_total_relation_size('episodes')"));
  // Once more few, and the better of both: a machine that others share is not as fast in one minute as in the next.
  await untilItWorks(() => psql("mat_alerts", "truncate episodes"));
  fill(0, many[0], schools);
  await settled();
  few.push(await read(api, many[0], schools));
  const readings = [few, all].map(([one, other]) => new Map([...one].map(([shape, r]) => [shape, other.get(shape).p50 < r.p50 ? other.get(shape) : r])));
  report("Disk of an alert in the list", `${(disk / many[1] / 1024).toFixed(1)} kB`, "without its raw body and signals");
  psql("mat_alerts", "drop table bench_template");
  for (const [shape, small] of readings[0]) {
    const large = readings[1].get(shape);
    report(`List of alerts, ${shape}`, `${(large.p50 / small.p50).toFixed(2)} times ${many[0]}`, `${many[1]}: p50 ${large.p50.toFixed(1)} ms, p99 ${large.p99.toFixed(1)} ms; ${many[0]}: p50 ${small.p50.toFixed(1)} ms, p99 ${small.p99.toFixed(1)} ms`);
  }
}

// Rows like the one that the service has made, whatever columns it has; older ones are over, as in life. Ids are in the order of time.
function fill(from, to, schools) {
  psql("mat_alerts", `insert into episodes select made.* from bench_template t, generate_series(${from}, ${to - 1}) i,
      lateral (select now() - i * interval '25 seconds' as last) at,
      lateral (select i % 1000 < 8 or i < 500 as is) open,
      lateral (select r.name, r.rank from (values (0, 'Critical', 5), (1, 'High', 4), (2, 'Medium', 3), (3, 'Low', 2)) r(n, name, rank)
        where r.n = case when i / 20 % 100 < 3 then 0 when i / 20 % 100 < 15 then 1 when i / 20 % 100 < 45 then 2 else 3 end) s,
      lateral jsonb_populate_record(null::episodes, to_jsonb(t) || jsonb_build_object(
      'id', lpad(to_hex((extract(epoch from at.last) * 1000)::bigint), 12, '0') || '7' || substr(md5(i::text), 1, 3) || '8' || substr(md5(i::text), 4, 15),
      'identity', md5(i::text), 'head_key', md5(i::text) || md5((-i)::text),
      'status', case when open.is then case when i % 5 = 0 then 'Acknowledged' else 'New' end else 'Resolved' end,
      'resolved_at', case when not open.is then at.last end,
      'severity', s.name, 'reported_severity', s.name, 'severity_rank', s.rank,
      'school_id', (array['${schools.join("','")}'])[1 + i % 20],
      'title', 'Bench alert ' || i, 'host_name', 'bench-' || i % 5000,
      'search_text', 'bench alert ' || i || ' bench-' || i % 5000 || case when i % 500 = 3 then ' mimikatz' else '' end,
      'first_seen_at', at.last - interval '1 hour', 'last_seen_at', at.last, 'created_at', at.last)) made`);
}

async function read(api, many, schools) {
  const [at, id] = psql("mat_alerts", `select to_char(last_seen_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'), id from episodes order by last_seen_at desc, id desc offset ${Math.floor(many * 0.9)} limit 1`).split("|");
  const cursor = Buffer.from(JSON.stringify({ S: "-lastSeenAt", K: at, I: id })).toString("base64url");
  const shapes = {
    "first page": "", "deep page": `cursor=${cursor}`, "one school": `schoolId=${schools[7]}`, "one school, deep page": `schoolId=${schools[7]}&cursor=${cursor}`, critical: "severity=critical",
    active: "status=active", "one school, active": `schoolId=${schools[7]}&status=active`, "search, rare": "q=mimikatz", "search, common": "q=bench", "search, nothing": "q=no-such-word",
    "one school, critical, search": `schoolId=${schools[7]}&severity=critical&q=bench-1`,
  };
  const readings = new Map();
  for (const [shape, query] of Object.entries(shapes)) {
    const took = [];
    for (let i = 0; i < 310; i++) {
      const from = performance.now();
      await api.call("GET", `/api/alerts?${query}`);
      if (i >= 10) took.push(performance.now() - from);
    }
    readings.set(shape, { p50: median(took), p99: percentile(took, 0.99) });
  }
  return readings;
}

await { ingest, ticket, storm, list }[what](...rest);
process.exit(0);
