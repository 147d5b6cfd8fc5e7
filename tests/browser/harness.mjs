// Starts Mat in one process on a free port with a small demo trust in it, and Chromium. Everything is in one temporary folder.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const password = "Correct-horse-battery-9";
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const people = {
  admin: { email: "admin@mat.example", password },
  technician: { email: "tariq.lloyd@severnvale.example", password, name: "Tariq Lloyd" },
  teacher: { email: "jasmine.carter@mhs.severnvale.example", password, name: "Jasmine Carter" },
};

function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

function configuration() {
  for (const name of ["debug", "release"]) if (existsSync(join(root, `artifacts/bin/Mat.Server/${name}/mat.dll`))) return name;
  throw new Error("Build the server first: make build");
}

export async function startMat() {
  const folder = mkdtempSync(join(tmpdir(), "mat-browser-"));
  const url = process.env.MAT_TEST_URL ?? `http://127.0.0.1:${await freePort()}`;
  const env = {
    ...process.env,
    MAT_ADMIN_EMAIL: people.admin.email,
    MAT_ADMIN_PASSWORD: password,
    MAT__GATEWAY__SIGNINPERMINUTE: "1000",
    PARTNERS__ALLOWEDNETWORKS__0: "127.0.0.0/8",
  };
  for (const name of ["MAT_TEST_POSTGRES", "MAT_TEST_RABBITMQ", "MAT_TEST_REDIS"]) delete env[name];
  const log = join(folder, "server.log");
  const server = spawn("dotnet", [process.env.MAT_TEST_SERVER ?? join(root, `artifacts/bin/Mat.Server/${configuration()}/mat.dll`), "--urls", url, "--data", join(folder, "data")], { env, cwd: root });
  const out = createWriteStream(log);
  server.stdout.pipe(out);
  server.stderr.pipe(out);
  const stop = async () => {
    server.kill("SIGKILL");
    await new Promise((done) => (server.exitCode !== null || server.signalCode !== null ? done() : server.once("exit", done)));
    rmSync(folder, { recursive: true, force: true });
  };
  const deadline = Date.now() + 240_000;
  while (true) {
    try {
      if ((await fetch(`${url}/health/ready`)).ok) break;
    } catch {
      // Not yet.
    }
    if (server.exitCode !== null || Date.now() > deadline) {
      const said = readFileSync(log, "utf8");
      await stop();
      throw new Error(`Mat did not start:\n${said.slice(-4000)}`);
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  return { url, folder, stop, log: () => readFileSync(log, "utf8") };
}

// Runs the demo's loader and returns what it printed.
export function loadDemo(mat, ...more) {
  const program = join(root, `artifacts/bin/Mat.Demo/${configuration()}/Mat.Demo.dll`);
  const run = spawnSync("dotnet", [program, "--url", mat.url, "--email", people.admin.email, "--password", password, "--seed", "42", "--size", "small", ...more], { encoding: "utf8" });
  if (run.status !== 0) throw new Error(`The demo was not loaded: ${run.stdout}${run.stderr}`);
  return run.stdout;
}

export async function startBrowser() {
  const executablePath = process.env.MAT_CHROMIUM ?? spawnSync("sh", ["-c", "command -v chromium || command -v chromium-browser || command -v google-chrome"], { encoding: "utf8" }).stdout.trim();
  if (!executablePath) throw new Error("Chromium is missing: apt-get install chromium");
  return chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"],
  });
}

// One person at one device. Faults of the page (uncaught errors, refused scripts or styles) are kept and fail the test that asks.
export async function openDevice(browser, mat, size) {
  const context = await browser.newContext({ viewport: size, isMobile: size.width < 600, hasTouch: size.width < 600, locale: "en-GB", timezoneId: "Europe/London", reducedMotion: "reduce" });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const faults = [];
  page.on("pageerror", (e) => faults.push(`uncaught: ${e.message}`));
  page.on("console", (m) => {
    if (m.type() === "error" && /Content Security Policy|Uncaught/.test(m.text())) faults.push(m.text());
  });
  page.on("response", (r) => {
    if (r.status() >= 500) faults.push(`${r.request().method()} ${r.url()} → ${r.status()}`);
  });
  // What the page waits for. The live stream never ends, so "networkidle" would never come.
  const open = new Set();
  let quiet = Date.now();
  const note = (change) => (request) => {
    if (new URL(request.url()).pathname === "/api/live") return;
    change(request);
    quiet = Date.now();
  };
  page.on("request", note((r) => open.add(r)));
  page.on("requestfinished", note((r) => open.delete(r)));
  page.on("requestfailed", note((r) => open.delete(r)));
  const settled = async () => {
    for (const until = Date.now() + 20_000; open.size > 0 || Date.now() - quiet < 300; ) {
      if (Date.now() > until) throw new Error(`Still waiting for ${[...open].map((r) => r.url())} at ${page.url()}`);
      await new Promise((done) => setTimeout(done, 50));
    }
  };
  return { page, context, faults, settled, url: (path) => new URL(path, mat.url).toString() };
}

// Serious faults of accessibility on the page as it stands, in words.
async function accessibilityFaults(page) {
  await page.evaluate(axeSource);
  // What lies behind an open dialog cannot be reached, so a target that the dialog half covers is no fault.
  const { violations } = await page.evaluate(() => {
    const top = [...document.querySelectorAll("[role=dialog][aria-modal=true]")].at(-1);
    return window.axe.run(top ?? document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] });
  });
  return violations.map((v) => `${v.id} (${v.impact}): ${v.help}; ${v.nodes.map((n) => n.html.slice(0, 200)).slice(0, 3).join(" | ")}`);
}

export async function accessible(page, what) {
  const faults = await accessibilityFaults(page);
  assert.deepEqual(faults, [], `${what} at ${page.url()}`);
}

export async function signIn(device, person) {
  const { page } = device;
  await page.goto(device.url("/sign-in"));
  await page.getByRole("heading", { name: "Sign in to Mat", level: 1 }).waitFor();
  await page.getByRole("textbox", { name: "Email" }).fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Account" }).waitFor();
}

export async function screenshot(page, name) {
  const folder = process.env.MAT_TEST_LOGS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true }).catch(() => {});
}
