namespace Mat.Contracts.Partners;

/// <summary>An escalation as the other services know it.</summary>
/// <param name="Reference">What people say: <c>E-1042</c>.</param>
/// <param name="Status">requested, unroutable, sent, acknowledged, resolved, rejected, cancelled.</param>
/// <param name="Question">What the partner asked and nobody has answered yet.</param>
/// <param name="AskedAt">When it asked last, answered or not.</param>
/// <param name="AnswerDueAt">Until when the partner's agreement promises its first answer; null when it promises none.</param>
/// <param name="ResolveDueAt">Until when the agreement promises the resolution; it moves by what the partner had to wait for
/// answers.</param>
/// <param name="WaitingSince">Since when the partner's clock stands still, because its question is open.</param>
/// <param name="WaitedSeconds">How long it has stood still before that.</param>
public sealed record EscalationSnapshot(
    Guid Id, int Version, string Reference, Guid TicketId, string TicketReference, Guid SchoolId,
    Guid? PartnerId, string? PartnerName, string Area, string Status,
    DateTimeOffset RequestedAt, DateTimeOffset? SentAt, DateTimeOffset? AcknowledgedAt, DateTimeOffset? ExpectedAt,
    DateTimeOffset? ClosedAt, string? Question = null, DateTimeOffset? AskedAt = null, DateTimeOffset? AnswerDueAt = null,
    DateTimeOffset? ResolveDueAt = null, DateTimeOffset? WaitingSince = null, long WaitedSeconds = 0);

/// <summary>What happened in one step of an escalation.</summary>
/// <param name="Id">Identity of the step: a repeat has the same.</param>
/// <param name="Kind">routed, unroutable, sent, acknowledged, commented, questioned, answered, resolved, rejected, cancelled,
/// delivery_failed, replayed.</param>
/// <param name="By">Who did it, for people to read.</param>
/// <param name="Text">The partner's words, or why nothing could be routed.</param>
/// <param name="TimeSpentMinutes">Only with resolved: the partner's work in minutes.</param>
public sealed record EscalationEvent(
    Guid Id, string Kind, string By, string? Text, string? Cause, string? Fix, int? TimeSpentMinutes, DateTimeOffset At);

/// <summary>
/// One step of an escalation: routed, sent, acknowledged, answered, resolved, rejected … One event type, since all
/// readers want every step in its order.
/// </summary>
public sealed record EscalationProgressed(EscalationSnapshot Escalation, EscalationEvent Event) : ILiveEvent
{
    public string Topic => "escalation";
    public Guid? Subject => Escalation.Id;
    public Guid? SchoolId => Escalation.SchoolId;
    public Guid? PersonId => null;
}

/// <summary>A due-diligence paper of a partner runs out soon; told once 60, 30 and 7 days before.</summary>
/// <param name="Paper">What it is, for people to read.</param>
public sealed record PartnerDocumentExpiring(
    Guid PartnerId, string PartnerName, string Paper, string Reference, DateOnly ExpiresOn, int DaysLeft, DateTimeOffset At) : IEvent;

/// <summary>A partner's endpoint answers no longer and was switched off.</summary>
public sealed record EndpointDisabled(Guid EndpointId, Guid PartnerId, string PartnerName, string Url, string Reason, DateTimeOffset At)
    : IEvent;
