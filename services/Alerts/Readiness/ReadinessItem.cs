using Mat.Platform.Data;

namespace Mat.Alerts.Readiness;

/// <summary>How one thing stands at one school: what was said last.</summary>
internal sealed class ReadinessItem : Entity, ISchoolOwned, IAudited
{
    public Guid SchoolId { get; init; }
    public ReadinessKind Kind { get; init; }

    /// <summary>Null: somebody said that it is not there.</summary>
    public DateOnly? DoneOn { get; private set; }
    public string? Note { get; private set; }
    public string? Link { get; private set; }
    public string RecordedBy { get; private set; } = "";

    public void Take(ReadinessRecord record) =>
        (DoneOn, Note, Link, RecordedBy) = (record.DoneOn, record.Note, record.Link, record.RecordedBy);

    /// <summary>When it is due again by the school's terms as they are now; null when it is not there.</summary>
    public DateOnly? NextDue(Terms terms) => DoneOn is { } done ? ReadinessDecision.NextDue(ReadinessCatalog.Of(Kind).Cadence, done, terms) : null;
}

/// <summary>What somebody said when: written once, so that the proof of last year is still there.</summary>
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
