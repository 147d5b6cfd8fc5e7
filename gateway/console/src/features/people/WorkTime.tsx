import { Button, Radio, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Person } from "../../api/schemas";
import { trustActions } from "../../api/trustApi";
import { done } from "../../ui/feedback";
import { ErrorPanel } from "../../ui/parts";
import { asWeek, Week, weekdays, weekHolds } from "../../ui/Week";

const usual = weekdays.slice(0, 5).map((day) => ({ day, opens: "08:00", closes: "16:30" }));

/** When the person is at work. Reasons for absence are deliberately not recorded. */
export function WorkTime({ person }: { person: Person }) {
  const client = useQueryClient();
  const [own, setOwn] = useState(!!person.hours);
  const [week, setWeek] = useState(() => (person.hours ? asWeek(person.hours) : usual));
  const [absences, setAbsences] = useState(() => person.absences.map((a, key) => ({ ...a, key })));
  const [nextKey, setNextKey] = useState(person.absences.length);
  const change = (key: number, part: { from?: string; to?: string }) =>
    setAbsences(absences.map((a) => (a.key === key ? { ...a, ...part } : a)));
  const save = useMutation({
    mutationFn: () =>
      trustActions.saveWorkTime(
        person.id,
        { hours: own ? week : null, absences: absences.map(({ from, to }) => ({ from, to: to || from })) },
        person.version,
      ),
    onSuccess: (next) => {
      client.setQueryData(["person", "one", person.id], next);
      client.invalidateQueries({ queryKey: ["person"] });
      done("Working time saved.");
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
      <fieldset className="group">
        <legend>Working time</legend>
        {save.error && <ErrorPanel error={save.error} />}
        <Radio.Group
          aria-label="Working hours"
          value={own ? "own" : "school"}
          onChange={(value) => setOwn(value === "own")}
        >
          <div className="row" style={{ gap: 20 }}>
            <Radio value="school" label="School opening hours" />
            <Radio value="own" label="Own hours" />
          </div>
        </Radio.Group>
        {own && <Week value={week} onChange={setWeek} closed="not at work" />}
        <h3>Absences</h3>
        {absences.length === 0 && <p className="small muted">None entered.</p>}
        {absences.map((a) => (
          <div key={a.key} className="row" style={{ alignItems: "end" }}>
            <TextInput
              label="From"
              type="date"
              required
              withAsterisk={false}
              value={a.from ?? ""}
              onChange={(e) => change(a.key, { from: e.currentTarget.value })}
            />
            <TextInput
              label="To"
              type="date"
              value={a.to ?? ""}
              min={a.from ?? undefined}
              error={a.to && a.to < (a.from ?? "") ? "Must not be before the start" : undefined}
              onChange={(e) => change(a.key, { to: e.currentTarget.value })}
            />
            <Button
              variant="default"
              onClick={() => setAbsences(absences.filter((other) => other.key !== a.key))}
              aria-label={`Remove the absence from ${a.from || "no date"}`}
            >
              Remove
            </Button>
          </div>
        ))}
        <div>
          <Button
            variant="light"
            onClick={() => {
              setAbsences([...absences, { from: "", to: "", key: nextKey }]);
              setNextKey(nextKey + 1);
            }}
          >
            Add an absence
          </Button>
        </div>
        <div>
          <Button type="submit" loading={save.isPending} disabled={own && !weekHolds(week)}>
            Save working time
          </Button>
        </div>
      </fieldset>
    </form>
  );
}
