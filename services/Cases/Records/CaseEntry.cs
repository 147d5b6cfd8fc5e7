using Mat.Platform.Data;

namespace Mat.Cases.Records;

/// <summary>What a line of a case's timeline is about.</summary>
public enum CaseEntryKind
{
    Opened,
    Note,
    Status,
    Changed,
    AlertLinked,
    AlertUnlinked,
    Merged,
    Fact,
    Obligation,
    Playbook,
    Task,
    Indicator,
    Evidence,
    Finding,
}

/// <summary>One line of a case's timeline: written once, never changed, never taken away.</summary>
internal sealed class CaseEntry : Entity
{
    public Guid CaseId { get; init; }
    public DateTimeOffset At { get; init; }
    public CaseEntryKind Kind { get; init; }
    public Guid? ActorId { get; init; }
    public string ActorName { get; init; } = "";

    /// <summary>The school that it is about, whose people may read it although the case touches other schools too.</summary>
    public Guid? SchoolId { get; init; }
    public string Text { get; init; } = "";
}
