import type { EscalationPolicy, PolicyStep, Priority, Request, Schemas } from "../../api/schemas";

// A policy as the form holds it: every tier is there, switched on or off, and numbers may be empty.

export interface StepDraft {
  on: boolean;
  atShare: number | string;
  priorities: Priority[];
  assetKinds: string[];
  minSeverity: string;
  whenNobody: boolean;
  afterMinutes: number | string;
}

export interface PolicyDraft {
  name: string;
  area: string;
  enabled: boolean;
  rank: number | string;
  categories: string;
  assetKinds: string[];
  teamMinutes: number | string;
  specialists: string[];
  partnerId: string;
  specialist: StepDraft;
  partner: StepDraft;
  second_partner: StepDraft;
}

const tiers = ["specialist", "partner", "second_partner"] as const;

function stepDraft(step: Request<PolicyStep> | undefined): StepDraft {
  return {
    on: !!step,
    atShare: step?.atShare ?? "",
    priorities: step?.rule?.priorities ?? [],
    assetKinds: step?.rule?.assetKinds ?? [],
    minSeverity: step?.rule?.minSeverity ?? "",
    whenNobody: step?.whenNobody ?? false,
    afterMinutes: step?.afterMinutes ?? "",
  };
}

/** Without a policy: the common shape of a new one. */
export function policyDraft(policy?: Request<EscalationPolicy>): PolicyDraft {
  const step = (tier: string) => stepDraft(policy?.steps.find((s) => s.tier === tier));
  return {
    name: policy?.name ?? "",
    area: policy?.area ?? "",
    enabled: policy?.enabled ?? true,
    rank: policy?.rank ?? 100,
    categories: policy?.categories.join(", ") ?? "",
    assetKinds: policy?.assetKinds ?? [],
    teamMinutes: policy?.teamMinutes ?? "",
    specialists: policy?.specialists ?? [],
    partnerId: policy?.partnerId ?? "",
    specialist: step("specialist"),
    partner: policy
      ? step("partner")
      : { ...step("partner"), on: true, atShare: 80, priorities: ["critical"], whenNobody: true },
    second_partner: step("second_partner"),
  };
}

const whole = (value: number | string) => (value === "" ? undefined : Number(value));

/** As the server takes it: a tier that is off and a trigger that is empty are left out. */
export function policyBody(draft: PolicyDraft): Request<Schemas["PolicyBody"]> {
  return {
    name: draft.name.trim(),
    area: draft.area,
    enabled: draft.enabled,
    rank: whole(draft.rank),
    categories: draft.categories
      .split(",")
      .map((text) => text.trim())
      .filter(Boolean),
    assetKinds: draft.assetKinds,
    teamMinutes: whole(draft.teamMinutes),
    specialists: draft.specialists,
    partnerId: draft.partnerId || undefined,
    steps: tiers
      .filter((tier) => draft[tier].on)
      .map((tier) => {
        const step = draft[tier];
        if (tier === "second_partner") return { tier, afterMinutes: whole(step.afterMinutes) };
        const rule = {
          priorities: step.priorities.length ? step.priorities : undefined,
          assetKinds: step.assetKinds.length ? step.assetKinds : undefined,
          minSeverity: step.minSeverity || undefined,
        };
        return {
          tier,
          atShare: whole(step.atShare),
          rule: Object.values(rule).some(Boolean) ? rule : undefined,
          whenNobody: step.whenNobody,
        };
      }),
  };
}

/** When a step is taken, in words. */
export function stepSummary(step: Request<PolicyStep>) {
  const or = (list: string[]) => list.join(" or ").replaceAll("_", " ");
  const when = [
    step.atShare !== null && step.atShare !== undefined && `at ${step.atShare} % of the resolution time`,
    step.afterMinutes && `when the first partner does not reply within ${step.afterMinutes} minutes or declines`,
    step.rule?.priorities?.length && `immediately when ${or(step.rule.priorities)}`,
    step.rule?.assetKinds?.length && `immediately for a ${or(step.rule.assetKinds)}`,
    step.rule?.minSeverity && `immediately for an alert with severity ${step.rule.minSeverity} or above`,
    step.whenNobody &&
      (step.tier === "specialist"
        ? "immediately when no one on the service desk is at work"
        : "immediately when no one with the skill is at work"),
  ].filter(Boolean);
  return when.length > 0 ? when.join("; ") : "manually";
}
