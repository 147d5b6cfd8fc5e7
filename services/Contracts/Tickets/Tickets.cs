namespace Mat.Contracts.Tickets;

/// <summary>A ticket as the other services know it.</summary>
/// <param name="Reference">What people say: <c>T-10293</c>.</param>
/// <param name="Kind">incident or request.</param>
/// <param name="Status">new, open, waiting_requester, waiting_partner, resolved, closed.</param>
/// <param name="Priority">critical, high, medium, low (impact x urgency).</param>
/// <param name="AlertId">The alert episode that raised it, if one did.</param>
/// <param name="FirstResponseDueAt">When the first answer is due in school time; null while that clock is paused or met.</param>
/// <param name="ResolutionDueAt">When the resolution is due in school time; null while that clock is paused or met.</param>
/// <param name="Area">The partners' area of expertise that it belongs to, by its escalation or by the policy that fits it; null without
/// either.</param>
/// <param name="Escalated">Whether an outside specialist was ever asked.</param>
public sealed record TicketSnapshot(
    Guid Id, int Version, string Reference, string Title, string Kind, string Status, string Priority, Guid SchoolId,
    Guid? AssetId, Guid? RequesterId, string? RequesterName, Guid? AssigneeId, string? AssigneeName, Guid? AlertId,
    DateTimeOffset OpenedAt, DateTimeOffset? FirstRespondedAt, DateTimeOffset? ResolvedAt,
    DateTimeOffset? FirstResponseDueAt, DateTimeOffset? ResolutionDueAt,
    bool FirstResponseBreached, bool ResolutionBreached, string? Area = null, bool Escalated = false);

/// <summary>A ticket was opened or changed in any way.</summary>
/// <param name="What">Why, in one word: opened, assigned, changed, waiting, escalated, breached, resolved, reopened, closed,
/// replayed.</param>
public sealed record TicketChanged(TicketSnapshot Ticket, string What) : ILiveEvent
{
    public string Topic => "ticket";
    public Guid? Subject => Ticket.Id;
    public Guid? SchoolId => Ticket.SchoolId;
    public Guid? PersonId => Ticket.RequesterId;
}

/// <summary>Somebody wrote on a ticket.</summary>
/// <param name="Visibility">public (requester and team), internal (team alone), partner (team and the partner that has the
/// escalation).</param>
/// <param name="Body">The text when the partner may see it; null for an internal or public comment, which never leaves the desk.</param>
public sealed record TicketCommented(
    Guid CommentId, Guid TicketId, Guid SchoolId, Guid? RequesterId, string Visibility, string AuthorName, string? Body,
    DateTimeOffset At) : ILiveEvent
{
    public string Topic => "ticket";
    public Guid? Subject => TicketId;
    Guid? ILiveEvent.SchoolId => SchoolId;
    public Guid? PersonId => Visibility == "public" ? RequesterId : null;
}
