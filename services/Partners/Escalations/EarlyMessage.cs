namespace Mat.Partners.Escalations;

/// <summary>
/// Something that arrived before the escalation it belongs to: the bus promises no order. Taken up when the request comes.
/// </summary>
internal sealed class EarlyMessage
{
    public Guid Id { get; init; }

    /// <summary>The escalation (a cancellation) or the ticket (a comment).</summary>
    public Guid About { get; init; }

    public bool IsCancellation { get; init; }
    public required string By { get; init; }
    public required string Text { get; init; }
    public DateTimeOffset At { get; init; }
}
