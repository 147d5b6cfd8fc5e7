import { Button, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { fieldErrors, Problem } from "../../api/problem";
import type { Schemas, School } from "../../api/schemas";
import { trustActions, trustQueries } from "../../api/trustApi";
import { done } from "../../ui/feedback";
import { label } from "../../ui/format";
import { Back, ErrorPanel, Loaded, PageHead } from "../../ui/parts";
import { StaleNote } from "../../ui/StaleNote";

const editRoute = getRouteApi("/shell/schools/$school/edit");
const phases: School["phase"][] = [
  "nursery",
  "primary",
  "middle_deemed_primary",
  "secondary",
  "middle_deemed_secondary",
  "all_through",
  "sixteen_plus",
  "not_applicable",
];

export function NewSchool() {
  return (
    <div className="page narrow">
      <PageHead title="New school" above={<Back to="/schools">Schools</Back>} />
      <SchoolForm />
    </div>
  );
}

export function EditSchool() {
  const { school: id } = editRoute.useParams();
  const school = useQuery(trustQueries.school(id));
  return (
    <div className="page narrow">
      <PageHead
        title={school.data ? `Edit ${school.data.name}` : "Edit school"}
        above={<Back to={`/schools/${id}`}>School</Back>}
      />
      <Loaded query={school}>{(data) => <SchoolForm school={data} />}</Loaded>
    </div>
  );
}

interface Form {
  urn: string;
  name: string;
  phase: School["phase"];
  head: string;
  telephone: string;
  website: string;
  /** One a line. */
  domains: string;
  /** One a line. */
  ipRanges: string;
}

const listOf = (text: string) => text.split(/[\s,;]+/).filter(Boolean);

/** Only what was changed, or for a new school what was filled in. */
function bodyOf(form: Form, before?: Form): Partial<Schemas["CreateSchool"]> {
  const text = (name: keyof Omit<Form, "phase">) =>
    form[name] === (before?.[name] ?? "") ? undefined : form[name].trim() || null;
  const several = (name: "domains" | "ipRanges") =>
    form[name] === (before?.[name] ?? "") ? undefined : listOf(form[name]);
  return {
    urn: text("urn"),
    name: form.name === (before?.name ?? "") ? undefined : form.name.trim(),
    phase: form.phase === before?.phase ? undefined : form.phase,
    head: text("head"),
    telephone: text("telephone"),
    website: text("website"),
    domains: several("domains"),
    ipRanges: several("ipRanges"),
  };
}

function SchoolForm({ school }: { school?: School }) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const [version, setVersion] = useState(school?.version ?? 0);
  const [start] = useState<Form>(() => ({
    urn: school?.urn ?? "",
    name: school?.name ?? "",
    phase: school?.phase ?? "primary",
    head: school?.head ?? "",
    telephone: school?.telephone ?? "",
    website: school?.website ?? "",
    domains: (school?.domains ?? []).join("\n"),
    ipRanges: (school?.ipRanges ?? []).join("\n"),
  }));
  const [form, setForm] = useState(start);
  const set = (change: Partial<typeof form>) => setForm({ ...form, ...change });
  const save = useMutation({
    mutationFn: () => {
      const { urn, ...rest } = bodyOf(form, school && start);
      return school
        ? trustActions.changeSchool(school.id, rest, version)
        : trustActions.createSchool({ ...rest, urn: urn ?? null });
    },
    onSuccess: (next) => {
      client.invalidateQueries({ queryKey: ["school"] });
      client.invalidateQueries({ queryKey: ["session"] });
      done("Saved.");
      navigate({ to: "/schools/$school", params: { school: next.id } });
    },
    onError: (error) => {
      if (error instanceof Problem && error.isStale) client.invalidateQueries({ queryKey: ["school", "one"] });
    },
  });
  const errors = fieldErrors(save.error);
  return (
    <form
      className="card form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      {save.error && <ErrorPanel error={save.error} />}
      {school && (
        <StaleNote error={save.error} now={school.version} mine={version} onSeen={() => setVersion(school.version)} />
      )}
      <TextInput
        label="Name"
        required
        withAsterisk={false}
        value={form.name}
        error={errors.name}
        onChange={(e) => set({ name: e.currentTarget.value })}
      />
      <div className="two">
        {!school && (
          <TextInput
            label="URN"
            required
            withAsterisk={false}
            inputMode="numeric"
            value={form.urn}
            error={errors.urn}
            onChange={(e) => set({ urn: e.currentTarget.value })}
          />
        )}
        <NativeSelect
          label="Phase"
          value={form.phase}
          onChange={(e) => set({ phase: e.currentTarget.value as School["phase"] })}
          data={phases.map((p) => ({ value: p, label: label(p) }))}
        />
        <TextInput
          label="Head"
          value={form.head}
          error={errors.head}
          onChange={(e) => set({ head: e.currentTarget.value })}
        />
        <TextInput
          label="Telephone"
          type="tel"
          value={form.telephone}
          error={errors.telephone}
          onChange={(e) => set({ telephone: e.currentTarget.value })}
        />
        <TextInput
          label="Website"
          value={form.website}
          error={errors.website}
          onChange={(e) => set({ website: e.currentTarget.value })}
        />
      </div>
      <Textarea
        label="Email domains"
        description="One per line. Alerts about accounts in these domains belong to this school."
        rows={2}
        value={form.domains}
        error={errors.domains}
        onChange={(e) => set({ domains: e.currentTarget.value })}
      />
      <Textarea
        label="IP ranges"
        description="One per line, for example 10.12.0.0/16. Alerts from these addresses belong to this school."
        rows={2}
        value={form.ipRanges}
        error={errors.ipRanges}
        onChange={(e) => set({ ipRanges: e.currentTarget.value })}
      />
      <div className="actions">
        <Button type="submit" loading={save.isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}
