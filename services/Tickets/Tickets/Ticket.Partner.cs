using Mat.Tickets.Sla;

namespace Mat.Tickets.Tickets;

/// <summary>What being with a partner means for the ticket: it waits, is asked, and comes back.</summary>
internal sealed partial class Ticket
{
    /// <param name="escalationId">The escalation the ticket waits for from now on: a new one, or its own that a partner took up
    /// again.</param>
    public ValidationError? Escalate(Guid escalationId, string area, SchoolCalendar calendar, DateTimeOffset now)
    {
        if (NotActiveError is { } error)
            return error;
        if (Status == TicketStatus.WaitingPartner)
            return ValidationError.EscalationOpen;
        AccrueElapsed(now, calendar);
        (EscalationId, Area) = (escalationId, area);
        SetStatus(TicketStatus.WaitingPartner, calendar);
        return null;
    }

    /// <summary>The partner is out of it: the work is ours again.</summary>
    public bool ReturnFromPartner(SchoolCalendar calendar, DateTimeOffset now)
    {
        if (Status != TicketStatus.WaitingPartner)
            return false;
        AccrueElapsed(now, calendar);
        SetStatus(TicketStatus.Open, calendar);
        return true;
    }

    /// <summary>The partner asked something: its requester is to say, or we, where there is none.</summary>
    public bool RegisterPartnerQuestion(SchoolCalendar calendar, DateTimeOffset now)
    {
        if (Status != TicketStatus.WaitingPartner)
            return false;
        AccrueElapsed(now, calendar);
        SetStatus(RequesterId is null ? TicketStatus.Open : TicketStatus.WaitingRequester, calendar);
        return true;
    }

    /// <summary>The partner has its answer: the ticket waits for it again.</summary>
    public bool RegisterAnswerToPartner(SchoolCalendar calendar, DateTimeOffset now)
    {
        if (!Status.IsActive() || Status == TicketStatus.WaitingPartner)
            return false;
        AccrueElapsed(now, calendar);
        SetStatus(TicketStatus.WaitingPartner, calendar);
        return true;
    }
}
