// Every page in both themes at 1440×900 and 390×844 against Mat with the demo trust: screenshots to look at, axe,
// sideways scrolling (also at 200 % zoom), messages of the browser console, and the size of the first scripts.
//   make build && node dev/shots.mjs [--out DIR] [--only parts,of,names] [--shapes wide-dark,phone-light]

import { mkdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { loadDemo, people, startBrowser, startMat } from "../../../tests/browser/harness.mjs";

const argument = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at > 0 ? process.argv[at + 1] : otherwise;
};
const out = argument("out", "/tmp/mat-shots");
const only = argument("only", "");
const wantedShapes = argument("shapes", "");
const here = new URL("..", import.meta.url).pathname;
const axe = readFileSync(`${here}node_modules/axe-core/axe.min.js`, "utf8");
mkdirSync(out, { recursive: true });

const mat = await startMat();
loadDemo(mat);
const base = mat.url;
const { password } = people.admin;
const accounts = {
  admin: people.admin,
  manager: { email: "morgan.hale@severnvale.example", password },
  tech: people.technician,
  lead: { email: "head@acp.severnvale.example", password },
  staff: people.teacher,
};

const html = readFileSync(`${here}dist/index.html`, "utf8");
const first = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)].map((m) => m[1]);
const size = (path) => gzipSync(readFileSync(`${here}dist${path}`), { level: 9 }).length;
const total = first.reduce((sum, path) => sum + size(path), 0);
console.log(`first scripts: ${first.length} files, ${(total / 1024).toFixed(1)} KB gzip`);

const browser = await startBrowser();

async function api({ email, password }) {
  const signedIn = await fetch(`${base}/api/session`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ email, password }),
  });
  const cookie = signedIn.headers.getSetCookie()[0].split(";")[0];
  const { csrfToken } = await signedIn.json();
  return async (path, method = "GET", body = undefined, type = "application/json") => {
    const answer = await fetch(`${base}/api${path}`, {
      method,
      headers: {
        cookie,
        "Content-Type": type,
        "X-CSRF-Token": csrfToken,
        ...(method === "POST" ? { "Idempotency-Key": crypto.randomUUID() } : {}),
      },
      body,
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.status === 204 ? undefined : answer.json();
  };
}

const admin = await api(accounts.admin);
/** The first of what fits, or of everything where the demo has none in that state. */
const firstOf = async (path) => {
  for (const from of [path, path.split("?")[0]]) {
    const { items } = await admin(from);
    if (items[0]) return items[0];
  }
  throw new Error(`The demo has nothing at ${path}.`);
};
const ticket = await firstOf("/tickets?status=waiting_partner");
const open = await firstOf("/tickets?status=new");
const asset = await firstOf("/assets");
const alert = await firstOf("/alerts?unassigned=true");
const partner = await firstOf("/partners");
const broken = (await admin("/partners")).items[3];
const newcomer = await admin(
  "/trust/people",
  "POST",
  JSON.stringify({ name: "New Colleague", email: "new@mat.example", grants: [{ role: "staff", schools: null }] }),
);
accounts.new = { email: newcomer.email, password: newcomer.oneTimePassword };
const escalation = await firstOf("/partners/escalations?status=acknowledged");
const lost = await firstOf("/partners/escalations?status=unroutable");
const delivery = await firstOf("/partners/deliveries?status=failed");
const school = await firstOf("/trust/schools");
const person = await firstOf("/trust/people");
const job = await admin(
  "/assets/imports?format=csv&dryRun=true&fileName=laptops.csv",
  "POST",
  `tag,name\n${Array.from({ length: 40 }, (_, i) => `A${i},Laptop ${i}`).join("\n")}`,
  "text/csv",
);

const press = (name) => async (page) => page.getByRole("button", { name, exact: true }).first().click();
// [name, account, path, something to do first]
const pages = [
  ["sign-in", null, "/sign-in"],
  ["password", "new", "/password"],
  ["home-staff", "staff", "/"],
  ["tickets-staff", "staff", "/tickets"],
  ["report-staff", "staff", "/tickets/new"],
  ["home-lead", "lead", "/"],
  ["home-desk", "tech", "/"],
  ["pane", "manager", "/"],
  ["pane-one-school", "manager", `/?school=${school.urn}`],
  ["tickets", "tech", "/tickets"],
  ["tickets-none", "tech", "/tickets?q=nothinglikethis"],
  ["ticket", "tech", `/tickets/${ticket.reference}`],
  ["ticket-open", "tech", `/tickets/${open.reference}`],
  ["ticket-escalate", "tech", `/tickets/${open.reference}`, press("Escalate")],
  ["ticket-resolve", "tech", `/tickets/${open.reference}`, press("Resolve")],
  ["ticket-unknown", "tech", "/tickets/T-1"],
  ["ticket-error", "tech", "/tickets/T-500"],
  ["report-desk", "tech", "/tickets/new"],
  ["assets", "tech", "/assets"],
  ["asset", "tech", `/assets/${asset.tag}`],
  ["asset-edit", "tech", `/assets/${asset.tag}/edit`],
  ["asset-new", "tech", "/assets/new"],
  [
    "asset-import",
    "tech",
    "/assets/import",
    async (page) => {
      await page.locator("#file").setInputFiles({
        name: "old-list.csv",
        mimeType: "text/csv",
        buffer: Buffer.from("Asset No.,Make,Model,Serial Number,Room,Colour\n1001,Dell,Latitude,SN1,Room 4,black\n"),
      });
      await page.getByText("Which column is what?").waitFor();
    },
  ],
  ["import-report", "tech", `/assets/imports/${job.id}`],
  ["alerts", "tech", "/alerts"],
  ["alert", "tech", `/alerts/${alert.id}`],
  [
    "alert-raw",
    "tech",
    `/alerts/${alert.id}`,
    async (page) => page.getByRole("tab", { name: "Original message" }).click(),
  ],
  ["sources", "manager", "/alerts/sources"],
  ["source-new", "manager", "/alerts/sources", press("New source")],
  ["rules", "manager", "/alerts/rules"],
  ["rule-new", "manager", "/alerts/rules", press("New rule")],
  ["partners", "manager", "/partners"],
  ["partner", "manager", `/partners/${partner.id}`],
  ["partner-endpoints", "manager", `/partners/${broken.id}?tab=endpoints`],
  ["partner-endpoint-new", "manager", `/partners/${partner.id}?tab=endpoints`, press("New endpoint")],
  ["partner-endpoint-change", "manager", `/partners/${partner.id}?tab=endpoints`, press("Change")],
  ["partner-secret", "manager", `/partners/${broken.id}?tab=endpoints`, press("New secret")],
  ["partner-tokens", "manager", `/partners/${partner.id}?tab=tokens`],
  ["partner-deliveries", "manager", `/partners/${broken.id}?tab=deliveries`],
  ["partner-edit", "manager", `/partners/${partner.id}/edit`],
  ["escalations", "manager", "/partners/escalations"],
  ["escalation", "manager", `/partners/escalations/${escalation.id}`],
  ["escalation-lost", "manager", `/partners/escalations/${lost.id}`],
  ["delivery", "manager", `/partners/deliveries/${delivery.id}`],
  ["schools", "manager", "/schools"],
  ["school", "manager", `/schools/${school.id}`],
  ["school-edit", "manager", `/schools/${school.id}/edit`],
  ["school-import", "manager", "/schools/import"],
  ["calendar", "manager", `/schools/${school.id}/calendar`],
  ["people", "manager", "/people"],
  ["person", "admin", `/people/${person.id}`],
  ["person-new", "admin", "/people/new"],
  ["reports", "manager", "/reports"],
  ["settings", "manager", "/settings"],
  ["tokens", "admin", "/settings/tokens", press("New token")],
  ["audit", "admin", "/settings/audit"],
  [
    "palette",
    "tech",
    "/tickets",
    async (page) => {
      await page.keyboard.press("Control+k");
      await page.getByRole("combobox", { name: /Ticket, device/ }).fill("wi-fi");
      await page.waitForTimeout(500);
    },
  ],
  ["shortcuts", "tech", "/tickets", async (page) => page.keyboard.press("?")],
  ["switcher", "manager", "/tickets", async (page) => page.getByRole("button", { name: /^School:/ }).click()],
  ["not-found", "tech", "/nothing/here"],
].filter(([name]) => !only || only.split(",").some((part) => name.includes(part)));

const shapes = [
  ["wide", { viewport: { width: 1440, height: 900 } }, "light"],
  ["wide", { viewport: { width: 1440, height: 900 } }, "dark"],
  ["phone", { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }, "light"],
  ["phone", { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }, "dark"],
  // 200 % of a 1280 px window
  ["zoom", { viewport: { width: 640, height: 400 } }, "light"],
].filter(([shape, , theme]) => !wantedShapes || wantedShapes.split(",").includes(`${shape}-${theme}`));

let bad = 0;
for (const [shape, options, theme] of shapes) {
  const contexts = new Map();
  for (const [name, account, path, act] of pages) {
    if (!contexts.has(account)) {
      const context = await browser.newContext({
        ...options,
        colorScheme: theme,
        reducedMotion: "reduce",
        locale: "en-GB",
        timezoneId: "Europe/London",
        baseURL: base,
      });
      if (account) {
        const answer = await context.request.post("/api/session", {
          data: { email: accounts[account].email, password: accounts[account].password },
        });
        if (!answer.ok()) throw new Error(`cannot sign in as ${account}`);
      }
      contexts.set(account, context);
    }
    const page = await contexts.get(account).newPage();
    await page.route("**/api/tickets/T-500", (route) =>
      route.fulfill({ status: 500, json: { status: 500, traceId: "0af7" } }),
    );
    const said = [];
    page.on("console", (message) => {
      if (message.type() === "error" && !/status of (404|500)/.test(message.text())) said.push(message.text());
    });
    page.on("pageerror", (error) => said.push(String(error)));
    const label = `${name} ${shape} ${theme}`;
    try {
      await page.goto(path);
      await page.locator("h1").first().waitFor({ timeout: 8000 });
      await page.waitForFunction(() => !document.querySelector(".mantine-Skeleton-root"), undefined, { timeout: 8000 });
      if (act) await act(page);
      await page.waitForTimeout(150);
      if (shape !== "zoom")
        await page.screenshot({ path: `${out}/${name}-${shape}-${theme}.png`, fullPage: shape === "phone" && !act });
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      if (wide > 0) said.push(`scrolls sideways by ${wide} px`);
      const heads = await page.evaluate(
        () => [...document.querySelectorAll("h1")].filter((h) => h.checkVisibility()).length,
      );
      if (heads !== 1) said.push(`${heads} headings of level 1`);
      if (shape === "phone") {
        const small = await page.evaluate(() =>
          [
            ...document.querySelectorAll(
              "button, select, input:not([type=checkbox]):not([type=radio]):not([type=hidden]):not([type=file]), [role=tab]",
            ),
          ]
            .filter((e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
            .map((e) => [e.getBoundingClientRect(), e.getAttribute("aria-label") ?? e.textContent ?? e.tagName, e])
            .filter(([r]) => r.width > 1 && r.height > 0 && r.height < 43.5)
            .map(([r, text]) => `${text.trim().slice(0, 24)} ${Math.round(r.width)}x${Math.round(r.height)}`),
        );
        if (small.length) said.push(`small targets: ${[...new Set(small)].slice(0, 6).join("; ")}`);
      }
      await page.evaluate(axe);
      const result = await page.evaluate(() =>
        globalThis.axe.run(document, {
          runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        }),
      );
      for (const v of result.violations)
        said.push(
          `axe ${v.id}: ${v.nodes
            .slice(0, 3)
            .map((n) => `${n.target.join(" ")} ${n.any?.[0]?.message ?? n.all?.[0]?.message ?? ""}`)
            .join(" | ")}`,
        );
    } catch (error) {
      said.push(String(error).slice(0, 300));
      await page.screenshot({ path: `${out}/${name}-${shape}-${theme}-failed.png` }).catch(() => {});
    }
    if (said.length) {
      bad++;
      console.log(`${label}\n  ${said.join("\n  ")}`);
    } else console.log(`${label}: clean`);
    await page.close();
  }
  for (const context of contexts.values()) await context.close();
}
await browser.close();
await mat.stop();
console.log(bad ? `${bad} with findings` : `all ${pages.length} pages clean in ${shapes.length} shapes`);
process.exitCode = bad ? 1 : 0;
