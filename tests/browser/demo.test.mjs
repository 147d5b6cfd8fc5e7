// The demo's promise: the same seed is the same trust, and loading it again changes nothing.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { loadDemo, people, startMat } from "./harness.mjs";

let mat;
before(async () => {
  mat = await startMat();
});
after(async () => {
  await mat?.stop();
});

async function session() {
  const answer = await fetch(`${mat.url}/api/session`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ email: people.admin.email, password: people.admin.password }) });
  return answer.headers.getSetCookie()[0].split(";")[0];
}

async function count(cookie, path) {
  let total = 0;
  for (let next = ""; next !== null; ) {
    const page = await (await fetch(`${mat.url}${path}?limit=250${next ? `&cursor=${encodeURIComponent(next)}` : ""}`, { headers: { cookie } })).json();
    total += page.items.length;
    next = page.next ?? null;
  }
  return total;
}

const counts = async (cookie) => Object.fromEntries(await Promise.all(["/api/trust/schools", "/api/trust/people", "/api/assets", "/api/tickets", "/api/partners", "/api/alerts", "/api/partners/escalations"].map(async (p) => [p, await count(cookie, p)])));

test("demo loads, and a second time adds nothing", async () => {
  loadDemo(mat);
  const cookie = await session();
  let first;
  // Alerts open their tickets by messages: wait until they have.
  for (const until = Date.now() + 30_000; Date.now() < until; ) {
    first = await counts(cookie);
    if (first["/api/tickets"] === 60) break;
    await new Promise((done) => setTimeout(done, 250));
  }
  assert.deepEqual([first["/api/trust/schools"], first["/api/assets"], first["/api/tickets"], first["/api/partners"], first["/api/alerts"]], [12, 300, 60, 6, 20]);
  const again = loadDemo(mat);
  for (const line of again.split("\n").filter((l) => l.includes(" new")))
    assert.match(line, /\(0 new/, line);
  assert.deepEqual(await counts(cookie), first);
});
