import { Button, Switch, Textarea } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { EscalationPolicy, Redaction } from "../../api/schemas";
import { ticketActions, ticketQueries } from "../../api/ticketApi";
import { done, failed } from "../../ui/feedback";
import { label } from "../../ui/format";
import { Empty, ErrorPanel, Loaded, PageHead } from "../../ui/parts";
import { PolicyForm } from "./PolicyForm";
import { stepSummary } from "./policyDraft";
import { SettingsNav } from "./SettingsNav";

/** When tickets leave the team by themselves, and what never leaves the trust. */
export default function EscalationSettings() {
  const policies = useQuery(ticketQueries.policies());
  const redaction = useQuery(ticketQueries.redaction());
  const [adding, setAdding] = useState(false);
  return (
    <div className="page narrow">
      <PageHead title="Settings" />
      <SettingsNav />
      <div className="stack">
        <section className="card stack" aria-label="Policies">
          <h2>Escalation policies</h2>
          <Loaded query={policies} rows={3}>
            {(data) =>
              data.items.length === 0 ? (
                <Empty
                  title="No policy yet"
                  text="Escalations are manual until there is a policy. A policy escalates by time, by rule or when no one is available."
                />
              ) : (
                <ul className="plain lines">
                  {data.items.map((policy) => (
                    <PolicyLine key={policy.id} policy={policy} />
                  ))}
                </ul>
              )
            }
          </Loaded>
          {adding ? (
            <PolicyForm onClose={() => setAdding(false)} />
          ) : (
            <div>
              <Button size="sm" variant="light" onClick={() => setAdding(true)}>
                New policy
              </Button>
            </div>
          )}
        </section>
        <section className="card stack" aria-label="Redaction">
          <h2>Redaction</h2>
          <Loaded query={redaction} rows={3}>
            {(data) => <RedactionForm key={data.version} redaction={data} />}
          </Loaded>
        </section>
      </div>
    </div>
  );
}

function PolicyLine({ policy }: { policy: EscalationPolicy }) {
  const client = useQueryClient();
  const [changing, setChanging] = useState(false);
  const remove = useMutation({
    mutationFn: () => ticketActions.removePolicy(policy.id),
    onSuccess: () => done("Policy deleted. Tickets are being re-planned."),
    onError: failed,
    onSettled: () => client.invalidateQueries({ queryKey: ["settings", "policies"] }),
  });
  if (changing)
    return (
      <li>
        <PolicyForm policy={policy} onClose={() => setChanging(false)} />
      </li>
    );
  return (
    <li className="spread">
      <span>
        <strong>{policy.name}</strong>{" "}
        <span className="small muted">
          {label(policy.area)} ·{" "}
          {[...policy.categories, ...policy.assetKinds].map((c) => label(c).toLowerCase()).join(", ") || "every ticket"}
          {!policy.enabled && " · switched off"}
        </span>
        <ul className="small">
          {policy.steps.map((step) => (
            <li key={step.tier}>
              {label(step.tier)}: {stepSummary(step)}
            </li>
          ))}
        </ul>
      </span>
      <span className="row">
        <Button size="xs" variant="default" onClick={() => setChanging(true)} aria-label={`Change ${policy.name}`}>
          Change
        </Button>
        <Button size="xs" variant="default" onClick={() => remove.mutate()} aria-label={`Remove ${policy.name}`}>
          Remove
        </Button>
      </span>
    </li>
  );
}

function RedactionForm({ redaction }: { redaction: Redaction }) {
  const client = useQueryClient();
  const [emails, setEmails] = useState(redaction.emails);
  const [phones, setPhones] = useState(redaction.phones);
  const [names, setNames] = useState(redaction.names.join("\n"));
  const [patterns, setPatterns] = useState(redaction.patterns.join("\n"));
  const lines = (text: string) =>
    text
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean);
  const save = useMutation({
    mutationFn: () =>
      ticketActions.saveRedaction(
        { emails, phones, names: lines(names), patterns: lines(patterns) },
        redaction.version,
      ),
    onSuccess: () => done("Saved. It applies to everything sent from now on."),
    onSettled: () => client.invalidateQueries({ queryKey: ["settings", "redaction"] }),
  });
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      {save.error && <ErrorPanel error={save.error} />}
      <p className="muted small">Removed from everything sent to a partner. Internal notes are never sent.</p>
      <Switch label="Email addresses" checked={emails} onChange={(e) => setEmails(e.currentTarget.checked)} />
      <Switch label="Telephone numbers" checked={phones} onChange={(e) => setPhones(e.currentTarget.checked)} />
      <Textarea
        label="Names"
        description="One per line, for example the names of pupils."
        rows={4}
        value={names}
        onChange={(e) => setNames(e.currentTarget.value)}
      />
      <Textarea
        label="Patterns"
        description="Regular expressions, one per line, for example pupil numbers."
        rows={2}
        value={patterns}
        onChange={(e) => setPatterns(e.currentTarget.value)}
      />
      <div>
        <Button type="submit" loading={save.isPending}>
          Save redaction
        </Button>
      </div>
    </form>
  );
}
