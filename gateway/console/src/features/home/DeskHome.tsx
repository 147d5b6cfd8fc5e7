import { Link } from "@tanstack/react-router";
import type { Ticket } from "../../api/schemas";
import { useScope, useSession } from "../../app/session";
import { Icon } from "../../ui/Icon";
import { LinkButton } from "../../ui/LinkButton";
import { Empty, PageHead } from "../../ui/parts";
import { CyberCases } from "./CyberCases";
import { TicketLines } from "./TicketLines";

const running = (ticket: Ticket) => ticket.resolution.state === "running";
const answered = (ticket: Ticket) =>
  !!ticket.escalation && ticket.escalation.status !== "sent" && ticket.escalation.status !== "requested";

export default function DeskHome() {
  const session = useSession();
  const { schoolId, school } = useScope();
  return (
    <div className="page">
      <PageHead title={school ? school.name : `Hello ${session.person.name.split(" ")[0]}`}>
        <LinkButton to="/tickets/new" leftSection={<Icon name="plus" size={16} />}>
          New ticket
        </LinkButton>
      </PageHead>
      <div className="two">
        <section className="card" aria-labelledby="queue">
          <h2 id="queue">My queue</h2>
          <TicketLines
            query={{ assigneeId: "me", status: "active", schoolId, sort: "priority", limit: 12 }}
            empty={
              <Empty title="Your queue is empty" text="Pick up an unassigned ticket.">
                <Link to="/tickets" search={{ assignee: "none" } as never}>
                  Unassigned tickets
                </Link>
              </Empty>
            }
          />
        </section>
        <div className="stack">
          <CyberCases />
          <section className="card" aria-labelledby="next">
            <h2 id="next">Next to breach</h2>
            <TicketLines
              query={{ status: "active", schoolId, sort: "resolutionDueAt", limit: 12 }}
              keep={running}
              empty={
                <Empty
                  title="Nothing is close to breaching"
                  text="Tickets close to their target appear here, the most urgent first."
                />
              }
            />
          </section>
          <section className="card" aria-labelledby="answers">
            <h2 id="answers">Partner replies</h2>
            <TicketLines
              query={{ status: "waiting_partner", schoolId, sort: "-createdAt", limit: 12 }}
              show="partner"
              keep={answered}
              empty={
                <Empty
                  title="No replies waiting"
                  text="When a partner acknowledges, asks a question or declines, it appears here."
                />
              }
            />
          </section>
        </div>
      </div>
    </div>
  );
}
