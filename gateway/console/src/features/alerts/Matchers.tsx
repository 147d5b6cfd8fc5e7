import { Button, NativeSelect, TextInput } from "@mantine/core";
import type { Matcher, MatchField, MatchOp } from "../../api/schemas";

const fields: [MatchField, string][] = [
  ["title", "Title"],
  ["host", "Computer"],
  ["severity", "Severity"],
  ["rule", "Tool's rule"],
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

/** Names of fields in a sentence: “Computer and School”. */
export function fieldNames(names: MatchField[]) {
  return names.map((name) => fields.find(([k]) => k === name)?.[1] ?? name).join(" and ");
}

/** Fields that two alerts can be compared by. */
export const comparable = fields.filter(([field]) =>
  ["source", "source_kind", "school", "asset", "host", "user", "ip", "rule"].includes(field),
);

const options = (pairs: [string, string][]) => pairs.map(([value, label]) => ({ value, label }));

/** A list of conditions in words. */
export function matcherSummary(matchers: Matcher[]) {
  const word = (pairs: [string, string][], key: string | null) => pairs.find(([k]) => k === key)?.[1] ?? key;
  return matchers.length === 0
    ? "every alert"
    : matchers.map((m) => `${word(fields, m.field)} ${word(ops, m.op)} “${m.value}”`).join(" and ");
}

export function Matchers({
  value,
  onChange,
  legend = "Alerts that match all of these",
  of = "",
}: {
  value: Matcher[];
  onChange: (next: Matcher[]) => void;
  legend?: string;
  /** Put before the names of the fields where a form has two lists of conditions. */
  of?: string;
}) {
  const name = (i: number, part: string) => `${of && `${of}, `}${of ? "condition" : "Condition"} ${i + 1}: ${part}`;
  const set = (at: number, change: Partial<Matcher>) =>
    onChange(value.map((m, i) => (i === at ? { ...m, ...change } : m)));
  return (
    <fieldset className="group">
      <legend>{legend}</legend>
      {value.map((matcher, i) => (
        <div key={i} className="actions">
          <NativeSelect
            aria-label={name(i, "field")}
            value={matcher.field ?? ""}
            onChange={(event) => set(i, { field: event.currentTarget.value as MatchField })}
            data={options(fields)}
          />
          <NativeSelect
            aria-label={name(i, "comparison")}
            value={matcher.op}
            onChange={(event) => set(i, { op: event.currentTarget.value as MatchOp })}
            data={options(ops)}
          />
          <TextInput
            aria-label={name(i, "value")}
            style={{ flex: "1 1 140px" }}
            value={matcher.value}
            onChange={(event) => set(i, { value: event.currentTarget.value })}
          />
          <Button
            size="xs"
            variant="default"
            aria-label={of ? `${of}: remove condition ${i + 1}` : `Remove condition ${i + 1}`}
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
