import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { partnerActions, partnerQueries } from "../../api/partnerApi";
import type { ComplianceDocument, Partner } from "../../api/schemas";
import { When } from "../../ui/Badges";
import { done, failed } from "../../ui/feedback";
import { label } from "../../ui/format";
import { ErrorPanel, Facts, Loaded } from "../../ui/parts";

const kinds: Record<string, string> = {
  insurance: "Insurance",
  dpia: "Data protection assessment",
  agreement: "Agreement",
  other: "Other document",
};

/** Insurance, assessment, agreement: once one has run out the partner gets nothing. */
export function ComplianceDocuments({ partner, manager }: { partner: Partner; manager: boolean }) {
  const documents = useQuery(partnerQueries.documents(partner.id));
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: ["partner", "documents"] });
  const [draft, setDraft] = useState<{ kind: ComplianceDocument["kind"]; reference: string; expiresOn: string }>({
    kind: "insurance",
    reference: "",
    expiresOn: "",
  });
  const add = useMutation({
    mutationFn: () =>
      partnerActions.addDocument(partner.id, {
        ...draft,
        reference: draft.reference.trim(),
        expiresOn: draft.expiresOn || undefined,
      }),
    onSuccess: () => setDraft({ ...draft, reference: "", expiresOn: "" }),
    onSettled: refresh,
  });
  const remove = useMutation({
    mutationFn: (id: string) => partnerActions.removeDocument(partner.id, id),
    onSuccess: () => done("Document removed."),
    onError: failed,
    onSettled: refresh,
  });
  return (
    <section className="card stack" aria-label="Compliance documents">
      <h2>Compliance documents</h2>
      <Loaded query={documents} rows={2}>
        {(data) =>
          data.items.length === 0 ? (
            <p className="muted small">
              None recorded. One that runs out stops escalations; warnings come 60, 30 and 7 days before.
            </p>
          ) : (
            <ul className="plain lines">
              {data.items.map((document) => (
                <li key={document.id} className="spread">
                  <span>
                    <strong>{kinds[document.kind] ?? label(document.kind)}</strong> {document.reference}
                    <span className="small" style={{ display: "block" }}>
                      <Left document={document} />
                    </span>
                  </span>
                  {manager && (
                    <Button
                      size="xs"
                      variant="default"
                      onClick={() => remove.mutate(document.id)}
                      aria-label={`Remove ${document.reference}`}
                    >
                      Remove
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {manager && (
        <form
          className="row"
          style={{ alignItems: "end" }}
          onSubmit={(event) => {
            event.preventDefault();
            add.mutate();
          }}
        >
          {add.error && <ErrorPanel error={add.error} />}
          <NativeSelect
            label="Document"
            data={Object.entries(kinds).map(([value, name]) => ({ value, label: name }))}
            value={draft.kind}
            onChange={(event) => setDraft({ ...draft, kind: event.currentTarget.value as ComplianceDocument["kind"] })}
          />
          <TextInput
            label="Reference"
            required
            withAsterisk={false}
            value={draft.reference}
            onChange={(event) => setDraft({ ...draft, reference: event.currentTarget.value })}
          />
          <TextInput
            label="Valid until"
            type="date"
            value={draft.expiresOn}
            onChange={(event) => setDraft({ ...draft, expiresOn: event.currentTarget.value })}
          />
          <Button type="submit" loading={add.isPending}>
            Add document
          </Button>
        </form>
      )}
    </section>
  );
}

function Left({ document }: { document: ComplianceDocument }) {
  if (!document.expiresOn || document.daysLeft === null || document.daysLeft === undefined)
    return <span className="muted">no expiry</span>;
  if (document.daysLeft < 0)
    return (
      <span className="t-breach">
        ran out <When at={document.expiresOn} dayOnly />: gets nothing
      </span>
    );
  return (
    <span className={document.daysLeft <= 60 ? "t-warning" : "muted"}>
      until <When at={document.expiresOn} dayOnly />, {document.daysLeft} days left
    </span>
  );
}

/** How much they take, when they work, and what it costs. */
export function Terms({ partner }: { partner: Partner }) {
  const { rates, hours, maxOpenEscalations } = partner;
  return (
    <section className="card" aria-label="Hours and rates">
      <h2>Hours and rates</h2>
      <Facts
        items={[
          [
            "Open escalations",
            maxOpenEscalations
              ? `${partner.openEscalations} of at most ${maxOpenEscalations}`
              : String(partner.openEscalations),
          ],
          [
            "Works",
            hours
              ? hours.weekly
                  .map((o) => `${label(o.day).slice(0, 3)} ${o.opens.slice(0, 5)}–${o.closes.slice(0, 5)}`)
                  .join(", ")
              : "always",
          ],
          ["Per hour", money(rates?.hourlyPence)],
          ["A call-out", money(rates?.callOutPence)],
          ["Minimum", rates?.minimumMinutes ? `${rates.minimumMinutes} minutes` : null],
        ]}
      />
    </section>
  );
}

export function money(pence: number | null | undefined) {
  return pence === null || pence === undefined
    ? null
    : (pence / 100).toLocaleString("en-GB", { style: "currency", currency: "GBP" });
}
