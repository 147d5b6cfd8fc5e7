import { Button, NumberInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Problem } from "../../api/problem";
import type { Priority, TicketSettings } from "../../api/schemas";
import { ticketActions, ticketQueries } from "../../api/ticketApi";
import { PriorityBadge } from "../../ui/Badges";
import { done } from "../../ui/feedback";
import { label, span } from "../../ui/format";
import { ErrorPanel, Loaded, PageHead } from "../../ui/parts";
import { SettingsNav } from "./SettingsNav";

const priorities: Priority[] = ["critical", "high", "medium", "low"];

export default function SlaTargetsPage() {
  const settings = useQuery(ticketQueries.ticketSettings());
  return (
    <div className="page narrow">
      <PageHead title="Settings" />
      <SettingsNav />
      <Loaded query={settings}>{(data) => <Editor key={data.version} settings={data} />}</Loaded>
    </div>
  );
}

const minutesOf = (target: TicketSettings[Priority]) => ({
  firstResponseMinutes: target.firstResponseMinutes ?? 0,
  resolutionMinutes: target.resolutionMinutes ?? 0,
});

function Editor({ settings }: { settings: TicketSettings }) {
  const client = useQueryClient();
  const [targets, setTargets] = useState(() => ({
    critical: minutesOf(settings.critical),
    high: minutesOf(settings.high),
    medium: minutesOf(settings.medium),
    low: minutesOf(settings.low),
  }));
  const save = useMutation({
    mutationFn: () => ticketActions.saveSettings(targets, settings.version),
    onSuccess: () => {
      client.invalidateQueries({ queryKey: ["settings", "tickets"] });
      done("Saved. The targets apply to tickets from now on.");
    },
    onError: (error) => {
      if (error instanceof Problem && error.isStale) client.invalidateQueries({ queryKey: ["settings", "tickets"] });
    },
  });
  const set = (priority: Priority, name: "firstResponseMinutes" | "resolutionMinutes", value: number | string) =>
    setTargets({ ...targets, [priority]: { ...targets[priority], [name]: value === "" ? 0 : Number(value) } });
  const wrong = priorities.some(
    (p) => targets[p].firstResponseMinutes < 1 || targets[p].resolutionMinutes < targets[p].firstResponseMinutes,
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
      <p className="muted">
        How long a ticket may take, in minutes of school time. The clock is paused while the school is closed.
      </p>
      {priorities.map((priority) => (
        <fieldset key={priority} className="group">
          <legend>
            <PriorityBadge priority={priority} />
          </legend>
          <div className="two">
            <NumberInput
              label="Minutes to the first response"
              aria-label={`${label(priority)}: minutes to the first response`}
              description={span(targets[priority].firstResponseMinutes)}
              min={1}
              hideControls
              value={targets[priority].firstResponseMinutes}
              onChange={(value) => set(priority, "firstResponseMinutes", value)}
            />
            <NumberInput
              label="Minutes to resolution"
              aria-label={`${label(priority)}: minutes to resolution`}
              description={span(targets[priority].resolutionMinutes)}
              min={1}
              hideControls
              value={targets[priority].resolutionMinutes}
              error={
                targets[priority].resolutionMinutes < targets[priority].firstResponseMinutes
                  ? "Not shorter than the first response"
                  : undefined
              }
              onChange={(value) => set(priority, "resolutionMinutes", value)}
            />
          </div>
        </fieldset>
      ))}
      <div className="actions">
        <Button type="submit" loading={save.isPending} disabled={wrong}>
          Save targets
        </Button>
      </div>
    </form>
  );
}
