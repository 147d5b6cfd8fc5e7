import { Link } from "@tanstack/react-router";
import { useSession } from "../../app/session";
import { Icon } from "../../ui/Icon";
import { Empty, PageHead } from "../../ui/parts";
import { TicketLines } from "./TicketLines";

export default function StaffHome() {
  const session = useSession();
  return (
    <div className="page narrow">
      <PageHead title={`Hello ${session.person.name.split(" ")[0]}`} />
      <div className="stack">
        <Link to="/tickets/new" className="big-action">
          <Icon name="plus" size={32} />
          <span>
            Report a problem
            <small aria-hidden="true">A few words are enough</small>
          </span>
        </Link>
        <section className="card" aria-labelledby="mine">
          <h2 id="mine">My tickets</h2>
          <TicketLines
            query={{ requesterId: "me", sort: "-createdAt", limit: 10 }}
            show="status"
            empty={<Empty title="Nothing reported yet" text="What you report appears here, with what happens to it." />}
          />
          <p className="small" style={{ marginTop: 8 }}>
            <Link to="/tickets">All my tickets</Link>
          </p>
        </section>
      </div>
    </div>
  );
}
