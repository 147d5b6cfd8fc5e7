import { Button, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { fieldErrors } from "../../api/problem";
import type { Grant } from "../../api/schemas";
import { trustActions } from "../../api/trustApi";
import { useScope, useSession } from "../../app/session";
import { GrantsEditor, grantsComplete } from "../../ui/Grants";
import { Back, ErrorPanel, PageHead, Secret } from "../../ui/parts";
import { SchoolSelect } from "../../ui/pickers";

export default function NewPerson() {
  const session = useSession();
  const { schoolId: scoped } = useScope();
  const client = useQueryClient();
  const navigate = useNavigate();
  const home = scoped ?? session.person.schoolId ?? "";
  const [form, setForm] = useState({ name: "", email: "", jobTitle: "", phone: "", schoolId: home });
  const [grants, setGrants] = useState<Grant[]>([{ role: "staff", schools: home ? [home] : [] }]);
  const set = (change: Partial<typeof form>) => setForm({ ...form, ...change });
  const create = useMutation({
    mutationFn: () =>
      trustActions.createPerson({
        name: form.name.trim(),
        email: form.email.trim(),
        jobTitle: form.jobTitle.trim() || undefined,
        phone: form.phone.trim() || undefined,
        schoolId: form.schoolId || undefined,
        grants,
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["person"] }),
  });
  const errors = fieldErrors(create.error);
  const made = create.data;
  return (
    <div className="page narrow">
      <PageHead title="New person" above={<Back to="/people">People</Back>} />
      {made ? (
        <Secret
          title={`One-time password of ${made.name}`}
          value={made.oneTimePassword ?? ""}
          text="Give it to them in person or by telephone. They choose their own when they first sign in. It is shown only once."
          onDone={() => navigate({ to: "/people/$person", params: { person: made.id } })}
        />
      ) : (
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault();
            create.mutate();
          }}
        >
          {create.error && <ErrorPanel error={create.error} />}
          <fieldset className="group">
            <legend>Contact details</legend>
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
            <div className="two">
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
          </fieldset>
          <GrantsEditor value={grants} onChange={setGrants} error={errors.grants} />
          <div className="actions">
            <Button type="submit" loading={create.isPending} disabled={!grantsComplete(grants)}>
              Create and show the password
            </Button>
          </div>
        </form>
      )}
    </div>
  );
}
