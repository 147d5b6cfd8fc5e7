#!/usr/bin/env node
// A partner to try things with. It takes webhooks, checks their signature, prints what came, and answers through the API
// as a firm would: acknowledges each request, echoes each comment, and resolves if told to. Node 20, nothing to install.
//
//   node tools/sandbox-partner.mjs --secret whsec_… --token matp_… [--mat http://localhost:8080] [--port 9100]
//        [--fail 0.5]     answer 500 to that share of the webhooks      [--gone]    answer 410 (Mat switches the endpoint off)
//        [--hang]         never answer                                  [--resolve] resolve after acknowledging
//
// In Mat: allow the address (PARTNERS__ALLOWEDNETWORKS__0=127.0.0.0/8), make a partner with the endpoint
// http://127.0.0.1:9100/ and a token, start this with the two, and escalate a ticket.
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import { parseArgs } from "node:util";

const { values: given } = parseArgs({
  options: {
    secret: { type: "string" },
    token: { type: "string" },
    mat: { type: "string", default: "http://localhost:8080" },
    port: { type: "string", default: "9100" },
    fail: { type: "string", default: "0" },
    gone: { type: "boolean", default: false },
    hang: { type: "boolean", default: false },
    resolve: { type: "boolean", default: false },
  },
});
if (!given.secret) {
  console.error("Say --secret whsec_… (shown once when the endpoint is made) and, to answer, --token matp_….");
  process.exit(2);
}

function verify(secret, id, timestamp, signatures, body) {
  if (!(Math.abs(Date.now() / 1000 - Number(timestamp)) <= 300)) return false;
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  const expected = Buffer.from(`v1,${createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest("base64")}`);
  return signatures.split(" ").some((s) => {
    const one = Buffer.from(s);
    return one.length === expected.length && timingSafeEqual(one, expected);
  });
}

const seen = new Set();
const say = (...words) => console.log(new Date().toISOString(), ...words);

async function call(method, path, body) {
  const answer = await fetch(new URL(path, given.mat), {
    method,
    headers: { authorization: `Bearer ${given.token}`, ...(body && { "content-type": "application/json" }) },
    body: body && JSON.stringify(body),
  });
  const text = await answer.text();
  say(`  ${method} ${path} → ${answer.status}`);
  return text ? JSON.parse(text) : {};
}

async function answer({ type, data }) {
  if (!given.token || !data.href) return;
  const pack = await call("GET", data.href);
  if (type === "escalation.requested") {
    await call("POST", `${data.href}/acknowledge`, {
      expectedAt: new Date(Date.now() + 3_600_000).toISOString(),
      reference: `SANDBOX-${data.reference}`,
      message: "The sandbox has it.",
    });
    if (given.resolve) await call("POST", `${data.href}/resolve`, { summary: "Solved by the sandbox.", cause: "none", fix: "none", timeSpentMinutes: 1 });
  } else if (type === "escalation.commented") {
    const last = pack.steps?.filter((s) => s.kind === "commented").at(-1);
    await call("POST", `${data.href}/comments`, { body: `Echo: ${last?.text ?? data.reference}` });
  }
}

const server = createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", async () => {
    const body = Buffer.concat(chunks);
    const [id, timestamp, signatures] = ["id", "timestamp", "signature"].map((n) => request.headers[`webhook-${n}`] ?? "");
    const good = verify(given.secret, id, timestamp, signatures, body);
    say(good ? "webhook" : "BAD SIGNATURE", id, body.toString("utf8"));
    if (!good) return response.writeHead(401).end();
    if (given.hang) return;
    if (given.gone) return response.writeHead(410).end();
    if (Math.random() < Number(given.fail)) return response.writeHead(500).end("not now");
    response.writeHead(204).end();
    if (seen.has(id)) return say("  seen before, ignored");
    seen.add(id);
    await answer(JSON.parse(body)).catch((e) => say("  could not answer:", e.message));
  });
});
server.listen(Number(given.port), "127.0.0.1", () => say(`listening on http://127.0.0.1:${server.address().port}/`));
