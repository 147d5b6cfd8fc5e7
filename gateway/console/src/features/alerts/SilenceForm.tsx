import { Button, Modal, NativeSelect, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { noiseActions } from "../../api/noiseApi";
import { fieldErrors } from "../../api/problem";
import type { Matcher, NewSilence } from "../../api/schemas";
import { done } from "../../ui/feedback";
import { count } from "../../ui/format";
import { ErrorPanel } from "../../ui/parts";
import { SchoolSelect } from "../../ui/pickers";
import { Matchers } from "./Matchers";

const lengths = [
  { value: "1", label: "1 hour" },
  { value: "4", label: "4 hours" },
  { value: "24", label: "1 day" },
  { value: "168", label: "1 week" },
  { value: "720", label: "30 days" },
  { value: "2160", label: "90 days" },
];

export function SilenceForm({ start, onClose }: { start: Matcher[]; onClose: () => void }) {
  const client = useQueryClient();
  const [matchers, setMatchers] = useState(start);
  const [reason, setReason] = useState("");
  const [hours, setHours] = useState("4");
  const [what, setWhat] = useState("silence");
  const [schoolId, setSchoolId] = useState("");
  const body = (): NewSilence => ({
    matchers: matchers.filter((m) => m.value),
    reason: reason.trim(),
    endsAt: new Date(Date.now() + Number(hours) * 3_600_000).toISOString(),
    kind: what === "silence" ? "silence" : "maintenance",
    times: what === "closed_days" ? "closed_days" : "always",
    schoolId: schoolId || undefined,
  });
  const preview = useMutation({
    mutationFn: () => noiseActions.previewSilence(body().matchers, schoolId || undefined),
  });
  const save = useMutation({
    mutationFn: () => noiseActions.silence(body()),
    onSuccess: (made) => {
      done(`${count(made.muting, "open alert")} silenced.`);
      client.invalidateQueries({ queryKey: ["silence"] });
      client.invalidateQueries({ queryKey: ["alert"] });
      onClose();
    },
  });
  const errors = fieldErrors(save.error);
  return (
    <Modal opened onClose={onClose} title="New silence" size="xl" closeButtonProps={{ "aria-label": "Close" }}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        {save.error && <ErrorPanel error={save.error} />}
        <p className="small muted">
          Silenced alerts are still received and counted, but open no tickets. Alerts still firing at the end are
          reported once.
        </p>
        <Matchers value={matchers} onChange={setMatchers} />
        <SchoolSelect
          label="Only at the school"
          value={schoolId}
          onChange={setSchoolId}
          anyLabel="Any school I support"
        />
        <div className="two">
          <NativeSelect
            label="Type"
            value={what}
            onChange={(event) => setWhat(event.currentTarget.value)}
            data={[
              { value: "silence", label: "Known issue" },
              { value: "maintenance", label: "Planned work" },
              { value: "closed_days", label: "Days when the school is closed" },
            ]}
          />
          <NativeSelect
            label="Duration"
            value={hours}
            onChange={(event) => setHours(event.currentTarget.value)}
            data={lengths}
          />
        </div>
        <TextInput
          label="Reason"
          required
          withAsterisk={false}
          minLength={3}
          value={reason}
          error={errors.reason ?? errors.endsAt ?? errors.matchers}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {preview.data && (
          <p role="status" className="small">
            {count(preview.data.count, "open alert")} would be silenced now
            {preview.data.sample[0] && `, for example “${preview.data.sample[0].title}”`}.
          </p>
        )}
        {preview.error && <ErrorPanel error={preview.error} />}
        <div className="actions">
          <Button type="submit" loading={save.isPending}>
            Create silence
          </Button>
          <Button variant="default" loading={preview.isPending} onClick={() => preview.mutate()}>
            Preview matching alerts
          </Button>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  );
}
