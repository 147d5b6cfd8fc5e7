using Mat.Platform.Data;

namespace Mat.Platform.Messaging;

/// <summary>An event that waits to be told. Its id is the message's id.</summary>
public sealed class OutboxMessage
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required string Type { get; init; }
    public required string Body { get; init; }
    public string? TraceParent { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset DueAt { get; set; }
    public int Attempts { get; set; }

    /// <summary>Whose lease it is under, and until when; a relay that died is overtaken after that.</summary>
    public Guid? ClaimId { get; set; }
    public DateTimeOffset? ClaimedUntil { get; set; }
    public string? LastError { get; set; }

    /// <summary>Set when it was tried too often: it waits for a person.</summary>
    public DateTimeOffset? DeadLetteredAt { get; set; }
}

/// <summary>A message that an endpoint of this service has worked off, kept so that a repeat has no effect.</summary>
public sealed class InboxEntry
{
    /// <summary>Longer than any replay or broker redelivery.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(14);

    public required Guid MessageId { get; init; }
    public required string Endpoint { get; init; }
    public DateTimeOffset At { get; init; }
}

/// <summary>A message that a consumer could not work off; a person looks at it and replays it.</summary>
public sealed class DeadLetter : Entity
{
    public required Guid MessageId { get; init; }
    public required string Endpoint { get; init; }
    public required string Type { get; init; }
    public required string Body { get; init; }
    public required string Error { get; init; }
    public DateTimeOffset? ReplayedAt { get; set; }
}
