namespace Mat.Tickets.Lifecycle;

/// <summary>
/// The newest that is known of an alert's episode. Written by whichever of raised and changed comes first, so the two
/// cannot miss each other: the second finds the row, or fails on its key and is tried again.
/// </summary>
internal sealed class AlertLink
{
    public Guid Id { get; init; }
    public int SourceVersion { get; set; }
    public int SeverityRank { get; set; }
    public bool Resolved { get; set; }

    /// <summary>Null while no ticket was asked for.</summary>
    public Guid? TicketId { get; set; }

    public DateTimeOffset SeenAt { get; set; }
}
