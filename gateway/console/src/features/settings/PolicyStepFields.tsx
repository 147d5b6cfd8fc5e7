import { Checkbox, MultiSelect, NativeSelect, NumberInput } from "@mantine/core";
import { label } from "../../ui/format";
import type { StepDraft } from "./policyDraft";

const priorities = ["critical", "high", "medium", "low"];
const severities = ["low", "medium", "high", "critical", "fatal"];

/** When a ticket reaches the specialist or the partner; of several triggers the first that comes counts. */
export function PolicyStepFields({
  legend,
  use,
  nobody,
  kinds,
  value,
  onChange,
  children,
}: {
  legend: string;
  use: string;
  nobody: string;
  kinds: { value: string; label: string }[];
  value: StepDraft;
  onChange: (next: StepDraft) => void;
  children?: React.ReactNode;
}) {
  const set = (change: Partial<StepDraft>) => onChange({ ...value, ...change });
  return (
    <fieldset className="group">
      <legend>{legend}</legend>
      <Checkbox label={use} checked={value.on} onChange={(e) => set({ on: e.currentTarget.checked })} />
      {value.on && (
        <>
          {children}
          <NumberInput
            label="At this percentage of the resolution time"
            description="Leave empty for no time trigger."
            suffix=" %"
            min={0}
            max={300}
            hideControls
            value={value.atShare}
            onChange={(atShare) => set({ atShare })}
          />
          <Checkbox.Group
            label="Immediately for tickets with priority"
            value={value.priorities}
            onChange={(next) => set({ priorities: next })}
          >
            <div className="row" style={{ gap: 16 }}>
              {priorities.map((p) => (
                <Checkbox key={p} value={p} label={label(p)} />
              ))}
            </div>
          </Checkbox.Group>
          <MultiSelect
            label="Immediately for these kinds of asset"
            data={kinds}
            searchable
            value={value.assetKinds}
            onChange={(assetKinds) => set({ assetKinds })}
          />
          <NativeSelect
            label="Immediately for alerts with severity at least"
            data={[
              { value: "", label: "No alert trigger" },
              ...severities.map((severity) => ({ value: severity, label: label(severity) })),
            ]}
            value={value.minSeverity}
            onChange={(e) => set({ minSeverity: e.currentTarget.value })}
          />
          <Checkbox
            label={nobody}
            checked={value.whenNobody}
            onChange={(e) => set({ whenNobody: e.currentTarget.checked })}
          />
        </>
      )}
    </fieldset>
  );
}
