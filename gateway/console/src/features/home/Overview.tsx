import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { insightsQueries } from "../../api/insightsApi";
import type { Cell, Overview } from "../../api/schemas";
import { useScope, useSession } from "../../app/session";
import { When } from "../../ui/Badges";
import { count, label, number } from "../../ui/format";
import { Icon } from "../../ui/Icon";
import { LinkButton } from "../../ui/LinkButton";
import { Empty, Loaded, PageHead } from "../../ui/parts";
import { isDesk } from "../../ui/permissions";
import { CyberCases } from "./CyberCases";
import { TicketLines } from "./TicketLines";

type Tone = "breach" | "warning" | "waiting" | "";

interface Concern {
  id: string;
  head: string;
  /** What a screen reader hears with the figure. */
  words: (n: number) => string;
  value: (cell: Cell) => number;
  tone: (cell: Cell) => Tone;
  to: string;
  search: Record<string, string>;
  deskOnly?: boolean;
}

const serious = (cell: Cell) => cell.alertsOpen.critical + cell.alertsOpen.high;
const allAlerts = (cell: Cell) => serious(cell) + cell.alertsOpen.medium + cell.alertsOpen.low + cell.alertsOpen.other;

const concerns: Concern[] = [
  {
    id: "open",
    head: "Tickets open",
    words: (n) => `${count(n, "ticket")} open`,
    value: (c) => c.ticketsOpen,
    tone: () => "",
    to: "/tickets",
    search: {},
  },
  {
    id: "late",
    head: "Late",
    words: (n) => `${count(n, "ticket")} late`,
    value: (c) => c.ticketsBreached,
    tone: (c) => (c.ticketsBreached ? "breach" : ""),
    to: "/tickets",
    search: { breached: "true" },
  },
  {
    id: "soon",
    head: "Due soon",
    words: (n) => `${count(n, "ticket")} due soon`,
    value: (c) => c.ticketsDueSoon,
    tone: (c) => (c.ticketsDueSoon ? "warning" : ""),
    to: "/tickets",
    search: { sort: "resolutionDueAt" },
  },
  {
    id: "critical",
    head: "Critical",
    words: (n) => `${count(n, "critical ticket")}`,
    value: (c) => c.ticketsCritical,
    tone: (c) => (c.ticketsCritical ? "breach" : ""),
    to: "/tickets",
    search: { priority: "critical" },
  },
  {
    id: "alerts",
    head: "Alerts",
    words: (n) => `${count(n, "open alert")}`,
    value: allAlerts,
    tone: (c) => (c.alertsOpen.critical ? "breach" : c.alertsOpen.high ? "warning" : ""),
    to: "/alerts",
    search: {},
  },
  {
    id: "partners",
    head: "With partners",
    words: (n) => `${count(n, "escalation")} with partners`,
    value: (c) => c.escalationsOpen,
    tone: (c) => (c.escalationsUnroutable ? "breach" : c.escalationsOpen ? "waiting" : ""),
    to: "/partners/escalations",
    search: {},
    deskOnly: true,
  },
  {
    id: "life",
    head: "Past end of life",
    words: (n) => `${count(n, "asset")} past end of life`,
    value: (c) => c.assetsPastLife,
    tone: (c) => (c.assets && c.assetsPastLife / c.assets > 0.25 ? "warning" : ""),
    to: "/assets",
    search: { sort: "endOfLifeOn" },
  },
  {
    id: "warranty",
    head: "Out of warranty",
    words: (n) => `${count(n, "asset")} out of warranty`,
    value: (c) => c.assetsOutOfWarranty,
    tone: () => "",
    to: "/assets",
    search: {},
  },
];

function Figure({
  concern,
  cell,
  urn,
  schoolName,
  drill,
}: {
  concern: Concern;
  cell: Cell;
  urn?: string;
  schoolName: string;
  drill: boolean;
}) {
  const n = concern.value(cell);
  const tone = concern.tone(cell);
  const className = `figure ${n === 0 ? "zero" : ""} ${tone ? `t-${tone}` : ""}`;
  if (!drill) return <span className={className}>{number(n)}</span>;
  return (
    <Link
      to={concern.to as never}
      search={{ ...concern.search, school: urn } as never}
      className={className}
      title={`${schoolName}: ${concern.words(n)}`}
      aria-label={`${schoolName}: ${concern.words(n)}`}
    >
      <span>
        {tone === "breach" && <span aria-hidden="true">▲ </span>}
        {tone === "warning" && <span aria-hidden="true">◆ </span>}
        {number(n)}
      </span>
    </Link>
  );
}

const bands: Record<string, string> = {
  under_1: "Under 1 year",
  "1_to_3": "1 to 3 years",
  "3_to_5": "3 to 5 years",
  over_5: "Over 5 years",
  unknown: "Not known",
};

function Bars({ name, rows }: { name: string; rows: [string, number][] }) {
  const most = Math.max(1, ...rows.map(([, n]) => n));
  return (
    <table className="list" aria-label={name}>
      <thead className="hide">
        <tr>
          <th scope="col">Group</th>
          <th scope="col">Count</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([what, n]) => (
          <tr key={what}>
            <td>
              {what}
              <div className="meter t-info" aria-hidden="true">
                <i style={{ width: `${(n / most) * 100}%` }} />
              </div>
            </td>
            <td className="right">{number(n)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type Order = { by: string; down: boolean };

export default function OverviewPage({ approvals }: { approvals: boolean }) {
  const session = useSession();
  const { schoolId, school } = useScope();
  const overview = useQuery({ ...insightsQueries.overview(schoolId), refetchInterval: 60_000 });
  const desk = isDesk(session) || session.roles.includes("executive");
  const shown = concerns.filter((concern) => desk || !concern.deskOnly);
  const only = session.schools.length === 1 ? session.schools[0] : undefined;
  const title = school?.name ?? (approvals && only ? only.name : "Overview");
  return (
    <div className="page">
      <PageHead
        title={title}
        beside={
          overview.data && (
            <span className={`small ${Date.now() - Date.parse(overview.data.asOf) > 10 * 60_000 ? "stale" : "muted"}`}>
              figures as of <When at={overview.data.asOf} />
            </span>
          )
        }
      >
        <LinkButton to="/tickets/new" leftSection={<Icon name="plus" size={16} />}>
          Report a problem
        </LinkButton>
      </PageHead>
      <Loaded query={overview} rows={12}>
        {(data) => (
          <PaneBody
            data={data}
            shown={shown}
            urnOfScope={school ? String(school.urn) : undefined}
            approvals={approvals}
            single={!!school || !!only}
          />
        )}
      </Loaded>
    </div>
  );
}

function PaneBody({
  data,
  shown,
  urnOfScope,
  approvals,
  single,
}: {
  data: Overview;
  shown: Concern[];
  urnOfScope?: string;
  approvals: boolean;
  single: boolean;
}) {
  const session = useSession();
  const [order, setOrder] = useState<Order>({ by: "late", down: true });
  const urns = useMemo(() => new Map(session.schools.map((s) => [s.id, String(s.urn)])), [session.schools]);
  const rows = useMemo(() => {
    const concern = concerns.find((c) => c.id === order.by);
    const sorted = [...data.schools].sort((a, b) =>
      concern
        ? concern.value(a.cells) - concern.value(b.cells) || b.name.localeCompare(a.name)
        : a.name.localeCompare(b.name),
    );
    return order.down ? sorted.reverse() : sorted;
  }, [data.schools, order]);
  const sortBy = (by: string) => setOrder((old) => ({ by, down: old.by === by ? !old.down : by !== "name" }));
  const sorted = (by: string) => (order.by === by ? (order.down ? "descending" : "ascending") : undefined);
  const total = data.totals;
  return (
    <div className="stack">
      <div className="tiles">
        {shown.map((concern) => {
          const tone = concern.tone(total);
          return (
            <Link
              key={concern.id}
              to={concern.to as never}
              search={{ ...concern.search, school: urnOfScope } as never}
              className="tile"
            >
              <span className="small muted">{concern.head}</span>
              <b className={tone ? `t-${tone}` : ""}>{number(concern.value(total))}</b>
            </Link>
          );
        })}
      </div>
      <CyberCases />
      {approvals && (
        <section className="card" aria-labelledby="school-tickets">
          <h2 id="school-tickets">Open at my school</h2>
          <TicketLines
            query={{ status: "active", sort: "-createdAt", limit: 10 }}
            show="status"
            empty={<Empty title="Nothing open" text="What your colleagues report appears here." />}
          />
        </section>
      )}
      {!single && (
        <section aria-labelledby="by-school">
          <h2 id="by-school" style={{ marginBottom: 8 }}>
            By school
          </h2>
          {data.schools.length === 0 ? (
            <div className="card">
              <Empty
                title="No schools yet"
                text="Import the trust's schools from GIAS (Get Information About Schools); each then has a row here."
              >
                <Link to="/schools/import">Import schools</Link>
              </Empty>
            </div>
          ) : (
            <>
              <div className="card scroll-x overview-box" style={{ padding: 0 }}>
                <table className="overview" aria-label="Schools by concern">
                  <thead>
                    <tr>
                      <th scope="col" aria-sort={sorted("name")}>
                        <Button
                          variant="subtle"
                          color="gray"
                          size="compact-sm"
                          onClick={() => sortBy("name")}
                          c="inherit"
                        >
                          School
                        </Button>
                      </th>
                      {shown.map((concern) => (
                        <th key={concern.id} scope="col" aria-sort={sorted(concern.id)}>
                          <Button
                            variant="subtle"
                            color="gray"
                            size="compact-sm"
                            onClick={() => sortBy(concern.id)}
                            c="inherit"
                          >
                            {concern.head}
                            {order.by === concern.id && <span aria-hidden="true">{order.down ? " ↓" : " ↑"}</span>}
                          </Button>
                        </th>
                      ))}
                    </tr>
                  </thead>
                  <tbody>
                    {rows.map((row) => (
                      <tr key={row.schoolId}>
                        <th scope="row">
                          <Link
                            to="/"
                            search={{ school: urns.get(row.schoolId) } as never}
                            className="figure"
                            style={{ textAlign: "left" }}
                          >
                            {row.name}
                          </Link>
                        </th>
                        {shown.map((concern) => (
                          <td key={concern.id}>
                            <Figure
                              concern={concern}
                              cell={row.cells}
                              urn={urns.get(row.schoolId)}
                              schoolName={row.name}
                              drill
                            />
                          </td>
                        ))}
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
              <ul className="plain school-cards">
                {rows.map((row) => {
                  const loud = shown.filter((concern) => concern.tone(row.cells) !== "");
                  return (
                    <li key={row.schoolId} className="card">
                      <Link to="/" search={{ school: urns.get(row.schoolId) } as never}>
                        <strong>{row.name}</strong>
                      </Link>
                      <div className="row small" style={{ marginTop: 4 }}>
                        <span className="muted">{count(row.cells.ticketsOpen, "open ticket")}</span>
                        {loud.map((concern) => (
                          <span key={concern.id} className={`badge soft t-${concern.tone(row.cells)}`}>
                            {concern.words(concern.value(row.cells))}
                          </span>
                        ))}
                      </div>
                    </li>
                  );
                })}
              </ul>
            </>
          )}
        </section>
      )}
      <div className="two">
        <section className="card" aria-labelledby="kinds">
          <h2 id="kinds">Assets by kind</h2>
          <Bars
            name="Assets by kind"
            rows={data.assetsByKind
              .map((k) => [label(k.kind), k.count] as [string, number])
              .sort((a, b) => b[1] - a[1])
              .slice(0, 8)}
          />
        </section>
        <section className="card" aria-labelledby="ages">
          <h2 id="ages">Assets by age</h2>
          <Bars name="Assets by age" rows={data.assetsByAge.map((a) => [bands[a.band] ?? label(a.band), a.count])} />
        </section>
      </div>
    </div>
  );
}
