// The delivery engine under load: soak.mjs SERVER WORK. Deliveries are put into the database as the service would, so that
// nothing but the engine is measured; receivers are real sockets. Everything that was sent must arrive in the end, the sick
// receivers' part when they are well again.
//   MAT_SOAK_DELIVERIES=50000   MAT_SOAK_RATE=100 (a second, while latency is measured)   MAT_SOAK_KILL_EVERY=4 (seconds)
import { execFile, spawn, spawnSync } from "node:child_process";
import { appendFileSync, mkdirSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { Receivers } from "./receivers.mjs";

const [, , server, work] = process.argv;
const many = Number(process.env.MAT_SOAK_DELIVERIES ?? 50_000);
const rate = Number(process.env.MAT_SOAK_RATE ?? 100);
const killEvery = Number(process.env.MAT_SOAK_KILL_EVERY ?? 4);
const only = process.env.MAT_SOAK_ONLY ?? "latency,burst,kill";
const database = "mat_partners";
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const report = (...cells) => {
  appendFileSync(process.env.BENCH_RESULTS, `${cells.join(" | ")}\n`);
  console.error(`  ${cells.join("  ")}`);
};
const percentile = (numbers, p) => [...numbers].sort((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * p))] ?? 0;

// ---- processes ---------------------------------------------------------------------------------------------------------
const children = new Map();
async function start(name, target, port, env = {}) {
  mkdirSync(join(work, name), { recursive: true });
  const log = openSync(join(work, `${name}.log`), "a");
  const child = spawn("dotnet", [server, `--target=${target}`, "--urls", `http://127.0.0.1:${port}`, "--data", join(work, name)], { stdio: ["ignore", log, log], env: { ...process.env, ...env } });
  children.set(name, child);
  for (let i = 0; i < 2400; i++) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`${name} ended; see ${work}/${name}.log`);
    try {
      if ((await fetch(`http://127.0.0.1:${port}/health/ready`)).ok) return child;
    } catch {
      // Not yet.
    }
    await sleep(50);
  }
  throw new Error(`${name} did not start`);
}
async function end(name) {
  const child = children.get(name);
  if (!child) return;
  children.delete(name);
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGKILL");
  await new Promise((done) => child.once("exit", done));
}
process.on("exit", () => {
  for (const child of children.values()) child.kill("SIGKILL");
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(130));

const psqlArgs = (sql) => ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", sql];
function psql(sql) {
  const run = spawnSync("psql", psqlArgs(sql), { encoding: "utf8", maxBuffer: 1 << 28 });
  if (run.status !== 0) throw new Error(`psql: ${run.stderr}`);
  return run.stdout.trim();
}
/** The same while receivers go on answering: they live in this process. */
const ask = async (sql) => (await promisify(execFile)("psql", psqlArgs(sql), { maxBuffer: 1 << 28 })).stdout.trim();

// ---- what is sent ------------------------------------------------------------------------------------------------------
const body = JSON.stringify({
  type: "escalation.commented",
  timestamp: "2026-11-22T09:00:00Z",
  data: { escalationId: "019ac2f0-0000-7000-8000-000000000000", reference: "E-1042", ticketReference: "T-10293", area: "network", priority: "high", school: { name: "Hill Primary", urn: "100001" }, href: "/api/partners/portal/escalations/019ac2f0-0000-7000-8000-000000000000" },
});

/** Puts `count` deliveries in the queue, spread over the endpoints; ids are in the order of time, like the service's. */
const queue = (run, endpoints, count) =>
  psql(`INSERT INTO deliveries (id, partner_id, endpoint_id, event_type, message_id, body, budget, status, attempt_count, next_attempt_at, version, created_at, updated_at)
    SELECT (lpad(to_hex((extract(epoch from clock_timestamp()) * 1000)::bigint), 12, '0') || '7' || substr(md5(random()::text), 1, 3) || '8' || substr(md5(random()::text), 1, 15))::uuid,
      e.partner_id, e.id, 'escalation.commented', 'msg_${run}_' || replace(gen_random_uuid()::text, '-', ''), convert_to('${body}', 'UTF8'), 1000,
      'Pending', 0, clock_timestamp(), 1, clock_timestamp(), clock_timestamp()
    FROM (SELECT id, partner_id, row_number() over () - 1 AS n FROM endpoints WHERE id = ANY('{${endpoints.map((e) => e.id).join(",")}}')) e
    JOIN generate_series(0, ${count - 1}) s ON s % ${endpoints.length} = e.n`);

const kinds = [...Array(140).fill("good"), ...Array(20).fill("half"), ...Array(20).fill("hang"), ...Array(20).fill("refuse")];

async function setUp(answerMs, url) {
  const receivers = new Receivers(answerMs);
  const api = await signIn(url);
  const partner = await api("POST", "/api/partners", { name: `Soak ${Date.now()}`, areas: ["network"] });
  const endpoints = [];
  for (const kind of kinds) {
    const receiver = await receivers.add(kind);
    const made = await api("POST", `/api/partners/${partner.id}/endpoints`, { url: `http://127.0.0.1:${receiver.port}/hook` });
    endpoints.push({ id: made.id, kind, port: receiver.port });
  }
  return { receivers, endpoints };
}

async function signIn(url) {
  const answer = await fetch(`${url}/api/session`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ email: process.env.MAT_ADMIN_EMAIL, password: process.env.MAT_ADMIN_PASSWORD }) });
  if (!answer.ok) throw new Error(`sign-in → ${answer.status} ${await answer.text()}`);
  const headers = { "content-type": "application/json", cookie: answer.headers.getSetCookie()[0].split(";")[0], "x-csrf-token": (await answer.json()).csrfToken };
  return async (method, path, json) => {
    const got = await fetch(url + path, { method, headers, body: JSON.stringify(json) });
    if (!got.ok) throw new Error(`${method} ${path} → ${got.status} ${await got.text()}`);
    return got.json();
  };
}

// ---- measurements ------------------------------------------------------------------------------------------------------
/** An open model: so many a second whatever becomes of them. */
async function latency(run, { receivers, endpoints }, chosen, seconds) {
  const perTick = Math.max(1, Math.round((rate * chosen.length) / 140 / 5));
  receivers.reset();
  for (let i = 0; i < seconds * 5; i++) {
    const from = Date.now();
    queue(run, [...chosen].sort(() => Math.random() - 0.5).slice(0, perTick), Math.min(perTick, chosen.length));
    await sleep(Math.max(0, 200 - (Date.now() - from)));
  }
  const good = endpoints.filter((e) => e.kind === "good").map((e) => `'${e.id}'`);
  for (let i = 0; i < 120 && Number(psql(`SELECT count(*) FROM deliveries WHERE endpoint_id IN (${good}) AND next_attempt_at IS NOT NULL`)) > 0; i++) await sleep(500);
  const made = psql(`SELECT message_id || ' ' || (extract(epoch from created_at) * 1000)::bigint FROM deliveries WHERE message_id LIKE 'msg_${run}_%' AND endpoint_id IN (${good})`).split("\n").map((l) => l.split(" "));
  const took = made.map(([id, at]) => receivers.first.get(id) - Number(at)).filter((t) => !Number.isNaN(t));
  if (run !== "warm") report(`Soak: healthy receivers, ${run === "alone" ? "no sick ones" : "60 sick beside them"}`, `p50 ${percentile(took, 0.5)} ms`, `p99 ${percentile(took, 0.99)} ms, ${took.length} of ${made.length} arrived at ${rate}/s`);
  return percentile(took, 0.99);
}

/** All at once, until everything has arrived; the sick become well when the others are done. */
async function burst(run, { receivers, endpoints }, disturb) {
  receivers.reset();
  // The database is asked when the receivers have everything: asking it all the time would be part of the load.
  const wait = async (where, has, most) => {
    for (const until = Date.now() + most * 1000; Date.now() < until; await sleep(20)) {
      await disturb?.();
      if (has() && (await ask(`SELECT 1 FROM deliveries WHERE next_attempt_at IS NOT NULL AND endpoint_id IN (${where}) LIMIT 1`)) === "") return true;
    }
    return false;
  };
  const ids = (...which) => endpoints.filter((e) => which.includes(e.kind)).map((e) => `'${e.id}'`);
  const from = Date.now();
  queue(run, endpoints, many);
  const queued = (Date.now() - from) / 1000;
  const good = endpoints.map((e, i) => i).filter((i) => endpoints[i].kind === "good");
  const healthyDone = await wait(ids("good"), () => good.reduce((sum, i) => sum + receivers.all[i].taken, 0) >= Math.floor(many / endpoints.length) * good.length, 900);
  const took = (Date.now() - from) / 1000;
  const arrived = receivers.taken.size;
  await receivers.heal();
  const done = await wait(ids("good", "half", "hang", "refuse"), () => receivers.taken.size >= many, 900);
  const sent = psql(`SELECT message_id FROM deliveries WHERE message_id LIKE 'msg_${run}_%'`).split("\n");
  const lost = sent.filter((id) => !receivers.taken.has(id)).length;
  const effects = Number(psql(`SELECT count(*) FROM deliveries WHERE message_id LIKE 'msg_${run}_%' AND status = 'Succeeded'`));
  const received = [...receivers.taken].filter((id) => id.startsWith(`msg_${run}_`)).length;
  report(`Soak: ${run}, ${sent.length} to 200 receivers`, `lost ${lost}, duplicate effects ${received - (sent.length - lost)}`,
    `${received} received, ${effects} known as arrived, ${receivers.again} came again, ${receivers.requests} requests${healthyDone && done ? "" : ", NOT DRAINED"}`);
  return { rate: arrived / (took - queued / 2), took };
}

function wrk(port, connections, seconds) {
  const lua = join(work, "hook.lua");
  writeFileSync(lua, `wrk.method = "POST"\nwrk.body = ${JSON.stringify(body)}\nwrk.headers["Content-Type"] = "application/json"\nwrk.headers["webhook-timestamp"] = "1795338000"\nwrk.headers["webhook-signature"] = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="\n`);
  return new Promise((done, failed) => {
    const child = spawn("wrk", ["-t", "1", "-c", String(connections), "-d", `${seconds}s`, "-s", lua, `http://127.0.0.1:${port}/hook`]);
    let text = "";
    child.stdout.on("data", (d) => (text += d));
    child.on("exit", () => (/Requests\/sec:\s+([\d.]+)/.test(text) ? done(Number(/Requests\/sec:\s+([\d.]+)/.exec(text)[1])) : failed(new Error(`wrk: ${text}`))));
  });
}

// ---- the run -----------------------------------------------------------------------------------------------------------
const [door, a, b] = process.env.MAT_SOAK_PORTS.split(" ");
// Short retries, so that what the sick missed comes soon after they are well; a look every 20 ms, since the rows come from outside.
for (let i = 0; i < 1000; i++) process.env[`PARTNERS__RETRYDELAYS__${i}`] = i === 0 ? "00:00:00" : "00:00:05";
Object.assign(process.env, { PARTNERS__POLL: "00:00:00.020" });
await start("door", "all", door, { MAT__INVOKE: "loopback" });
const url = `http://127.0.0.1:${door}`;
const answerMs = Number(process.env.MAT_SOAK_ANSWER_MS ?? 50);
const soak = await setUp(answerMs, url);
const atOnce = await setUp(0, url);
await end("door");

await start("a", "partners", a);
if (only.includes("latency")) {
  const good = soak.endpoints.filter((e) => e.kind === "good");
  await latency("warm", soak, good, 10);
  const alone = await latency("alone", soak, good, 20);
  const beside = await latency("beside", soak, soak.endpoints, 40);
  report("Soak: p99 of the healthy with the sick to without", (beside / alone).toFixed(2), "aim: within 1.2");
  await soak.receivers.heal();
}
if (only.includes("burst")) {
  for (const [name, part] of [[`answers after ${answerMs} ms`, soak], ["answers at once", atOnce]]) {
    for (const [i, one] of part.receivers.all.entries()) {
      if (kinds[i] === "refuse" && one.server.listening) await new Promise((done) => (one.server.close(done), one.sockets.forEach((s) => s.destroy())));
      one.kind = kinds[i];
    }
    const direct = await wrk(part.endpoints[0].port, 128, 10);
    const mine = await burst(name.replaceAll(" ", "-"), part);
    report(`Soak: deliveries a second, ${name}`, `${(mine.rate / direct).toFixed(3)} of wrk`, `${mine.rate.toFixed(0)}/s to ${direct.toFixed(0)}/s with 128 connections, aim 0.5`);
  }
}
if (only.includes("kill")) {
  await start("b", "partners", b);
  for (const [i, one] of soak.receivers.all.entries()) {
    if (kinds[i] === "refuse" && one.server.listening) await new Promise((done) => (one.server.close(done), one.sockets.forEach((s) => s.destroy())));
    one.kind = kinds[i];
  }
  let [last, kills, turn] = [Date.now(), 0, 0];
  const starting = [];
  await burst("with-kills", soak, async () => {
    if (Date.now() - last < killEvery * 1000 || kills >= 20) return;
    const [name, port] = [["a", a], ["b", b]][turn++ % 2];
    await end(name);
    kills++;
    starting.push(start(name, "partners", port).catch((e) => console.error(e.message)));
    last = Date.now();
  });
  await Promise.all(starting);
  report("Soak: kill -9 of a replica in between", `${kills} times`, `one of two, every ${killEvery} s`);
}
soak.receivers.close();
atOnce.receivers.close();
for (const name of [...children.keys()]) await end(name);
process.exit(0);
