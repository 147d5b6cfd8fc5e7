import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { alertActions } from "../../api/alertApi";
import type { Schemas } from "../../api/schemas";
import { count, label } from "../../ui/format";
import { ErrorPanel } from "../../ui/parts";

/** What the rule in the form would have done in the last 30 days. */
export function DryRun({ body }: { body: () => Omit<Schemas["DryRunRule"], "days"> }) {
  const run = useMutation({ mutationFn: () => alertActions.dryRun({ ...body(), days: 30 }) });
  const data = run.data;
  return (
    <section className="card stack tight" aria-label="Dry run">
      <div className="actions">
        <Button size="sm" variant="default" loading={run.isPending} onClick={() => run.mutate()}>
          Try it on the last 30 days
        </Button>
      </div>
      {run.error && <ErrorPanel error={run.error} />}
      {data && (
        <>
          <p role="status">
            It fits {count(data.matched, "alert")} of {data.looked}.{" "}
            {data.moreTickets > 0 && `It would have opened ${count(data.moreTickets, "more ticket")}. `}
            {data.fewerTickets > 0 && `It would have saved ${count(data.fewerTickets, "ticket")}. `}
            {data.severityChanged > 0 && `It would have changed the severity of ${data.severityChanged}. `}
            {data.escalated > 0 && `It would have sent ${data.escalated} to a partner. `}
            {data.moreCases > 0 && `It would have opened ${count(data.moreCases, "case")}. `}
            {data.moreMails > 0 && `It would have sent emails about ${data.moreMails}. `}
            Tickets in all: {data.ticketsThen} instead of {data.ticketsNow}.
          </p>
          <ul className="plain small">
            {data.sample.slice(0, 8).map((item) => (
              <li key={item.id}>
                <Link to="/alerts/$alert" params={{ alert: item.id }}>
                  {item.title}
                </Link>{" "}
                <span className="muted">
                  {item.schoolName ?? "School not known"} · {label(item.severityNow)}
                  {item.severityThen !== item.severityNow && ` → ${label(item.severityThen)}`} ·{" "}
                  {item.ticketThen ? "ticket" : "no ticket"}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
