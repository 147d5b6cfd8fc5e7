import { Checkbox, TextInput } from "@mantine/core";
import type { Opening } from "../api/schemas";
import { label } from "./format";

type Weekday = NonNullable<Opening["day"]>;
export type DayHours = Opening & { day: Weekday };

export const weekdays: Weekday[] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/** In the order of the week, times as HH:mm. */
export function asWeek(openings: Opening[]): DayHours[] {
  return weekdays.flatMap((day) =>
    openings
      .filter((o) => o.day === day)
      .map((o) => ({ day, opens: o.opens.slice(0, 5), closes: o.closes.slice(0, 5) })),
  );
}

export const weekHolds = (week: DayHours[]) => week.length > 0 && week.every((o) => o.closes > o.opens);

/** One stretch of hours for each day of the week. */
export function Week({
  value,
  onChange,
  closed = "closed",
}: {
  value: DayHours[];
  onChange: (week: DayHours[]) => void;
  closed?: string;
}) {
  const set = (day: Weekday, part: Partial<Opening>) =>
    onChange(value.map((o) => (o.day === day ? { ...o, ...part, day } : o)));
  return weekdays.map((day) => {
    const open = value.find((o) => o.day === day);
    return (
      <div key={day} className="row">
        <div style={{ width: 130 }}>
          <Checkbox
            label={label(day)}
            checked={!!open}
            onChange={(event) =>
              onChange(
                event.currentTarget.checked
                  ? asWeek([...value, { day, opens: "08:00", closes: "16:30" }])
                  : value.filter((o) => o.day !== day),
              )
            }
          />
        </div>
        {open ? (
          <span className="row" style={{ flexWrap: "nowrap" }}>
            <TextInput
              type="time"
              aria-label={`${label(day)} opens`}
              value={open.opens}
              required
              onChange={(e) => set(day, { opens: e.currentTarget.value })}
            />
            <span>to</span>
            <TextInput
              type="time"
              aria-label={`${label(day)} closes`}
              value={open.closes}
              required
              error={open.closes <= open.opens ? "Must be after opening" : undefined}
              onChange={(e) => set(day, { closes: e.currentTarget.value })}
            />
          </span>
        ) : (
          <span className="muted small">{closed}</span>
        )}
      </div>
    );
  });
}
