using Mat.Cases.Replicas;
using Mat.Contracts.Alerts;

namespace Mat.Cases.Handling;

/// <summary>An alert of a case.</summary>
/// <param name="Version">The alert's version that is known here.</param>
/// <param name="SourceKind">Snake case name of the source's format.</param>
/// <param name="Rule">The tool's own rule id.</param>
/// <param name="SchoolId">Null while no school is known for the alert.</param>
/// <param name="Count">How often the source reported it.</param>
/// <param name="Techniques">MITRE ATT&amp;CK technique ids.</param>
public sealed record CaseAlertView(
    Guid Id, int Version, Guid SourceId, string SourceName, string SourceKind, string Title, Severity Severity, AlertStatus Status,
    string? Rule, string? HostName,
    string? User, string? Ip, Guid? AssetId, string? AssetTag, Guid? SchoolId, string? SchoolName, long Count, DateTimeOffset FirstSeenAt,
    DateTimeOffset LastSeenAt,
    IReadOnlyList<string> Techniques)
{
    internal static CaseAlertView Of(AlertReplica a, string? schoolName) => new(
        a.Id, a.SourceVersion, a.SourceId, a.SourceName, a.SourceKind, a.Title, a.Severity, a.Status, a.Rule, a.HostName, a.User, a.Ip,
        a.AssetId, a.AssetTag,
        a.SchoolId, schoolName, a.Count, a.FirstSeenAt, a.LastSeenAt, a.Techniques);
}
