namespace Mat.Tickets.Lifecycle;

/// <summary>Why a ticket cannot do what was asked; the code is stable and goes to the client.</summary>
internal sealed record ValidationError(string Code, string Detail)
{
    public static readonly ValidationError Closed = new("ticket.closed", "The ticket is closed. Reopen it or open a new one.");
    public static readonly ValidationError Resolved = new("ticket.resolved", "The ticket is resolved already. Reopen it to go on.");
    public static readonly ValidationError NotResolved = new("ticket.not_resolved", "Only a resolved ticket can be closed or reopened.");
    public static readonly ValidationError Waiting = new("ticket.waiting", "The ticket waits for its requester already.");
    public static readonly ValidationError NotWaiting = new("ticket.not_waiting", "The ticket does not wait for its requester.");
    public static readonly ValidationError EscalationOpen = new("ticket.escalation_open",
        "An escalation is open on this ticket. Cancel it or wait for the partner's answer.");
    public static readonly ValidationError NoEscalation = new("ticket.no_escalation", "No escalation is open on this ticket.");
    public static readonly ValidationError ReopenTooLate = new("ticket.reopen_too_late",
        "The ticket was resolved more than 14 days ago. Open a new one and name this one in it.");
}
