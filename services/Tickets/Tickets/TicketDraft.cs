using Mat.Tickets.Sla;

namespace Mat.Tickets.Tickets;

/// <summary>A person as recorded on a ticket.</summary>
internal sealed record PersonReference(Guid Id, string Name, string? Email);

/// <summary>Values of a new ticket.</summary>
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
    public PersonReference? Requester { get; init; }
    public PersonReference? Approver { get; init; }
    public Guid? AlertId { get; init; }
    public string? SourceKey { get; init; }
}

/// <summary>State of an imported ticket in its former system.</summary>
internal sealed record HistoricalState(
    TicketStatus Status, DateTimeOffset OpenedAt, DateTimeOffset? FirstRespondedAt, DateTimeOffset? ResolvedAt, string? Summary,
    Guid? AssigneeId, string? AssigneeName);

internal sealed record TicketEdit(
    string Title, string Description, string? Category, TicketKind Kind, TicketLevel Impact, TicketLevel Urgency,
    Guid? AssetId, string? AssetTag, Guid? ApproverId, string? ApproverName);

internal sealed record Resolution(string Summary, string? Cause, string? Fix, int? TimeSpentMinutes, string By);
