import { Button, Checkbox, Modal, NumberInput, SegmentedControl, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { partnerActions } from "../../api/partnerApi";
import { fieldErrors } from "../../api/problem";
import type { Endpoint, Partner } from "../../api/schemas";
import { done } from "../../ui/feedback";
import { ErrorPanel } from "../../ui/parts";

const events = [
  { value: "escalation.requested", label: "Escalation requested" },
  { value: "escalation.commented", label: "Comment added" },
  { value: "escalation.cancelled", label: "Escalation cancelled" },
];

type Header = { key: number; name: string; value: string };

/** A new endpoint, or a change of one. Values of headers are never read back: an empty one keeps what is there. */
export function EndpointForm({
  partner,
  endpoint,
  onClose,
  onDone,
}: {
  partner: Partner;
  endpoint?: Endpoint;
  onClose: () => void;
  onDone: (secret?: string) => void;
}) {
  const [channel, setChannel] = useState<string>(endpoint?.channel ?? "webhook");
  const [address, setAddress] = useState(endpoint ? endpoint.url.replace(/^mailto:/, "") : "https://");
  const [description, setDescription] = useState(endpoint?.description ?? "");
  const [chosen, setChosen] = useState<string[]>(endpoint?.events ?? []);
  const [headers, setHeaders] = useState<Header[]>(
    (endpoint?.headers ?? []).map((name, key) => ({ key, name, value: "" })),
  );
  const [atOnce, setAtOnce] = useState<number | string>(endpoint?.concurrency ?? "");
  const [ordered, setOrdered] = useState(endpoint?.ordered ?? false);
  const mail = channel === "email";
  const save = useMutation({
    mutationFn: () => {
      const body = {
        url: mail ? `mailto:${address.trim()}` : address.trim(),
        description: description.trim() || null,
        events: chosen,
        headers: mail
          ? undefined
          : headers.filter((h) => h.name.trim()).map((h) => ({ name: h.name.trim(), value: h.value || undefined })),
        concurrency: typeof atOnce === "number" ? atOnce : null,
        ordered,
      };
      return endpoint
        ? partnerActions.changeEndpoint(partner.id, endpoint.id, body, endpoint.version).then(() => undefined)
        : partnerActions.addEndpoint(partner.id, body).then((made) => made.secret ?? undefined);
    },
    onSuccess: (secret) => {
      if (!secret) done(endpoint ? "Saved." : "Email notifications enabled.");
      onDone(secret);
      onClose();
    },
  });
  const errors = fieldErrors(save.error);
  const set = (key: number, change: Partial<Header>) =>
    setHeaders((all) => all.map((h) => (h.key === key ? { ...h, ...change } : h)));
  return (
    <Modal
      opened
      onClose={onClose}
      title={endpoint ? "Edit endpoint" : "New endpoint"}
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
        {!endpoint && (
          <SegmentedControl
            aria-label="Delivery method"
            data={[
              { value: "webhook", label: "Their system" },
              { value: "email", label: "Email" },
            ]}
            value={channel}
            onChange={(next) => {
              setChannel(next);
              setAddress(next === "email" ? (partner.contactEmail ?? "") : "https://");
            }}
            fullWidth
          />
        )}
        <TextInput
          label={mail ? "Email address" : "Address"}
          type={mail ? "email" : "url"}
          required
          withAsterisk={false}
          value={address}
          error={errors.url}
          onChange={(e) => setAddress(e.currentTarget.value)}
        />
        <TextInput label="Description" value={description} onChange={(e) => setDescription(e.currentTarget.value)} />
        <Checkbox.Group
          label="Events"
          description="Leave all unticked to send every event."
          value={chosen}
          onChange={setChosen}
        >
          <div className="stack tight" style={{ paddingTop: 8 }}>
            {events.map((e) => (
              <Checkbox key={e.value} value={e.value} label={e.label} />
            ))}
          </div>
        </Checkbox.Group>
        {!mail && (
          <fieldset className="stack tight plain-set">
            <legend>Custom headers</legend>
            {headers.map((h, i) => (
              <div key={h.key} className="row" style={{ alignItems: "end", flexWrap: "nowrap" }}>
                <TextInput
                  label="Name"
                  aria-label={`Name of header ${i + 1}`}
                  placeholder="X-Api-Key"
                  value={h.name}
                  onChange={(e) => set(h.key, { name: e.currentTarget.value })}
                />
                <TextInput
                  label="Value"
                  aria-label={`Value of header ${i + 1}`}
                  type="password"
                  autoComplete="off"
                  placeholder={endpoint?.headers.includes(h.name) ? "as it is" : ""}
                  value={h.value}
                  onChange={(e) => set(h.key, { value: e.currentTarget.value })}
                />
                <Button
                  variant="default"
                  aria-label={`Remove header ${i + 1}`}
                  style={{ flex: "none" }}
                  onClick={() => setHeaders((all) => all.filter((x) => x.key !== h.key))}
                >
                  Remove
                </Button>
              </div>
            ))}
            {errors.headers && <p className="t-breach small">{errors.headers}</p>}
            <div>
              <Button
                size="xs"
                variant="default"
                onClick={() => setHeaders((all) => [...all, { key: Date.now(), name: "", value: "" }])}
              >
                Add a header
              </Button>
            </div>
          </fieldset>
        )}
        <Checkbox
          label="One at a time, in order"
          description="Each message waits until the previous one for the same escalation has been delivered."
          checked={ordered}
          onChange={(e) => setOrdered(e.currentTarget.checked)}
        />
        {!ordered && (
          <NumberInput
            label="Maximum deliveries at a time"
            placeholder="4"
            min={1}
            max={50}
            value={atOnce}
            error={errors.concurrency}
            onChange={setAtOnce}
          />
        )}
        <div className="actions">
          <Button type="submit" loading={save.isPending}>
            {endpoint ? "Save" : mail ? "Create" : "Create and show the secret"}
          </Button>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  );
}
