import { Button, Modal, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { alertActions, alertQueries } from "../../api/alertApi";
import { fieldErrors } from "../../api/problem";
import type { Source, SourceKind } from "../../api/schemas";
import { StateBadge, When } from "../../ui/Badges";
import { done, failed } from "../../ui/feedback";
import { count, label } from "../../ui/format";
import { Icon } from "../../ui/Icon";
import { Back, Copy, Empty, ErrorPanel, Loaded, PageHead, Secret } from "../../ui/parts";
import { SchoolSelect } from "../../ui/pickers";
import { SourcePreview } from "./SourcePreview";

interface Shown {
  name: string;
  token: string;
  path?: string;
}

export default function SourcesPage() {
  const sources = useQuery(alertQueries.sources());
  const client = useQueryClient();
  const [adding, setAdding] = useState(false);
  const [shown, setShown] = useState<Shown | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: ["source"] });
  const rotate = useMutation({
    mutationFn: (source: Source) => alertActions.rotateSource(source.id),
    onSuccess: ({ token }, source) => setShown({ name: source.name, token: token ?? "", path: source.ingestPath }),
    onError: failed,
    onSettled: refresh,
  });
  const toggle = useMutation({
    mutationFn: (source: Source) =>
      alertActions.changeSource(
        source.id,
        { status: source.status === "active" ? "disabled" : "active" },
        source.version,
      ),
    onSuccess: (next) => done(next.status === "active" ? "Source enabled." : "Source disabled."),
    onError: failed,
    onSettled: refresh,
  });
  return (
    <div className="page narrow">
      <PageHead title="Alert sources" above={<Back to="/alerts">Alerts</Back>}>
        <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setAdding(true)}>
          New source
        </Button>
      </PageHead>
      <div className="stack">
        {shown && (
          <Secret
            title={`Token of ${shown.name}`}
            value={shown.token}
            text="Copy it into the tool now; it is shown only once. The tool sends it as “Authorization: Bearer …”."
            onDone={() => setShown(null)}
          >
            {shown.path && (
              <div className="row">
                <span className="small">Address to post to:</span>
                <code>{`${location.origin}${shown.path}`}</code>
                <Copy value={`${location.origin}${shown.path}`} name="Copy address" />
              </div>
            )}
          </Secret>
        )}
        <section className="card" aria-label="Sources">
          <Loaded query={sources}>
            {(data) => {
              const items = data.items;
              return items.length === 0 ? (
                <Empty
                  title="No tool is connected"
                  text="Create a source for each tool: Wazuh, Microsoft Defender, Google Workspace, NCSC Early Warning, or anything that can post JSON or syslog. You get an address and a token for it."
                >
                  <Button onClick={() => setAdding(true)}>New source</Button>
                </Empty>
              ) : (
                <ul className="plain lines">
                  {items.map((source) => (
                    <li key={source.id} className="spread">
                      <span>
                        <strong>{source.name}</strong>
                        <span className="small muted" style={{ display: "block" }}>
                          {label(source.kind)} · {count(source.receivedCount, "alert")} ·{" "}
                          {source.lastReceivedAt ? (
                            <>
                              last <When at={source.lastReceivedAt} />
                            </>
                          ) : (
                            "nothing received yet"
                          )}{" "}
                          · token {source.tokenHint}
                        </span>
                      </span>
                      <span className="actions">
                        <StateBadge state={source.status} />
                        <Button
                          size="xs"
                          variant="default"
                          onClick={() => rotate.mutate(source)}
                          aria-label={`New token for ${source.name}`}
                        >
                          New token
                        </Button>
                        <Button
                          size="xs"
                          variant="default"
                          onClick={() => toggle.mutate(source)}
                          aria-label={`${source.status === "active" ? "Switch off" : "Switch on"} ${source.name}`}
                        >
                          {source.status === "active" ? "Switch off" : "Switch on"}
                        </Button>
                      </span>
                    </li>
                  ))}
                </ul>
              );
            }}
          </Loaded>
        </section>
      </div>
      {adding && (
        <NewSource
          onClose={() => setAdding(false)}
          onDone={(next) => {
            setShown(next);
            refresh();
          }}
        />
      )}
    </div>
  );
}

/** What a tool of each kind sends, in the order of the list. */
const hints: Record<SourceKind, string> = {
  wazuh: "JSON alerts of the Wazuh manager.",
  graph: "Alerts of Microsoft Defender and Entra in the format of Graph’s alerts_v2.",
  google_workspace: "Alerts of the Google Workspace alert centre.",
  alertmanager: "The webhook of Prometheus Alertmanager, version 4.",
  the_hive: "Alerts in the format of TheHive, or from its webhook.",
  ocsf: "Detection Findings (2004) and Incident Findings (2005) of any tool that supports OCSF.",
  cloud_events: "CloudEvents 1.0: OCSF findings directly, other data by the field mapping below.",
  syslog: "Text, one event per line: CEF, syslog, or CEF inside syslog.",
  early_warning: "The text of an Early Warning email, forwarded by a mailbox rule.",
  generic: "Any JSON, with the field mapping below.",
};

const mappable = [
  "items",
  "id",
  "title",
  "description",
  "severity",
  "host",
  "mac",
  "ip",
  "serial",
  "user",
  "time",
  "status",
];

function NewSource({ onClose, onDone }: { onClose: () => void; onDone: (shown: Shown) => void }) {
  const [name, setName] = useState("");
  const [kind, setKind] = useState<SourceKind>("wazuh");
  const [schoolId, setSchoolId] = useState("");
  const [identity, setIdentity] = useState("/id");
  const [mapping, setMapping] = useState<Record<string, string>>({
    title: "/title",
    severity: "/severity",
    host: "/host",
  });
  const generic = kind === "generic";
  const mapped = generic || kind === "cloud_events";
  // CloudEvents say themselves where their items are.
  const fields = mappable.filter((field) => generic || field !== "items");
  const reading = {
    kind,
    identity: mapped ? identity.split(/\s+/).filter(Boolean) : undefined,
    mapping: mapped
      ? Object.fromEntries(fields.map((field) => [field, mapping[field]?.trim()]).filter(([, pointer]) => pointer))
      : undefined,
  };
  const create = useMutation({
    mutationFn: () => alertActions.createSource({ ...reading, name: name.trim(), schoolId: schoolId || undefined }),
    onSuccess: (made) => {
      onDone({
        name: made.name,
        token: made.token ?? "",
        path: made.ingestPath,
      });
      onClose();
    },
  });
  const errors = fieldErrors(create.error);
  const choose = (next: SourceKind) => {
    setKind(next);
    const at = next === "cloud_events" ? "/data" : "";
    // An event’s own id names one delivery, so CloudEvents are identified by source, type and subject by default.
    setIdentity(at ? "" : "/id");
    setMapping({ title: `${at}/title`, severity: `${at}/severity`, host: `${at}/host` });
  };
  return (
    <Modal opened onClose={onClose} title="New source" size="lg" closeButtonProps={{ "aria-label": "Close" }}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate();
        }}
      >
        {create.error && <ErrorPanel error={create.error} />}
        <TextInput
          label="Name"
          required
          withAsterisk={false}
          value={name}
          error={errors.name}
          onChange={(e) => setName(e.currentTarget.value)}
        />
        <NativeSelect
          label="Kind of tool"
          description={hints[kind]}
          value={kind}
          onChange={(e) => choose(e.currentTarget.value as SourceKind)}
          data={Object.keys(hints).map((k) => ({ value: k, label: label(k) }))}
        />
        <SchoolSelect
          label="School"
          description="Only if the tool monitors a single school."
          value={schoolId}
          onChange={setSchoolId}
          anyLabel="Matched by computer, address or user"
        />
        {mapped && (
          <fieldset className="group">
            <legend>Field mapping</legend>
            <Textarea
              label="Identity fields"
              description={
                generic
                  ? "JSON pointers, one per line, for example /id"
                  : "JSON pointers, one per line; leave empty to use the source, type and subject of the event"
              }
              rows={2}
              value={identity}
              error={errors.identity}
              onChange={(e) => setIdentity(e.currentTarget.value)}
            />
            <div className="two">
              {fields.map((field) => (
                <TextInput
                  key={field}
                  label={field === "items" ? "List of alerts, if it sends several" : label(field)}
                  placeholder={generic ? `/${field}` : `/data/${field}`}
                  value={mapping[field] ?? ""}
                  onChange={(e) => setMapping({ ...mapping, [field]: e.currentTarget.value })}
                />
              ))}
            </div>
          </fieldset>
        )}
        <SourcePreview body={reading} />
        <div className="actions">
          <Button type="submit" loading={create.isPending}>
            Create and show the token
          </Button>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  );
}
