import { Button, Modal, NativeSelect, NumberInput, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { caseTypes } from "../../api/caseApi";
import { noiseActions } from "../../api/noiseApi";
import { fieldErrors } from "../../api/problem";
import type { CaseType, Grouping } from "../../api/schemas";
import { done } from "../../ui/feedback";
import { label } from "../../ui/format";
import { ErrorPanel } from "../../ui/parts";
import { groupingSummary, shared } from "./groupingSummary";
import { Matchers } from "./Matchers";

/** Which alerts become one case. */
export function GroupingForm({ known, onClose }: { known?: Grouping; onClose: () => void }) {
  const client = useQueryClient();
  const [name, setName] = useState(known?.name ?? "");
  const [matchers, setMatchers] = useState(known?.matchers ?? []);
  const [by, setBy] = useState<Grouping["by"]>(known?.by ?? "asset");
  const [hours, setHours] = useState<number | string>(known ? known.windowMinutes / 60 : 24);
  const [atLeast, setAtLeast] = useState<number | string>(known?.atLeast ?? 2);
  const [caseType, setCaseType] = useState<CaseType>(known?.caseType ?? "other");
  const body = () => ({
    name: name.trim(),
    matchers: matchers.filter((m) => m.value),
    by,
    windowMinutes: Math.max(1, Math.round(Number(hours) * 60)),
    atLeast: Number(atLeast),
    caseType,
  });
  const save = useMutation({
    mutationFn: () =>
      known
        ? noiseActions.changeGrouping(known.id, body(), known.version)
        : noiseActions.createGrouping({ ...body(), enabled: true }),
    onSuccess: () => {
      client.invalidateQueries({ queryKey: ["grouping"] });
      done("Saved. It applies to new alerts.");
      onClose();
    },
  });
  const errors = fieldErrors(save.error);
  const title = known ? "Edit grouping rule" : "New grouping rule";
  return (
    <Modal opened onClose={onClose} title={title} size="xl" closeButtonProps={{ "aria-label": "Close" }}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        {save.error && <ErrorPanel error={save.error} />}
        <TextInput
          label="Name"
          required
          withAsterisk={false}
          maxLength={100}
          value={name}
          error={errors.name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Matchers legend="Which alerts (leave empty for all)" value={matchers} onChange={setMatchers} />
        <div className="two">
          <NativeSelect
            label="those that share"
            value={by}
            onChange={(event) => setBy(event.currentTarget.value as Grouping["by"])}
            data={Object.entries(shared).map(([value, text]) => ({ value, label: text }))}
          />
          <NumberInput
            label="within hours"
            min={0.1}
            max={720}
            hideControls
            value={hours}
            error={errors.windowMinutes}
            onChange={setHours}
          />
          <NumberInput
            label="become a case when they are at least"
            min={2}
            max={100}
            hideControls
            value={atLeast}
            error={errors.atLeast}
            onChange={setAtLeast}
          />
          <NativeSelect
            label="and the case is"
            value={caseType}
            onChange={(event) => setCaseType(event.currentTarget.value as CaseType)}
            data={caseTypes.map((type) => ({ value: type, label: label(type) }))}
          />
        </div>
        {Number(hours) > 0 && Number(atLeast) > 1 && (
          <p className="small muted" role="status">
            {groupingSummary(body())}
          </p>
        )}
        <div className="actions">
          <Button type="submit" loading={save.isPending}>
            Save
          </Button>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  );
}
