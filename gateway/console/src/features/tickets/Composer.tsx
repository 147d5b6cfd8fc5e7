import { Button, Radio, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { Problem } from "../../api/problem";
import type { Ticket, Visibility } from "../../api/schemas";
import { ticketActions } from "../../api/ticketApi";
import { useSession } from "../../app/session";
import { useDraft } from "../../ui/draft";
import { done, failed } from "../../ui/feedback";
import { Icon } from "../../ui/Icon";
import { ErrorPanel } from "../../ui/parts";
import type { TicketAction } from "../../ui/permissions";

const most = 25 * 1024 * 1024;
const empty = { text: "", visibility: "public" as Visibility };

export function Composer({
  ticket,
  actions,
  field,
  wanted,
  onSending,
}: {
  ticket: Ticket;
  actions: Set<TicketAction>;
  field: React.RefObject<HTMLTextAreaElement | null>;
  /** Set by the keyboard: r for everyone, n for the team. */
  wanted: { visibility: Visibility } | null;
  onSending: (entry: { text: string; visibility: string; by: string } | undefined) => void;
}) {
  const session = useSession();
  const client = useQueryClient();
  const [draft, setDraft, forget] = useDraft(`comment.${session.person.id}.${ticket.id}`, empty);
  const [uploading, setUploading] = useState<string[]>([]);
  const file = useRef<HTMLInputElement>(null);
  const text = `${draft.visibility}${draft.text}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a changed text is another intention
  const key = useMemo(() => crypto.randomUUID(), [text]);
  const choices: { value: Visibility; label: string }[] = [
    ...(actions.has("reply") ? [{ value: "public" as const, label: "Everyone on the ticket" }] : []),
    ...(actions.has("note") ? [{ value: "internal" as const, label: "Team only" }] : []),
    ...(actions.has("note") && ticket.escalation ? [{ value: "partner" as const, label: "Partner too" }] : []),
  ];
  const visibility = choices.some((c) => c.value === draft.visibility)
    ? draft.visibility
    : (choices[0]?.value ?? "public");

  // biome-ignore lint/correctness/useExhaustiveDependencies: a wish of the keyboard, once each
  useEffect(() => {
    if (wanted) setDraft({ ...draft, visibility: wanted.visibility });
  }, [wanted]);

  const refresh = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: ["ticket", "timeline", ticket.reference] }),
      client.invalidateQueries({ queryKey: ["ticket", "one", ticket.reference] }),
    ]);
  const send = useMutation({
    mutationFn: async () => {
      onSending({ text: draft.text.trim(), visibility, by: session.person.name });
      await ticketActions.comment(ticket.reference, draft.text.trim(), visibility, key);
      await refresh();
    },
    onSuccess: () => {
      forget();
      setDraft({ text: "", visibility });
    },
    onSettled: () => {
      onSending(undefined);
      field.current?.focus();
    },
  });
  const attach = async (files: File[]) => {
    for (const one of files) {
      if (one.size > most) {
        failed(new Problem(413, { detail: `${one.name} is larger than 25 MB. It was not sent.` }));
        continue;
      }
      setUploading((names) => [...names, one.name]);
      try {
        await ticketActions.attach(ticket.reference, one, visibility !== "internal");
        done(`${one.name} is attached.`);
      } catch (error) {
        failed(error);
      }
      setUploading((names) => names.filter((name) => name !== one.name));
    }
    refresh();
  };
  const submit = () => {
    if (draft.text.trim() && !send.isPending) send.mutate();
  };
  if (choices.length === 0) return null;
  return (
    <form
      className={`composer ${visibility === "internal" ? "internal" : ""}`}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {send.error && <ErrorPanel error={send.error} />}
      {choices.length > 1 && (
        <Radio.Group
          label="Who can see this?"
          value={visibility}
          onChange={(value) => setDraft({ ...draft, visibility: value as Visibility })}
        >
          <div className="row" style={{ columnGap: 20 }}>
            {choices.map((choice) => (
              <Radio key={choice.value} value={choice.value} label={choice.label} className="choice-radio" />
            ))}
          </div>
        </Radio.Group>
      )}
      <Textarea
        ref={field}
        label="Write a reply"
        size="md"
        autosize={false}
        rows={4}
        value={send.isPending ? "" : draft.text}
        readOnly={send.isPending}
        onChange={(event) => setDraft({ ...draft, visibility, text: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            submit();
          }
        }}
      />
      <div className="actions">
        <Button type="submit" loading={send.isPending} disabled={!draft.text.trim()}>
          {visibility === "internal"
            ? "Add internal note"
            : visibility === "partner"
              ? "Send to partner"
              : "Send reply"}
        </Button>
        <Button
          variant="default"
          leftSection={<Icon name="clip" size={16} />}
          onClick={() => file.current?.click()}
          loading={uploading.length > 0}
        >
          Attach files
        </Button>
        <input
          ref={file}
          type="file"
          multiple
          hidden
          aria-label="Attach files"
          onChange={(event) => {
            attach([...(event.currentTarget.files ?? [])]);
            event.currentTarget.value = "";
          }}
        />
        <span className="small muted">Up to 25 MB each</span>
      </div>
    </form>
  );
}
