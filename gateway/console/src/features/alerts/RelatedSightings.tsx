import { Button, NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { alertQueries } from "../../api/alertApi";
import { When } from "../../ui/Badges";
import { count, label } from "../../ui/format";
import { Loaded } from "../../ui/parts";

/** Is anyone else hit? One click looks for the alert's traces at every school. */
export function RelatedSightings({ id }: { id: string }) {
  const [asked, setAsked] = useState(false);
  const [days, setDays] = useState("90");
  const hits = useQuery({ ...alertQueries.elsewhere(id, Number(days)), enabled: asked });
  return (
    <section className="card" aria-label="Related sightings">
      <div className="spread">
        <h2>Related sightings</h2>
        {asked && (
          <NativeSelect
            aria-label="Period"
            size="xs"
            value={days}
            onChange={(event) => setDays(event.currentTarget.value)}
            data={[
              { value: "7", label: "7 days" },
              { value: "90", label: "90 days" },
              { value: "365", label: "1 year" },
              { value: "3650", label: "All time" },
            ]}
          />
        )}
      </div>
      {!asked ? (
        <Button size="sm" variant="light" onClick={() => setAsked(true)}>
          Search all schools
        </Button>
      ) : (
        <Loaded query={hits}>
          {(data) => (
            <div className="stack tight">
              <p role="status">
                {data.schoolsHit > 1
                  ? `${count(data.schoolsHit, "school")} have seen the same indicators.`
                  : "No other school has seen the same indicators."}
                {data.othersHidden && " Schools you do not have access to are not shown."}
              </p>
              {data.indicators.map((indicator) => (
                <div key={indicator.kind + indicator.value}>
                  <strong className="small">{label(indicator.kind)}</strong>{" "}
                  <code style={{ overflowWrap: "anywhere" }}>{indicator.value}</code>
                  <ul className="plain small">
                    {indicator.schools.map((school) => (
                      <li key={school.schoolId ?? "none"}>
                        <Link to="/alerts/$alert" params={{ alert: school.latestId }} search={true}>
                          {school.schoolName ?? "School not known"}
                        </Link>
                        : {count(school.alerts, "alert")}, {school.open} open, last <When at={school.lastSeenAt} />
                      </li>
                    ))}
                  </ul>
                </div>
              ))}
              {data.indicators.length === 0 && <p className="muted">This alert has no indicators to search for.</p>}
            </div>
          )}
        </Loaded>
      )}
    </section>
  );
}

/** Who decided what about it. */
export function AuditTrail({ id }: { id: string }) {
  const trail = useQuery(alertQueries.trail(id));
  if (!trail.data || trail.data.length === 0) return null;
  return (
    <section className="card" aria-label="Decisions">
      <h2>Decisions</h2>
      <ul className="plain small">
        {trail.data.map((entry) => (
          <li key={entry.at + entry.action}>
            <When at={entry.at} /> · {entry.actor}: {label(entry.action)}
            {whyOf(entry.details)}
          </li>
        ))}
      </ul>
    </section>
  );
}

function whyOf(details?: string | null) {
  try {
    const said = details && JSON.parse(details);
    const why = said && (said.why ?? said.note);
    return typeof why === "string" && why ? `, “${why}”` : "";
  } catch {
    return "";
  }
}
