using Mat.Cases.Replicas;
using Mat.Contracts.Alerts;
using Mat.Platform.Http;

namespace Mat.Cases.Grouping;

internal static class GroupingSubject
{
    /// <summary>What the matchers of grouping rules see of an alert; the same as silences see in Alerts.</summary>
    public static MatchSubject Of(AlertReplica a, string? schoolName) => new(new Dictionary<MatchField, IReadOnlyList<string>>
    {
        [MatchField.Source] = [a.SourceName, a.SourceId.ToString()],
        [MatchField.SourceKind] = [a.SourceKind],
        [MatchField.Severity] = [a.Severity.ToWire()],
        [MatchField.Rule] = Texts(a.Rule),
        [MatchField.Title] = [a.Title],
        [MatchField.Host] = [.. Texts(a.HostName), .. a.OtherHosts],
        [MatchField.User] = Texts(a.User),
        [MatchField.Ip] = Texts(a.Ip),
        [MatchField.School] = [.. Texts(schoolName), .. Texts(a.SchoolId?.ToString())],
        [MatchField.Asset] = [.. Texts(a.AssetTag), .. Texts(a.AssetId?.ToString())],
        [MatchField.Technique] = a.Techniques,
    });

    private static List<string> Texts(string? text) => text is null ? [] : [text];
}
