namespace Mat.Tickets.Tickets;

/// <summary>Why a ticket cannot do what was asked; the code is stable and goes to the client.</summary>
internal sealed record ValidationError(string Code, string Detail)
{
    public static readonly ValidationError Closed = new("ticket.closed", "The ticket is closed. Reopen it or open a new one.");
    public static readonly ValidationError Resolved = new("ticket.resolved", "The ticket is already resolved. Reopen it first.");
    public static readonly ValidationError NotResolved = new("ticket.not_resolved", "Only a resolved ticket can be closed or reopened.");
    public static readonly ValidationError Waiting = new("ticket.waiting", "The ticket is already waiting for its requester.");
    public static readonly ValidationError NotWaiting = new("ticket.not_waiting", "The ticket is not waiting for its requester.");
    public static readonly ValidationError EscalationOpen = new("ticket.escalation_open",
        "The ticket has an open escalation. Cancel it or wait for the partner's answer.");
    public static readonly ValidationError NoEscalation = new("ticket.no_escalation", "The ticket has no open escalation.");
    public static readonly ValidationError ReopenTooLate = new("ticket.reopen_too_late",
        "The ticket was resolved more than 14 days ago. Open a new ticket and refer to this one.");
}
