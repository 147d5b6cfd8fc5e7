import { Button, Modal, TextInput } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { alertActions } from "../../api/alertApi";
import { caseActions } from "../../api/caseApi";
import type { Alert, Matcher } from "../../api/schemas";
import { done, failed } from "../../ui/feedback";
import { count } from "../../ui/format";
import { EscalateAlerts } from "./EscalateAlerts";
import { SilenceForm } from "./SilenceForm";

/** What can be done to the alerts that are chosen: by buttons, and by the key that each names. */
export function BulkActions({ chosen, rows, onDone }: { chosen: string[]; rows: Alert[]; onDone: () => void }) {
  const client = useQueryClient();
  const [merging, setMerging] = useState(false);
  const [silencing, setSilencing] = useState(false);
  const [escalating, setEscalating] = useState(false);
  const any = chosen.length > 0;
  const bulk = useMutation({
    mutationFn: (act: "acknowledge" | "resolve" | "ticket") => alertActions.bulk({ ids: chosen, act }),
    onSuccess: ({ done: many, items }) => {
      const refused = items.filter((item) => item.code);
      done(
        refused.length === 0
          ? `Done for ${count(many, "alert")}.`
          : `Done for ${many}; not for ${refused.length}: ${refused[0]?.message}`,
      );
      onDone();
    },
    onError: failed,
    onSettled: () => client.invalidateQueries({ queryKey: ["alert"] }),
  });
  useHotkeys([
    ["a", () => any && bulk.mutate("acknowledge")],
    ["m", () => any && setMerging(true)],
    ["s", () => any && setSilencing(true)],
    ["e", () => any && setEscalating(true)],
  ]);
  const first = rows.find((row) => row.id === chosen[0]);
  return (
    <>
      {any && (
        <section className="actions" aria-label="Actions for the selected alerts" style={{ padding: "8px 0" }}>
          <strong className="small" role="status">
            {count(chosen.length, "alert")} chosen
          </strong>
          <Button size="xs" loading={bulk.isPending} onClick={() => bulk.mutate("acknowledge")} title="a">
            Acknowledge
          </Button>
          <Button size="xs" variant="light" onClick={() => bulk.mutate("resolve")}>
            Resolve
          </Button>
          <Button size="xs" variant="default" onClick={() => setMerging(true)} title="m">
            Merge into a case
          </Button>
          <Button size="xs" variant="default" onClick={() => setSilencing(true)} title="s">
            Silence
          </Button>
          <Button size="xs" variant="default" onClick={() => setEscalating(true)} title="e">
            Escalate
          </Button>
          <Button size="xs" variant="default" onClick={() => bulk.mutate("ticket")}>
            Open tickets
          </Button>
          <Button size="xs" variant="subtle" onClick={onDone}>
            Clear selection
          </Button>
        </section>
      )}
      {silencing && <SilenceForm start={startOf(first)} onClose={() => setSilencing(false)} />}
      {escalating && (
        <EscalateAlerts
          alerts={chosen.map((id) => rows.find((row) => row.id === id) ?? { id, title: "Alert" })}
          onClose={() => setEscalating(false)}
          onDone={onDone}
        />
      )}
      {merging && (
        <Merge
          ids={chosen}
          title={first?.title ?? ""}
          onClose={() => setMerging(false)}
          onDone={() => {
            setMerging(false);
            onDone();
          }}
        />
      )}
    </>
  );
}

function startOf(alert?: Alert): Matcher[] {
  if (!alert) return [];
  const start: Matcher[] = [{ field: "title", op: "equal", value: alert.title }];
  if (alert.hostName) start.push({ field: "host", op: "equal", value: alert.hostName });
  return start;
}

function Merge({
  ids,
  title,
  onClose,
  onDone,
}: {
  ids: string[];
  title: string;
  onClose: () => void;
  onDone: () => void;
}) {
  const client = useQueryClient();
  const [reference, setReference] = useState("");
  const [name, setName] = useState(title);
  const merge = useMutation({
    mutationFn: () =>
      reference.trim()
        ? caseActions.link(reference.trim(), ids)
        : caseActions.open({ title: name.trim(), type: "other", alertIds: ids.slice(0, 100) }),
    onSuccess: (made) => {
      done(`${count(ids.length, "alert")} in case ${made.reference}.`);
      client.invalidateQueries({ queryKey: ["case"] });
      onDone();
    },
    onError: failed,
  });
  return (
    <Modal opened onClose={onClose} title="Merge into a case" closeButtonProps={{ "aria-label": "Close" }}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          merge.mutate();
        }}
      >
        <TextInput
          label="Existing case"
          description="Its reference, such as C-12; empty opens a new case."
          value={reference}
          onChange={(event) => setReference(event.currentTarget.value)}
        />
        <TextInput
          label="Title of the new case"
          disabled={!!reference.trim()}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <div className="actions">
          <Button type="submit" loading={merge.isPending}>
            {reference.trim() ? "Add to the case" : "Open case"}
          </Button>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  );
}
