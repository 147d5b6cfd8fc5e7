import { NumberInput, Radio } from "@mantine/core";
import type { Partner } from "../../api/schemas";
import { asWeek, type DayHours, Week, weekdays } from "../../ui/Week";

export interface TermsDraft {
  always: boolean;
  week: DayHours[];
  maxOpenEscalations: number | string;
  /** In pounds, as people say them; pence on the wire. */
  hourly: number | string;
  callOut: number | string;
  minimumMinutes: number | string;
}

const pounds = (pence: number | null | undefined) => (pence === null || pence === undefined ? "" : pence / 100);
const pence = (amount: number | string) => (amount === "" ? null : Math.round(Number(amount) * 100));
const whole = (value: number | string) => (value === "" ? null : Number(value));

export const termsOf = (partner?: Partner): TermsDraft => ({
  always: !partner?.hours,
  week: partner?.hours
    ? asWeek(partner.hours.weekly)
    : weekdays.slice(0, 5).map((day) => ({ day, opens: "08:00", closes: "18:00" })),
  maxOpenEscalations: partner?.maxOpenEscalations ?? "",
  hourly: pounds(partner?.rates?.hourlyPence),
  callOut: pounds(partner?.rates?.callOutPence),
  minimumMinutes: partner?.rates?.minimumMinutes ?? "",
});

/** As the server takes it; the time zone stays what it was. */
export function termsBody(draft: TermsDraft, partner?: Partner) {
  const rates = {
    hourlyPence: pence(draft.hourly),
    callOutPence: pence(draft.callOut),
    minimumMinutes: whole(draft.minimumMinutes),
  };
  return {
    hours: draft.always
      ? null
      : {
          timeZone: partner?.hours?.timeZone ?? null,
          weekly: draft.week.map((o) => ({ day: o.day, opens: `${o.opens}:00`, closes: `${o.closes}:00` })),
        },
    maxOpenEscalations: whole(draft.maxOpenEscalations),
    rates: Object.values(rates).every((value) => value === null) ? null : rates,
  };
}

/** When they work, how much they take at a time, and what it costs: the routing and the budgets reckon with these. */
export function TermsFields({ value, onChange }: { value: TermsDraft; onChange: (next: TermsDraft) => void }) {
  const set = (change: Partial<TermsDraft>) => onChange({ ...value, ...change });
  return (
    <>
      <fieldset className="group">
        <legend>Working hours</legend>
        <Radio.Group
          aria-label="Working hours"
          value={value.always ? "always" : "hours"}
          onChange={(next) => set({ always: next === "always" })}
        >
          <div className="row" style={{ gap: 20 }}>
            <Radio value="always" label="Always" />
            <Radio value="hours" label="Set hours" />
          </div>
        </Radio.Group>
        {!value.always && <Week value={value.week} onChange={(week) => set({ week })} />}
        <NumberInput
          label="Maximum open escalations"
          description="Leave empty for no limit."
          min={1}
          max={10000}
          hideControls
          value={value.maxOpenEscalations}
          onChange={(maxOpenEscalations) => set({ maxOpenEscalations })}
        />
      </fieldset>
      <fieldset className="group">
        <legend>Rate card</legend>
        <div className="two">
          {(
            [
              ["hourly", "Pounds per hour"],
              ["callOut", "Pounds per call-out"],
            ] as const
          ).map(([name, title]) => (
            <NumberInput
              key={name}
              label={title}
              prefix="£"
              decimalScale={2}
              min={0}
              max={100000}
              hideControls
              value={value[name]}
              onChange={(next) => set({ [name]: next })}
            />
          ))}
          <NumberInput
            label="Minimum minutes"
            description="Charged when the work took less."
            min={0}
            max={1440}
            hideControls
            value={value.minimumMinutes}
            onChange={(minimumMinutes) => set({ minimumMinutes })}
          />
        </div>
      </fieldset>
    </>
  );
}
