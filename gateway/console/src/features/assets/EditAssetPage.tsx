import { Button, NativeSelect, NumberInput, Switch, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { assetActions, assetQueries } from "../../api/assetApi";
import { fieldErrors, Problem } from "../../api/problem";
import type { Asset, Schemas } from "../../api/schemas";
import { useScope, useSession } from "../../app/session";
import { done } from "../../ui/feedback";
import { label } from "../../ui/format";
import { Back, ErrorPanel, Loaded, PageHead } from "../../ui/parts";
import { SchoolSelect } from "../../ui/pickers";
import { StaleNote } from "../../ui/StaleNote";

const editRoute = getRouteApi("/shell/assets/$asset/edit");

type Change = Schemas["ChangeAsset"];

const texts = [
  "tag",
  "name",
  "location",
  "holderName",
  "holderEmail",
  "manufacturer",
  "model",
  "modelNumber",
  "serial",
  "hostName",
  "operatingSystem",
  "osVersion",
  "purchasedOn",
  "supplier",
  "orderNumber",
  "warrantyEndsOn",
  "endOfLifeOn",
  "notes",
] as const satisfies readonly (keyof Change)[];

/** Every field of a form has the name that the server gives it. */
type Named<T extends { [K in keyof T]: K extends keyof Change ? unknown : never }> = T;

type Form = Record<(typeof texts)[number], string> &
  Named<{
    kind: string;
    status: string;
    schoolId: string;
    purchaseCost: string | number;
    macs: string;
    ips: string;
    attributes: Record<string, string>;
  }>;

function formOf(asset: Partial<Asset>): Form {
  const base = Object.fromEntries(texts.map((name) => [name, asset[name] ?? ""])) as Record<
    (typeof texts)[number],
    string
  >;
  return {
    ...base,
    kind: asset.kind ?? "laptop",
    status: asset.status ?? "in_stock",
    schoolId: asset.schoolId ?? "",
    purchaseCost: asset.purchaseCost ?? "",
    macs: (asset.macs ?? []).join(", "),
    ips: (asset.ips ?? []).join(", "),
    attributes: asset.attributes ?? {},
  };
}

const listOf = (text: string) => text.split(/[\s,;]+/).filter(Boolean);

/** Only what was changed goes to the server, so that two people can edit different fields. */
export function bodyOf(form: Form, before?: Form): Change {
  const body: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(form)) {
    if (before && JSON.stringify(value) === JSON.stringify(before[name as keyof Form])) continue;
    if (name === "macs" || name === "ips") body[name] = listOf(value as string);
    else if (name === "purchaseCost") body[name] = value === "" ? null : Number(value);
    else if (name === "attributes") body[name] = value;
    else if (value !== "" || before) body[name] = value === "" ? null : value;
  }
  return body;
}

export function NewAsset() {
  const { schoolId } = useScope();
  const session = useSession();
  return (
    <div className="page narrow">
      <PageHead title="New asset" above={<Back to="/assets">Assets</Back>} />
      <AssetForm start={formOf({ schoolId: schoolId ?? session.person.schoolId ?? session.schools[0]?.id })} />
    </div>
  );
}

export function EditAsset() {
  const { asset: ref } = editRoute.useParams();
  const asset = useQuery(assetQueries.asset(ref));
  return (
    <div className="page narrow">
      <PageHead
        title={asset.data ? `Edit ${asset.data.tag}` : "Edit asset"}
        above={<Back to={`/assets/${ref}`}>{ref}</Back>}
      />
      <Loaded query={asset}>{(data) => <AssetForm start={formOf(data)} asset={data} reference={ref} />}</Loaded>
    </div>
  );
}

function AssetForm({ start: initial, asset, reference }: { start: Form; asset?: Asset; reference?: string }) {
  const [start] = useState(initial);
  const [version, setVersion] = useState(asset?.version ?? 0);
  const [form, setForm] = useState(start);
  const navigate = useNavigate();
  const client = useQueryClient();
  const kinds = useQuery(assetQueries.kinds()).data ?? [];
  const kind = kinds.find((k) => k.kind === form.kind);
  const set = (change: Partial<Form>) => setForm({ ...form, ...change });
  const save = useMutation({
    mutationFn: () =>
      asset ? assetActions.change(asset.id, bodyOf(form, start), version) : assetActions.create(bodyOf(form)),
    onSuccess: (next) => {
      client.invalidateQueries({ queryKey: ["asset"] });
      done(asset ? "Saved." : `${next.tag} is registered.`);
      navigate({ to: "/assets/$asset", params: { asset: next.tag || next.id } });
    },
    onError: (error) => {
      if (error instanceof Problem && error.isStale)
        client.invalidateQueries({ queryKey: ["asset", "one", reference] });
    },
  });
  const errors = fieldErrors(save.error);
  const text = (name: (typeof texts)[number], title: string, extra: object = {}) => (
    <TextInput
      label={title}
      value={form[name]}
      error={errors[name]}
      onChange={(e) => set({ [name]: e.currentTarget.value } as Partial<Form>)}
      {...extra}
    />
  );
  const attribute = (name: string, value: string) => set({ attributes: { ...form.attributes, [name]: value } });
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      {save.error && <ErrorPanel error={save.error} />}
      {asset && (
        <StaleNote error={save.error} now={asset.version} mine={version} onSeen={() => setVersion(asset.version)} />
      )}
      <fieldset className="group">
        <legend>About</legend>
        {text("name", "Name", { required: true, withAsterisk: false })}
        <div className="two">
          {text("tag", "Asset tag", { description: asset ? undefined : "Leave it empty for the next number" })}
          <NativeSelect
            label="Kind"
            value={form.kind}
            onChange={(e) => set({ kind: e.currentTarget.value })}
            data={
              kinds.length
                ? kinds.map((k) => ({ value: k.kind, label: k.label }))
                : [{ value: form.kind, label: label(form.kind) }]
            }
          />
          {text("manufacturer", "Manufacturer")}
          {text("model", "Model")}
          {text("modelNumber", "Model number")}
          {text("serial", "Serial number")}
          {(kind?.attributes ?? []).map((a) =>
            a.type === "bool" ? (
              <Switch
                key={a.name}
                label={a.label}
                checked={form.attributes[a.name] === "true"}
                onChange={(e) => attribute(a.name, String(e.currentTarget.checked))}
              />
            ) : a.type === "choice" ? (
              <NativeSelect
                key={a.name}
                label={a.label}
                value={form.attributes[a.name] ?? ""}
                onChange={(e) => attribute(a.name, e.currentTarget.value)}
                data={[
                  { value: "", label: "Not known" },
                  ...(a.choices ?? []).map((c) => ({ value: c, label: label(c) })),
                ]}
              />
            ) : (
              <TextInput
                key={a.name}
                label={a.label}
                type={a.type === "date" ? "date" : "text"}
                inputMode={a.type === "number" ? "numeric" : undefined}
                value={form.attributes[a.name] ?? ""}
                onChange={(e) => attribute(a.name, e.currentTarget.value)}
              />
            ),
          )}
        </div>
      </fieldset>
      <fieldset className="group">
        <legend>Where it is</legend>
        <div className="two">
          <SchoolSelect
            value={form.schoolId}
            onChange={(schoolId) => set({ schoolId })}
            required
            error={errors.schoolId}
          />
          <NativeSelect
            label="State"
            value={form.status}
            onChange={(e) => set({ status: e.currentTarget.value })}
            data={[
              "in_stock",
              "in_use",
              "in_repair",
              "lost",
              ...(["retired", "disposed"].includes(form.status) ? [form.status] : []),
            ].map((s) => ({ value: s, label: label(s) }))}
          />
          {text("location", "Location")}
          {text("holderName", "Assigned user")}
          {text("holderEmail", "Email of assigned user", { type: "email" })}
        </div>
      </fieldset>
      <fieldset className="group">
        <legend>On the network</legend>
        <div className="two">
          {text("hostName", "Computer name")}
          {text("operatingSystem", "Operating system")}
          {text("osVersion", "OS version")}
          <TextInput
            label="MAC addresses"
            description="Several with commas"
            value={form.macs}
            error={errors.macs}
            onChange={(e) => set({ macs: e.currentTarget.value })}
          />
          <TextInput
            label="IP addresses"
            description="Several with commas"
            value={form.ips}
            error={errors.ips}
            onChange={(e) => set({ ips: e.currentTarget.value })}
          />
        </div>
      </fieldset>
      <fieldset className="group">
        <legend>Purchase and lifecycle</legend>
        <div className="two">
          {text("purchasedOn", "Bought on", { type: "date" })}
          <NumberInput
            label="Price in pounds"
            decimalScale={2}
            min={0}
            hideControls
            value={form.purchaseCost}
            error={errors.purchaseCost}
            onChange={(purchaseCost) => set({ purchaseCost })}
          />
          {text("supplier", "Supplier")}
          {text("orderNumber", "Order number")}
          {text("warrantyEndsOn", "Warranty ends on", { type: "date" })}
          {text("endOfLifeOn", "End of life on", { type: "date" })}
        </div>
        <Textarea label="Notes" rows={3} value={form.notes} onChange={(e) => set({ notes: e.currentTarget.value })} />
      </fieldset>
      <div className="actions">
        <Button type="submit" loading={save.isPending}>
          {asset ? "Save" : "Register asset"}
        </Button>
      </div>
    </form>
  );
}
