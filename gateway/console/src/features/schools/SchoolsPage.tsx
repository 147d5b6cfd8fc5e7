import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { School } from "../../api/schemas";
import { trustQueries } from "../../api/trustApi";
import { useSession } from "../../app/session";
import { StateBadge, When } from "../../ui/Badges";
import { label, number } from "../../ui/format";
import { LinkButton } from "../../ui/LinkButton";
import { type Column, List } from "../../ui/List";
import { Empty, PageHead } from "../../ui/parts";
import { isManager } from "../../ui/permissions";
import { FilterSelect } from "../../ui/pickers";
import { SearchField } from "../../ui/SearchField";

const route = getRouteApi("/shell/schools");
export const phases = [
  "nursery",
  "primary",
  "middle_deemed_primary",
  "secondary",
  "middle_deemed_secondary",
  "all_through",
  "sixteen_plus",
  "not_applicable",
];

const columns: Column<School>[] = [
  {
    head: "School",
    cell: (s) => (
      <>
        <Link to="/schools/$school" params={{ school: s.id }} className="row-link">
          {s.name}
        </Link>
        <div className="folded small">
          <StateBadge state={s.status} />
          <span>URN {s.urn}</span>
          <span>{label(s.phase)}</span>
        </div>
      </>
    ),
  },
  { head: "URN", fold: true, cell: (s) => s.urn },
  { head: "Phase", fold: true, cell: (s) => label(s.phase) },
  { head: "State", fold: true, cell: (s) => <StateBadge state={s.status} /> },
  { head: "Town", fold: true, cell: (s) => s.address?.town },
  { head: "Pupils", fold: true, right: true, cell: (s) => number(s.pupils) },
  { head: "Changed", fold: true, cell: (s) => <When at={s.updatedAt} /> },
];

export default function SchoolsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const session = useSession();
  const query = { q: search.q, phase: search.phase, status: search.status, sort: "name" };
  const schools = useInfiniteQuery(trustQueries.schools(query));
  const set = (change: Partial<typeof search>) =>
    navigate({ to: ".", search: (old) => ({ ...old, ...change }), replace: true });
  return (
    <div className="page">
      <PageHead title="Schools">
        {isManager(session) && (
          <>
            <LinkButton to="/schools/import" size="sm">
              Import from GIAS
            </LinkButton>
            <LinkButton to="/schools/new" size="sm" variant="default">
              New school
            </LinkButton>
          </>
        )}
      </PageHead>
      <search className="filters">
        <SearchField label="Search schools" value={search.q ?? ""} onChange={(text) => set({ q: text })} />
        <FilterSelect
          label="Phase"
          value={search.phase}
          onChange={(phase) => set({ phase })}
          data={[{ value: "", label: "Any" }, ...phases.map((p) => ({ value: p, label: label(p) }))]}
        />
      </search>
      <List
        name="Schools"
        columns={columns}
        query={schools}
        listKey={JSON.stringify(query)}
        empty={
          <Empty
            title="No schools to show"
            text="Import the trust's schools from GIAS (Get Information About Schools): choose the file and the trust's number."
          >
            {isManager(session) && <Link to="/schools/import">Import from GIAS</Link>}
          </Empty>
        }
      />
    </div>
  );
}
