namespace Mat.Tickets.Lifecycle;

public enum TicketKind { Incident, Request }

/// <summary>Impact or urgency; the order counts: smaller is graver.</summary>
public enum TicketLevel { High, Medium, Low }

/// <summary>The order counts: smaller is graver.</summary>
public enum TicketPriority { Critical, High, Medium, Low }

public enum TicketStatus { New, Open, WaitingRequester, WaitingPartner, Resolved, Closed }

public enum TicketChannel { Web, Phone, Email, Alert, Api }

public enum ClockState { Running, Paused, Met, Breached }

internal static class TicketStates
{
    /// <summary>Those in which work is not finished, for queries: the database keeps names, which have no order.</summary>
    public static readonly TicketStatus[] Active = [TicketStatus.New, TicketStatus.Open, TicketStatus.WaitingRequester, TicketStatus.WaitingPartner];

    /// <summary>Work is not finished.</summary>
    public static bool IsActive(this TicketStatus status) => status < TicketStatus.Resolved;

    /// <summary>The school waits for us, so the clocks run.</summary>
    public static bool Runs(this TicketStatus status) => status is TicketStatus.New or TicketStatus.Open;

    /// <summary>We wait for somebody else, so the clocks stand still.</summary>
    public static bool Waits(this TicketStatus status) => status is TicketStatus.WaitingRequester or TicketStatus.WaitingPartner;
}
