// The measurements of bench.sh. Each appends lines `what | reading | reading` to BENCH_RESULTS.
import { spawn, spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { Api, median, percentile, psql, quiet, report, school, seconds, sleep, untilItWorks } from "./shared.mjs";

const [, , what, ...rest] = process.argv;

// Ticket creation through the gateway against pgbench inserting the very rows that one creation inserts.
async function tickets(url, database, work) {
  const api = await new Api(url).signIn();
  const { id: schoolId } = await school(api);
  const body = { title: "Board in Year 4 has no picture", description: "Black since assembly.", schoolId, impact: "medium", urgency: "high" };
  await untilItWorks(() => api.call("POST", "/api/tickets", body));

  // Triggers copy what a creation inserts, whatever the tables are called; the relay empties the outbox at once.
  const tables = psql(database, "select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' and table_name not like '\\_\\_%'").split("\n");
  for (const t of tables)
    psql(database, `create table "seen_${t}" as select * from "${t}" limit 0;
      create function "see_${t}"() returns trigger language plpgsql as $$ begin insert into "seen_${t}" select new.*; return new; end $$;
      create trigger bench_see after insert on "${t}" for each row execute function "see_${t}"();`);
  await sleep(1500);
  for (const t of tables) psql(database, `truncate "seen_${t}"`);
  await api.call("POST", "/api/tickets", body);
  const script = ["begin;"];
  const rows = [];
  for (const t of tables) {
    const columns = psql(database, `select a.attname || ':' || format_type(a.atttypid, a.atttypmod) || ':' || coalesce((select bool_or(i.indisunique)::text from pg_index i where i.indrelid = a.attrelid and a.attnum = any(i.indkey)), 'false') from pg_attribute a where a.attrelid = '"${t}"'::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum`).split("\n").map((c) => c.split(":"));
    const seen = psql(database, `select jsonb_build_array(${columns.map(([n]) => `quote_nullable("${n}")`).join(",")}) from "seen_${t}"`);
    for (const line of seen ? seen.split("\n") : []) {
      const values = JSON.parse(line).map((v, i) => {
        const [, type, unique] = columns[i];
        if (v === "NULL" || unique !== "true") return v;
        if (type === "uuid") return "gen_random_uuid()";
        if (/int|numeric/.test(type)) return "nextval('bench_number')";
        if (/text|char/.test(type)) return "gen_random_uuid()::text";
        return v;
      });
      rows.push(t);
      script.push(`insert into "bench_${t}" (${columns.map(([n]) => `"${n}"`).join(",")}) values (${values.join(",")});`);
    }
  }
  script.push("commit;");
  for (const t of tables) psql(database, `drop trigger bench_see on "${t}"; drop function "see_${t}"; drop table "seen_${t}";`);
  psql(database, "create sequence bench_number start 1000000");
  for (const t of new Set(rows)) psql(database, `create table "bench_${t}" (like "${t}" including all)`);
  const file = join(work, "insert.sql");
  writeFileSync(file, `${script.join("\n")}\n`);
  console.error(`  one creation inserts: ${rows.join(", ")}`);

  const lua = join(work, "ticket.lua");
  writeFileSync(lua, `wrk.method = "POST"\nwrk.body = ${JSON.stringify(JSON.stringify(body))}\nwrk.headers["Content-Type"] = "application/json"\nwrk.headers["Cookie"] = ${JSON.stringify(api.headers.cookie)}\nwrk.headers["X-CSRF-Token"] = ${JSON.stringify(api.headers["x-csrf-token"])}\n`);
  // Warm: the code of the hot paths is compiled by then. What these tickets take of the disk, in all services, is read along.
  const count = () => Number(psql(database, "select count(*) from tickets"));
  const [sizeBefore, countBefore] = [diskSize(), count()];
  spawnSync("wrk", ["-t", "1", "-c", "8", "-d", `${2 * seconds}s`, "-s", lua, `${url}/api/tickets`]);
  await quiet();
  report("Disk of a ticket, all services", `${((diskSize() - sizeBefore) / (count() - countBefore) / 1024).toFixed(1)} kB`, `${count() - countBefore} tickets, with what is cleaned up within days`);
  report("Memory of the processes after it", `${memory(work)} MB resident`);
  for (const clients of [1, 8, 32]) {
    await quiet();
    const bench = spawnSync("pgbench", ["-n", "-f", file, "-c", String(clients), "-j", "1", "-T", String(seconds), database], { encoding: "utf8" });
    const base = Number(/tps = ([\d.]+) \(without/.exec(bench.stdout)?.[1] ?? /tps = ([\d.]+)/.exec(bench.stdout)?.[1]);
    if (!base) throw new Error(`pgbench: ${bench.stdout}${bench.stderr}`);
    await quiet();
    const wrk = spawnSync("wrk", ["-t", "1", "-c", String(clients), "-d", `${seconds}s`, "--latency", "-s", lua, `${url}/api/tickets`], { encoding: "utf8" });
    const mine = Number(/Requests\/sec:\s+([\d.]+)/.exec(wrk.stdout)?.[1]);
    const bad = Number(/Non-2xx or 3xx responses: (\d+)/.exec(wrk.stdout)?.[1] ?? 0);
    const p99 = /99%\s+(\S+)/.exec(wrk.stdout)?.[1];
    report(`Ticket creation, ${clients} client${clients > 1 ? "s" : ""}`, `${(mine / base).toFixed(3)} of pgbench`, `${mine.toFixed(0)}/s to ${base.toFixed(0)}/s, p99 ${p99}${bad ? `, ${bad} refused` : ""}`);
  }
}

/** Bytes of the databases of every service. */
function diskSize() {
  return Number(psql("postgres", "select sum(pg_database_size(oid)) from pg_database where datname like 'mat\\_%'"));
}

function memory(work) {
  const folder = join(work, "run", "pid");
  return readdirSync(folder).sort().map((name) => {
    const status = readFileSync(`/proc/${readFileSync(join(folder, name), "utf8").trim()}/status`, "utf8");
    return `${name} ${Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)[1]) / 1024)}`;
  }).join(", ");
}

async function start(server, data, port) {
  const readings = [];
  let memory = 0;
  for (let i = 0; i < 6; i++) {
    const from = performance.now();
    const child = spawn("dotnet", [server, "--urls", `http://127.0.0.1:${port}`, "--data", data], { stdio: "ignore" });
    for (;;) {
      try {
        if ((await fetch(`http://127.0.0.1:${port}/health/ready`)).ok) break;
      } catch {
        // Not yet.
      }
      if (performance.now() - from > 60_000) throw new Error("did not start");
      await sleep(10);
    }
    // The first start makes the databases.
    if (i === 0) report("Embedded, first start to first answer", `${((performance.now() - from) / 1000).toFixed(2)} s`, "with empty databases made");
    else readings.push((performance.now() - from) / 1000);
    if (i === 5) {
      await sleep(10_000);
      memory = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))[1]) / 1024;
    }
    child.kill("SIGKILL");
    await new Promise((done) => child.once("exit", done));
  }
  report("Embedded, start to first answer", `${median(readings).toFixed(2)} s`, `median of ${readings.length}, limit 3 s`);
  report("Embedded, resident memory at rest", `${memory.toFixed(0)} MB`, "10 s after start, limit 250 MB");
  rmSync(data, { recursive: true, force: true });
}

// From the moment an alert is posted to the moment its webhook arrives at the partner.
async function alerts(url) {
  const api = await new Api(url).signIn();
  const { id: schoolId } = await school(api);
  const arrived = new Map();
  const receiver = createServer((request, response) => {
    const at = performance.now();
    let body = "";
    request.on("data", (chunk) => (body += chunk));
    request.on("end", () => {
      response.writeHead(204).end();
      const id = JSON.parse(body).data?.escalationId;
      if (id && !arrived.has(id)) arrived.set(id, at);
    });
  });
  await new Promise((done) => receiver.listen(0, "127.0.0.1", done));
  const area = "network";
  const partner = await api.call("POST", "/api/partners", { name: `Bench ${Date.now()}`, areas: [area] });
  await api.call("POST", `/api/partners/${partner.id}/endpoints`, { url: `http://127.0.0.1:${receiver.address().port}/hook` });
  const made = await api.call("POST", "/api/alerts/sources", { name: `Bench ${Date.now()}`, kind: "wazuh", schoolId });
  const source = { token: made.token, id: (made.source ?? made).id };
  await api.call("POST", "/api/alerts/rules", { name: `Bench ${Date.now()}`, enabled: true, position: 1, match: { sourceId: source.id }, action: { openTicket: true, impact: "high", urgency: "high", escalateArea: area, stop: true } });
  const tool = new Api(url, source.token);
  const post = (n) =>
    tool.call("POST", `/api/alerts/ingest/${source.id}`, {
      timestamp: new Date().toISOString().replace("Z", "+0000"),
      id: `${n}`,
      rule: { id: `${100000 + n}`, level: 12, description: `Bench alert ${n}` },
      agent: { id: "001", name: "bench-host", ip: "10.9.9.9" },
      location: "bench",
    });
  const sent = new Map();
  const posted = [];
  let number = 0;
  async function load(rate, during) {
    const many = rate * during;
    const open = [];
    const from = performance.now();
    for (let n = 0; n < many; n++) {
      const due = from + (n * 1000) / rate;
      if (due > performance.now()) await sleep(due - performance.now());
      const at = performance.now();
      open.push(post(number++).then((r) => [r.results[0].alertId, at]));
    }
    const mine = await Promise.all(open);
    for (const [id, at] of mine) sent.set(id, at);
    posted.push(...mine);
    for (let i = 0; i < 240 && arrived.size < posted.length; i++) await sleep(500);
    await quiet();
    return mine.map(([id]) => id);
  }
  await load(10, 2 * seconds);
  const runs = [];
  for (const rate of [10, 20, 50]) runs.push([rate, await load(rate, seconds)]);
  const tickets = new Map((await api.all("/api/tickets")).filter((t) => t.alertId).map((t) => [t.alertId, t.id]));
  const escalations = new Map((await api.all(`/api/partners/escalations?partnerId=${partner.id}`)).map((e) => [e.ticketId, e.id]));
  for (const [rate, ids] of runs) {
    const latencies = ids.map((id) => arrived.get(escalations.get(tickets.get(id))) - sent.get(id)).filter((l) => !Number.isNaN(l));
    report(`Alert to webhook, ${rate} alerts/s`, `median ${median(latencies).toFixed(0)} ms`, `p99 ${percentile(latencies, 0.99).toFixed(0)} ms, ${latencies.length} of ${ids.length} arrived`);
  }
  receiver.close();
  receiver.closeAllConnections();
}

async function importAssets(url, shape) {
  const api = await new Api(url).signIn();
  const { urn } = await school(api);
  const rows = Number(process.env.BENCH_ASSETS ?? 100_000);
  const lines = ["tag,kind,name,urn,serial,hostName,mac,location,manufacturer,model,purchasedOn"];
  for (let i = 0; i < rows; i++) lines.push(`BENCH-${i},${["laptop", "desktop", "tablet", "chromebook"][i % 4]},Device ${i},${urn},SN${i},bench-${i},02:00:${[24, 16, 8, 0].map((s) => ((i >> s) & 255).toString(16).padStart(2, "0")).join(":")},Room ${i % 60},Dell,Latitude 5440,2024-09-01`);
  const csv = lines.join("\n");
  const small = lines.slice(0, 3).join("\n");
  await untilItWorks(async () => {
    const done = await run(small);
    if (done.failed + done.skipped > 0) throw new Error(JSON.stringify(done));
  });
  const before = shape === "distributed" ? diskSize() : 0;
  const from = performance.now();
  const done = await run(csv);
  const took = (performance.now() - from) / 1000;
  if (done.status !== "finished" || done.failed + done.skipped > 0) throw new Error(JSON.stringify(done));
  report(`Import of ${rows} assets, ${shape}`, `${took.toFixed(1)} s`, `${(rows / took).toFixed(0)} rows/s`);
  if (shape === "distributed") {
    await quiet(); // the other services have their copies then
    report("Disk of an asset, all services", `${((diskSize() - before) / rows / 1024).toFixed(1)} kB`);
  }

  async function run(text) {
    let job = await api.call("POST", "/api/assets/imports?format=csv&dryRun=false", text, "text/csv");
    while (job.status === "queued" || job.status === "running") {
      await sleep(200);
      job = await api.call("GET", `/api/assets/imports/${job.id}`);
    }
    return job;
  }
}

await { tickets, start, alerts, import: importAssets }[what](...rest);
process.exit(0);
