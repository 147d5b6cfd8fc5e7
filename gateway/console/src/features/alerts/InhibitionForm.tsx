import { Button, Checkbox, Modal, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { noiseActions } from "../../api/noiseApi";
import { fieldErrors } from "../../api/problem";
import type { Inhibition, Matcher, MatchField } from "../../api/schemas";
import { done } from "../../ui/feedback";
import { ErrorPanel } from "../../ui/parts";
import { comparable, fieldNames, Matchers, matcherSummary } from "./Matchers";

const blank: Matcher[] = [{ field: "title", op: "equal", value: "" }];

/** Which alerts suppress which others, and what the two must have in common. */
export function InhibitionForm({ known, onClose }: { known?: Inhibition; onClose: () => void }) {
  const client = useQueryClient();
  const [name, setName] = useState(known?.name ?? "");
  const [firing, setFiring] = useState(known?.firing ?? blank);
  const [muted, setMuted] = useState(known?.muted ?? blank);
  const [equal, setEqual] = useState<MatchField[]>(known?.equal ?? ["school"]);
  const filled = (matchers: Matcher[]) => matchers.filter((m) => m.value);
  const save = useMutation({
    mutationFn: () => {
      const body = { name: name.trim(), firing: filled(firing), muted: filled(muted), equal };
      return known
        ? noiseActions.changeInhibition(known.id, body, known.version)
        : noiseActions.createInhibition({ ...body, enabled: true });
    },
    onSuccess: () => {
      client.invalidateQueries({ queryKey: ["inhibition"] });
      done("Saved. It applies to new alerts.");
      onClose();
    },
  });
  const errors = fieldErrors(save.error);
  const title = known ? "Edit inhibition" : "New inhibition";
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
        <Matchers legend="While an alert is firing that matches" of="Firing" value={firing} onChange={setFiring} />
        {errors.firing && <p className="small t-breach">{errors.firing}</p>}
        <Matchers legend="suppress those that match" of="Suppressed" value={muted} onChange={setMuted} />
        {errors.muted && <p className="small t-breach">{errors.muted}</p>}
        <fieldset className="group">
          <legend>if both have the same</legend>
          <div className="row" style={{ gap: "8px 20px" }}>
            {comparable.map(([field, text]) => (
              <Checkbox
                key={field}
                label={text}
                checked={equal.includes(field)}
                onChange={(event) =>
                  setEqual(event.currentTarget.checked ? [...equal, field] : equal.filter((f) => f !== field))
                }
              />
            ))}
          </div>
          {errors.equal && <p className="small t-breach">{errors.equal}</p>}
        </fieldset>
        {filled(firing).length > 0 && filled(muted).length > 0 && equal.length > 0 && (
          <p className="small muted" role="status">
            While an alert is firing whose {matcherSummary(filled(firing))}, those whose {matcherSummary(filled(muted))}{" "}
            are suppressed if they have the same {fieldNames(equal)}. They are reported when it is resolved.
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
