import { Button, Modal, NativeSelect, NumberInput, Textarea, TextInput } from "@mantine/core";
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { partnerQueries } from "../../api/partnerApi";
import { fieldErrors, Problem } from "../../api/problem";
import type { Ticket } from "../../api/schemas";
import { ticketActions } from "../../api/ticketApi";
import { useSession } from "../../app/session";
import { useDraft } from "../../ui/draft";
import { done } from "../../ui/feedback";
import { ErrorPanel } from "../../ui/parts";
import { AreaSelect } from "../../ui/pickers";
import { RedactionPreview } from "./RedactionPreview";

interface Props {
  ticket: Ticket;
  onClose: () => void;
  onDone: (ticket?: Ticket) => void;
}

function Dialog({ title, onClose, children }: { title: string; onClose: () => void; children: React.ReactNode }) {
  return (
    <Modal opened onClose={onClose} title={title} size="lg" closeButtonProps={{ "aria-label": "Close" }}>
      {children}
    </Modal>
  );
}

const noEscalation = { area: "", reason: "", partnerId: "", contactWindow: "" };

export function EscalateDialog({ ticket, onClose, onDone }: Props) {
  const session = useSession();
  const [draft, setDraft, forget] = useDraft(`escalate.${session.person.id}.${ticket.id}`, noEscalation);
  const set = (change: Partial<typeof noEscalation>) => setDraft({ ...draft, ...change });
  const partners = useInfiniteQuery(partnerQueries.partners({ status: "active", limit: 250 }));
  const fitting = (partners.data?.pages ?? [])
    .flatMap((page) => page.items)
    .filter(
      (partner) =>
        (partner.areas as string[]).includes(draft.area) &&
        (partner.schoolIds === null || partner.schoolIds.includes(ticket.schoolId)),
    );
  const text = JSON.stringify(draft);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a changed text is another intention
  const key = useMemo(() => crypto.randomUUID(), [text]);
  const send = useMutation({
    mutationFn: () =>
      ticketActions.escalate(
        ticket.reference,
        {
          area: draft.area,
          reason: draft.reason.trim(),
          partnerId: draft.partnerId || undefined,
          contactWindow: draft.contactWindow?.trim() || undefined,
        },
        key,
      ),
    onSuccess: (next) => {
      forget();
      done("Being sent to the partner.");
      onDone(next);
      onClose();
    },
  });
  const errors = fieldErrors(send.error);
  return (
    <Dialog title="Escalate to a partner" onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          send.mutate();
        }}
      >
        {send.error && <ErrorPanel error={send.error} />}
        <AreaSelect
          label="Area"
          value={draft.area}
          onChange={(area) => set({ area, partnerId: "" })}
          description="Which expertise is needed?"
        />
        <Textarea
          label="What should the partner do?"
          description="What was tried, what is needed. Internal notes and people's details do not go with it."
          rows={4}
          required
          withAsterisk={false}
          value={draft.reason}
          error={errors.reason}
          onChange={(event) => set({ reason: event.currentTarget.value })}
        />
        <NativeSelect
          label="Partner"
          value={draft.partnerId}
          onChange={(event) => set({ partnerId: event.currentTarget.value })}
          disabled={!draft.area}
          data={[
            { value: "", label: "Let Mat choose by area and school" },
            ...fitting.map((partner) => ({ value: partner.id, label: partner.name })),
          ]}
        />
        <TextInput
          label="When can they reach the school?"
          maxLength={200}
          value={draft.contactWindow ?? ""}
          onChange={(event) => set({ contactWindow: event.currentTarget.value })}
        />
        <RedactionPreview ticket={ticket} draft={draft} />
        {draft.area && partners.data && fitting.length === 0 && (
          <p className="small t-warning">
            No active partner covers this area here. The escalation will wait until a manager chooses one.
          </p>
        )}
        <div className="actions">
          <Button type="submit" loading={send.isPending} disabled={!draft.area || !draft.reason.trim()}>
            Send to partner
          </Button>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

const noResolution = { summary: "", cause: "", minutes: "" as string | number };

export function ResolveDialog({ ticket, onClose, onDone }: Props) {
  const session = useSession();
  const [draft, setDraft, forget] = useDraft(`resolve.${session.person.id}.${ticket.id}`, noResolution);
  const set = (change: Partial<typeof noResolution>) => setDraft({ ...draft, ...change });
  const send = useMutation({
    mutationFn: () =>
      ticketActions.resolve(ticket.reference, {
        summary: draft.summary.trim(),
        cause: draft.cause.trim() || undefined,
        timeSpentMinutes: draft.minutes === "" ? undefined : Number(draft.minutes),
      }),
    onSuccess: (next) => {
      forget();
      done("Resolved. The requester is notified.", () =>
        ticketActions.reopen(ticket.reference, "Resolved by mistake").then(onDone, () => onDone()),
      );
      onDone(next);
      onClose();
    },
  });
  const errors = fieldErrors(send.error);
  return (
    <Dialog title="Resolve this ticket" onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          send.mutate();
        }}
      >
        {send.error && <ErrorPanel error={send.error} />}
        <Textarea
          label="What fixed it?"
          description="The requester reads this."
          rows={3}
          required
          withAsterisk={false}
          value={draft.summary}
          error={errors.summary}
          onChange={(event) => set({ summary: event.currentTarget.value })}
        />
        <TextInput
          label="Cause"
          description="If it is known"
          value={draft.cause}
          onChange={(event) => set({ cause: event.currentTarget.value })}
        />
        <NumberInput
          label="Minutes spent"
          min={0}
          max={100_000}
          hideControls
          value={draft.minutes}
          onChange={(minutes) => set({ minutes })}
        />
        <div className="actions">
          <Button type="submit" loading={send.isPending}>
            Mark as resolved
          </Button>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** One reason, one button: reopening, taking an escalation back. */
export function ReasonDialog({
  title,
  label,
  button,
  run,
  said,
  onClose,
  onDone,
}: {
  title: string;
  label: string;
  button: string;
  said: string;
  /** Answers with the ticket, or with nothing when something else was changed. */
  run: (reason: string) => Promise<Ticket | undefined>;
  onClose: () => void;
  onDone: (ticket?: Ticket) => void;
}) {
  const [reason, setReason] = useState("");
  const send = useMutation({
    mutationFn: () => run(reason.trim()),
    onSuccess: (next) => {
      done(said);
      onDone(next);
      onClose();
    },
  });
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          send.mutate();
        }}
      >
        {send.error && <ErrorPanel error={send.error} />}
        <Textarea
          label={label}
          rows={3}
          required
          withAsterisk={false}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <div className="actions">
          <Button type="submit" loading={send.isPending}>
            {button}
          </Button>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

const levels = [
  { value: "high", label: "High" },
  { value: "medium", label: "Medium" },
  { value: "low", label: "Low" },
];

export function EditDialog({ ticket, onClose, onDone }: Props) {
  const [form, setForm] = useState(() => ({
    title: ticket.title,
    description: ticket.description ?? "",
    kind: ticket.kind,
    impact: ticket.impact,
    urgency: ticket.urgency,
  }));
  // The version that was read when the dialog opened; after a 412 the one that is shown then.
  const [version, setVersion] = useState(ticket.version);
  const set = (change: Partial<typeof form>) => setForm({ ...form, ...change });
  const save = useMutation({
    mutationFn: () => ticketActions.change(ticket.reference, form, version),
    onSuccess: (next) => {
      done("Saved.");
      onDone(next);
      onClose();
    },
    onError: (error) => {
      if (error instanceof Problem && error.isStale) onDone();
    },
  });
  const stale = save.error instanceof Problem && save.error.isStale;
  const errors = fieldErrors(save.error);
  return (
    <Dialog title="Edit ticket" onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        {save.error && <ErrorPanel error={save.error} />}
        {stale && ticket.version !== version && (
          <div className="card small stack tight">
            <strong>Current version</strong>
            <span>
              {ticket.title} · impact {ticket.impact} · urgency {ticket.urgency}
            </span>
            <div className="actions">
              <Button size="xs" variant="default" onClick={() => setVersion(ticket.version)}>
                Save my version anyway
              </Button>
            </div>
          </div>
        )}
        <TextInput
          label="Title"
          required
          withAsterisk={false}
          maxLength={200}
          value={form.title}
          error={errors.title}
          onChange={(e) => set({ title: e.currentTarget.value })}
        />
        <Textarea
          label="Description"
          rows={5}
          value={form.description}
          error={errors.description}
          onChange={(e) => set({ description: e.currentTarget.value })}
        />
        <div className="two">
          <NativeSelect
            label="Impact"
            description="How many are affected"
            data={levels}
            value={form.impact}
            onChange={(e) => set({ impact: e.currentTarget.value as Ticket["impact"] })}
          />
          <NativeSelect
            label="Urgency"
            description="How badly it stops them"
            data={levels}
            value={form.urgency}
            onChange={(e) => set({ urgency: e.currentTarget.value as Ticket["urgency"] })}
          />
        </div>
        <NativeSelect
          label="Kind"
          value={form.kind}
          onChange={(e) => set({ kind: e.currentTarget.value as Ticket["kind"] })}
          data={[
            { value: "incident", label: "Incident" },
            { value: "request", label: "Request" },
          ]}
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
    </Dialog>
  );
}
