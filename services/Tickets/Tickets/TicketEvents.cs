using Mat.Contracts.Tickets;
using Mat.Platform.Http;
using Mat.Tickets.Data;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Tickets;

/// <summary>Publishes changes of tickets to other services.</summary>
internal static class TicketEvents
{
    /// <summary>
    /// Announces the ticket as this save will leave it, and every clock that was breached since it was loaded. Whoever
    /// saves first of several that saw the same breach has announced it; the others fail on the ticket's version.
    /// </summary>
    public static void PublishChange(this TicketsDb db, Ticket ticket, string what)
    {
        if (db.Entry(ticket).State != EntityState.Added)
            db.Touch(ticket);
        var facts = ticket.ToSnapshot(ticket.Version + 1);
        foreach (var clock in ticket.DequeueNewBreaches())
        {
            db.Publish(new TicketChanged(facts, "breached"));
            db.RecordBreach(clock, facts.Priority);
            db.Entries.Add(TicketEntry.BySystem(ticket.Id, EntryKind.Clock, EntryVisibility.Internal, ticket.AccruedUntil,
                clock == "resolution" ? "SLA target for the resolution breached." : "SLA target for the first response breached."));
        }
        if (what != "breached")
            db.Publish(new TicketChanged(facts, what));
    }

    public static TicketSnapshot ToSnapshot(this Ticket t, int version) => new(
        t.Id, version, t.Reference, t.Title, t.Kind.ToWire(), t.Status.ToWire(), t.Priority.ToWire(), t.SchoolId,
        t.AssetId, t.RequesterId, t.RequesterName, t.AssigneeId, t.AssigneeName, t.AlertId,
        t.OpenedAt, t.FirstRespondedAt, t.ResolvedAt, t.FirstResponseDueAt, t.ResolutionDueAt,
        t.FirstResponseBreachedAt is not null, t.ResolutionBreachedAt is not null, t.Area, t.EscalationId is not null);
}
