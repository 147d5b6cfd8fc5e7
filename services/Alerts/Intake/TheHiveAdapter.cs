using System.Text.Json;

namespace Mat.Alerts.Intake;

/// <summary>
/// TheHive's alert, as its API takes it and as its webhook tells of it (then in <c>object</c>). Type, source and sourceRef
/// together are its key there, and so they are here.
/// </summary>
internal sealed class TheHiveAdapter : Adapter
{
    private static readonly string[] HostTypes = ["hostname", "fqdn"];
    private static readonly string[] UserTypes = ["user", "username", "user-account", "account", "upn"];

    public override NormalizedAlertDraft Read(JsonElement item)
    {
        var alert = item.At("object") is { ValueKind: JsonValueKind.Object } inner ? inner : item;
        var (type, source, reference) = (alert.Text("type"), alert.Text("source"), alert.Text("sourceRef"));
        var resolves = Is(alert.Text("stage"), "Closed") || Is(alert.Text("status"), "Ignored");
        var changed = alert.Text("_updatedAt") ?? alert.Text("date") ?? alert.Text("_createdAt");
        var observed = LenientJson.Items(alert.At("observables")).SelectMany(Values).ToList();
        IEnumerable<string> Of(params string[] types) =>
            observed.Where(o => types.Contains(o.Type, StringComparer.OrdinalIgnoreCase)).Select(o => o.Value);
        return new NormalizedAlertDraft
        {
            Identity = type is null || source is null || reference is null ? []
                : [("type", type), ("source", source), ("sourceRef", reference)],
            Resolves = resolves,
            Time = resolves ? alert.Text("closedDate") ?? changed : changed,
            Uid = alert.Text("_id") ?? reference,
            Title = alert.Text("title"),
            Description = alert.Text("description"),
            Severity = Severities.FromTheHive(alert.Whole("severity")),
            Rule = type,
            Hosts = [.. Of(HostTypes)],
            Mac = Of("mac", "mac-address").FirstOrDefault(),
            Ip = IdentifierNormalizer.NearIp(Of("ip")),
            User = Of(UserTypes).FirstOrDefault(),
            Techniques = [.. LenientJson.Items(alert.At("procedures")).Select(p => p.Text("patternId")).OfType<string>(),
                .. alert.Texts("tags").Select(Technique).OfType<string>()],
        };
    }

    private static IEnumerable<(string? Type, string Value)> Values(JsonElement observable)
    {
        var type = observable.Text("dataType");
        return observable.At("data") is { ValueKind: JsonValueKind.Array }
            ? observable.Texts("data").Select(v => (type, v))
            : observable.Text("data") is { } value ? [(type, value)] : [];
    }

    /// <summary>Sigma's spelling of a technique: <c>attack.t1566.001</c>.</summary>
    private static string? Technique(string tag) =>
        tag.StartsWith("attack.t", StringComparison.OrdinalIgnoreCase) && tag.Length > 8 && char.IsAsciiDigit(tag[8])
        ? tag[7..].ToUpperInvariant() : null;

    private static bool Is(string? text, string word) => string.Equals(text, word, StringComparison.OrdinalIgnoreCase);
}
