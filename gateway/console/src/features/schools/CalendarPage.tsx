import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Problem } from "../../api/problem";
import type { Calendar } from "../../api/schemas";
import { trustActions, trustQueries } from "../../api/trustApi";
import { done } from "../../ui/feedback";
import { Back, ErrorPanel, Loaded, PageHead } from "../../ui/parts";
import { StaleNote } from "../../ui/StaleNote";
import { asWeek, Week, weekHolds } from "../../ui/Week";

const route = getRouteApi("/shell/schools/$school/calendar");

export default function CalendarPage() {
  const { school: id } = route.useParams();
  const school = useQuery(trustQueries.school(id));
  const calendar = useQuery(trustQueries.calendar(id));
  return (
    <div className="page narrow">
      <PageHead
        title={`Calendar of ${school.data?.name ?? "the school"}`}
        above={<Back to={`/schools/${id}`}>{school.data?.name ?? "School"}</Back>}
      />
      <Loaded query={calendar}>{(data) => <Editor id={id} calendar={data} />}</Loaded>
    </div>
  );
}

function Editor({ id, calendar }: { id: string; calendar: Calendar }) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const [version, setVersion] = useState(calendar.version);
  const [weekly, setWeekly] = useState(() => asWeek(calendar.weekly));
  const [closed, setClosed] = useState(() => calendar.closed.map((c, key) => ({ ...c, key })));
  const [nextKey, setNextKey] = useState(calendar.closed.length);
  const save = useMutation({
    mutationFn: () =>
      trustActions.saveCalendar(
        id,
        {
          timeZone: calendar.timeZone,
          weekly,
          closed: closed.map(({ from, to, name }) => ({ from, to: to || from, name: name.trim() })),
        },
        version,
      ),
    onSuccess: () => {
      client.invalidateQueries({ queryKey: ["school", "calendar", id] });
      done("Saved. Running clocks use the new calendar.");
      navigate({ to: "/schools/$school", params: { school: id } });
    },
    onError: (error) => {
      if (error instanceof Problem && error.isStale) client.invalidateQueries({ queryKey: ["school", "calendar", id] });
    },
  });
  const change = (key: number, part: Partial<(typeof closed)[number]>) =>
    setClosed(closed.map((c) => (c.key === key ? { ...c, ...part } : c)));
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      {save.error && <ErrorPanel error={save.error} />}
      <StaleNote error={save.error} now={calendar.version} mine={version} onSeen={() => setVersion(calendar.version)} />
      <fieldset className="group">
        <legend>Opening hours</legend>
        <p className="small muted">In the time of {calendar.timeZone.split("/").at(-1)?.replace("_", " ")}.</p>
        <Week value={weekly} onChange={setWeekly} />
      </fieldset>
      <fieldset className="group">
        <legend>Holidays and other closed days</legend>
        {closed.map((c) => (
          <div key={c.key} className="row" style={{ alignItems: "end" }}>
            <TextInput
              label="Name"
              required
              withAsterisk={false}
              value={c.name}
              onChange={(e) => change(c.key, { name: e.currentTarget.value })}
              style={{ flex: "1 1 160px" }}
            />
            <TextInput
              label="From"
              type="date"
              required
              withAsterisk={false}
              value={c.from ?? ""}
              onChange={(e) => change(c.key, { from: e.currentTarget.value })}
            />
            <TextInput
              label="To"
              type="date"
              value={c.to ?? ""}
              min={c.from ?? undefined}
              error={c.to && c.to < (c.from ?? "") ? "Must not be before the start" : undefined}
              onChange={(e) => change(c.key, { to: e.currentTarget.value })}
            />
            <Button
              variant="default"
              onClick={() => setClosed(closed.filter((other) => other.key !== c.key))}
              aria-label={`Remove ${c.name || "these days"}`}
            >
              Remove
            </Button>
          </div>
        ))}
        <div>
          <Button
            variant="light"
            onClick={() => {
              setClosed([...closed, { name: "", from: "", to: "", key: nextKey }]);
              setNextKey(nextKey + 1);
            }}
          >
            Add closed days
          </Button>
        </div>
      </fieldset>
      <div className="actions">
        <Button type="submit" loading={save.isPending} disabled={!weekHolds(weekly)}>
          Save calendar
        </Button>
      </div>
    </form>
  );
}
