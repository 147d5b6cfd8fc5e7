import { Button, Modal, Progress, SegmentedControl, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { partnerActions, partnerQueries } from "../../api/partnerApi";
import type { Endpoint, Recovery } from "../../api/schemas";
import { When } from "../../ui/Badges";
import { done, failed } from "../../ui/feedback";
import { ErrorPanel } from "../../ui/parts";

const spans = [
  { value: "1", label: "24 hours" },
  { value: "7", label: "7 days" },
  { value: "30", label: "30 days" },
  { value: "", label: "Other" },
];

/** What an endpoint missed and gets again: asked for, watched and stopped here. */
export function Recoveries({ endpoint, manager }: { endpoint: Endpoint; manager: boolean }) {
  const client = useQueryClient();
  const recoveries = useQuery({
    ...partnerQueries.recoveries(endpoint.partnerId, endpoint.id),
    // The live stream has no recovery events, so a running recovery is polled.
    refetchInterval: (query) => (query.state.data && running(query.state.data.items) ? 2000 : false),
  });
  const [asking, setAsking] = useState(false);
  const cancel = useMutation({
    mutationFn: (id: string) => partnerActions.cancelRecovery(endpoint.partnerId, endpoint.id, id),
    onError: failed,
    onSettled: () => client.invalidateQueries({ queryKey: ["partner", "recoveries", endpoint.id] }),
  });
  const last = recoveries.data ? recoveries.data.items[0] : undefined;
  return (
    <>
      {last && (
        <p className="small muted" role="status">
          {words(last)} · <When at={last.finishedAt ?? last.createdAt} />
          {last.status === "running" && manager && (
            <Button size="compact-xs" variant="subtle" onClick={() => cancel.mutate(last.id)}>
              Stop
            </Button>
          )}
        </p>
      )}
      {last?.status === "running" && (
        <Progress value={(100 * last.queued) / Math.max(1, last.total)} aria-label="Resent so far" size="sm" />
      )}
      {manager && endpoint.status === "active" && last?.status !== "running" && (
        <div className="actions">
          <Button size="xs" variant="default" onClick={() => setAsking(true)}>
            Resend missed messages
          </Button>
        </div>
      )}
      {asking && <Ask endpoint={endpoint} onClose={() => setAsking(false)} />}
    </>
  );
}

function Ask({ endpoint, onClose }: { endpoint: Endpoint; onClose: () => void }) {
  const client = useQueryClient();
  const [days, setDays] = useState("7");
  const [from, setFrom] = useState("");
  const [until, setUntil] = useState("");
  const start = useMutation({
    mutationFn: () =>
      partnerActions.recover(
        endpoint.partnerId,
        endpoint.id,
        days
          ? { since: new Date(Date.now() - Number(days) * 86_400_000).toISOString() }
          : { since: new Date(from).toISOString(), until: until ? new Date(until).toISOString() : undefined },
      ),
    onSuccess: (made) => {
      client.invalidateQueries({ queryKey: ["partner", "recoveries", endpoint.id] });
      done(made.total === 0 ? "No messages were missed in that period." : words(made));
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title="Resend missed messages" closeButtonProps={{ "aria-label": "Close" }}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          start.mutate();
        }}
      >
        {start.error && <ErrorPanel error={start.error} />}
        <p className="muted">
          Failed messages are sent again, at most 50 at a time. Messages delivered in the meantime are skipped.
        </p>
        <SegmentedControl aria-label="Period" data={spans} value={days} onChange={setDays} fullWidth />
        {!days && (
          <>
            <TextInput
              label="From"
              type="datetime-local"
              required
              withAsterisk={false}
              value={from}
              onChange={(e) => setFrom(e.currentTarget.value)}
            />
            <TextInput
              label="Until"
              type="datetime-local"
              description="Empty means now."
              value={until}
              onChange={(e) => setUntil(e.currentTarget.value)}
            />
          </>
        )}
        <Button type="submit" loading={start.isPending}>
          Send again
        </Button>
      </form>
    </Modal>
  );
}

const running = (recoveries: Recovery[]) => recoveries.some((r) => r.status === "running");

function words(r: Recovery) {
  const count = `${r.queued} of ${r.total}`;
  switch (r.status) {
    case "running":
      return `Sending again: ${count} messages queued`;
    case "finished":
      return r.total === 0 ? "Nothing was missed" : `Repeat of: ${count} messages queued`;
    case "cancelled":
      return `Stopped by hand after ${count} messages`;
    default:
      return `Stopped after ${count} messages: ${r.reason ?? ""}`;
  }
}
