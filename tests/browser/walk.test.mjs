// Sign-in, report, triage, escalate and resolve in a browser, on a desktop and on a phone, with an accessibility check of
// each page. Names are those of gateway/console/README.md: change both together.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { accessible, loadDemo, openDevice, people, screenshot, signIn, startBrowser, startMat } from "./harness.mjs";

let mat;
let browser;

before(async () => {
  mat = await startMat();
  try {
    loadDemo(mat);
    browser = await startBrowser();
  } catch (e) {
    await mat.stop();
    throw e;
  }
});

after(async () => {
  await browser?.close();
  await mat?.stop();
});

async function signOut(device) {
  const { page } = device;
  await page.getByRole("button", { name: "Account" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.getByRole("heading", { name: "Sign in to Mat" }).waitFor();
}

// A combobox may be the platform's own or one of the page's.
async function choose(page, scope, name, option) {
  const box = scope.getByRole("combobox", { name });
  if ((await box.evaluate((e) => e.tagName)) === "SELECT") {
    // The options come from the server, perhaps after the box.
    const wanted = box.locator("option").filter({ hasText: option }).first();
    await wanted.waitFor({ state: "attached" });
    return void (await box.selectOption({ label: await wanted.innerText() }));
  }
  await box.click();
  await page.getByRole("option", { name: option }).click();
}

for (const [name, size] of [
  ["desktop", { width: 1366, height: 850 }],
  ["phone", { width: 390, height: 844 }],
]) {
  describe(`on a ${name}`, () => {
    const title = `No sound in the music room (${name} ${Date.now()})`;
    let device;
    let address;

    before(async () => {
      device = await openDevice(browser, mat, size);
    });
    after(async () => {
      if (device) {
        await screenshot(device.page, `browser-${name}-last`);
        await device.context.close();
      }
    });

    test("wrong password is refused in words", async () => {
      const { page } = device;
      await page.goto(device.url("/"));
      await page.getByRole("heading", { name: "Sign in to Mat", level: 1 }).waitFor();
      await accessible(page, "sign-in");
      await page.getByRole("textbox", { name: "Email" }).fill(people.teacher.email);
      await page.getByLabel("Password", { exact: true }).fill("not my password");
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByRole("alert").filter({ hasText: "do not match" }).waitFor();
      await accessible(page, "sign-in with an error");
    });

    test("teacher signs in and reports a problem", async () => {
      const { page } = device;
      await signIn(device, people.teacher);
      await accessible(page, "front page of staff");
      await page.getByRole("link", { name: "Report a problem" }).first().click();
      await page.getByRole("heading", { name: "Report a problem", level: 1 }).waitFor();
      await accessible(page, "report form");
      await page.getByRole("textbox", { name: "What is wrong?" }).fill(title);
      await page.getByRole("textbox", { name: "Tell us more" }).fill("The amplifier hums and nothing else.");
      await page.getByRole("radio", { name: "I can work, but it is hard" }).check();
      await page.getByRole("radio", { name: "A class or several people" }).check();
      await page.getByRole("button", { name: "Send report" }).click();
      await page.getByRole("heading", { name: title, level: 1 }).waitFor();
      assert.match(page.url(), /\/tickets\/T-\d+/);
      address = new URL(page.url()).pathname;
      await page.getByRole("region", { name: "Conversation" }).waitFor();
      await accessible(page, "ticket as its requester sees it");
      await signOut(device);
    });

    test("technician finds it, takes it and answers", async () => {
      const { page } = device;
      await signIn(device, people.technician);
      await accessible(page, "front page of a technician");
      await page.goto(device.url("/tickets"));
      await page.getByRole("heading", { name: "Tickets", level: 1 }).waitFor();
      await page.getByRole("link", { name: title }).first().waitFor();
      await accessible(page, "tickets list");
      await page.getByRole("link", { name: title }).first().click();
      await page.getByRole("heading", { name: title, level: 1 }).waitFor();
      await page.getByRole("region", { name: "Response targets" }).waitFor();
      await page.getByRole("button", { name: "Assign to me" }).click();
      await page.getByRole("button", { name: "Assign to me" }).waitFor({ state: "detached" });
      await page.getByRole("radio", { name: "Team only" }).check();
      await page.getByRole("textbox", { name: "Write a reply" }).fill("Amplifier is out of warranty, looks like the fuse.");
      await page.getByRole("button", { name: "Add internal note" }).click();
      await page.getByRole("region", { name: "Conversation" }).getByText("Amplifier is out of warranty").waitFor();
      await page.getByRole("radio", { name: "Everyone on the ticket" }).check();
      await page.getByRole("textbox", { name: "Write a reply" }).fill("We come after lunch.");
      await page.getByRole("button", { name: "Send reply" }).click();
      await page.getByRole("region", { name: "Conversation" }).getByText("We come after lunch.").waitFor();
      await accessible(page, "ticket as the desk sees it");
    });

    test("technician escalates it to a partner", async () => {
      const { page } = device;
      await page.getByRole("button", { name: "Escalate", exact: true }).click();
      const dialog = page.getByRole("dialog", { name: "Escalate to a partner" });
      await dialog.waitFor();
      await accessible(page, "escalation dialog");
      await choose(page, dialog, "Area", /audio/i);
      await dialog.getByRole("textbox", { name: "What should the partner do?" }).fill("Please look at the amplifier. Ring av@school.example.");
      await dialog.getByRole("button", { name: "Show what will be sent" }).click();
      const leaves = dialog.getByRole("region", { name: "What will be sent" });
      await leaves.getByText("Ring [e-mail]").waitFor();
      assert.equal(await leaves.getByText("out of warranty").count(), 0, "an internal note would be sent to the partner");
      await accessible(page, "preview of what is sent");
      await dialog.getByRole("button", { name: "Send to partner" }).click();
      await dialog.waitFor({ state: "hidden" });
      const region = page.getByRole("region", { name: "Escalation" });
      await region.waitFor();
      await region.getByText("Classroom AV").first().waitFor();
      await page.getByRole("region", { name: "What happens next" }).getByText("current level").first().waitFor();
      await accessible(page, "ticket with an escalation");
    });

    test("partner without software answers by a link", async () => {
      const { page } = device;
      await page.getByRole("link", { name: "View escalation" }).click();
      await page.getByRole("heading", { name: /Escalation E-/, level: 1 }).waitFor();
      await page.getByRole("region", { name: "Cost" }).waitFor();
      const card = page.getByRole("region", { name: "Link to answer" });
      await card.getByRole("button", { name: "Create link" }).click();
      const link = new URL(await card.getByText("/answer#").first().innerText());
      await accessible(page, "escalation with a link to answer");

      const partner = await browser.newContext({ viewport: size, ignoreHTTPSErrors: true });
      try {
        const there = await partner.newPage();
        await there.goto(device.url(link.pathname + link.hash));
        await there.getByRole("heading", { name: title, level: 1 }).waitFor();
        await accessible(there, "answer page");
        await screenshot(there, `browser-${name}-answer`);
        const answer = there.getByRole("region", { name: "Your answer" });
        await answer.getByRole("textbox", { name: "Your reference" }).fill("AV-77");
        await answer.getByRole("button", { name: "Accept" }).click();
        await there.getByText("Your answer has been sent to the trust.").waitFor();
        assert.equal(await answer.getByRole("button", { name: "Accept" }).count(), 0, "a link takes on twice");
        await accessible(there, "answer page after the answer");
      } finally {
        await partner.close();
      }
      await page.goto(device.url(address));
      await page.getByRole("region", { name: "Escalation" }).getByText("Acknowledged").first().waitFor();
    });

    test("technician resolves it and the teacher sees that", async () => {
      const { page } = device;
      await page.getByRole("button", { name: "Resolve", exact: true }).click();
      const dialog = page.getByRole("dialog", { name: "Resolve this ticket" });
      await dialog.waitFor();
      await accessible(page, "resolve dialog");
      await dialog.getByRole("textbox", { name: "What fixed it?" }).fill("Fuse replaced.");
      await dialog.getByRole("button", { name: "Mark as resolved" }).click();
      await dialog.waitFor({ state: "hidden" });
      await page.getByRole("button", { name: "Reopen" }).waitFor();
      await accessible(page, "resolved ticket");
      await signOut(device);
      await signIn(device, people.teacher);
      await page.goto(device.url(address));
      await page.getByRole("heading", { name: title, level: 1 }).waitFor();
      await page.getByText("Fuse replaced.").first().waitFor();
      await page.getByText("We come after lunch.").first().waitFor();
      assert.equal(await page.getByText("out of warranty").count(), 0, "an internal note is shown to its requester");
    });

    test("technician sees whom to tell by when and ticks off a task", async () => {
      const { page } = device;
      await signOut(device);
      await signIn(device, people.technician);
      // The front page leads there, with the obligation whose clock runs out first.
      const cyber = page.getByRole("region", { name: "Cyber cases" });
      await cyber.getByText(/ (left|late)$/).first().waitFor();
      await accessible(page, "front page with a case");
      await cyber.getByRole("link", { name: "Office mailbox read by a stranger" }).click();
      await page.getByRole("heading", { name: "Office mailbox read by a stranger", level: 1 }).waitFor();
      const obligations = page.getByRole("region", { name: "Notifications due" });
      await obligations.getByText("Information Commissioner (ICO)").waitFor();
      await accessible(page, "case");
      await page.getByRole("region", { name: "Tasks" }).getByRole("checkbox", { checked: false }).first().click();
      await page.getByRole("region", { name: "Timeline" }).getByText("Done:").first().waitFor();
      const pack = await page.request.get(device.url("/api/cases/C-1001/obligations/ico/pack"));
      assert.match(await pack.text(), /SHA-256/);
    });

    test("technician withdraws an indicator that was none, and it stays with the reason", async () => {
      const { page } = device;
      const indicators = page.getByRole("region", { name: "Indicators" });
      const value = `mail-${name.split(" ")[0]}.example`;
      await indicators.getByRole("textbox", { name: "Value" }).fill(value);
      await indicators.getByRole("button", { name: "Add" }).click();
      await indicators.getByRole("button", { name: `Withdraw: ${value}` }).click();
      const dialog = page.getByRole("dialog", { name: "Withdraw from the case" });
      await dialog.getByRole("textbox", { name: "Why was it wrong?" }).fill("Our own mail server.");
      await accessible(page, "dialog that withdraws an indicator");
      await dialog.getByRole("button", { name: "Withdraw" }).click();
      await indicators.getByRole("listitem").filter({ hasText: value }).getByText(/Withdrawn by .* Our own mail server\./).waitFor();
      await page.getByRole("region", { name: "Timeline" }).getByText(`Indicator withdrawn: domain ${value}`).first().waitFor();
    });

    test("technician changes the steps of a case with the keyboard and takes one off and back", async () => {
      const { page } = device;
      const tasks = page.getByRole("region", { name: "Tasks" });
      await tasks.getByRole("button", { name: "Edit steps" }).click();
      const names = () => tasks.getByRole("button", { name: /^Move down: / }).evaluateAll((all) => all.map((b) => b.getAttribute("aria-label").slice(11)));
      const before = await names();
      await accessible(page, "steps of a case while they are changed");
      await tasks.getByRole("button", { name: `Move down: ${before[0]}` }).focus();
      await page.keyboard.press("Alt+ArrowDown");
      await tasks.getByText(`${before[0]} is now 2 of ${before.length}.`).waitFor({ state: "attached" });
      await device.settled();
      await page.reload();
      await tasks.getByRole("button", { name: "Edit steps" }).click();
      assert.deepEqual((await names()).slice(0, 2), [before[1], before[0]]);
      await tasks.getByRole("button", { name: `Edit: ${before[0]}` }).click();
      const dialog = page.getByRole("dialog", { name: "Edit step" });
      await dialog.getByRole("textbox", { name: "How" }).fill(`Ring the ${name} first.`);
      await accessible(page, "dialog of a step");
      await dialog.getByRole("button", { name: "Save" }).click();
      await tasks.getByText(`Ring the ${name} first.`).waitFor();
      await tasks.getByRole("button", { name: `Remove: ${before[0]}` }).click();
      await tasks.getByRole("button", { name: `Edit: ${before[0]}` }).waitFor({ state: "detached" });
      await page.getByRole("button", { name: "Undo" }).click();
      await tasks.getByRole("button", { name: `Edit: ${before[0]}` }).waitFor();
    });

    test("technician finds a program, and the finding about it says which devices have it", async () => {
      const { page } = device;
      await page.goto(device.url("/assets/software"));
      await page.getByRole("textbox", { name: "Program or publisher" }).fill("chrome");
      await page.getByRole("textbox", { name: "Below version" }).fill("140.0.7339.80");
      await page.getByRole("button", { name: "Find", exact: true }).click();
      const found = page.getByRole("table", { name: "Devices with the program" });
      await found.getByText("138.0.7204.97").first().waitFor();
      await accessible(page, "devices with a program");
      await found.getByRole("link").first().click();
      await page.getByRole("region", { name: "Software" }).getByText("7-Zip").waitFor();
      await accessible(page, "asset with its software");
      await page.goto(device.url("/alerts/vulnerabilities"));
      const finding = page.getByRole("region", { name: "Web page takes over the browser" });
      await finding.getByRole("button", { name: /^Show devices/ }).click();
      await finding.getByText("Google Chrome 138.0.7204.97").first().waitFor();
      await finding.getByText("To check").first().waitFor();
      await accessible(page, "vulnerability with its devices");
      await page.getByRole("button", { name: "Add a vulnerability" }).click();
      const dialog = page.getByRole("dialog", { name: "Add a vulnerability" });
      await dialog.getByRole("textbox", { name: "or CPE 2.3" }).waitFor();
      await accessible(page, "dialog of a new vulnerability");
      await dialog.getByRole("button", { name: "Cancel" }).click();
    });

    test("technician triages alerts by the keyboard and escalates them for real", async () => {
      const { page } = device;
      await page.goto(device.url("/alerts"));
      const rows = page.getByRole("table", { name: "Alerts" }).locator("tbody tr");
      await rows.getByRole("link").first().waitFor();
      await device.settled();
      // One with a ticket and one without.
      const links = page.locator("table[aria-label=Alerts] a.row-link");
      const tickets = await rows.evaluateAll((all) => all.map((row) => /T-\d+/.test(row.textContent)));
      const picks = [tickets.indexOf(true), tickets.indexOf(false)].filter((i) => i >= 0);
      assert.ok(picks.length > 0, "no alert to escalate");
      for (const pick of picks.toSorted((a, b) => a - b)) {
        await links.nth(Math.max(0, pick - 1)).focus();
        if (pick > 0) await page.keyboard.press("j");
        await page.keyboard.press("x");
      }
      const acts = page.getByRole("region", { name: "Actions for the selected alerts" });
      await acts.getByText(`${picks.length} alert`).waitFor();
      await accessible(page, "chosen alerts");
      await page.keyboard.press("m");
      const merge = page.getByRole("dialog", { name: "Merge into a case" });
      await merge.waitFor();
      await accessible(page, "merge dialog");
      await merge.getByRole("button", { name: "Cancel" }).click();
      await merge.waitFor({ state: "hidden" });
      await page.keyboard.press("s");
      const silence = page.getByRole("dialog", { name: "New silence" });
      await silence.waitFor();
      await accessible(page, "silence dialog");
      await silence.getByRole("button", { name: "Cancel" }).click();
      await silence.waitFor({ state: "hidden" });
      await page.keyboard.press("e");
      const dialog = page.getByRole("dialog", { name: "Escalate to a partner" });
      await choose(page, dialog, "Area", /cyber/i);
      await dialog.getByRole("textbox", { name: "What should the partner do?" }).fill("Please look at these sign-ins.");
      await accessible(page, "escalation of alerts");
      await dialog.getByRole("button", { name: "Send to partner" }).click();
      const results = dialog.getByRole("region", { name: "Results" });
      await results.waitFor();
      assert.ok((await results.getByRole("listitem").count()) >= picks.length, "each has its own result");
      await results.getByText(/being opened and sent to the partner|Being sent to the partner/).first().waitFor();
      await accessible(page, "result of an escalation");
      await dialog.getByRole("button", { name: "Done" }).click();
      await dialog.waitFor({ state: "hidden" });
      await page.keyboard.press("?");
      await page.getByRole("dialog", { name: "Keyboard shortcuts" }).getByText("Escalate the selected alerts to a partner").waitFor();
      await page.keyboard.press("Escape");
    });

    test("admin keeps what follows from an outage quiet, and groups alerts into a case", async () => {
      const { page } = device;
      await signOut(device);
      await signIn(device, people.admin);
      await page.goto(device.url("/alerts/inhibitions"));
      await page.getByRole("heading", { name: "Inhibitions and grouping", level: 1 }).waitFor();
      const inhibitions = page.getByRole("region", { name: "Inhibitions" });
      await inhibitions.getByRole("button", { name: "New inhibition" }).click();
      let dialog = page.getByRole("dialog", { name: "New inhibition" });
      await dialog.getByRole("textbox", { name: "Name" }).fill(`Firewall down (${name})`);
      await dialog.getByRole("textbox", { name: "Firing, condition 1: value" }).fill("Firewall down");
      await dialog.getByRole("textbox", { name: "Suppressed, condition 1: value" }).fill("Host unreachable");
      await dialog.getByText("have the same School").waitFor();
      await accessible(page, "new inhibition");
      await dialog.getByRole("button", { name: "Save" }).click();
      await dialog.waitFor({ state: "hidden" });
      const outage = inhibitions.getByRole("listitem").filter({ hasText: `Firewall down (${name})` });
      await outage.getByRole("switch", { name: `Firewall down (${name}): on` }).click({ force: true });
      await outage.getByText("Switched off.").waitFor();
      await inhibitions.getByRole("button", { name: `Delete Firewall down (${name})` }).click();
      await inhibitions.getByRole("button", { name: `Edit Firewall down (${name})` }).waitFor({ state: "detached" });
      await page.getByRole("button", { name: "Undo" }).click();
      await inhibitions.getByRole("button", { name: `Edit Firewall down (${name})` }).waitFor();
      const grouping = page.getByRole("region", { name: "Grouping" });
      await grouping.getByRole("button", { name: "New grouping rule" }).click();
      dialog = page.getByRole("dialog", { name: "New grouping rule" });
      await dialog.getByRole("textbox", { name: "Name" }).fill(`One device (${name})`);
      await dialog.getByRole("textbox", { name: "become a case when they are at least" }).fill("3");
      await dialog.getByText("3 alerts that share a device within 1 day become a case").waitFor();
      await accessible(page, "new grouping rule");
      await dialog.getByRole("button", { name: "Save" }).click();
      await dialog.waitFor({ state: "hidden" });
      const group = grouping.getByRole("listitem").filter({ hasText: `One device (${name})` });
      await group.getByRole("button", { name: `Edit One device (${name})` }).click();
      dialog = page.getByRole("dialog", { name: "Edit grouping rule" });
      await dialog.getByRole("textbox", { name: "within hours" }).fill("72");
      await dialog.getByRole("button", { name: "Save" }).click();
      await group.getByText("within 3 days").waitFor();
    });

    test("admin writes the trust's own playbook and takes it back", async () => {
      const { page } = device;
      await page.goto(device.url("/alerts/cases"));
      await page.getByRole("link", { name: "Playbooks" }).click();
      await page.getByRole("heading", { name: "Playbooks", level: 1 }).waitFor();
      const near = page.getByRole("group").filter({ hasText: "Near miss" });
      await near.getByText("No steps").click();
      await accessible(page, "playbooks");
      await near.getByRole("button", { name: "Write steps: Near miss" }).click();
      const form = page.getByRole("region", { name: "Steps of Near miss" });
      await form.getByRole("textbox", { name: "Step 1", exact: true }).fill("Write down what happened");
      await form.getByRole("button", { name: "Add step" }).click();
      await form.getByRole("textbox", { name: "Step 2", exact: true }).fill("Thank who noticed it");
      await form.getByRole("textbox", { name: "Within hours: Thank who noticed it" }).fill("72");
      await form.getByRole("button", { name: "Move up: Thank who noticed it" }).click();
      await form.getByText("Thank who noticed it is now 1 of 2.").waitFor({ state: "attached" });
      await accessible(page, "playbook while it is written");
      await form.getByRole("button", { name: "Save" }).click();
      await near.getByText("2 steps, customised").click();
      assert.deepEqual(await near.getByRole("listitem").allInnerTexts().then((all) => all.map((t) => t.split("\n")[0])), ["Thank who noticed it", "Write down what happened"]);
      await near.getByText("within 3 days").waitFor();
      await near.getByRole("button", { name: "Restore default steps: Near miss" }).click();
      await near.getByText("No steps").waitFor();
    });

    test("admin gives a partner an endpoint, tests it, sees the whole exchange and sends it again", async () => {
      const { page } = device;
      const got = [];
      const receiver = createServer((request, response) => {
        got.push(request.headers);
        request.resume().on("end", () => response.writeHead(200, { "content-type": "text/plain" }).end("heard"));
      });
      await new Promise((done) => receiver.listen(0, "127.0.0.1", done));
      try {
        await signOut(device);
        await signIn(device, people.admin);
        await page.goto(device.url("/partners"));
        await page.getByRole("main").getByRole("row").getByRole("link").first().click();
        await page.getByRole("tab", { name: "Endpoints" }).click();
        await page.getByRole("button", { name: "New endpoint" }).click();
        const dialog = page.getByRole("dialog", { name: "New endpoint" });
        const hook = `http://127.0.0.1:${receiver.address().port}/hook`;
        await dialog.getByRole("textbox", { name: "Address" }).fill(hook);
        await dialog.getByRole("checkbox", { name: "Escalation requested" }).check();
        await dialog.getByRole("button", { name: "Add a header" }).click();
        await dialog.getByRole("textbox", { name: "Name of header 1" }).fill("X-Api-Key");
        await dialog.getByLabel("Value of header 1").fill("walked-s3cr3t");
        await accessible(page, "new endpoint dialog");
        await dialog.getByRole("button", { name: "Create and show the secret" }).click();
        await page.getByRole("button", { name: "I have saved it" }).click();
        const line = page.getByRole("listitem").filter({ hasText: hook });
        await line.getByText("sends X-Api-Key").waitFor();
        await line.getByRole("button", { name: "Send a test" }).click();
        for (let i = 0; i < 200 && got.length < 1; i++) await new Promise((done) => setTimeout(done, 50));
        assert.equal(got[0]?.["x-api-key"], "walked-s3cr3t");
        await page.getByRole("tab", { name: "Deliveries" }).click();
        await page.getByRole("link", { name: "Endpoint ping" }).first().click();
        await page.getByText("Answered 200").first().waitFor();
        await page.getByText("Request and response").first().click();
        await page.getByText("X-Api-Key: [hidden]").first().waitFor();
        assert.equal(await page.getByText("walked-s3cr3t").count(), 0, "the value of a header is shown");
        await accessible(page, "delivery");
        await page.getByRole("button", { name: "Send again" }).click();
        for (let i = 0; i < 200 && got.length < 2; i++) await new Promise((done) => setTimeout(done, 50));
        assert.equal(got[1]?.["webhook-id"], got[0]["webhook-id"]);
      } finally {
        receiver.close();
        receiver.closeAllConnections();
      }
    });

    test("every page of the navigation opens and is accessible", async () => {
      const { page } = device;
      await signOut(device);
      await signIn(device, people.admin);
      const links = await page.evaluate(() => [...document.querySelectorAll("nav a[href^='/']")].map((a) => a.getAttribute("href")));
      const pages = [...new Set([...links, "/tickets", "/tickets/new", "/assets", "/alerts", "/alerts/cases", "/alerts/cases/C-1001", "/alerts/readiness", "/alerts/playbooks", "/alerts/vulnerabilities", "/partners", "/partners/areas", "/partners/budgets", "/schools", "/people", "/people/skills", "/settings/escalation", "/alerts/silences", "/alerts/inhibitions", "/alerts/rules", "/assets/software"])];
      for (const path of pages) {
        await page.goto(device.url(path));
        await page.getByRole("main").waitFor();
        await page.getByRole("heading", { level: 1 }).first().waitFor();
        await device.settled();
        assert.equal(await page.getByRole("heading", { level: 1 }).count(), 1, `one heading of level 1 at ${path}`);
        await accessible(page, path);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(overflow <= 1, `${path} is ${overflow} px too wide`);
      }
    });

    test("nothing went wrong behind the page", () => {
      assert.deepEqual(device.faults, []);
    });
  });
}
