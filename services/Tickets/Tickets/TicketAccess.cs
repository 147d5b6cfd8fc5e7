using Mat.Platform.Auth;

namespace Mat.Tickets.Tickets;

/// <summary>Access of a user to one ticket; each level includes the ones before.</summary>
internal enum TicketAccess
{
    None,

    /// <summary>Requester or opener without a wider role.</summary>
    Own,

    /// <summary>Executive: reads what the school sees.</summary>
    Read,

    /// <summary>School lead: reads the school's tickets and comments.</summary>
    Lead,

    Agent,
}

internal static class TicketAccessRules
{
    /// <summary>Roles that may open tickets and comment.</summary>
    public static readonly string[] Commenters = [Roles.Staff, Roles.SchoolLead, Roles.Technician, Roles.Manager, Roles.Admin];

    public static TicketAccess AccessFor(this CurrentUser user, Ticket ticket) =>
        user.Is(ticket.SchoolId, Roles.Agents) ? TicketAccess.Agent
        : user.Is(ticket.SchoolId, Roles.SchoolLead) ? TicketAccess.Lead
        : IsOwn(user, ticket) ? TicketAccess.Own
        : user.Is(ticket.SchoolId, Roles.Executive) ? TicketAccess.Read
        : TicketAccess.None;

    public static bool IsOwn(this CurrentUser user, Ticket ticket) =>
        ticket.RequesterId == user.PersonId || ticket.OpenedById == user.PersonId;

    /// <summary>
    /// In addition to the school filter: staff without a wider role only see their own tickets. The filter cannot know that, for it
    /// unites the schools of all grants.
    /// </summary>
    public static IQueryable<Ticket> VisibleTo(this IQueryable<Ticket> tickets, CurrentUser user)
    {
        var grants = user.Grants.Where(g => Roles.Readers.Contains(g.Role)).ToList();
        if (grants.Any(g => g.Schools is null))
            return tickets;
        var me = user.PersonId;
        if (grants.Count == 0)
            return tickets.Where(t => t.RequesterId == me || t.OpenedById == me);
        var schools = grants.SelectMany(g => g.Schools!).Distinct().ToList();
        return tickets.Where(t => schools.Contains(t.SchoolId) || t.RequesterId == me || t.OpenedById == me);
    }

    /// <summary>Actions the user may take now, for clients to show; every route checks again.</summary>
    public static IReadOnlyList<string> Permissions(Ticket ticket, TicketAccess access, bool own, DateTimeOffset now)
    {
        List<string> may = [];
        var (active, closed) = (ticket.Status.IsActive(), ticket.Status == TicketStatus.Closed);
        if (!closed && access is TicketAccess.Own or TicketAccess.Lead or TicketAccess.Agent && !closed)
            may.AddRange(["comment", "attach"]);
        if (access == TicketAccess.Agent)
        {
            if (!closed)
                may.AddRange(["comment_internal", "edit"]);
            if (active)
                may.AddRange(["assign", "resolve"]);
            if (ticket.Status is TicketStatus.WaitingPartner)
                may.Add("cancel_escalation");
            else if (active)
                may.Add("escalate");
            if (ticket.Status.IsClockRunning())
                may.Add("pause");
            if (ticket.Status is TicketStatus.WaitingRequester)
                may.Add("resume");
            if (ticket.Status is TicketStatus.Resolved)
                may.Add("close");
        }
        if ((access == TicketAccess.Agent || (own && access is TicketAccess.Own or TicketAccess.Lead && own)) && ticket.CanReopen(now))
            may.Add("reopen");
        return may;
    }
}
