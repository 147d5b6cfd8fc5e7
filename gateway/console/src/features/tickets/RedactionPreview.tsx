import { Button, Checkbox } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Ticket } from "../../api/schemas";
import { ticketActions, ticketQueries } from "../../api/ticketApi";
import { failed } from "../../ui/feedback";
import { count } from "../../ui/format";
import { ErrorPanel, Facts } from "../../ui/parts";

/** Which files go along, and exactly what the partner will read. */
export function RedactionPreview({
  ticket,
  draft,
}: {
  ticket: Ticket;
  draft: { area: string; reason: string; contactWindow?: string };
}) {
  const client = useQueryClient();
  const files = useQuery(ticketQueries.attachments(ticket.reference));
  const share = useMutation({
    mutationFn: (file: { id: string; forPartner: boolean }) =>
      ticketActions.share(ticket.reference, file.id, file.forPartner),
    onError: failed,
    onSettled: () => client.invalidateQueries({ queryKey: ["ticket", "attachments"] }),
  });
  const preview = useMutation({
    mutationFn: () =>
      ticketActions.preview(ticket.reference, {
        area: draft.area,
        reason: draft.reason.trim(),
        contactWindow: draft.contactWindow?.trim() || undefined,
      }),
  });
  const context = preview.data?.context;
  return (
    <>
      {(files.data?.items ?? []).length > 0 && (
        <fieldset className="plain stack tight">
          <legend className="small">Attachments to include</legend>
          {(files.data?.items ?? []).map((file) => (
            <Checkbox
              key={file.id}
              label={file.fileName}
              checked={file.forPartner ?? false}
              onChange={(event) => share.mutate({ id: file.id, forPartner: event.currentTarget.checked })}
            />
          ))}
        </fieldset>
      )}
      <div>
        <Button
          size="xs"
          variant="default"
          loading={preview.isPending}
          disabled={!draft.area || !draft.reason.trim()}
          onClick={() => preview.mutate()}
        >
          Show what will be sent
        </Button>
      </div>
      {preview.error && <ErrorPanel error={preview.error} />}
      {context && (
        <section className="card stack tight" aria-label="What will be sent">
          <Facts
            items={[
              ["Title", context.title],
              ["What to do", preview.data?.reason],
              ["Description", context.description],
              ["Steps tried", context.stepsTried.length > 0 && context.stepsTried.join(" · ")],
              ["Device", context.asset && `${context.asset.tag} · ${context.asset.name}`],
              ["Contact", context.contactWindow],
              [
                "Files",
                context.files && context.files.length > 0 && context.files.map((file) => file.fileName).join(", "),
              ],
            ]}
          />
          <p className="small muted">
            {preview.data?.redactionCount
              ? `${count(preview.data.redactionCount, "item")} redacted by the trust's rules.`
              : "Nothing was redacted."}
          </p>
        </section>
      )}
    </>
  );
}
