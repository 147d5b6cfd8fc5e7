namespace Mat.Partners.Escalations;

public enum EscalationActivityKind
{
    Routed, Unroutable, Sent, Acknowledged, Commented, Questioned, Answered, Resolved, Rejected,
    Cancelled, DeliveryFailed, Replayed
}

/// <summary>Something that happened to an escalation. Written once, never changed.</summary>
internal sealed class EscalationActivity
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid EscalationId { get; init; }

    /// <summary>Whose the escalation was then: after a second routing the new partner does not read the first one's words.</summary>
    public Guid? PartnerId { get; init; }

    public EscalationActivityKind Kind { get; init; }
    public required string By { get; init; }
    public string? Text { get; init; }
    public string? Cause { get; init; }
    public string? Fix { get; init; }
    public int? TimeSpentMinutes { get; init; }
    public DateTimeOffset At { get; init; }
}
