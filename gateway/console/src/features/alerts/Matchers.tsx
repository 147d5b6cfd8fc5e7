import { Button, NativeSelect, TextInput } from "@mantine/core";
import type { Matcher, MatchField, MatchOp } from "../../api/sense";

const fields: [MatchField, string][] = [
  ["title", "Title"],
  ["host", "Computer"],
  ["severity", "Severity"],
  ["rule", "Rule of the tool"],
  ["source", "Source"],
  ["source_kind", "Kind of tool"],
  ["school", "School"],
  ["asset", "Asset tag"],
  ["user", "User"],
  ["ip", "IP address"],
  ["technique", "Technique"],
];

const ops: [MatchOp, string][] = [
  ["equal", "is"],
  ["not_equal", "is not"],
  ["matches", "fits the pattern"],
  ["not_matches", "does not fit the pattern"],
];

const options = (pairs: [string, string][]) => pairs.map(([value, label]) => ({ value, label }));

/** A list of conditions in words. */
export function matcherWords(matchers: Matcher[]) {
  const word = (pairs: [string, string][], key: string) => pairs.find(([k]) => k === key)?.[1] ?? key;
  return matchers.length === 0
    ? "every alert"
    : matchers.map((m) => `${word(fields, m.field)} ${word(ops, m.op)} “${m.value}”`).join(" and ");
}

export function Matchers({ value, onChange }: { value: Matcher[]; onChange: (next: Matcher[]) => void }) {
  const set = (at: number, change: Partial<Matcher>) =>
    onChange(value.map((m, i) => (i === at ? { ...m, ...change } : m)));
  return (
    <fieldset className="group">
      <legend>Alerts that fit all of these</legend>
      {value.map((matcher, i) => (
        <div key={i} className="actions">
          <NativeSelect
            aria-label={`Condition ${i + 1}: field`}
            value={matcher.field}
            onChange={(event) => set(i, { field: event.currentTarget.value as MatchField })}
            data={options(fields)}
          />
          <NativeSelect
            aria-label={`Condition ${i + 1}: comparison`}
            value={matcher.op}
            onChange={(event) => set(i, { op: event.currentTarget.value as MatchOp })}
            data={options(ops)}
          />
          <TextInput
            aria-label={`Condition ${i + 1}: value`}
            style={{ flex: "1 1 140px" }}
            value={matcher.value}
            onChange={(event) => set(i, { value: event.currentTarget.value })}
          />
          <Button
            size="xs"
            variant="default"
            aria-label={`Remove condition ${i + 1}`}
            onClick={() => onChange(value.filter((_, at) => at !== i))}
          >
            Remove
          </Button>
        </div>
      ))}
      <div className="actions">
        <Button
          size="xs"
          variant="default"
          onClick={() => onChange([...value, { field: "title", op: "equal", value: "" }])}
        >
          Add a condition
        </Button>
      </div>
    </fieldset>
  );
}
