import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { caseQueries } from "../../api/caseApi";
import { useScope } from "../../app/session";
import { SeverityBadge } from "../../ui/Badges";
import { count } from "../../ui/format";
import { ErrorPanel } from "../../ui/parts";
import { CaseStatusBadge, ObligationBadge, schoolsOf, timeLeft } from "../cases";

const shown = 5;

/** Active cases, each with the notification that is due next. Renders nothing without one. */
export function CyberCases() {
  const { schoolId } = useScope();
  const cases = useQuery({ ...caseQueries.active(schoolId), refetchInterval: 60_000 });
  const items = cases.data?.items ?? [];
  const obligations = useQuery({
    ...caseQueries.openObligations(),
    refetchInterval: 60_000,
    enabled: items.length > 0,
  });
  // A clock that cannot be read is no clock that is not running.
  const failed = [cases, obligations].find((query) => query.error && !query.data);
  if (failed) return <ErrorPanel error={failed.error} onRetry={() => failed.refetch()} />;
  if (items.length === 0) return null;
  const due = (id: string) => obligations.data?.items.filter((d) => d.caseId === id) ?? [];
  // The clock that runs out first comes first; a case without one after those that have one.
  const first = (id: string) => Date.parse(due(id)[0]?.obligation.dueAt ?? "9999-12-31");
  const sorted = [...items].sort((a, b) => first(a.id) - first(b.id));
  return (
    <section className="card" aria-labelledby="cyber">
      <h2 id="cyber">Cyber cases</h2>
      <ul className="plain lines">
        {sorted.slice(0, shown).map((c) => {
          const [next, ...more] = due(c.id);
          return (
            <li key={c.id} className="spread">
              <span>
                <Link to="/alerts/cases/$case" params={{ case: c.reference }}>
                  {c.title}
                </Link>
                <span className="small muted" style={{ display: "block" }}>
                  {c.reference} · {schoolsOf(c)} · {c.ownerName ?? "Unassigned"}
                  {next &&
                    ` · ${next.obligation.name}${more.length > 0 ? ` and ${count(more.length, "other notification", "other notifications")}` : ""}`}
                </span>
              </span>
              <span className="row">
                <SeverityBadge severity={c.severity} />
                {next ? (
                  <ObligationBadge state={next.obligation.state} text={timeLeft(next.obligation.dueAt)} />
                ) : (
                  <CaseStatusBadge status={c.status} soft />
                )}
              </span>
            </li>
          );
        })}
      </ul>
      {(items.length > shown || cases.data?.next) && (
        <p className="small" style={{ marginTop: 8 }}>
          <Link to="/alerts/cases">All cases</Link>
        </p>
      )}
    </section>
  );
}
