import { Button } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, Outlet, useParams } from "@tanstack/react-router";
import { assetQueries } from "../../api/assetApi";
import type { Asset } from "../../api/schemas";
import { useScope, useSession } from "../../app/session";
import { StateBadge, When } from "../../ui/Badges";
import { label } from "../../ui/format";
import { Icon } from "../../ui/Icon";
import { LinkButton } from "../../ui/LinkButton";
import { type Column, List } from "../../ui/List";
import { Empty, PageHead } from "../../ui/parts";
import { isDesk, isOnlyStaff } from "../../ui/permissions";
import { FilterSelect } from "../../ui/pickers";
import { SearchField } from "../../ui/SearchField";

const route = getRouteApi("/shell/assets");

export default function AssetsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const session = useSession();
  const { schoolId } = useScope();
  const { asset: open } = useParams({ strict: false }) as { asset?: string };
  const kinds = useQuery(assetQueries.kinds()).data ?? [];
  const kindLabel = (kind: string) => kinds.find((k) => k.kind === kind)?.label ?? label(kind);
  const schoolName = (id: string) => session.schools.find((s) => s.id === id)?.name ?? "";
  const query = { q: search.q, kind: search.kind, status: search.status, schoolId, sort: search.sort };
  const assets = useInfiniteQuery(assetQueries.assets(query));
  const set = (change: Partial<typeof search>) =>
    navigate({ to: ".", search: (old) => ({ ...old, ...change }), replace: true, resetScroll: false });
  const filtered = !!(search.q || search.kind || search.status);
  const desk = isDesk(session);

  const columns: Column<Asset>[] = [
    {
      head: "Asset",
      cell: (a) => (
        <>
          <Link to="/assets/$asset" params={{ asset: a.tag || a.id }} search={true} className="row-link">
            {a.name}
          </Link>
          <div className="small muted fold">{[a.manufacturer, a.model].filter(Boolean).join(" ")}</div>
          <div className="folded small">
            <span>{a.tag}</span>
            <span>{kindLabel(a.kind)}</span>
            <StateBadge state={a.status} />
            <span>{schoolName(a.schoolId)}</span>
          </div>
        </>
      ),
    },
    { head: "Tag", fold: true, cell: (a) => <span className="nowrap">{a.tag}</span> },
    { head: "Kind", fold: true, cell: (a) => kindLabel(a.kind) },
    { head: "State", fold: true, cell: (a) => <StateBadge state={a.status} /> },
    { head: "School", fold: true, cell: (a) => schoolName(a.schoolId) },
    { head: "Where", fold: true, cell: (a) => a.holderName ?? a.location },
    { head: "Warranty ends", fold: true, cell: (a) => <When at={a.warrantyEndsOn} dayOnly /> },
  ];

  return (
    <div className={`split${open ? " open" : ""}`}>
      <section className="split-list" aria-label="List of assets">
        <div className="page">
          <PageHead title="Assets" level={open ? 2 : 1}>
            {!isOnlyStaff(session) && (
              <LinkButton to="/assets/software" size="sm" variant="default">
                Find software
              </LinkButton>
            )}
            {desk && (
              <>
                <LinkButton to="/assets/new" size="sm" leftSection={<Icon name="plus" size={16} />}>
                  New asset
                </LinkButton>
                <LinkButton to="/assets/import" size="sm" variant="default">
                  Import
                </LinkButton>
              </>
            )}
          </PageHead>
          <search className="filters">
            <SearchField label="Search assets" value={search.q ?? ""} onChange={(text) => set({ q: text })} />
            <FilterSelect
              label="Kind"
              value={search.kind}
              onChange={(kind) => set({ kind })}
              data={[{ value: "", label: "Any" }, ...kinds.map((k) => ({ value: k.kind, label: k.label }))]}
            />
            <FilterSelect
              label="State"
              value={search.status}
              onChange={(status) => set({ status })}
              data={[
                { value: "", label: "Any" },
                ...["in_use", "in_stock", "in_repair", "lost", "retired", "disposed"].map((s) => ({
                  value: s,
                  label: label(s),
                })),
              ]}
            />
            <div className="pick only-alone">
              <FilterSelect
                label="Order"
                value={search.sort}
                onChange={(sort) => set({ sort })}
                data={[
                  { value: "", label: "Default" },
                  { value: "tag", label: "By tag" },
                  { value: "name", label: "By name" },
                  { value: "-createdAt", label: "Newest first" },
                ]}
              />
            </div>
            {filtered && (
              <Button
                variant="subtle"
                size="sm"
                onClick={() => set({ q: undefined, kind: undefined, status: undefined })}
              >
                Clear filters
              </Button>
            )}
          </search>
          <List
            name="Assets"
            columns={columns}
            query={assets}
            listKey={JSON.stringify(query)}
            rowNoun="new asset"
            empty={
              filtered ? (
                <Empty
                  title="No matching assets"
                  text="Search takes tags, names, serial numbers, computer names and rooms."
                />
              ) : (
                <Empty
                  title="No assets yet"
                  text="Import what you have: an export from Intune, Google, Snipe-IT or GLPI, or any CSV. You see what would change before anything is saved."
                >
                  {desk && <LinkButton to="/assets/import">Import assets</LinkButton>}
                </Empty>
              )
            }
          />
        </div>
      </section>
      {open && (
        <section className="split-detail" aria-label="Asset">
          <Outlet />
        </section>
      )}
    </div>
  );
}
