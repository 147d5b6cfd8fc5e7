import { Button, NumberInput, Switch, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { escalationActions } from "../../api/partnerApi";
import type { Escalation } from "../../api/schemas";
import { done } from "../../ui/feedback";
import { Copy, ErrorPanel, Facts } from "../../ui/parts";
import { money } from "./ComplianceDocuments";

/** What it cost: by the rate card, or by the invoice once there is one. */
export function Cost({ escalation, manager }: { escalation: Escalation; manager: boolean }) {
  const client = useQueryClient();
  const { cost } = escalation;
  const [order, setOrder] = useState(cost.purchaseOrder ?? "");
  const [came, setCame] = useState(cost.calledOut);
  const [invoice, setInvoice] = useState<string | number>(
    cost.invoicePence === null || cost.invoicePence === undefined ? "" : cost.invoicePence / 100,
  );
  const save = useMutation({
    mutationFn: () =>
      escalationActions.saveCost(
        escalation.id,
        {
          purchaseOrder: order.trim() || null,
          calledOut: came,
          invoicePence: invoice === "" ? null : Math.round(Number(invoice) * 100),
        },
        escalation.version,
      ),
    onSuccess: (next) => {
      client.setQueryData(["escalation", "one", escalation.id], next);
      done("Saved.");
    },
  });
  return (
    <section className="card stack" aria-label="Cost">
      <h2>Cost</h2>
      <Facts
        items={[
          ["Cost", money(cost.costPence) ?? "not known yet"],
          ["Purchase order", !manager && cost.purchaseOrder],
        ]}
      />
      {manager && (
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate();
          }}
        >
          {save.error && <ErrorPanel error={save.error} />}
          <TextInput
            label="Purchase order"
            maxLength={100}
            value={order}
            onChange={(e) => setOrder(e.currentTarget.value)}
          />
          <Switch label="On-site visit" checked={came} onChange={(e) => setCame(e.currentTarget.checked)} />
          <NumberInput label="Invoice" prefix="£" decimalScale={2} min={0} value={invoice} onChange={setInvoice} />
          <div>
            <Button type="submit" size="xs" variant="default" loading={save.isPending}>
              Save cost
            </Button>
          </div>
        </form>
      )}
    </section>
  );
}

/** A way to answer for a partner without software. */
export function AnswerLink({ escalation }: { escalation: Escalation }) {
  const make = useMutation({ mutationFn: () => escalationActions.answerLink(escalation.id) });
  const url = make.data && `${globalThis.location.origin}${make.data.path}`;
  return (
    <section className="card stack tight" aria-label="Link to answer">
      <h2>Link to answer</h2>
      <p className="small muted">
        Opens this one escalation in a browser, without an account. Give it to the partner alone; it ends after a week.
      </p>
      {make.error && <ErrorPanel error={make.error} />}
      {url ? (
        <p className="small">
          <code style={{ overflowWrap: "anywhere" }}>{url}</code> <Copy value={url} />
        </p>
      ) : (
        <div>
          <Button size="xs" variant="default" loading={make.isPending} onClick={() => make.mutate()}>
            Create link
          </Button>
        </div>
      )}
    </section>
  );
}
