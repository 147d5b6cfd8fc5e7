import { Button, Checkbox } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Outlet, useParams } from "@tanstack/react-router";
import { ticketQueries } from "../../api/ticketApi";
import { useScope, useSession } from "../../app/session";
import { Icon } from "../../ui/Icon";
import { LinkButton } from "../../ui/LinkButton";
import { List } from "../../ui/List";
import { Empty, PageHead } from "../../ui/parts";
import { isDesk, isOnlyStaff } from "../../ui/permissions";
import { FilterSelect } from "../../ui/pickers";
import { SearchField } from "../../ui/SearchField";
import { ticketColumns } from "./ticketColumns";
import { isFiltered, type TicketSearch, ticketQuery } from "./ticketSearch";

const route = getRouteApi("/shell/tickets");

export default function TicketsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const session = useSession();
  const { schoolId, school } = useScope();
  const { ticket: openTicket } = useParams({ strict: false }) as { ticket?: string };
  const mine = isOnlyStaff(session);
  const query = ticketQuery(search, schoolId, mine);
  const tickets = useInfiniteQuery(ticketQueries.tickets(query));
  const desk = useQuery({ ...ticketQueries.deskPeople(), enabled: isDesk(session) });
  const set = (change: Partial<TicketSearch>) =>
    navigate({ to: ".", search: (old) => ({ ...old, ...change }), replace: true, resetScroll: false });
  const clear = () => navigate({ to: "/tickets", search: { school: search.school } as never, replace: true });

  return (
    <div className={`split${openTicket ? " open" : ""}`}>
      <section className="split-list" aria-label="List of tickets">
        <div className="page">
          <PageHead title={mine ? "My tickets" : "Tickets"} level={openTicket ? 2 : 1}>
            <LinkButton to="/tickets/new" size="sm" leftSection={<Icon name="plus" size={16} />}>
              {mine ? "Report a problem" : "New ticket"}
            </LinkButton>
          </PageHead>
          <search className="filters">
            <SearchField label="Search tickets" value={search.q ?? ""} onChange={(text) => set({ q: text })} />
            <FilterSelect
              label="Status"
              value={search.status ?? (mine ? "all" : "active")}
              onChange={(status) => set({ status: status === (mine ? "all" : "active") ? undefined : status })}
              data={[
                { value: "active", label: "Needs work" },
                { value: "new", label: "New" },
                { value: "open", label: "Open" },
                { value: "waiting_requester", label: "Waiting for requester" },
                { value: "waiting_partner", label: "With partner" },
                { value: "resolved", label: "Resolved" },
                { value: "closed", label: "Closed" },
                { value: "all", label: "All" },
              ]}
            />
            {!mine && (
              <>
                <div className="pick only-alone">
                  <FilterSelect
                    label="Priority"
                    value={search.priority}
                    onChange={(priority) => set({ priority })}
                    data={[
                      { value: "", label: "Any" },
                      { value: "critical", label: "Critical" },
                      { value: "high", label: "High" },
                      { value: "medium", label: "Medium" },
                      { value: "low", label: "Low" },
                    ]}
                  />
                </div>
                <div className="pick only-alone">
                  <FilterSelect
                    label="Assigned to"
                    value={search.assignee}
                    onChange={(assignee) => set({ assignee })}
                    data={[
                      { value: "", label: "Anyone" },
                      { value: "me", label: "Me" },
                      { value: "none", label: "Unassigned" },
                      ...(desk.data?.items ?? []).map((person) => ({ value: person.id, label: person.name })),
                    ]}
                  />
                </div>
                <div className="pick only-alone">
                  <FilterSelect
                    label="Order"
                    value={search.sort ?? "-createdAt"}
                    onChange={(sort) => set({ sort: sort === "-createdAt" ? undefined : sort })}
                    data={[
                      { value: "-createdAt", label: "Newest first" },
                      { value: "createdAt", label: "Oldest first" },
                      { value: "resolutionDueAt", label: "Due first" },
                      { value: "priority", label: "Most urgent first" },
                    ]}
                  />
                </div>
                <Checkbox
                  className="only-alone"
                  label="Breached only"
                  checked={search.breached === "true"}
                  onChange={(event) => set({ breached: event.currentTarget.checked ? "true" : undefined })}
                  my={8}
                />
              </>
            )}
            {isFiltered(search) && (
              <Button variant="subtle" size="sm" onClick={clear}>
                Clear filters
              </Button>
            )}
          </search>
          <List
            name="Tickets"
            columns={ticketColumns(mine)}
            query={tickets}
            listKey={JSON.stringify(query)}
            rowNoun="new ticket"
            empty={
              isFiltered(search) ? (
                <Empty title="No matching tickets" text="Try removing a filter.">
                  <Button variant="default" onClick={clear}>
                    Show all that need work
                  </Button>
                </Empty>
              ) : (
                <Empty
                  title={
                    mine ? "You have not reported anything" : `Nothing needs work${school ? ` at ${school.name}` : ""}`
                  }
                  text={
                    mine
                      ? "When something does not work, say so in a few words. You can follow here what happens with it."
                      : "New reports appear here automatically. To see older ones, choose another status."
                  }
                >
                  <LinkButton to="/tickets/new">Report a problem</LinkButton>
                </Empty>
              )
            }
          />
        </div>
      </section>
      {openTicket && (
        <section className="split-detail" aria-label="Ticket">
          <Outlet />
        </section>
      )}
    </div>
  );
}
