import { Button, Checkbox, MultiSelect, NativeSelect, NumberInput, Switch, TextInput } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { assetQueries } from "../../api/assetApi";
import { partnerQueries } from "../../api/partnerApi";
import type { EscalationPolicy } from "../../api/schemas";
import { ticketActions, ticketQueries } from "../../api/ticketApi";
import { done } from "../../ui/feedback";
import { label } from "../../ui/format";
import { ErrorPanel } from "../../ui/parts";
import { AreaSelect } from "../../ui/pickers";
import { StaleNote } from "../../ui/StaleNote";
import { PolicyStepFields } from "./PolicyStepFields";
import { type PolicyDraft, policyBody, policyDraft } from "./policyDraft";

/** Everything that a policy says, for a new one or for one that is there. */
export function PolicyForm({ policy, onClose }: { policy?: EscalationPolicy; onClose: () => void }) {
  const client = useQueryClient();
  const people = useQuery(ticketQueries.deskPeople()).data?.items ?? [];
  const partners =
    useInfiniteQuery(partnerQueries.partners({ limit: 250 })).data?.pages.flatMap((page) => page.items) ?? [];
  const kinds = (useQuery(assetQueries.kinds()).data ?? []).map((k) => ({
    value: k.kind,
    label: k.label || label(k.kind),
  }));
  const [draft, setDraft] = useState(() => policyDraft(policy));
  const [version, setVersion] = useState(policy?.version ?? 0);
  const set = (change: Partial<PolicyDraft>) => setDraft({ ...draft, ...change });
  const save = useMutation({
    mutationFn: () =>
      policy
        ? ticketActions.changePolicy(policy.id, policyBody(draft), version)
        : ticketActions.addPolicy(policyBody(draft)),
    onSuccess: () => {
      done("Saved. Open tickets are re-planned within seconds.");
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["settings", "policies"] }),
  });
  return (
    <form
      className="form"
      aria-label={policy ? `Change ${policy.name}` : "New policy"}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      {save.error && <ErrorPanel error={save.error} />}
      {policy && (
        <StaleNote error={save.error} now={policy.version} mine={version} onSeen={() => setVersion(policy.version)} />
      )}
      <fieldset className="group">
        <legend>Which tickets</legend>
        <TextInput
          label="Name"
          required
          withAsterisk={false}
          maxLength={100}
          value={draft.name}
          onChange={(e) => set({ name: e.currentTarget.value })}
        />
        <AreaSelect label="Area" value={draft.area} onChange={(area) => set({ area })} />
        <TextInput
          label="Areas of tickets"
          description="As used on the tickets, separated by commas."
          value={draft.categories}
          onChange={(e) => set({ categories: e.currentTarget.value })}
        />
        <MultiSelect
          label="Kinds of asset"
          description="Neither areas nor kinds: every ticket."
          data={kinds}
          searchable
          value={draft.assetKinds}
          onChange={(assetKinds) => set({ assetKinds })}
        />
        <div className="two">
          <NumberInput
            label="Rank"
            description="If several policies match, the lowest rank applies."
            min={0}
            max={1000}
            hideControls
            value={draft.rank}
            onChange={(rank) => set({ rank })}
          />
          <NumberInput
            label="Team target"
            description="Minutes of school time; empty: none."
            min={1}
            max={100000}
            hideControls
            value={draft.teamMinutes}
            onChange={(teamMinutes) => set({ teamMinutes })}
          />
        </div>
        {policy && (
          <Switch label="Enabled" checked={draft.enabled} onChange={(e) => set({ enabled: e.currentTarget.checked })} />
        )}
      </fieldset>
      <PolicyStepFields
        legend="In-house specialist"
        use="Assign to a specialist"
        nobody="Immediately when no one on the service desk is at work"
        kinds={kinds}
        value={draft.specialist}
        onChange={(specialist) => set({ specialist })}
      />
      <PolicyStepFields
        legend="A partner"
        use="Escalate to a partner"
        nobody="Immediately when no one with the skill is at work"
        kinds={kinds}
        value={draft.partner}
        onChange={(partner) => set({ partner })}
      >
        <NativeSelect
          label="Which partner"
          data={[
            { value: "", label: "Best match" },
            ...partners.map((partner) => ({ value: partner.id, label: partner.name })),
          ]}
          value={draft.partnerId}
          onChange={(e) => set({ partnerId: e.currentTarget.value })}
        />
      </PolicyStepFields>
      <fieldset className="group">
        <legend>Who has the skill</legend>
        <MultiSelect
          label="Specialists"
          description="Leave empty for anyone with the skill in the area."
          data={people.map((person) => ({ value: person.id, label: person.name }))}
          searchable
          value={draft.specialists}
          onChange={(specialists) => set({ specialists })}
        />
      </fieldset>
      <fieldset className="group">
        <legend>A second partner</legend>
        <Checkbox
          label="Escalate to a second partner"
          checked={draft.second_partner.on}
          onChange={(e) => set({ second_partner: { ...draft.second_partner, on: e.currentTarget.checked } })}
        />
        {draft.second_partner.on && (
          <NumberInput
            label="After this many minutes without a reply"
            description="Or immediately when the first partner declines. Leave empty for manual."
            min={1}
            max={100000}
            hideControls
            value={draft.second_partner.afterMinutes}
            onChange={(afterMinutes) => set({ second_partner: { ...draft.second_partner, afterMinutes } })}
          />
        )}
      </fieldset>
      <div className="actions">
        <Button type="submit" loading={save.isPending} disabled={!draft.area || !draft.name.trim()}>
          {policy ? "Save policy" : "Create policy"}
        </Button>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
