using Mat.Alerts.Episodes;
using Mat.Contracts.Alerts;
using Mat.Platform.Http;

namespace Mat.Alerts.Silences;

internal static class MatchInputs
{
    public static MatchSubject Of(Alert e, string? schoolName) => new(new Dictionary<MatchField, IReadOnlyList<string>>
    {
        [MatchField.Source] = [e.SourceName, e.SourceId.ToString()],
        [MatchField.SourceKind] = [e.SourceKind.ToWire()],
        [MatchField.Severity] = [e.Severity.ToWire()],
        [MatchField.Rule] = Texts(e.Rule),
        [MatchField.Title] = [e.Title],
        [MatchField.Host] = [.. Texts(e.HostName), .. e.OtherHosts],
        [MatchField.User] = Texts(e.User),
        [MatchField.Ip] = Texts(e.Ip),
        [MatchField.School] = [.. Texts(schoolName), .. Texts(e.SchoolId?.ToString())],
        [MatchField.Asset] = [.. Texts(e.AssetTag), .. Texts(e.AssetId?.ToString())],
        [MatchField.Technique] = e.Techniques,
    });

    private static List<string> Texts(string? text) => text is null ? [] : [text];
}

/// <summary>Lets the database do what it can of a list of matchers; whoever asks still looks at each row.</summary>
internal static class AlertFilterTranslator
{
    public static IQueryable<Alert> By(IQueryable<Alert> query, IReadOnlyList<Matcher> matchers)
    {
        foreach (var matcher in matchers.Where(m => m.Op == MatchOp.Equal))
        {
            var id = Guid.TryParse(matcher.Value, out var parsed) ? parsed : (Guid?)null;
            query = matcher.Field switch
            {
                MatchField.Severity when Enum.TryParse<Severity>(matcher.Value, ignoreCase: true, out var severity) =>
                    query.Where(e => e.SeverityRank == (int)severity),
                MatchField.Source when id is not null => query.Where(e => e.SourceId == id),
                MatchField.School when id is not null => query.Where(e => e.SchoolId == id),
                MatchField.Asset when id is not null => query.Where(e => e.AssetId == id),
                _ => query,
            };
        }
        return query;
    }
}
