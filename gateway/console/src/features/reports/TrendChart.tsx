import { CartesianGrid, Legend, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import type { TrendDay } from "../../api/schemas";
import { day } from "../../ui/format";
import { series } from "./series";

/** Lines differ by dash as well as by hue; the table below says the same in figures. */
export default function TrendChart({ items }: { items: TrendDay[] }) {
  return (
    <div style={{ height: 280 }} aria-hidden="true">
      <ResponsiveContainer width="100%" height="100%">
        <LineChart data={items} margin={{ top: 8, right: 12, bottom: 0, left: -20 }} accessibilityLayer={false}>
          <CartesianGrid stroke="var(--line)" vertical={false} />
          <XAxis
            dataKey="day"
            tickFormatter={(value: string) => day(value)}
            stroke="var(--muted)"
            fontSize={12}
            minTickGap={40}
          />
          <YAxis stroke="var(--muted)" fontSize={12} allowDecimals={false} />
          <Tooltip
            labelFormatter={(value) => day(String(value))}
            contentStyle={{
              background: "var(--surface)",
              border: "1px solid var(--line)",
              borderRadius: 8,
              color: "var(--ink)",
            }}
          />
          <Legend />
          {series.map(({ key, name, tone, dash }) => (
            <Line
              key={key}
              dataKey={key}
              name={name}
              stroke={tone}
              strokeWidth={2}
              strokeDasharray={dash}
              dot={false}
              isAnimationActive={false}
            />
          ))}
        </LineChart>
      </ResponsiveContainer>
    </div>
  );
}
