namespace Mat.Tickets.Lifecycle;

/// <summary>A person a ticket names, as known when it was named.</summary>
internal sealed record Named(Guid Id, string Name, string? Email);

/// <summary>All that a new ticket is made of.</summary>
internal sealed record TicketDraft(string Title, string? Description, Guid SchoolId, Guid? OpenedById, string OpenedByName)
{
    public TicketKind Kind { get; init; } = TicketKind.Incident;
    public string? Category { get; init; }
    public string? Location { get; init; }
    public TicketLevel Impact { get; init; } = TicketLevel.Low;
    public TicketLevel Urgency { get; init; } = TicketLevel.Medium;
    public TicketChannel Channel { get; init; } = TicketChannel.Web;
    public Guid? AssetId { get; init; }
    public string? AssetTag { get; init; }
    public Named? Requester { get; init; }
    public Named? Approver { get; init; }
    public Guid? AlertId { get; init; }
    public string? SourceKey { get; init; }
}

/// <summary>What became of a ticket before it came to us.</summary>
internal sealed record HistoricalState(
    TicketStatus Status, DateTimeOffset OpenedAt, DateTimeOffset? FirstRespondedAt, DateTimeOffset? ResolvedAt, string? Summary,
    Guid? AssigneeId, string? AssigneeName);

internal sealed record TicketEdit(
    string Title, string Description, string? Category, TicketKind Kind, TicketLevel Impact, TicketLevel Urgency,
    Guid? AssetId, string? AssetTag, Guid? ApproverId, string? ApproverName);

internal sealed record Resolution(string Summary, string? Cause, string? Fix, int? TimeSpentMinutes, string By);
