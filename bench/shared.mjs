// What the measurements share: the API, the database, a quiet machine, and the lines of the table.
import { spawnSync } from "node:child_process";
import { appendFileSync, readFileSync } from "node:fs";

const email = process.env.MAT_ADMIN_EMAIL;
const password = process.env.MAT_ADMIN_PASSWORD;
export const seconds = Number(process.env.BENCH_SECONDS ?? 15);
export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
export const report = (...cells) => {
  appendFileSync(process.env.BENCH_RESULTS, `${cells.join(" | ")}\n`);
  console.error(`  ${cells.join("  ")}`);
};
export const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
export const percentile = (numbers, p) => [...numbers].sort((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * p))];

export class Api {
  constructor(url, token) {
    this.url = url;
    this.headers = token ? { authorization: `Bearer ${token}` } : {};
  }
  async signIn() {
    const answer = await fetch(`${this.url}/api/session`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ email, password }) });
    if (!answer.ok) throw new Error(`sign-in → ${answer.status} ${await answer.text()}`);
    const session = await answer.json();
    this.headers = { cookie: answer.headers.getSetCookie()[0].split(";")[0], "x-csrf-token": session.csrfToken };
    return this;
  }
  async call(method, path, body, type = "application/json") {
    const request = { method, headers: { ...this.headers, ...(body === undefined ? {} : { "content-type": type }) }, body: body === undefined || typeof body === "string" ? body : JSON.stringify(body) };
    // A connection that was kept open may be closed while this process waits for psql: reading once more does no harm.
    const answer = await fetch(this.url + path, request).catch((e) => (method === "GET" ? fetch(this.url + path, request) : Promise.reject(e)));
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} → ${answer.status} ${text}`);
    return text ? JSON.parse(text) : {};
  }
  async all(path) {
    const items = [];
    for (let next = ""; next !== null; ) {
      const page = await this.call("GET", `${path}${path.includes("?") ? "&" : "?"}limit=250${next ? `&cursor=${encodeURIComponent(next)}` : ""}`);
      items.push(...page.items);
      next = page.next ?? null;
    }
    return items;
  }
}

export async function school(api) {
  const csv =
    "URN,LA (code),LA (name),EstablishmentNumber,EstablishmentName,TypeOfEstablishment (code),TypeOfEstablishment (name),EstablishmentStatus (code),EstablishmentStatus (name),OpenDate,CloseDate,PhaseOfEducation (code),PhaseOfEducation (name),StatutoryLowAge,StatutoryHighAge,NumberOfPupils,Trusts (code),Trusts (name),UKPRN,Street,Locality,Address3,Town,County (name),Postcode,SchoolWebsite,TelephoneNum,HeadTitle (name),HeadFirstName,HeadLastName\n" +
    "990801,885,Worcestershire,2001,Bench Primary Academy,34,Academy converter,1,Open,01-09-2015,,2,Primary,4,11,400,99001,Bench Trust,10990801,Lane,,,Worcester,Worcestershire,WR1 1AA,,,Mrs,Ann,Head\n";
  await api.call("POST", "/api/trust/schools/import?trustUid=99001", csv, "text/csv");
  return (await api.all("/api/trust/schools")).find((s) => s.urn === "990801");
}

// Until the service has heard of the school it refuses; then the first one that works is the warm-up.
export async function untilItWorks(attempt) {
  for (let i = 0; ; i++) {
    try {
      return await attempt();
    } catch (e) {
      if (i === 60) throw e;
      await sleep(500);
    }
  }
}

// What a load leaves behind (messages on their way, code being compiled) must not run beside the next measurement.
export async function quiet() {
  const read = () => {
    const [, ...ticks] = readFileSync("/proc/stat", "utf8").split("\n")[0].trim().split(/\s+/);
    return { all: ticks.reduce((sum, t) => sum + Number(t), 0), idle: Number(ticks[3]) + Number(ticks[4]) };
  };
  for (let still = 0, i = 0; still < 2 && i < 120 && !process.env.BENCH_BUSY; i++) {
    const before = read();
    await sleep(1000);
    const after = read();
    still = (after.idle - before.idle) / (after.all - before.all) > 0.8 ? still + 1 : 0;
  }
}

export function psql(database, sql, ...more) {
  const run = spawnSync("psql", ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", database, ...more], { input: sql, encoding: "utf8", maxBuffer: 1 << 26 });
  if (run.status !== 0) throw new Error(`psql: ${run.stderr}`);
  return run.stdout.trim();
}
