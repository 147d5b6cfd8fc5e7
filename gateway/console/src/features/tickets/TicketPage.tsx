import { Button } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useRef, useState } from "react";
import type { Ticket, Visibility } from "../../api/schemas";
import { ticketActions, ticketQueries } from "../../api/ticketApi";
import { useSession } from "../../app/session";
import { PriorityBadge, StatusBadge } from "../../ui/Badges";
import { Back, ErrorPanel, Lines, PageHead } from "../../ui/parts";
import { allowedActions, isDesk, isOnlyStaff } from "../../ui/permissions";
import { Composer } from "./Composer";
import { Conversation } from "./Conversation";
import { EditDialog, EscalateDialog, ReasonDialog, ResolveDialog } from "./Dialogs";
import { PlanPanel } from "./EscalationPlan";
import { Assignee, Clocks, Details, EscalationPanel } from "./TicketSidebar";
import { useTicketActions } from "./useTicket";

const route = getRouteApi("/shell/tickets/$ticket");

export default function TicketPage() {
  const { ticket: ref } = route.useParams();
  const ticket = useQuery(ticketQueries.ticket(ref));
  if (ticket.data) return <TicketView key={ref} ticket={ticket.data} reference={ref} />;
  return (
    <div className="page">
      <PageHead title={`Ticket ${ref}`} above={<Back to="/tickets">Tickets</Back>} />
      {ticket.error ? <ErrorPanel error={ticket.error} onRetry={() => ticket.refetch()} /> : <Lines rows={10} />}
    </div>
  );
}

type Dialog = "escalate" | "resolve" | "reopen" | "edit" | "cancel" | null;

function TicketView({ ticket, reference }: { ticket: Ticket; reference: string }) {
  const session = useSession();
  const timeline = useInfiniteQuery(ticketQueries.timeline(reference));
  const entries = timeline.data?.pages.flatMap((page) => page.items) ?? [];
  const actions = allowedActions(ticket);
  const act = useTicketActions(reference);
  const [dialog, setDialog] = useState<Dialog>(null);
  const [sending, setSending] = useState<{ text: string; visibility: string; by: string; known: string[] }>();
  // The live stream may bring the real line before the answer to the request does: then the placeholder has had its time.
  const arrived =
    sending && entries.some((e) => e.kind === "comment" && e.text === sending.text && !sending.known.includes(e.id));
  const [wanted, setWanted] = useState<{ visibility: Visibility } | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const me = { id: session.person.id, name: session.person.name };
  const desk = isDesk(session);
  const close = () => setDialog(null);
  const write = (visibility: Visibility) => {
    setWanted({ visibility });
    field.current?.focus();
    field.current?.scrollIntoView({ block: "nearest" });
  };

  useHotkeys([
    ["r", () => actions.has("reply") && write("public")],
    ["n", () => actions.has("note") && write("internal")],
    ["a", () => actions.has("assign") && ticket.assignee?.id !== me.id && act.assign(me, ticket.assignee)],
    ["e", () => actions.has("escalate") && setDialog("escalate")],
    ["d", () => actions.has("resolve") && setDialog("resolve")],
  ]);

  return (
    <div className="page">
      <PageHead
        title={ticket.title}
        above={<Back to="/tickets">{isOnlyStaff(session) ? "My tickets" : "Tickets"}</Back>}
        beside={
          <>
            <span className="muted num">{ticket.reference}</span>
            <StatusBadge status={ticket.status} soft />
            {!isOnlyStaff(session) && <PriorityBadge priority={ticket.priority} soft />}
          </>
        }
      >
        {actions.has("resolve") && (
          <Button size="sm" onClick={() => setDialog("resolve")}>
            Resolve
          </Button>
        )}
        {actions.has("escalate") && (
          <Button size="sm" variant="light" onClick={() => setDialog("escalate")}>
            Escalate
          </Button>
        )}
        {actions.has("pause") && (
          <Button size="sm" variant="default" onClick={act.wait}>
            Wait for requester
          </Button>
        )}
        {actions.has("resume") && (
          <Button size="sm" variant="light" onClick={act.resume}>
            Resume
          </Button>
        )}
        {actions.has("reopen") && (
          <Button size="sm" variant="light" onClick={() => setDialog("reopen")}>
            Reopen
          </Button>
        )}
        {actions.has("close") && (
          <Button size="sm" variant="default" onClick={act.close}>
            Close
          </Button>
        )}
        {actions.has("edit") && (
          <Button size="sm" variant="default" onClick={() => setDialog("edit")}>
            Edit
          </Button>
        )}
      </PageHead>
      <div className="ticket-grid">
        <div className="ticket-cols">
          <div className="stack">
            <section className="stack" aria-label="Conversation">
              <h2>Conversation</h2>
              {timeline.error && !timeline.data ? (
                <ErrorPanel error={timeline.error} onRetry={() => timeline.refetch()} />
              ) : timeline.data ? (
                <Conversation ticket={ticket.reference} entries={entries} sending={arrived ? undefined : sending} />
              ) : (
                <Lines rows={5} height={44} />
              )}
              {timeline.hasNextPage && (
                <Button
                  variant="default"
                  onClick={() => timeline.fetchNextPage()}
                  loading={timeline.isFetchingNextPage}
                >
                  Load more
                </Button>
              )}
            </section>
            <Composer
              ticket={ticket}
              actions={actions}
              field={field}
              wanted={wanted}
              onSending={(said) => setSending(said && { ...said, known: entries.map((e) => e.id) })}
            />
          </div>
          <div className="stack">
            <Assignee ticket={ticket} actions={actions} me={me} assign={(to) => act.assign(to, ticket.assignee)} />
            {desk && <Clocks ticket={ticket} />}
            {desk && <PlanPanel ticket={ticket} />}
            <EscalationPanel ticket={ticket} actions={actions} onCancel={() => setDialog("cancel")} full={desk} />
            <Details ticket={ticket} reader={!isOnlyStaff(session)} />
          </div>
        </div>
      </div>
      {dialog === "escalate" && <EscalateDialog ticket={ticket} onClose={close} onDone={act.settle} />}
      {dialog === "resolve" && <ResolveDialog ticket={ticket} onClose={close} onDone={act.settle} />}
      {dialog === "edit" && <EditDialog ticket={ticket} onClose={close} onDone={act.settle} />}
      {dialog === "reopen" && (
        <ReasonDialog
          title="Reopen this ticket"
          label="Why?"
          button="Reopen ticket"
          said="Reopened."
          run={(reason) => ticketActions.reopen(reference, reason)}
          onClose={close}
          onDone={act.settle}
        />
      )}
      {dialog === "cancel" && (
        <ReasonDialog
          title="Cancel the escalation"
          label="Why is the partner not needed any more?"
          button="Take it back"
          said="Escalation cancelled. The partner is notified."
          run={(reason) => ticketActions.cancelEscalation(reference, reason)}
          onClose={close}
          onDone={act.settle}
        />
      )}
    </div>
  );
}
