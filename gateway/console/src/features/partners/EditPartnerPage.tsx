import { Button, Checkbox, NumberInput, Radio, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { partnerActions, partnerQueries } from "../../api/partnerApi";
import { fieldErrors, Problem } from "../../api/problem";
import type { Partner } from "../../api/schemas";
import { useSession } from "../../app/session";
import { done } from "../../ui/feedback";
import { Back, ErrorPanel, Loaded, PageHead } from "../../ui/parts";
import { useAreas } from "../../ui/pickers";
import { StaleNote } from "../../ui/StaleNote";
import { weekHolds } from "../../ui/Week";
import { TermsFields, termsBody, termsOf } from "./TermsFields";

const editRoute = getRouteApi("/shell/partners/$partner/edit");

export function NewPartner() {
  return (
    <div className="page narrow">
      <PageHead title="New partner" above={<Back to="/partners">Partners</Back>} />
      <PartnerForm />
    </div>
  );
}

export function EditPartner() {
  const { partner: id } = editRoute.useParams();
  const partner = useQuery(partnerQueries.partner(id));
  return (
    <div className="page narrow">
      <PageHead
        title={partner.data ? `Edit ${partner.data.name}` : "Edit partner"}
        above={<Back to={`/partners/${id}`}>Partner</Back>}
      />
      <Loaded query={partner}>{(data) => <PartnerForm partner={data} />}</Loaded>
    </div>
  );
}

function PartnerForm({ partner }: { partner?: Partner }) {
  const session = useSession();
  const areas = useAreas();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [version, setVersion] = useState(partner?.version ?? 0);
  const [form, setForm] = useState(() => ({
    name: partner?.name ?? "",
    areas: partner?.areas ?? [],
    status: partner?.status ?? "active",
    contactName: partner?.contactName ?? "",
    contactEmail: partner?.contactEmail ?? "",
    contactPhone: partner?.contactPhone ?? "",
    all: partner ? partner.schoolIds === null : true,
    schoolIds: partner?.schoolIds ?? [],
    reference: partner?.agreement?.reference ?? "",
    startsOn: partner?.agreement?.startsOn ?? "",
    endsOn: partner?.agreement?.endsOn ?? "",
    acknowledgeMinutes: (partner?.agreement?.acknowledgeMinutes ?? "") as number | string,
    resolveMinutes: (partner?.agreement?.resolveMinutes ?? "") as number | string,
    notes: partner?.agreement?.notes ?? "",
  }));
  const [terms, setTerms] = useState(() => termsOf(partner));
  const set = (change: Partial<typeof form>) => setForm({ ...form, ...change });
  const minutes = (value: number | string) => (value === "" ? null : Number(value));
  const save = useMutation({
    mutationFn: () => {
      const body = {
        name: form.name.trim(),
        areas: form.areas,
        ...(partner ? { status: form.status } : {}),
        contactName: form.contactName || null,
        contactEmail: form.contactEmail || null,
        contactPhone: form.contactPhone || null,
        schoolIds: form.all ? null : form.schoolIds,
        agreement: form.reference
          ? {
              reference: form.reference,
              startsOn: form.startsOn || null,
              endsOn: form.endsOn || null,
              acknowledgeMinutes: minutes(form.acknowledgeMinutes),
              resolveMinutes: minutes(form.resolveMinutes),
              notes: form.notes || null,
            }
          : null,
        ...termsBody(terms, partner),
      };
      return partner ? partnerActions.change(partner.id, body, version) : partnerActions.create(body);
    },
    onSuccess: (next) => {
      client.invalidateQueries({ queryKey: ["partner"] });
      done("Saved.");
      navigate({ to: "/partners/$partner", params: { partner: next.id } });
    },
    onError: (error) => {
      if (error instanceof Problem && error.isStale) client.invalidateQueries({ queryKey: ["partner", "one"] });
    },
  });
  const errors = fieldErrors(save.error);
  const text = (
    name: "name" | "contactName" | "contactEmail" | "contactPhone" | "reference" | "startsOn" | "endsOn",
    title: string,
    extra: object = {},
  ) => (
    <TextInput
      label={title}
      value={form[name]}
      error={errors[name]}
      onChange={(e) => set({ [name]: e.currentTarget.value })}
      {...extra}
    />
  );
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      {save.error && <ErrorPanel error={save.error} />}
      {partner && (
        <StaleNote error={save.error} now={partner.version} mine={version} onSeen={() => setVersion(partner.version)} />
      )}
      <fieldset className="group">
        <legend>Contact details</legend>
        {text("name", "Name", { required: true, withAsterisk: false })}
        <div className="two">
          {text("contactName", "Contact")}
          {text("contactEmail", "Email", { type: "email" })}
          {text("contactPhone", "Telephone", { type: "tel" })}
        </div>
        {partner && (
          <Checkbox
            label="Suspended: receives no new escalations"
            checked={form.status === "suspended"}
            onChange={(e) => set({ status: e.currentTarget.checked ? "suspended" : "active" })}
          />
        )}
      </fieldset>
      <fieldset className="group">
        <legend>Areas of expertise</legend>
        {errors.areas && <p className="t-breach small">{errors.areas}</p>}
        <div className="two" style={{ gap: 10 }}>
          {areas.map((area) => (
            <Checkbox
              key={area.area}
              label={area.label}
              checked={form.areas.includes(area.area)}
              onChange={(e) =>
                set({
                  areas: e.currentTarget.checked
                    ? [...form.areas, area.area]
                    : form.areas.filter((a) => a !== area.area),
                })
              }
            />
          ))}
        </div>
      </fieldset>
      <fieldset className="group">
        <legend>Schools</legend>
        <Radio.Group
          aria-label="Schools"
          value={form.all ? "all" : "some"}
          onChange={(value) => set({ all: value === "all" })}
        >
          <div className="row" style={{ gap: 20 }}>
            <Radio value="all" label="All schools" />
            <Radio value="some" label="Only these" />
          </div>
        </Radio.Group>
        {!form.all && (
          <div className="two" style={{ gap: 10 }}>
            {session.schools.map((school) => (
              <Checkbox
                key={school.id}
                label={school.name}
                checked={form.schoolIds.includes(school.id)}
                onChange={(e) =>
                  set({
                    schoolIds: e.currentTarget.checked
                      ? [...form.schoolIds, school.id]
                      : form.schoolIds.filter((s) => s !== school.id),
                  })
                }
              />
            ))}
          </div>
        )}
      </fieldset>
      <fieldset className="group">
        <legend>Agreement</legend>
        {text("reference", "Contract number")}
        <div className="two">
          {text("startsOn", "Starts on", { type: "date", required: !!form.reference, withAsterisk: false })}
          {text("endsOn", "Ends on", { type: "date" })}
          <NumberInput
            label="Minutes to acknowledge"
            min={1}
            hideControls
            value={form.acknowledgeMinutes}
            onChange={(acknowledgeMinutes) => set({ acknowledgeMinutes })}
          />
          <NumberInput
            label="Minutes to solve"
            min={1}
            hideControls
            value={form.resolveMinutes}
            onChange={(resolveMinutes) => set({ resolveMinutes })}
          />
        </div>
        <Textarea label="Notes" rows={3} value={form.notes} onChange={(e) => set({ notes: e.currentTarget.value })} />
      </fieldset>
      <TermsFields value={terms} onChange={setTerms} />
      <div className="actions">
        <Button type="submit" loading={save.isPending} disabled={!terms.always && !weekHolds(terms.week)}>
          Save
        </Button>
      </div>
    </form>
  );
}
