namespace Mat.Tickets.Tickets;

public enum TicketKind { Incident, Request }

public enum TicketStatus { New, Open, WaitingRequester, WaitingPartner, Resolved, Closed }

public enum TicketChannel { Web, Phone, Email, Alert, Api }

internal static class TicketStates
{
    /// <summary>Those in which work is not finished, for queries: the database keeps names, which have no order.</summary>
    public static readonly TicketStatus[] Active = [TicketStatus.New, TicketStatus.Open, TicketStatus.WaitingRequester,
        TicketStatus.WaitingPartner];

    /// <summary>Work is not finished.</summary>
    public static bool IsActive(this TicketStatus status) => status < TicketStatus.Resolved;

    /// <summary>Waiting for the trust: the clocks run.</summary>
    public static bool IsClockRunning(this TicketStatus status) => status is TicketStatus.New or TicketStatus.Open;

    /// <summary>Waiting for the requester or a partner: the clocks are paused.</summary>
    public static bool IsClockPaused(this TicketStatus status) => status is TicketStatus.WaitingRequester or TicketStatus.WaitingPartner;
}
