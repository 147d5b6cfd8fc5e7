using Mat.Platform.Auth;

namespace Mat.Tickets.Lifecycle;

/// <summary>What a person is to one ticket; each sees at least what those before it see.</summary>
internal enum TicketAccess
{
    None,

    /// <summary>Requester or opener without a wider role.</summary>
    Own,

    /// <summary>Executive: reads what the school sees.</summary>
    Read,

    /// <summary>School lead: reads the school's tickets and speaks in them.</summary>
    Lead,

    Desk,
}

internal static class TicketAccessRules
{
    /// <summary>Those who may open tickets and speak in them.</summary>
    public static readonly string[] Commenters = [Roles.Staff, Roles.SchoolLead, Roles.Technician, Roles.Manager, Roles.Admin];

    public static TicketAccess AccessFor(this CurrentUser user, Ticket ticket) =>
        user.Is(ticket.SchoolId, Roles.Agents) ? TicketAccess.Desk
        : user.Is(ticket.SchoolId, Roles.SchoolLead) ? TicketAccess.Lead
        : IsOwn(user, ticket) ? TicketAccess.Own
        : user.Is(ticket.SchoolId, Roles.Executive) ? TicketAccess.Read
        : TicketAccess.None;

    public static bool IsOwn(this CurrentUser user, Ticket ticket) =>
        ticket.RequesterId == user.PersonId || ticket.OpenedById == user.PersonId;

    /// <summary>
    /// Beside the school filter: where somebody is staff alone, only own tickets. The filter cannot know that, for it
    /// unites the schools of all grants.
    /// </summary>
    public static IQueryable<Ticket> VisibleTo(this IQueryable<Ticket> tickets, CurrentUser user)
    {
        var grants = user.Grants.Where(g => Roles.Readers.Contains(g.Role)).ToList();
        if (grants.Any(g => g.Schools is null)) return tickets;
        var me = user.PersonId;
        if (grants.Count == 0) return tickets.Where(t => t.RequesterId == me || t.OpenedById == me);
        var schools = grants.SelectMany(g => g.Schools!).Distinct().ToList();
        return tickets.Where(t => schools.Contains(t.SchoolId) || t.RequesterId == me || t.OpenedById == me);
    }

    /// <summary>What may be done with the ticket now, for the client's buttons; every route decides again by itself.</summary>
    public static IReadOnlyList<string> Permissions(Ticket ticket, TicketAccess sight, bool own, DateTimeOffset now)
    {
        List<string> may = [];
        var (active, closed) = (ticket.Status.IsActive(), ticket.Status == TicketStatus.Closed);
        if (!closed && sight is TicketAccess.Own or TicketAccess.Lead or TicketAccess.Desk && !closed) may.AddRange(["comment", "attach"]);
        if (sight == TicketAccess.Desk)
        {
            if (!closed) may.AddRange(["comment_internal", "edit"]);
            if (active) may.AddRange(["assign", "resolve"]);
            if (ticket.Status is TicketStatus.WaitingPartner) may.Add("cancel_escalation");
            else if (active) may.Add("escalate");
            if (ticket.Status.Runs()) may.Add("wait");
            if (ticket.Status is TicketStatus.WaitingRequester) may.Add("continue");
            if (ticket.Status is TicketStatus.Resolved) may.Add("close");
        }
        if ((sight == TicketAccess.Desk || (own && sight is TicketAccess.Own or TicketAccess.Lead && own)) && ticket.CanReopen(now)) may.Add("reopen");
        return may;
    }
}
