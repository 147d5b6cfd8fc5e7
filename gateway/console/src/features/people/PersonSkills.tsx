import { Button, NativeSelect } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Person } from "../../api/schemas";
import { trustActions } from "../../api/trustApi";
import { done } from "../../ui/feedback";
import { label } from "../../ui/format";
import { ErrorPanel } from "../../ui/parts";
import { useAreas } from "../../ui/pickers";
import { levels } from "./levels";

/** What the person can do, by the partners' areas of expertise. */
export function PersonSkills({ person }: { person: Person }) {
  const client = useQueryClient();
  const areas = useAreas();
  const [skills, setSkills] = useState(person.skills);
  const same = JSON.stringify(skills) === JSON.stringify(person.skills);
  const name = (area: string) => areas.find((a) => a.area === area)?.label ?? label(area);
  const left = areas.filter((a) => !skills.some((s) => s.area === a.area));
  const save = useMutation({
    mutationFn: () => trustActions.saveSkills(person.id, skills, person.version),
    onSuccess: (next) => {
      client.setQueryData(["person", "one", person.id], next);
      client.invalidateQueries({ queryKey: ["person"] });
      setSkills(next.skills);
      done("Skills saved.");
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
        <legend>Skills</legend>
        {save.error && <ErrorPanel error={save.error} />}
        <p className="small muted">
          Tickets of an area go to someone with the skill who is at work. People still learning are not counted.
        </p>
        {skills.length > 0 && (
          <ul className="plain lines">
            {skills.map((skill) => (
              <li key={skill.area} className="spread">
                <span>{name(skill.area)}</span>
                <span className="row">
                  <NativeSelect
                    aria-label={`Level in ${name(skill.area)}`}
                    data={levels}
                    value={String(skill.level)}
                    onChange={(event) => {
                      const level = Number(event.currentTarget.value);
                      setSkills(skills.map((s) => (s.area === skill.area ? { ...s, level } : s)));
                    }}
                  />
                  <Button
                    variant="default"
                    onClick={() => setSkills(skills.filter((s) => s.area !== skill.area))}
                    aria-label={`Remove ${name(skill.area)}`}
                  >
                    Remove
                  </Button>
                </span>
              </li>
            ))}
          </ul>
        )}
        {left.length > 0 && (
          <NativeSelect
            label="Add a skill"
            value=""
            onChange={(event) => setSkills([...skills, { area: event.currentTarget.value, level: 2 }])}
            data={[{ value: "", label: "Choose…" }, ...left.map((a) => ({ value: a.area, label: a.label }))]}
          />
        )}
        <div>
          <Button type="submit" loading={save.isPending} disabled={same}>
            Save skills
          </Button>
        </div>
      </fieldset>
    </form>
  );
}
