import { Button, Checkbox, Modal, NativeSelect, NumberInput, Switch, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { alertActions, alertQueries } from "../../api/alertApi";
import { fieldErrors, Problem } from "../../api/problem";
import type { AlertRule, CaseType, Level, Schemas, Severity, SourceKind } from "../../api/schemas";
import { ruleSummary } from "../../ui/Badges";
import { done, failed } from "../../ui/feedback";
import { label } from "../../ui/format";
import { Icon } from "../../ui/Icon";
import { Back, Empty, ErrorPanel, Loaded, PageHead } from "../../ui/parts";
import { AreaSelect, SchoolSelect } from "../../ui/pickers";
import { StaleNote } from "../../ui/StaleNote";
import { DryRun } from "./DryRun";
import { Matchers } from "./Matchers";
import { RuleNotifications } from "./RuleNotifications";

export default function RulesPage() {
  const rules = useQuery(alertQueries.rules());
  const sources = useQuery(alertQueries.sources()).data?.items ?? [];
  const client = useQueryClient();
  const [editing, setEditing] = useState<AlertRule | "new" | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: ["rule"] });
  const toggle = useMutation({
    mutationFn: (rule: AlertRule) => alertActions.changeRule(rule.id, { enabled: !rule.enabled }, rule.version),
    onError: failed,
    onSettled: refresh,
  });
  const remove = useMutation({
    mutationFn: (rule: AlertRule) => alertActions.deleteRule(rule.id),
    onSuccess: (_, rule) => {
      const { id: _id, version: _version, ...body } = rule;
      done(`The rule “${rule.name}” was deleted.`, () => alertActions.createRule(body).then(refresh, failed));
    },
    onError: failed,
    onSettled: refresh,
  });
  const sourceName = (id: string) => sources.find((s) => s.id === id)?.name ?? "one source";
  const items = [...(rules.data?.items ?? [])].sort((a, b) => a.position - b.position);
  const open = editing && editing !== "new" ? (items.find((r) => r.id === editing.id) ?? editing) : undefined;
  return (
    <div className="page narrow">
      <PageHead title="Alert rules" above={<Back to="/alerts">Alerts</Back>}>
        <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setEditing("new")}>
          New rule
        </Button>
      </PageHead>
      <section className="card" aria-label="Rules">
        <p className="small muted">
          Rules are evaluated from the top. Each can change the alert, open a ticket or escalate it to a partner.
        </p>
        <Loaded query={rules}>
          {() =>
            items.length === 0 ? (
              <Empty
                title="No rules"
                text="Without a rule, alerts are only listed. A good start: severity high or above opens a ticket."
              />
            ) : (
              <ol className="plain lines">
                {items.map((rule) => (
                  <li key={rule.id} className="spread">
                    <span style={{ flex: "1 1 260px" }}>
                      <strong>{rule.name}</strong>
                      <span className="small muted" style={{ display: "block" }}>
                        {ruleSummary(rule, sourceName)}
                      </span>
                    </span>
                    <span className="actions">
                      <Switch
                        label="On"
                        checked={rule.enabled}
                        onChange={() => toggle.mutate(rule)}
                        aria-label={`${rule.name}: on`}
                      />
                      <Button
                        size="xs"
                        variant="default"
                        onClick={() => setEditing(rule)}
                        aria-label={`Edit ${rule.name}`}
                      >
                        Edit
                      </Button>
                      <Button
                        size="xs"
                        variant="default"
                        onClick={() => remove.mutate(rule)}
                        aria-label={`Delete ${rule.name}`}
                      >
                        Delete
                      </Button>
                    </span>
                  </li>
                ))}
              </ol>
            )
          }
        </Loaded>
      </section>
      {editing && <RuleForm rule={open} sources={sources} onClose={() => setEditing(null)} onDone={refresh} />}
    </div>
  );
}

function RuleForm({
  rule,
  sources,
  onClose,
  onDone,
}: {
  rule?: AlertRule;
  sources: { id: string; name: string }[];
  onClose: () => void;
  onDone: () => void;
}) {
  const [version, setVersion] = useState(rule?.version ?? 0);
  const [form, setForm] = useState(() => ({
    name: rule?.name ?? "",
    position: (rule?.position ?? "") as number | string,
    sourceId: rule?.match.sourceId ?? "",
    sourceKind: rule?.match.sourceKind ?? "",
    minSeverity: rule?.match.minSeverity ?? "",
    titleContains: rule?.match.titleContains ?? "",
    ruleIds: (rule?.match.ruleIds ?? []).join(", "),
    hostStartsWith: rule?.match.hostStartsWith ?? "",
    schoolId: rule?.match.schoolId ?? "",
    openTicket: rule?.action.openTicket ?? true,
    impact: rule?.action.impact ?? "",
    urgency: rule?.action.urgency ?? "",
    escalateArea: rule?.action.escalateArea ?? "",
    setSeverity: rule?.action.setSeverity ?? "",
    stop: rule?.action.stop ?? false,
    matchers: rule?.match.matchers ?? [],
    checklist: (rule?.action.checklist ?? []).join("\n"),
    notify: rule?.action.notify ?? false,
    openCase: (rule?.action.openCase ?? "") as string,
    mailRoles: rule?.action.mailRoles ?? [],
    mailPeople: rule?.action.mailPeople ?? [],
  }));
  const set = (change: Partial<typeof form>) => setForm({ ...form, ...change });
  // Null clears a condition or action; an absent member would keep it.
  const bodyOf = (): Schemas["ChangeRule"] & { name: string; enabled: boolean } => {
    const ids = form.ruleIds.split(/[\s,]+/).filter(Boolean);
    const steps = form.checklist.split("\n").filter((step) => step.trim());
    return {
      name: form.name.trim(),
      enabled: rule?.enabled ?? true,
      position: form.position === "" ? undefined : Number(form.position),
      match: {
        sourceId: form.sourceId || null,
        sourceKind: (form.sourceKind || null) as SourceKind | null,
        minSeverity: (form.minSeverity || null) as Severity | null,
        titleContains: form.titleContains.trim() || null,
        ruleIds: ids.length ? ids : null,
        hostStartsWith: form.hostStartsWith.trim() || null,
        schoolId: form.schoolId || null,
        matchers: form.matchers.filter((m) => m.value),
      },
      action: {
        openTicket: form.openTicket,
        impact: (form.impact || null) as Level | null,
        urgency: (form.urgency || null) as Level | null,
        escalateArea: form.escalateArea || null,
        setSeverity: (form.setSeverity || null) as Severity | null,
        stop: form.stop,
        checklist: form.openTicket && steps.length ? steps : null,
        notify: form.notify,
        openCase: (form.openCase || null) as CaseType | null,
        mailRoles: form.mailRoles.length ? form.mailRoles : null,
        mailPeople: form.mailPeople.length ? form.mailPeople : null,
      },
    };
  };
  const save = useMutation({
    mutationFn: () => {
      const body = bodyOf();
      return rule ? alertActions.changeRule(rule.id, body, version) : alertActions.createRule(body);
    },
    onSuccess: () => {
      done("Saved.");
      onDone();
      onClose();
    },
    onError: (error) => {
      if (error instanceof Problem && error.isStale) onDone();
    },
  });
  const errors = fieldErrors(save.error);
  const severities = [
    { value: "", label: "Any" },
    ...["low", "medium", "high", "critical"].map((s) => ({ value: s, label: label(s) })),
  ];
  const levels = [
    { value: "", label: "By severity" },
    ...["high", "medium", "low"].map((s) => ({ value: s, label: label(s) })),
  ];
  return (
    <Modal
      opened
      onClose={onClose}
      title={rule ? "Edit rule" : "New rule"}
      size="xl"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        {save.error && <ErrorPanel error={save.error} />}
        {rule && (
          <StaleNote error={save.error} now={rule.version} mine={version} onSeen={() => setVersion(rule.version)} />
        )}
        <TextInput
          label="Name"
          required
          withAsterisk={false}
          value={form.name}
          error={errors.name}
          onChange={(e) => set({ name: e.currentTarget.value })}
        />
        <fieldset className="group">
          <legend>When an alert</legend>
          <div className="two">
            <NativeSelect
              label="has at least the severity"
              value={form.minSeverity}
              onChange={(e) => set({ minSeverity: e.currentTarget.value as never })}
              data={severities}
            />
            <NativeSelect
              label="comes from"
              value={form.sourceId}
              onChange={(e) => set({ sourceId: e.currentTarget.value })}
              data={[{ value: "", label: "Any source" }, ...sources.map((s) => ({ value: s.id, label: s.name }))]}
            />
            <TextInput
              label="has in its title"
              value={form.titleContains}
              onChange={(e) => set({ titleContains: e.currentTarget.value })}
            />
            <TextInput
              label="is about a computer that begins with"
              value={form.hostStartsWith}
              onChange={(e) => set({ hostStartsWith: e.currentTarget.value })}
            />
            <TextInput
              label="has one of the tool's rule numbers"
              value={form.ruleIds}
              onChange={(e) => set({ ruleIds: e.currentTarget.value })}
            />
            <SchoolSelect
              label="is at the school"
              value={form.schoolId}
              onChange={(schoolId) => set({ schoolId })}
              anyLabel="Any school"
            />
          </div>
        </fieldset>
        <Matchers value={form.matchers} onChange={(matchers) => set({ matchers })} />
        <fieldset className="group">
          <legend>Then</legend>
          <Checkbox
            label="Open a ticket"
            checked={form.openTicket}
            onChange={(e) => set({ openTicket: e.currentTarget.checked })}
          />
          <div className="two">
            <NativeSelect
              label="Impact of the ticket"
              value={form.impact}
              disabled={!form.openTicket}
              onChange={(e) => set({ impact: e.currentTarget.value as never })}
              data={levels}
            />
            <NativeSelect
              label="Urgency of the ticket"
              value={form.urgency}
              disabled={!form.openTicket}
              onChange={(e) => set({ urgency: e.currentTarget.value as never })}
              data={levels}
            />
            <AreaSelect
              label="Escalate to the partner for"
              value={form.escalateArea}
              onChange={(escalateArea) => set({ escalateArea })}
              empty="No partner"
            />
            <NativeSelect
              label="Change the severity to"
              value={form.setSeverity}
              onChange={(e) => set({ setSeverity: e.currentTarget.value as never })}
              data={[{ value: "", label: "No change" }, ...severities.slice(1)]}
            />
          </div>
          <Textarea
            label="Checklist, one step per line"
            description="Shown on the ticket."
            disabled={!form.openTicket}
            rows={3}
            value={form.checklist}
            onChange={(e) => set({ checklist: e.currentTarget.value })}
          />
          <RuleNotifications value={form} onChange={set} errors={errors} />
          <Checkbox
            label="Notify everyone who is signed in"
            checked={form.notify}
            onChange={(e) => set({ notify: e.currentTarget.checked })}
          />
          <Checkbox
            label="Stop evaluating further rules"
            checked={form.stop}
            onChange={(e) => set({ stop: e.currentTarget.checked })}
          />
        </fieldset>
        <NumberInput
          label="Position"
          description="Lower numbers are evaluated first. Leave empty for last."
          min={0}
          value={form.position}
          onChange={(position) => set({ position })}
          hideControls
        />
        <DryRun
          body={() => {
            const { match, action, position } = bodyOf();
            return { match, action, position, ruleId: rule?.id };
          }}
        />
        <div className="actions">
          <Button type="submit" loading={save.isPending}>
            Save rule
          </Button>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  );
}
