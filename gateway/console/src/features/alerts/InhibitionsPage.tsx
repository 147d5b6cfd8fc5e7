import { Button, Switch } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { noiseActions, noiseQueries } from "../../api/noiseApi";
import type { Grouping, Inhibition } from "../../api/schemas";
import { useSession } from "../../app/session";
import { done, failed } from "../../ui/feedback";
import { Icon } from "../../ui/Icon";
import { Back, Empty, Loaded, PageHead } from "../../ui/parts";
import { GroupingForm } from "./GroupingForm";
import { groupingSummary } from "./groupingSummary";
import { InhibitionForm } from "./InhibitionForm";
import { fieldNames, matcherSummary } from "./Matchers";

/** Which alerts suppress others, and which become one case. */
export default function InhibitionsPage() {
  const session = useSession();
  const may = session.allSchools;
  const [inhibition, setInhibition] = useState<Inhibition | "new" | null>(null);
  const [grouping, setGrouping] = useState<Grouping | "new" | null>(null);
  return (
    <div className="page narrow">
      <PageHead title="Inhibitions and grouping" above={<Back to="/alerts">Alerts</Back>} />
      <div className="stack">
        {!may && <p className="small muted">These apply to the whole trust. Changing them needs a trust-wide role.</p>}
        <Inhibitions may={may} onEdit={setInhibition} />
        <Groupings may={may} onEdit={setGrouping} />
      </div>
      {inhibition && (
        <InhibitionForm known={inhibition === "new" ? undefined : inhibition} onClose={() => setInhibition(null)} />
      )}
      {grouping && <GroupingForm known={grouping === "new" ? undefined : grouping} onClose={() => setGrouping(null)} />}
    </div>
  );
}

function Inhibitions({ may, onEdit }: { may: boolean; onEdit: (what: Inhibition | "new") => void }) {
  const query = useQuery(noiseQueries.inhibitions());
  return (
    <section className="card" aria-label="Inhibitions">
      <Head title="Inhibitions" button="New inhibition" may={may} onAdd={() => onEdit("new")} />
      <p className="small muted">
        While one alert is firing, alerts that follow from it are suppressed: they are listed and counted, but open no
        tickets.
      </p>
      <Loaded query={query} rows={3}>
        {(data) => (
          <Rules
            items={data.items}
            topic="inhibition"
            may={may}
            empty="For example: while a site's firewall is down, alerts about its unreachable devices are suppressed."
            words={(i) =>
              `While an alert is firing whose ${matcherSummary(i.firing)}, those whose ${matcherSummary(i.muted)} are suppressed if they have the same ${fieldNames(i.equal)}.`
            }
            onEdit={onEdit}
            change={noiseActions.changeInhibition}
            remove={noiseActions.deleteInhibition}
            create={noiseActions.createInhibition}
          />
        )}
      </Loaded>
    </section>
  );
}

function Groupings({ may, onEdit }: { may: boolean; onEdit: (what: Grouping | "new") => void }) {
  const query = useQuery(noiseQueries.grouping());
  return (
    <section className="card" aria-label="Grouping">
      <Head title="Grouping" button="New grouping rule" may={may} onAdd={() => onEdit("new")} />
      <p className="small muted">
        Alerts with something in common become one case, so that one person handles all of them.
      </p>
      <Loaded query={query} rows={3}>
        {(data) => (
          <Rules
            items={data.items}
            topic="grouping"
            may={may}
            empty="For example: three alerts about one device within a day become a case."
            words={groupingSummary}
            onEdit={onEdit}
            change={noiseActions.changeGrouping}
            remove={noiseActions.deleteGrouping}
            create={noiseActions.createGrouping}
          />
        )}
      </Loaded>
    </section>
  );
}

function Head(props: { title: string; button: string; may: boolean; onAdd: () => void }) {
  return (
    <div className="spread">
      <h2>{props.title}</h2>
      {props.may && (
        <Button size="xs" leftSection={<Icon name="plus" size={16} />} onClick={props.onAdd}>
          {props.button}
        </Button>
      )}
    </div>
  );
}

interface Rule {
  id: string;
  version: number;
  name: string;
  enabled: boolean;
}

/** A list of rules that are switched, changed and taken away; what is taken away can be brought back for a moment. */
function Rules<T extends Rule>(props: {
  items: T[];
  topic: string;
  may: boolean;
  empty: string;
  words: (rule: T) => string;
  onEdit: (rule: T) => void;
  change: (id: string, body: Partial<T>, version: number) => Promise<T>;
  remove: (id: string) => Promise<unknown>;
  create: (body: Omit<T, "id" | "version">) => Promise<T>;
}) {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: [props.topic] });
  const toggle = useMutation({
    mutationFn: (rule: T) => props.change(rule.id, { enabled: !rule.enabled } as Partial<T>, rule.version),
    onError: failed,
    onSettled: refresh,
  });
  const remove = useMutation({
    mutationFn: (rule: T) => props.remove(rule.id),
    onSuccess: (_, { id: _id, version: _version, ...body }) =>
      done(`“${body.name}” was deleted.`, () => props.create(body).then(refresh, failed)),
    onError: failed,
    onSettled: refresh,
  });
  if (props.items.length === 0) return <Empty title="None yet" text={props.empty} />;
  return (
    <ul className="plain lines">
      {props.items.map((rule) => (
        <li key={rule.id} className="spread">
          <span style={{ flex: "1 1 260px" }}>
            <strong>{rule.name}</strong>
            <span className="small muted" style={{ display: "block" }}>
              {!rule.enabled && "Switched off. "}
              {props.words(rule)}
            </span>
          </span>
          {props.may && (
            <span className="actions">
              <Switch
                label="On"
                aria-label={`${rule.name}: on`}
                checked={rule.enabled}
                onChange={() => toggle.mutate(rule)}
              />
              <Button size="xs" variant="default" aria-label={`Edit ${rule.name}`} onClick={() => props.onEdit(rule)}>
                Edit
              </Button>
              <Button
                size="xs"
                variant="default"
                aria-label={`Delete ${rule.name}`}
                onClick={() => remove.mutate(rule)}
              >
                Delete
              </Button>
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
