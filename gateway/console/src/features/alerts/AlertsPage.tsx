import { Button, Checkbox } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, Outlet, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { alertQueries } from "../../api/alertApi";
import type { Alert } from "../../api/schemas";
import { useScope, useSession } from "../../app/session";
import { AlertStatusBadge, SeverityBadge, When } from "../../ui/Badges";
import { label } from "../../ui/format";
import { LinkButton } from "../../ui/LinkButton";
import { type Column, List } from "../../ui/List";
import { Empty, PageHead } from "../../ui/parts";
import { isDesk, isManager } from "../../ui/permissions";
import { FilterSelect } from "../../ui/pickers";
import { SearchField } from "../../ui/SearchField";
import { BulkActions } from "./BulkActions";

const route = getRouteApi("/shell/alerts");

const columnsOf = (chosen: string[], toggle: (id: string) => void, desk: boolean): Column<Alert>[] => [
  ...(desk
    ? [
        {
          head: "Selected",
          cell: (a: Alert) => (
            <Checkbox
              className="above"
              size="sm"
              aria-label={`Select ${a.title}`}
              checked={chosen.includes(a.id)}
              onChange={() => toggle(a.id)}
            />
          ),
        },
      ]
    : []),
  { head: "Severity", fold: true, cell: (a) => <SeverityBadge severity={a.severity} /> },
  {
    head: "Alert",
    cell: (a) => (
      <>
        <Link to="/alerts/$alert" params={{ alert: a.id }} search={true} className="row-link">
          {a.title}
        </Link>
        <div className="small muted fold">
          {[a.hostName, a.user, a.ip].filter(Boolean).join(" · ")}
          {a.count > 1 && (a.isStorm ? ` · ${a.count} different alerts` : ` · ${a.count} times`)}
          {a.muted && ` · suppressed: ${a.muted.why ?? a.muted.kind}`}
        </div>
        <div className="folded small">
          <SeverityBadge severity={a.severity} />
          <AlertStatusBadge status={a.status} />
          <span>{a.hostName}</span>
          <span>{a.schoolName ?? "School not known"}</span>
          <When at={a.lastSeenAt} />
        </div>
      </>
    ),
  },
  { head: "State", fold: true, cell: (a) => <AlertStatusBadge status={a.status} /> },
  { head: "School", fold: true, cell: (a) => a.schoolName ?? <span className="muted">Not known</span> },
  { head: "From", fold: true, cell: (a) => a.sourceName },
  {
    head: "Ticket",
    fold: true,
    cell: (a) =>
      a.ticketReference ? (
        <Link to="/tickets/$ticket" params={{ ticket: a.ticketReference }} className="above nowrap">
          {a.ticketReference}
        </Link>
      ) : null,
  },
  { head: "Last seen", fold: true, cell: (a) => <When at={a.lastSeenAt} /> },
];

export default function AlertsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const session = useSession();
  const { schoolId } = useScope();
  const { alert: open } = useParams({ strict: false }) as { alert?: string };
  const sources = useQuery({ ...alertQueries.sources(), enabled: isManager(session) });
  const query = {
    q: search.q,
    status: search.status === "all" ? undefined : (search.status ?? "new,acknowledged"),
    severity: search.severity,
    sourceId: search.source,
    unassigned: search.unassigned === "true" ? true : undefined,
    muted: search.muted === "true" ? true : search.muted === "false" ? false : undefined,
    stormId: search.storm,
    schoolId,
    sort: search.sort,
  };
  const alerts = useInfiniteQuery(alertQueries.alerts(query));
  const [chosen, setChosen] = useState<string[]>([]);
  const toggle = (id: string) =>
    setChosen((old) => (old.includes(id) ? old.filter((o) => o !== id) : old.length < 200 ? [...old, id] : old));
  useHotkeys([
    [
      "x",
      () => {
        // The row that j and k walked to, or the one that is open.
        const link = document.activeElement?.closest<HTMLAnchorElement>("a.row-link");
        const id = link?.pathname.split("/").pop() ?? open;
        if (id && isDesk(session)) toggle(id);
      },
    ],
  ]);
  const set = (change: Partial<typeof search>) =>
    navigate({ to: ".", search: (old) => ({ ...old, ...change }), replace: true, resetScroll: false });
  const filtered = !!(
    search.q ||
    search.severity ||
    search.source ||
    search.unassigned ||
    search.status ||
    search.muted ||
    search.storm
  );
  return (
    <div className={`split${open ? " open" : ""}`}>
      <section className="split-list" aria-label="List of alerts">
        <div className="page">
          <PageHead title="Alerts" level={open ? 2 : 1}>
            <LinkButton to="/alerts/cases" size="sm" variant="default">
              Cases
            </LinkButton>
            <LinkButton to="/alerts/silences" size="sm" variant="default">
              Silences
            </LinkButton>
            {isManager(session) && (
              <>
                <LinkButton to="/alerts/sources" size="sm" variant="default">
                  Sources
                </LinkButton>
                <LinkButton to="/alerts/rules" size="sm" variant="default">
                  Rules
                </LinkButton>
                <LinkButton to="/alerts/inhibitions" size="sm" variant="default">
                  Inhibitions and grouping
                </LinkButton>
              </>
            )}
          </PageHead>
          <search className="filters">
            <SearchField label="Search alerts" value={search.q ?? ""} onChange={(text) => set({ q: text })} />
            <FilterSelect
              label="State"
              value={search.status ?? "new,acknowledged"}
              onChange={(status) => set({ status: status === "new,acknowledged" ? undefined : status })}
              data={[
                { value: "new,acknowledged", label: "Open" },
                { value: "new", label: "New" },
                { value: "acknowledged", label: "Acknowledged" },
                { value: "resolved", label: "Resolved" },
                { value: "all", label: "All" },
              ]}
            />
            <FilterSelect
              label="Severity"
              value={search.severity}
              onChange={(severity) => set({ severity })}
              data={[
                { value: "", label: "Any" },
                ...["critical", "high", "medium", "low"].map((s) => ({ value: s, label: label(s) })),
              ]}
            />
            {isManager(session) && (
              <div className="pick only-alone">
                <FilterSelect
                  label="Source"
                  value={search.source}
                  onChange={(source) => set({ source })}
                  data={[
                    { value: "", label: "Any" },
                    ...(sources.data?.items ?? []).map((s) => ({ value: s.id, label: s.name })),
                  ]}
                />
              </div>
            )}
            {session.allSchools && (
              <Checkbox
                className="only-alone"
                my={8}
                label="School not known"
                checked={search.unassigned === "true"}
                onChange={(event) => set({ unassigned: event.currentTarget.checked ? "true" : undefined })}
              />
            )}
            <Checkbox
              className="only-alone"
              my={8}
              label="Hide suppressed"
              checked={search.muted === "false"}
              onChange={(event) => set({ muted: event.currentTarget.checked ? "false" : undefined })}
            />
            {filtered && (
              <Button
                variant="subtle"
                size="sm"
                onClick={() =>
                  set({
                    q: undefined,
                    severity: undefined,
                    source: undefined,
                    unassigned: undefined,
                    status: undefined,
                    muted: undefined,
                    storm: undefined,
                  })
                }
              >
                Clear filters
              </Button>
            )}
          </search>
          {isDesk(session) && (
            <BulkActions
              chosen={chosen}
              rows={alerts.data?.pages.flatMap((page) => page.items) ?? []}
              onDone={() => setChosen([])}
            />
          )}
          <List
            name="Alerts"
            columns={columnsOf(chosen, toggle, isDesk(session))}
            query={alerts}
            listKey={JSON.stringify(query)}
            rowNoun="new alert"
            empty={
              filtered ? (
                <Empty title="No matching alerts" text="Try removing a filter." />
              ) : (
                <Empty
                  title="No open alerts"
                  text="Security and monitoring tools post their alerts here. Connect one to begin."
                >
                  {isManager(session) && <Link to="/alerts/sources">Connect a tool</Link>}
                </Empty>
              )
            }
          />
        </div>
      </section>
      {open && (
        <section className="split-detail" aria-label="Alert">
          <Outlet />
        </section>
      )}
    </div>
  );
}
