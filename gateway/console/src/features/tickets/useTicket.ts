import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { NamedPerson, Ticket } from "../../api/schemas";
import { ticketActions } from "../../api/ticketApi";
import { done, failed } from "../../ui/feedback";

/** One-click commands on a ticket: optimistic, rolled back on failure, with undo where possible. */
export function useTicketActions(ref: string) {
  const client = useQueryClient();
  const key = ["ticket", "one", ref];

  const settle = (ticket?: Ticket) => {
    if (ticket?.id) client.setQueryData(key, ticket);
    else client.invalidateQueries({ queryKey: key });
    client.invalidateQueries({ queryKey: ["ticket", "timeline", ref] });
    client.invalidateQueries({ queryKey: ["ticket", "list"] });
  };

  const touch = useMutation({
    mutationFn: (action: { run: () => Promise<Ticket>; seen?: Partial<Ticket>; said?: string; undo?: () => void }) =>
      action.run(),
    onMutate: async (action) => {
      await client.cancelQueries({ queryKey: key });
      const before = client.getQueryData<Ticket>(key);
      if (before && action.seen) client.setQueryData(key, { ...before, ...action.seen });
      return { before };
    },
    onError: (error, _, context) => {
      if (context?.before) client.setQueryData(key, context.before);
      failed(error);
      settle();
    },
    onSuccess: (ticket, action) => {
      settle(ticket);
      if (action.said) done(action.said, action.undo);
    },
  });

  const assign = (to: NamedPerson | null, before: NamedPerson | null | undefined, undoable = true) =>
    touch.mutate({
      run: () => ticketActions.assign(ref, to?.id ?? null),
      seen: { assignee: to },
      said: to ? `Assigned to ${to.name}.` : "Unassigned.",
      undo: undoable ? () => assign(before ?? null, to, false) : undefined,
    });

  const resume = () =>
    touch.mutate({
      run: () => ticketActions.resume(ref),
      seen: { status: "open" },
      said: "Resumed. The clock is running again.",
    });

  const wait = () =>
    touch.mutate({
      run: () => ticketActions.wait(ref),
      seen: { status: "waiting_requester" },
      said: "Waiting for the requester. The clock is paused.",
      undo: resume,
    });

  const close = () =>
    touch.mutate({ run: () => ticketActions.close(ref), seen: { status: "closed" }, said: "Closed." });

  return { assign, wait, resume, close, settle, busy: touch.isPending };
}
