import { Button, Checkbox, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { fieldErrors } from "../../api/problem";
import type { Person, Schemas } from "../../api/schemas";
import { trustActions, trustQueries } from "../../api/trustApi";
import { useSession } from "../../app/session";
import { StateBadge, When } from "../../ui/Badges";
import { done, failed } from "../../ui/feedback";
import { GrantsEditor, grantsComplete, grantText } from "../../ui/Grants";
import { Back, ErrorPanel, Facts, Loaded, PageHead, Secret } from "../../ui/parts";
import { isManager } from "../../ui/permissions";
import { SchoolSelect } from "../../ui/pickers";
import { StaleNote } from "../../ui/StaleNote";
import { PersonSkills } from "./PersonSkills";
import { WorkTime } from "./WorkTime";

const route = getRouteApi("/shell/people/$person");

export default function PersonPage() {
  const { person: id } = route.useParams();
  const person = useQuery(trustQueries.person(id));
  return (
    <div className="page narrow">
      <PageHead
        title={person.data?.name ?? "Person"}
        above={<Back to="/people">People</Back>}
        beside={
          person.data && (
            <StateBadge
              state={person.data.active ? "active" : "disabled"}
              text={person.data.active ? "Active" : "Disabled"}
              soft
            />
          )
        }
      />
      <Loaded query={person}>{(data) => <View key={data.id} person={data} />}</Loaded>
    </div>
  );
}

function View({ person }: { person: Person }) {
  const session = useSession();
  const client = useQueryClient();
  const may = isManager(session);
  const [password, setPassword] = useState<string | null>(null);
  const reset = useMutation({
    mutationFn: () => trustActions.resetPassword(person.id),
    onSuccess: ({ oneTimePassword }) => setPassword(oneTimePassword),
    onError: failed,
    onSettled: () => client.invalidateQueries({ queryKey: ["person", "one", person.id] }),
  });
  return (
    <div className="stack">
      {password && (
        <Secret
          title="One-time password"
          value={password}
          text="Give it to them in person or by telephone. Their old password no longer works. It is shown only once."
          onDone={() => setPassword(null)}
        />
      )}
      <section className="card" aria-label="Person">
        <Facts
          items={[
            [
              "Email",
              <a key="m" href={`mailto:${person.email}`}>
                {person.email}
              </a>,
            ],
            ["Job", person.jobTitle],
            ["Telephone", person.phone],
            ["School", session.schools.find((s) => s.id === person.schoolId)?.name],
            ["Roles", person.grants.map((g) => grantText(g, session.schools)).join("; ")],
            ["Last sign-in", person.lastSignInAt ? <When key="l" at={person.lastSignInAt} /> : "never"],
            ["Since", <When key="c" at={person.createdAt} />],
          ]}
        />
        {may && (
          <Button size="sm" variant="default" mt={12} onClick={() => reset.mutate()} loading={reset.isPending}>
            New one-time password
          </Button>
        )}
      </section>
      {may && <Edit person={person} />}
      {may && <EditGrants person={person} />}
      {may && <PersonSkills person={person} />}
      {may && <WorkTime person={person} />}
    </div>
  );
}

type Change = Schemas["UpdatePerson"];

function Edit({ person }: { person: Person }) {
  const client = useQueryClient();
  const [version, setVersion] = useState(person.version);
  const [start, setStart] = useState<{ [K in keyof Change]-?: NonNullable<Change[K]> }>(() => ({
    name: person.name,
    email: person.email,
    jobTitle: person.jobTitle ?? "",
    phone: person.phone ?? "",
    schoolId: person.schoolId ?? "",
    active: person.active,
  }));
  const [form, setForm] = useState(start);
  const set = (change: Partial<typeof form>) => setForm({ ...form, ...change });
  const changed = Object.entries(form).filter(([name, value]) => value !== start[name as keyof typeof start]);
  const save = useMutation({
    mutationFn: () =>
      trustActions.changePerson(
        person.id,
        Object.fromEntries(changed.map(([name, value]) => [name, value === "" ? null : value])) as Change,
        Math.max(version, 0),
      ),
    onSuccess: (next) => {
      setVersion(next.version);
      setStart(form);
      client.setQueryData(["person", "one", person.id], next);
      client.invalidateQueries({ queryKey: ["person", "list"] });
      done("Saved.");
    },
    onError: () => client.invalidateQueries({ queryKey: ["person", "one", person.id] }),
  });
  const errors = fieldErrors(save.error);
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <fieldset className="group">
        <legend>Change details</legend>
        {save.error && <ErrorPanel error={save.error} />}
        <StaleNote error={save.error} now={person.version} mine={version} onSeen={() => setVersion(person.version)} />
        <div className="two">
          <TextInput
            label="Name"
            required
            withAsterisk={false}
            value={form.name}
            error={errors.name}
            onChange={(e) => set({ name: e.currentTarget.value })}
          />
          <TextInput
            label="Email"
            type="email"
            required
            withAsterisk={false}
            value={form.email}
            error={errors.email}
            onChange={(e) => set({ email: e.currentTarget.value })}
          />
          <TextInput
            label="Job"
            value={form.jobTitle}
            error={errors.jobTitle}
            onChange={(e) => set({ jobTitle: e.currentTarget.value })}
          />
          <TextInput
            label="Telephone"
            type="tel"
            value={form.phone}
            error={errors.phone}
            onChange={(e) => set({ phone: e.currentTarget.value })}
          />
          <SchoolSelect
            label="School where they work"
            value={form.schoolId}
            onChange={(schoolId) => set({ schoolId })}
            anyLabel="Central team"
          />
        </div>
        <Checkbox
          label="Can sign in"
          checked={form.active}
          onChange={(e) => set({ active: e.currentTarget.checked })}
        />
        <div>
          <Button type="submit" loading={save.isPending} disabled={changed.length === 0}>
            Save details
          </Button>
        </div>
      </fieldset>
    </form>
  );
}

function EditGrants({ person }: { person: Person }) {
  const client = useQueryClient();
  const [grants, setGrants] = useState(person.grants);
  const same = JSON.stringify(grants) === JSON.stringify(person.grants);
  const save = useMutation({
    mutationFn: () => trustActions.saveGrants(person.id, grants, person.version),
    onSuccess: (next) => {
      if (next?.id) client.setQueryData(["person", "one", person.id], next);
      client.invalidateQueries({ queryKey: ["person"] });
      done("Saved. The roles apply immediately.");
    },
    onError: () => client.invalidateQueries({ queryKey: ["person", "one", person.id] }),
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
      <GrantsEditor value={grants} onChange={setGrants} error={fieldErrors(save.error).grants} />
      <div>
        <Button type="submit" loading={save.isPending} disabled={same || !grantsComplete(grants)}>
          Save roles
        </Button>
      </div>
    </form>
  );
}
