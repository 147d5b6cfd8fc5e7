import { Button, Modal, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { alertActions } from "../../api/alertApi";
import { messageOf } from "../../api/problem";
import type { Alert } from "../../api/schemas";
import { ticketActions } from "../../api/ticketApi";
import { Badge } from "../../ui/Badges";
import { count } from "../../ui/format";
import { ErrorPanel } from "../../ui/parts";
import { AreaSelect } from "../../ui/pickers";

type Chosen = Pick<Alert, "id" | "title"> & Partial<Alert>;
type Result = { what: string; text: string; ok: boolean };

/** Asks a partner about alerts: where there is a ticket it is escalated, elsewhere one is opened for it. Each has its own result. */
export function EscalateAlerts({
  alerts,
  onClose,
  onDone,
}: {
  alerts: Chosen[];
  onClose: () => void;
  onDone?: () => void;
}) {
  const client = useQueryClient();
  const [area, setArea] = useState("");
  const [reason, setReason] = useState("");
  const references = [...new Set(alerts.map((a) => a.ticketReference).filter((r) => !!r))] as string[];
  const without = alerts.filter((a) => !a.ticketReference);
  const send = useMutation({
    mutationFn: async () => {
      const results: Result[] = [];
      // One after the other: what goes wrong with one leaves the rest alone.
      for (const reference of references) {
        try {
          await ticketActions.escalate(reference, { area, reason: reason.trim() }, crypto.randomUUID());
          results.push({ what: reference, text: "Being sent to the partner", ok: true });
        } catch (error) {
          results.push({ what: reference, text: messageOf(error).text, ok: false });
        }
      }
      if (without.length > 0) {
        const { items } = await alertActions.bulk({
          ids: without.map((a) => a.id),
          act: "escalate",
          note: reason.trim(),
          area,
        });
        for (const item of items)
          results.push({
            what: without.find((a) => a.id === item.id)?.title ?? "Alert",
            text: item.code ? (item.message ?? item.code) : "A ticket is being opened and sent to the partner",
            ok: !item.code,
          });
      }
      return results;
    },
    onSettled: () => {
      client.invalidateQueries({ queryKey: ["alert"] });
      client.invalidateQueries({ queryKey: ["ticket"] });
    },
  });
  const close = () => {
    if (send.data) onDone?.();
    onClose();
  };
  return (
    <Modal opened onClose={close} title="Escalate to a partner" closeButtonProps={{ "aria-label": "Close" }}>
      {send.data ? (
        <section className="form" aria-label="Results">
          <p role="status">
            {send.data.every((r) => r.ok)
              ? "All of them are being sent."
              : `${count(send.data.filter((r) => !r.ok).length, "item")} could not be escalated.`}
          </p>
          <ul className="plain lines">
            {send.data.map((result, i) => (
              <li key={`${result.what}${i}`}>
                <strong>{result.what}</strong>
                <div className="small">
                  <Badge tone={result.ok ? "fine" : "breach"} shape={result.ok ? "tick" : "cross"}>
                    {result.text}
                  </Badge>
                </div>
              </li>
            ))}
          </ul>
          <div className="actions">
            <Button onClick={close}>Done</Button>
          </div>
        </section>
      ) : (
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault();
            send.mutate();
          }}
        >
          {send.error && <ErrorPanel error={send.error} />}
          <p className="small">
            {references.length > 0 &&
              `${count(references.length, "ticket")} (${references.join(", ")}) will be escalated. `}
            {without.length > 0 && `For ${count(without.length, "alert")} a ticket is opened and escalated at once.`}
          </p>
          <AreaSelect label="Area" value={area} onChange={setArea} description="Which expertise is needed?" />
          <Textarea
            label="What should the partner do?"
            description="The partner reads this. Internal notes do not go with it."
            rows={4}
            required
            withAsterisk={false}
            maxLength={2000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <div className="actions">
            <Button type="submit" loading={send.isPending} disabled={!area || !reason.trim()}>
              Send to partner
            </Button>
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
          </div>
        </form>
      )}
    </Modal>
  );
}
