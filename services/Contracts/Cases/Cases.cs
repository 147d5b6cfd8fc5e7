namespace Mat.Contracts.Cases;

/// <summary>A case as the other services know it.</summary>
/// <param name="Reference">For people: C-1001.</param>
/// <param name="Type">ransomware, account_takeover, data_breach, lost_device, phishing, near_miss, other.</param>
/// <param name="Severity">unknown, informational, low, medium, high, critical, fatal.</param>
/// <param name="Status">open, contained, resolved, closed.</param>
/// <param name="Schools">The schools it touches; none means nobody but those who see the whole trust may know of it.</param>
public sealed record CaseSnapshot(
    Guid Id, int Version, string Reference, string Title, string Type, string Severity, string Status, IReadOnlyList<Guid> Schools,
    Guid? OwnerId, string? OwnerName, DateTimeOffset? OccurredAt, DateTimeOffset DetectedAt, DateTimeOffset? ContainedAt,
    DateTimeOffset? ResolvedAt);

/// <summary>A case was opened, by a person or a rule.</summary>
public sealed record CaseOpened(CaseSnapshot Case) : ILiveEvent
{
    public string Topic => "case";
    public Guid? Subject => Case.Id;
    public Guid? SchoolId => Case.Schools.Count == 1 ? Case.Schools[0] : null;
    public Guid? PersonId => null;
}

/// <summary>A case changed.</summary>
/// <param name="What">changed, status, alerts_linked, alerts_unlinked, merged, unmerged, noted, facts, duty, task, indicator, evidence,
/// finding.</param>
public sealed record CaseChanged(CaseSnapshot Case, string What) : ILiveEvent
{
    public string Topic => "case";
    public Guid? Subject => Case.Id;
    public Guid? SchoolId => Case.Schools.Count == 1 ? Case.Schools[0] : null;
    public Guid? PersonId => null;
}

/// <summary>A duty to tell somebody is running out of time; each stage is told once.</summary>
/// <param name="Obligation">ico, people_concerned, dfe_cyber_team, report_fraud, rpa_insurer, ncsc.</param>
/// <param name="Name">The duty in words.</param>
/// <param name="Stage">half, twelve_hours, two_hours, overdue.</param>
public sealed record ObligationDue(CaseSnapshot Case, string Obligation, string Name, string Stage, DateTimeOffset StartedAt,
    DateTimeOffset DueAt) : ILiveEvent
{
    public string Topic => "case";
    public Guid? Subject => Case.Id;
    public Guid? SchoolId => Case.Schools.Count == 1 ? Case.Schools[0] : null;
    public Guid? PersonId => null;
}
