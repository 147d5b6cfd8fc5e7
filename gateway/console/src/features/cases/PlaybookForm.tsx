import { Button, NumberInput, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useRef, useState } from "react";
import { caseActions } from "../../api/caseApi";
import type { Playbook, PlaybookStep } from "../../api/schemas";
import { done } from "../../ui/feedback";
import { ErrorPanel } from "../../ui/parts";
import { StepButtons, useMoving } from "./StepOrder";

type Draft = PlaybookStep & { key: number };
const most = 50;

/** Edits all steps of one playbook in place; saved as a whole. */
export function PlaybookForm({ playbook, onClose }: { playbook: Playbook; onClose: () => void }) {
  const client = useQueryClient();
  const form = useId();
  const next = useRef(playbook.steps.length);
  const [steps, setSteps] = useState<Draft[]>(
    playbook.steps.length
      ? playbook.steps.map((step, key) => ({ ...step, key }))
      : [{ title: "", detail: "", dueHours: 24, key: next.current++ }],
  );
  const change = (key: number, to: Partial<PlaybookStep>) =>
    setSteps(steps.map((step) => (step.key === key ? { ...step, ...to } : step)));
  const { said, move } = useMoving(steps, (step) => step.title || "The step", setSteps);
  const add = () => {
    const key = next.current++;
    setSteps([...steps, { title: "", detail: "", dueHours: 24, key }]);
    requestAnimationFrame(() => document.getElementById(`${form}-title-${key}`)?.focus());
  };
  const save = useMutation({
    mutationFn: () =>
      caseActions.writePlaybook(
        playbook,
        steps.map(({ key: _key, ...step }) => ({ ...step, title: step.title.trim(), detail: step.detail.trim() })),
      ),
    onSuccess: () => {
      client.invalidateQueries({ queryKey: ["playbook"] });
      done(`Saved the steps of “${playbook.name}”.`);
      onClose();
    },
  });
  return (
    <section className="card" aria-label={`Steps of ${playbook.name}`}>
      <h2>{playbook.name}</h2>
      <span className="hide" role="status">
        {said}
      </span>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        {save.error && <ErrorPanel error={save.error} />}
        <ol className="plain lines">
          {steps.map((step, at) => {
            const name = step.title || `step ${at + 1}`;
            return (
              <li key={step.key} className="stack" style={{ gap: 8 }}>
                <div className="row" style={{ alignItems: "end" }}>
                  <TextInput
                    id={`${form}-title-${step.key}`}
                    label={`Step ${at + 1}`}
                    required
                    withAsterisk={false}
                    minLength={2}
                    maxLength={200}
                    value={step.title}
                    onChange={(event) => change(step.key, { title: event.currentTarget.value })}
                    style={{ flex: "1 1 240px" }}
                  />
                  <NumberInput
                    label="Within hours"
                    aria-label={`Within hours: ${name}`}
                    min={0}
                    max={8784}
                    required
                    withAsterisk={false}
                    allowDecimal={false}
                    clampBehavior="strict"
                    hideControls
                    value={step.dueHours}
                    onChange={(value) => change(step.key, { dueHours: Number(value) || 0 })}
                    style={{ width: 130 }}
                  />
                </div>
                <Textarea
                  label="How"
                  aria-label={`How: ${name}`}
                  autosize
                  minRows={1}
                  maxLength={2000}
                  value={step.detail}
                  onChange={(event) => change(step.key, { detail: event.currentTarget.value })}
                />
                <StepButtons
                  id={`${form}-${step.key}`}
                  name={name}
                  first={at === 0}
                  last={at === steps.length - 1}
                  onMove={(by) => move(at, by)}
                  onRemove={steps.length > 1 ? () => setSteps(steps.filter((s) => s.key !== step.key)) : undefined}
                />
              </li>
            );
          })}
        </ol>
        {steps.length < most && (
          <Button size="xs" variant="light" style={{ justifySelf: "start" }} onClick={add}>
            Add step
          </Button>
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
    </section>
  );
}
