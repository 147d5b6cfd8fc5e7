import { Button, MultiSelect, NativeSelect } from "@mantine/core";
import type { Grant } from "../api/schemas";
import { useSession } from "../app/session";
import { label } from "./format";
import { roles } from "./permissions";

export function grantText(grant: Grant, schools: { id: string; name: string }[]) {
  if (grant.schools === null) return `${label(grant.role)}, whole trust`;
  const names = grant.schools.map((id) => schools.find((s) => s.id === id)?.name ?? "another school");
  return `${label(grant.role)}, ${names.length > 2 ? `${names.length} schools` : names.join(" and ")}`;
}

/** A grant for schools without a school would be a grant for nothing. */
export const grantsComplete = (grants: Grant[]) => grants.every((g) => g.schools === null || g.schools.length > 0);

export function GrantsEditor({
  value,
  onChange,
  error,
}: {
  value: Grant[];
  onChange: (grants: Grant[]) => void;
  error?: string;
}) {
  const session = useSession();
  const change = (at: number, grant: Grant) => onChange(value.map((old, i) => (i === at ? grant : old)));
  return (
    <fieldset className="group">
      <legend>Roles</legend>
      {error && <p className="t-breach small">{error}</p>}
      {value.length === 0 && (
        <p className="muted small">No roles yet. Without a role, a person can sign in but sees nothing.</p>
      )}
      {value.map((grant, i) => (
        <div key={i} className="row" style={{ alignItems: "end" }}>
          <NativeSelect
            label="Role"
            value={grant.role}
            onChange={(event) => change(i, { ...grant, role: event.currentTarget.value })}
            data={roles.map((role) => ({ value: role, label: label(role) }))}
          />
          <NativeSelect
            label="Where"
            value={grant.schools === null ? "trust" : "schools"}
            onChange={(event) => change(i, { ...grant, schools: event.currentTarget.value === "trust" ? null : [] })}
            data={[
              { value: "trust", label: "The whole trust" },
              { value: "schools", label: "Some schools" },
            ]}
          />
          {grant.schools !== null && (
            <MultiSelect
              label="Schools"
              style={{ flex: "1 1 240px" }}
              searchable
              value={grant.schools}
              onChange={(schools) => change(i, { ...grant, schools })}
              data={session.schools.map((s) => ({ value: s.id, label: s.name }))}
              error={grant.schools.length === 0 ? "Choose at least one" : undefined}
            />
          )}
          <Button
            variant="default"
            onClick={() => onChange(value.filter((_, at) => at !== i))}
            aria-label={`Remove ${label(grant.role)}`}
          >
            Remove
          </Button>
        </div>
      ))}
      <div>
        <Button
          variant="light"
          size="sm"
          onClick={() =>
            onChange([...value, { role: "staff", schools: session.person.schoolId ? [session.person.schoolId] : [] }])
          }
        >
          Add a role
        </Button>
      </div>
    </fieldset>
  );
}
