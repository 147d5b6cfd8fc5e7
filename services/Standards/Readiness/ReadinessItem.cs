using Mat.Contracts.Standards;
using Mat.Platform.Data;

namespace Mat.Standards.Readiness;

/// <summary>Current state of one requirement at one school: its last record.</summary>
internal sealed class ReadinessItem : Entity, ISchoolOwned, IAudited
{
    public Guid SchoolId { get; init; }
    public ReadinessKind Kind { get; init; }

    /// <summary>Null: recorded as not in place.</summary>
    public DateOnly? DoneOn { get; private set; }
    public string? Note { get; private set; }
    public string? Link { get; private set; }
    public string RecordedBy { get; private set; } = "";

    public void Apply(ReadinessRecord record) =>
        (DoneOn, Note, Link, RecordedBy) = (record.DoneOn, record.Note, record.Link, record.RecordedBy);

    /// <summary>Next due date by the school's current terms; null when it is not in place.</summary>
    public DateOnly? NextDue(Terms terms) =>
        DoneOn is { } done ? ReadinessDecision.NextDue(ReadinessCatalog.Of(Kind).Cadence, done, terms) : null;

    /// <summary>Of the item for RPA membership, whose version is the event's.</summary>
    public ReadinessSnapshot ToSnapshot() => new(SchoolId, Version, DoneOn is not null);
}

/// <summary>One record of a requirement. Never changed, so the evidence of earlier years is kept.</summary>
internal sealed class ReadinessRecord : Entity, ISchoolOwned
{
    public Guid SchoolId { get; init; }
    public ReadinessKind Kind { get; init; }
    public DateOnly? DoneOn { get; init; }
    public string? Note { get; init; }
    public string? Link { get; init; }
    public Guid RecordedById { get; init; }
    public string RecordedBy { get; init; } = "";
}
