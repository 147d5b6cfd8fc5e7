import { Button, Checkbox, NumberInput, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { tickets } from "../../api/actions";
import { done } from "../../ui/feedback";
import { ErrorPanel } from "../../ui/parts";
import { AreaSelect } from "../../ui/pickers";

const none = {
  name: "",
  area: "",
  categories: "",
  partnerAt: 80 as number | string,
  critical: true,
  nobody: true,
  secondAfter: "" as number | string,
};

/** The common shape of a policy; the API takes specialists, kinds of asset and severities as well. */
export function NewPolicy() {
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState(none);
  const set = (change: Partial<typeof none>) => setDraft({ ...draft, ...change });
  const create = useMutation({
    mutationFn: () =>
      tickets.addPolicy({
        name: draft.name.trim(),
        area: draft.area,
        categories: draft.categories
          .split(",")
          .map((text) => text.trim())
          .filter(Boolean),
        steps: [
          {
            layer: "partner",
            atShare: draft.partnerAt === "" ? undefined : Number(draft.partnerAt),
            rule: draft.critical ? { priorities: ["critical"] } : undefined,
            whenNobody: draft.nobody,
          },
          ...(draft.secondAfter === "" ? [] : [{ layer: "second_partner", afterMinutes: Number(draft.secondAfter) }]),
        ],
      }),
    onSuccess: () => {
      done("Open tickets are planned by it within seconds.");
      setDraft(none);
      setOpen(false);
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["settings", "policies"] }),
  });
  if (!open)
    return (
      <div>
        <Button size="sm" variant="light" onClick={() => setOpen(true)}>
          New policy
        </Button>
      </div>
    );
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate();
      }}
    >
      {create.error && <ErrorPanel error={create.error} />}
      <TextInput
        label="Name"
        required
        withAsterisk={false}
        value={draft.name}
        onChange={(e) => set({ name: e.currentTarget.value })}
      />
      <AreaSelect label="Area" value={draft.area} onChange={(area) => set({ area })} />
      <TextInput
        label="Areas of tickets"
        description="As they stand on the tickets, with commas; empty means every ticket."
        value={draft.categories}
        onChange={(e) => set({ categories: e.currentTarget.value })}
      />
      <NumberInput
        label="To a partner at this share of the time for the fix"
        suffix=" %"
        min={0}
        max={300}
        value={draft.partnerAt}
        onChange={(partnerAt) => set({ partnerAt })}
      />
      <Checkbox
        label="At once when it is critical"
        checked={draft.critical}
        onChange={(e) => set({ critical: e.currentTarget.checked })}
      />
      <Checkbox
        label="At once when nobody works for the school"
        checked={draft.nobody}
        onChange={(e) => set({ nobody: e.currentTarget.checked })}
      />
      <NumberInput
        label="To a second partner after so many minutes of silence"
        min={1}
        max={100000}
        value={draft.secondAfter}
        onChange={(secondAfter) => set({ secondAfter })}
      />
      <div className="actions">
        <Button type="submit" loading={create.isPending} disabled={!draft.area || !draft.name.trim()}>
          Create policy
        </Button>
        <Button variant="default" onClick={() => setOpen(false)}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
