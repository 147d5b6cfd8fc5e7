// What a manager sets for escalation: skills and working time, budgets, a partner's terms, policies; and the boards that follow.
// Names are those of gateway/console/README.md: change both together.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible, loadDemo, openDevice, people, screenshot, signIn, startBrowser, startMat } from "./harness.mjs";

let mat;
let browser;
let device;

before(async () => {
  mat = await startMat();
  try {
    loadDemo(mat);
    browser = await startBrowser();
    device = await openDevice(browser, mat, { width: 1280, height: 900 });
    await signIn(device, people.admin);
  } catch (e) {
    await mat.stop();
    throw e;
  }
});

after(async () => {
  await browser?.close();
  await mat?.stop();
});

test("a person's skill and working time make the matrix, and who holds it alone is a risk", async () => {
  const { page } = device;
  await page.goto(device.url("/people"));
  await page.getByRole("searchbox", { name: "Search people" }).fill(people.technician.name);
  await page.getByRole("link", { name: people.technician.name }).click();
  const skills = page.getByRole("group", { name: "Skills" });
  await skills.getByRole("combobox", { name: "Add a skill" }).selectOption({ label: "Telephony" });
  await skills.getByRole("combobox", { name: "Level in Telephony" }).selectOption({ label: "Can teach others" });
  await skills.getByRole("button", { name: "Save skills" }).click();
  await page.getByText("Skills saved.").waitFor();

  const time = page.getByRole("group", { name: "Working time" });
  await time.getByRole("radio", { name: "Own hours" }).check();
  await time.getByRole("checkbox", { name: "Friday" }).uncheck();
  await time.getByRole("button", { name: "Add an absence" }).click();
  await time.getByLabel("From", { exact: true }).fill("2027-02-15");
  await time.getByLabel("To", { exact: true }).fill("2027-02-19");
  await time.getByRole("button", { name: "Save working time" }).click();
  await page.getByText("Working time saved.").waitFor();
  await page.reload();
  assert.equal(await time.getByLabel("To", { exact: true }).inputValue(), "2027-02-19");
  assert.equal(await time.getByRole("checkbox", { name: "Friday" }).isChecked(), false);
  await accessible(page, "person");

  await page.goto(device.url("/people/skills"));
  await page.getByRole("region", { name: "At risk" }).getByText("Only one person").waitFor();
  const row = page.getByRole("table", { name: "Skills by area and person" }).getByRole("row", { name: /^Telephony/ });
  await row.getByText("Can teach others", { exact: true }).waitFor();
  await row.getByText("only one").waitFor();
  await accessible(page, "skills");
  await screenshot(page, "skills");

  await page.goto(device.url("/partners/areas"));
  await page.getByRole("table", { name: "Areas of expertise" }).getByRole("row", { name: /Telephony.*1 of our own/ }).waitFor();
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Export as CSV" }).click()]);
  assert.equal(file.suggestedFilename(), "areas.csv");
});

test("a school's budget is set and stands against what it spent", async () => {
  const { page } = device;
  await page.goto(device.url("/partners/budgets"));
  const table = page.getByRole("table", { name: "Budgets by school" });
  const button = table.getByRole("button", { name: /^Set the budget of / }).first();
  const school = (await button.getAttribute("aria-label")).replace("Set the budget of ", "");
  await button.click();
  const dialog = page.getByRole("dialog", { name: `Budget of ${school}` });
  await dialog.getByRole("textbox", { name: "Pounds for the year" }).fill("1234.50");
  await accessible(page, "budget dialog");
  await dialog.getByRole("button", { name: "Save budget" }).click();
  await table.getByRole("row", { name: new RegExp(school) }).getByRole("cell", { name: "£1,234.50", exact: true }).waitFor();
});

test("a partner's hours, capacity and rate card are kept", async () => {
  const { page } = device;
  await page.goto(device.url("/partners"));
  await page.getByRole("main").getByRole("row").getByRole("link").first().click();
  await page.getByRole("link", { name: "Edit" }).click();
  const work = page.getByRole("group", { name: "Working hours" }).first();
  await work.getByRole("radio", { name: "Set hours" }).check();
  await page.getByLabel("Monday closes").fill("19:30");
  await page.getByRole("textbox", { name: "Maximum open escalations" }).fill("7");
  await page.getByRole("textbox", { name: "Pounds per hour" }).fill("62.50");
  await page.getByRole("textbox", { name: "Minimum minutes" }).fill("30");
  await accessible(page, "partner form");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const terms = page.getByRole("region", { name: "Hours and rates" });
  for (const text of [/of at most 7/, /Mon 08:00–19:30/, "£62.50", "30 minutes"]) await terms.getByText(text).waitFor();
});

test("a policy is made with all that it can say, and changed", async () => {
  const { page } = device;
  await page.goto(device.url("/settings/escalation"));
  await page.getByRole("button", { name: "New policy" }).click();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Walked policy");
  await page.getByRole("combobox", { name: "Area", exact: true }).selectOption({ label: "Telephony" });
  await page.getByRole("group", { name: "In-house specialist" }).getByRole("checkbox", { name: "Assign to a specialist" }).check();
  const partner = page.getByRole("group", { name: "A partner", exact: true });
  await partner.getByRole("combobox", { name: "Immediately for alerts with severity at least" }).selectOption({ label: "High" });
  await page.getByRole("combobox", { name: "Specialists" }).click();
  await page.getByRole("option", { name: people.technician.name }).click();
  await page.keyboard.press("Escape");
  await accessible(page, "policy form");
  await page.getByRole("button", { name: "Create policy" }).click();
  const line = page.getByRole("listitem").filter({ hasText: "Walked policy" }).first();
  await line.getByText(/at 80 %.*immediately for an alert with severity high or above; immediately when no one with the skill is at work/).waitFor();

  await page.getByRole("button", { name: "Change Walked policy" }).click();
  await page.getByRole("group", { name: "A partner", exact: true }).getByRole("textbox", { name: "At this percentage of the resolution time" }).fill("60");
  await page.getByRole("button", { name: "Save policy" }).click();
  await line.getByText(/at 60 %.*high or above/).waitFor();
  assert.deepEqual(device.faults, []);
});
