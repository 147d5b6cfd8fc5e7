using Mat.Cases.Records;
using Mat.Contracts.Alerts;
using Mat.Contracts.Cases;
using Mat.Platform.Http;

namespace Mat.Cases.Handling;

/// <summary>A school that a case touches.</summary>
public sealed record CaseSchoolView(Guid Id, string? Name);

/// <summary>How fast it went, in seconds; null where it has not come to that.</summary>
/// <param name="Detect">From its beginning until the trust heard of it.</param>
/// <param name="Triage">From then until it was a case.</param>
/// <param name="Acknowledge">From then until somebody took it in hand.</param>
/// <param name="Contain">From being a case until it could spread no further.</param>
/// <param name="Resolve">From being a case until all was as before.</param>
public sealed record CaseKpis(long? Detect, long? Triage, long? Acknowledge, long? Contain, long? Resolve)
{
    internal static CaseKpis Of(DateTimeOffset? occurred, DateTimeOffset detected, DateTimeOffset opened, DateTimeOffset? acknowledged,
        DateTimeOffset? contained, DateTimeOffset? resolved) =>
        new(Between(occurred, detected), Between(detected, opened), Between(opened, acknowledged), Between(opened, contained),
            Between(opened, resolved));

    private static long? Between(DateTimeOffset? from, DateTimeOffset? to) =>
        to - from is { } time ? Math.Max(0, (long)time.TotalSeconds) : null;
}

/// <summary>A case as it is shown.</summary>
/// <param name="Summary">Null, too, for those who see a part of its schools.</param>
/// <param name="Schools">Those that the caller sees.</param>
/// <param name="OtherSchools">How many more it touches.</param>
/// <param name="Alerts">How many of its alerts the caller sees.</param>
public sealed record CaseView(
    Guid Id, int Version, string Reference, string Title, string? Summary, CaseType Type, Severity Severity, CaseStatus Status,
    IReadOnlyList<CaseSchoolView> Schools, int OtherSchools, int Alerts, Guid? OwnerId, string? OwnerName, Guid? MergedIntoId,
    string? MergedInto,
    DateTimeOffset? OccurredAt, DateTimeOffset DetectedAt, DateTimeOffset OpenedAt, DateTimeOffset? AcknowledgedAt,
    DateTimeOffset? ContainedAt,
    DateTimeOffset? ResolvedAt, DateTimeOffset? ClosedAt, CaseKpis Kpis) : IVersioned
{
    internal static CaseView Of(Case c, bool whole, Func<Guid, bool> sees, IReadOnlyDictionary<Guid, string> names, int alerts,
        string? mergedInto)
    {
        var schools = c.Schools.Where(s => sees(s.SchoolId))
            .Select(s => new CaseSchoolView(s.SchoolId, names.GetValueOrDefault(s.SchoolId))).OrderBy(s => s.Name, StringComparer.Ordinal)
            .ToList();
        return new(
            c.Id, c.Version, c.Reference, c.Title, whole ? c.Summary : null, c.Type, c.Severity, c.Status, schools,
            c.Schools.Count - schools.Count, alerts,
            c.OwnerId, c.OwnerName, mergedInto is null ? null : c.MergedIntoId, mergedInto, c.OccurredAt, c.DetectedAt, c.CreatedAt,
            c.AcknowledgedAt, c.ContainedAt,
            c.ResolvedAt, c.ClosedAt, CaseKpis.Of(c.OccurredAt, c.DetectedAt, c.CreatedAt, c.AcknowledgedAt, c.ContainedAt, c.ResolvedAt));
    }
}

/// <summary>One line of the timeline.</summary>
public sealed record CaseEntryView(Guid Id, DateTimeOffset At, CaseEntryKind Kind, Guid? ActorId, string ActorName, Guid? SchoolId,
    string Text)
{
    internal static CaseEntryView Of(CaseEntry e) => new(e.Id, e.At, e.Kind, e.ActorId, e.ActorName, e.SchoolId, e.Text);
}
