import { expect, test } from "vitest";
import type { EscalationPolicy, Request } from "../../api/schemas";
import { policyBody, policyDraft, stepSummary } from "./policyDraft";

const policy = {
  id: "p",
  version: 3,
  name: "Network",
  area: "network",
  enabled: false,
  rank: 10,
  categories: ["wifi", "lan"],
  assetKinds: ["switch"],
  teamMinutes: 120,
  specialists: ["a", "b"],
  partnerId: "x",
  steps: [
    { tier: "specialist", atShare: 0, whenNobody: true },
    {
      tier: "partner",
      atShare: 80,
      rule: { priorities: ["critical", "high"], assetKinds: ["firewall"], minSeverity: "high" },
      whenNobody: true,
    },
    { tier: "second_partner", afterMinutes: 60, whenNobody: false },
  ],
} satisfies Request<EscalationPolicy>;

test("a policy that nobody changed goes back as it came", () => {
  const { id: _, version: __, ...rest } = policy;
  expect(JSON.parse(JSON.stringify(policyBody(policyDraft(policy))))).toEqual({
    ...rest,
    steps: [
      { tier: "specialist", atShare: 0, whenNobody: true },
      policy.steps[1],
      { tier: "second_partner", afterMinutes: 60 },
    ],
  });
});

test("a tier that is off and a trigger that is empty are left out", () => {
  const draft = policyDraft(policy);
  const body = policyBody({
    ...draft,
    categories: " , wifi,",
    teamMinutes: "",
    partnerId: "",
    specialist: { ...draft.specialist, on: false },
    partner: { ...draft.partner, atShare: "", priorities: [], assetKinds: [], minSeverity: "" },
    second_partner: { ...draft.second_partner, on: false },
  });
  expect(JSON.parse(JSON.stringify(body))).toMatchObject({
    categories: ["wifi"],
    steps: [{ tier: "partner", whenNobody: true }],
  });
  expect(Object.keys(JSON.parse(JSON.stringify(body)))).not.toContain("partnerId");
});

test("a step says in words when it is taken", () => {
  expect(policy.steps.map(stepSummary)).toEqual([
    "at 0 % of the resolution time; immediately when no one on the service desk is at work",
    "at 80 % of the resolution time; immediately when critical or high; immediately for a firewall; immediately for an alert with severity high or above; immediately when no one with the skill is at work",
    "when the first partner does not reply within 60 minutes or declines",
  ]);
  expect(stepSummary({ tier: "partner", whenNobody: false })).toBe("manually");
});
