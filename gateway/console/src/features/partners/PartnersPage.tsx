import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { partnerQueries } from "../../api/partnerApi";
import type { Partner } from "../../api/schemas";
import { useSession } from "../../app/session";
import { StateBadge, When } from "../../ui/Badges";
import { count, label } from "../../ui/format";
import { Icon } from "../../ui/Icon";
import { LinkButton } from "../../ui/LinkButton";
import { type Column, List } from "../../ui/List";
import { Empty, PageHead } from "../../ui/parts";
import { isManager } from "../../ui/permissions";
import { useAreas } from "../../ui/pickers";
import { SearchField } from "../../ui/SearchField";

const route = getRouteApi("/shell/partners");

export default function PartnersPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const session = useSession();
  const areas = useAreas();
  const areaText = (partner: Partner) =>
    partner.areas.map((a) => areas.find((x) => x.area === a)?.label ?? label(a)).join(", ");
  const query = { q: search.q, status: search.status };
  const partners = useInfiniteQuery(partnerQueries.partners(query));
  const columns: Column<Partner>[] = [
    {
      head: "Partner",
      cell: (p) => (
        <>
          <Link to="/partners/$partner" params={{ partner: p.id }} className="row-link">
            {p.name}
          </Link>
          <div className="folded small">
            <StateBadge state={p.status} />
            <span>{areaText(p)}</span>
            {p.openEscalations > 0 && <span>{count(p.openEscalations, "open escalation")}</span>}
          </div>
        </>
      ),
    },
    { head: "Areas", fold: true, cell: areaText },
    { head: "State", fold: true, cell: (p) => <StateBadge state={p.status} /> },
    { head: "Open escalations", fold: true, right: true, cell: (p) => p.openEscalations },
    {
      head: "Agreement until",
      fold: true,
      cell: (p) => (p.agreement ? p.agreement.endsOn ? <When at={p.agreement.endsOn} dayOnly /> : "no expiry" : "none"),
    },
  ];
  return (
    <div className="page">
      <PageHead title="Partners">
        <LinkButton to="/partners/escalations" variant="default" size="sm">
          Escalations
        </LinkButton>
        <LinkButton to="/partners/areas" variant="default" size="sm">
          Areas
        </LinkButton>
        <LinkButton to="/partners/budgets" variant="default" size="sm">
          Budgets
        </LinkButton>
        {isManager(session) && (
          <LinkButton to="/partners/new" size="sm" leftSection={<Icon name="plus" size={16} />}>
            New partner
          </LinkButton>
        )}
      </PageHead>
      <search className="filters">
        <SearchField
          label="Search partners"
          value={search.q ?? ""}
          onChange={(text) => navigate({ to: ".", search: (old) => ({ ...old, q: text }), replace: true })}
        />
      </search>
      <List
        name="Partners"
        columns={columns}
        query={partners}
        listKey={JSON.stringify(query)}
        empty={
          <Empty
            title={search.q ? "No matching partner" : "No partners yet"}
            text="A partner is a company that helps when the team cannot solve a problem. Record its areas of expertise and where its system receives escalations."
          />
        }
      />
    </div>
  );
}
