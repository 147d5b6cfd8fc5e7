import { SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { insightsQueries } from "../../api/insightsApi";
import { useScope } from "../../app/session";
import { day, number } from "../../ui/format";
import { Empty, Lines, Loaded, PageHead } from "../../ui/parts";
import { series } from "./series";

const TrendChart = lazy(() => import("./TrendChart"));
const route = getRouteApi("/shell/reports");

export default function ReportsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { schoolId, school } = useScope();
  const days = ["7", "30", "90"].includes(search.days ?? "") ? Number(search.days) : 30;
  const trends = useQuery(insightsQueries.trends(days, schoolId));
  return (
    <div className="page">
      <PageHead title={school ? `Reports for ${school.name}` : "Reports"}>
        <SegmentedControl
          aria-label="Period"
          value={String(days)}
          onChange={(next) =>
            navigate({ to: ".", search: (old) => ({ ...old, days: next === "30" ? undefined : next }), replace: true })
          }
          data={[
            { value: "7", label: "7 days" },
            { value: "30", label: "30 days" },
            { value: "90", label: "90 days" },
          ]}
          transitionDuration={0}
        />
      </PageHead>
      <Loaded query={trends} rows={10}>
        {({ items }) =>
          items.length === 0 ? (
            <div className="card">
              <Empty title="No figures yet" text="Figures begin with the first ticket." />
            </div>
          ) : (
            <div className="stack">
              <div className="tiles">
                {[
                  ...series,
                  { key: "alerts" as const, name: "Alerts" },
                  { key: "escalated" as const, name: "Escalated" },
                ].map(({ key, name }) => (
                  <div key={key} className="tile">
                    <span className="small muted">{name}</span>
                    <b>{number(items.reduce((sum, item) => sum + item[key], 0))}</b>
                  </div>
                ))}
              </div>
              <section className="card" aria-labelledby="chart">
                <h2 id="chart">Tickets by day</h2>
                <Suspense fallback={<Lines rows={8} />}>
                  <TrendChart items={items} />
                </Suspense>
              </section>
              <section aria-labelledby="table">
                <h2 id="table" style={{ marginBottom: 8 }}>
                  The figures
                </h2>
                <div className="card scroll-x" style={{ padding: 0 }}>
                  <table className="overview" aria-label="Tickets by day">
                    <thead>
                      <tr>
                        {["Day", "Opened", "Resolved", "Late", "Alerts", "Escalated"].map((head) => (
                          <th key={head} scope="col">
                            {head}
                          </th>
                        ))}
                      </tr>
                    </thead>
                    <tbody>
                      {[...items].reverse().map((item) => (
                        <tr key={item.day}>
                          <th scope="row" style={{ padding: "6px 10px" }}>
                            {day(item.day)}
                          </th>
                          {(["opened", "resolved", "breached", "alerts", "escalated"] as const).map((key) => (
                            <td key={key} style={{ padding: "6px 10px" }}>
                              {number(item[key])}
                            </td>
                          ))}
                        </tr>
                      ))}
                    </tbody>
                  </table>
                </div>
              </section>
            </div>
          )
        }
      </Loaded>
    </div>
  );
}
