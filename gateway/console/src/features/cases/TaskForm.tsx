import { Button, Modal, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { caseActions } from "../../api/caseApi";
import type { Case, CaseTask } from "../../api/schemas";
import { ErrorPanel } from "../../ui/parts";

/** Title, detail and time of a step; the playbook it came from stays as it is. */
export function TaskForm({ currentCase, task, onClose }: { currentCase: Case; task: CaseTask; onClose: () => void }) {
  const client = useQueryClient();
  const [title, setTitle] = useState(task.title);
  const [detail, setDetail] = useState(task.detail ?? "");
  const [dueAt, setDueAt] = useState(task.dueAt ? local(task.dueAt) : "");
  const save = useMutation({
    mutationFn: () =>
      caseActions.changeTask(currentCase.reference, task, {
        title: title.trim(),
        detail,
        dueAt: dueAt ? new Date(dueAt).toISOString() : null,
      }),
    onSuccess: () => {
      client.invalidateQueries({ queryKey: ["case"] });
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title="Edit step" closeButtonProps={{ "aria-label": "Close" }}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        {save.error && <ErrorPanel error={save.error} />}
        <TextInput
          label="What to do"
          required
          withAsterisk={false}
          minLength={2}
          maxLength={200}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <Textarea
          label="How"
          autosize
          minRows={2}
          maxLength={2000}
          value={detail}
          onChange={(event) => setDetail(event.currentTarget.value)}
        />
        <TextInput
          type="datetime-local"
          label="By"
          value={dueAt}
          onChange={(event) => setDueAt(event.currentTarget.value)}
        />
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

/** A moment as the field of the browser wants it, in the browser's own time. */
function local(at: string) {
  const date = new Date(at);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
