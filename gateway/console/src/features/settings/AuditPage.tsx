import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { auditQuery } from "../../api/auditApi";
import type { AuditEntry, AuditLogPath } from "../../api/schemas";
import { When } from "../../ui/Badges";
import { label } from "../../ui/format";
import { type Column, List } from "../../ui/List";
import { Empty, PageHead } from "../../ui/parts";
import { FilterSelect } from "../../ui/pickers";
import { SettingsNav } from "./SettingsNav";

const route = getRouteApi("/shell/settings/audit");
const logs: Record<string, AuditLogPath> = {
  trust: "/api/trust/audit",
  tickets: "/api/tickets/audit",
  assets: "/api/assets/audit",
  alerts: "/api/alerts/audit",
  partners: "/api/partners/audit",
};

const columns: Column<AuditEntry>[] = [
  {
    head: "What",
    cell: (e) => (
      <>
        {label(e.action)} · {label(e.subjectKind)}
        {e.changes !== null && e.changes !== undefined && (
          <details className="small">
            <summary>Changes</summary>
            <pre className="code">{JSON.stringify(e.changes, null, 2)}</pre>
          </details>
        )}
        <div className="folded small">
          <span>{e.actor}</span>
          <When at={e.at} />
        </div>
      </>
    ),
  },
  { head: "Who", fold: true, cell: (e) => e.actor },
  { head: "From where", fold: true, cell: (e) => e.ip },
  { head: "When", fold: true, cell: (e) => <When at={e.at} /> },
];

export default function AuditPage() {
  const { service = "trust" } = route.useSearch();
  const navigate = route.useNavigate();
  const entries = useInfiniteQuery(auditQuery(logs[service] ?? "/api/trust/audit"));
  return (
    <div className="page">
      <PageHead title="Audit log" />
      <SettingsNav />
      <search className="filters">
        <FilterSelect
          label="Part"
          value={service}
          onChange={(next) =>
            navigate({
              to: ".",
              search: (old) => ({ ...old, service: next === "trust" ? undefined : next }),
              replace: true,
            })
          }
          data={Object.keys(logs).map((s) => ({ value: s, label: s === "trust" ? "People and schools" : label(s) }))}
        />
      </search>
      <List
        name="Audit log"
        columns={columns}
        query={entries}
        listKey={service}
        empty={<Empty title="Nothing yet" text="Every change is recorded here: who, what, when and from where." />}
      />
    </div>
  );
}
