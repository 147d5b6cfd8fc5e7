using Mat.Contracts.Tickets;
using Mat.Platform.Http;
using Mat.Tickets.Data;
using Mat.Tickets.Timeline;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Lifecycle;

/// <summary>How other services hear of a ticket.</summary>
internal static class TicketAnnouncements
{
    /// <summary>
    /// Announces the ticket as this save will leave it, and every clock that was breached since it was loaded. Whoever
    /// saves first of several that saw the same breach has announced it; the others fail on the ticket's version.
    /// </summary>
    public static void Announce(this TicketsDb db, Ticket ticket, string what)
    {
        if (db.Entry(ticket).State != EntityState.Added) db.Touch(ticket);
        var facts = ticket.ToFacts(ticket.Version + 1);
        foreach (var clock in ticket.TakeNewBreaches())
        {
            db.Publish(new TicketChanged(facts, "breached"));
            db.Missed(clock, facts.Priority);
            db.Entries.Add(TicketEntry.BySystem(ticket.Id, EntryKind.Clock, EntryVisibility.Internal, ticket.TalliedAt,
                clock == "resolution" ? "The goal for the resolution was missed." : "The goal for the first response was missed."));
        }
        if (what != "breached") db.Publish(new TicketChanged(facts, what));
    }

    public static TicketSnapshot ToFacts(this Ticket t, int version) => new(
        t.Id, version, t.Reference, t.Title, t.Kind.ToWire(), t.Status.ToWire(), t.Priority.ToWire(), t.SchoolId,
        t.AssetId, t.RequesterId, t.RequesterName, t.AssigneeId, t.AssigneeName, t.AlertId,
        t.OpenedAt, t.FirstRespondedAt, t.ResolvedAt, t.FirstResponseDueAt, t.ResolutionDueAt,
        t.FirstResponseBreachedAt is not null, t.ResolutionBreachedAt is not null, t.Area, t.EscalationId is not null);
}
