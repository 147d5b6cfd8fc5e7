namespace Mat.Partners.Inbound;

/// <summary>The key with which a partner signs what it sends us; more than one is in force for a time after a rotation.</summary>
internal sealed class InboundSecret
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid PartnerId { get; init; }

    /// <summary>Encrypted at rest.</summary>
    public required string Sealed { get; init; }

    /// <summary>The last characters, for people to tell two apart.</summary>
    public required string Hint { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When an old key holds no longer; null for the one in force.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }
}

/// <summary>A message that was taken, so that it is taken once.</summary>
internal sealed class InboundRecord
{
    /// <summary>Longer than any sender's schedule of attempts.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid PartnerId { get; init; }

    /// <summary>The header <c>webhook-id</c>.</summary>
    public required string MessageId { get; init; }

    public required string BodyHash { get; init; }
    public required string Type { get; init; }
    public Guid EscalationId { get; init; }
    public InboundResult Result { get; set; }
    public DateTimeOffset ReceivedAt { get; init; }
}

public enum InboundResult
{
    /// <summary>It changed the escalation.</summary>
    Taken,

    /// <summary>It said what was known already.</summary>
    Repeated,

    /// <summary>The escalation had ended otherwise; the words were kept.</summary>
    Late,
}
