import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { Person } from "../../api/schemas";
import { trustQueries } from "../../api/trustApi";
import { useScope, useSession } from "../../app/session";
import { StateBadge, When } from "../../ui/Badges";
import { grantText } from "../../ui/Grants";
import { Icon } from "../../ui/Icon";
import { LinkButton } from "../../ui/LinkButton";
import { type Column, List } from "../../ui/List";
import { Empty, PageHead } from "../../ui/parts";
import { SearchField } from "../../ui/SearchField";

const route = getRouteApi("/shell/people");

export default function PeoplePage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const session = useSession();
  const { schoolId } = useScope();
  const query = { q: search.q, schoolId };
  const people = useInfiniteQuery(trustQueries.people(query));
  const grants = (p: Person) => p.grants.map((g) => grantText(g, session.schools)).join("; ");
  const columns: Column<Person>[] = [
    {
      head: "Person",
      cell: (p) => (
        <>
          <Link to="/people/$person" params={{ person: p.id }} className="row-link">
            {p.name}
          </Link>
          <div className="small muted">{p.email}</div>
          <div className="folded small">
            <span>{p.jobTitle}</span>
            <span>{grants(p)}</span>
            {!p.active && <StateBadge state="disabled" text="Disabled" />}
          </div>
        </>
      ),
    },
    { head: "Job", fold: true, cell: (p) => p.jobTitle },
    { head: "Roles", fold: true, cell: grants },
    {
      head: "State",
      fold: true,
      cell: (p) => <StateBadge state={p.active ? "active" : "disabled"} text={p.active ? "Active" : "Disabled"} />,
    },
    { head: "Last sign-in", fold: true, cell: (p) => (p.lastSignInAt ? <When at={p.lastSignInAt} /> : "never") },
  ];
  return (
    <div className="page">
      <PageHead title="People">
        <LinkButton to="/people/skills" variant="default" size="sm">
          Skills
        </LinkButton>
        <LinkButton to="/people/new" size="sm" leftSection={<Icon name="plus" size={16} />}>
          New person
        </LinkButton>
      </PageHead>
      <search className="filters">
        <SearchField
          label="Search people"
          value={search.q ?? ""}
          onChange={(text) => navigate({ to: ".", search: (old) => ({ ...old, q: text }), replace: true })}
        />
      </search>
      <List
        name="People"
        columns={columns}
        query={people}
        listKey={JSON.stringify(query)}
        empty={
          <Empty title="No one found" text="Search takes names and emails. Add a person to give them a sign-in." />
        }
      />
    </div>
  );
}
