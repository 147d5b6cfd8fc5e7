using System.Text.Json;

namespace Mat.Alerts.Intake;

/// <summary>
/// Alertmanager's webhook, version 4. Labels identify, annotations do not; a firing alert is timed by its start and a
/// resolved one by its end, so that notifications that overtake each other end right.
/// </summary>
internal sealed class AlertmanagerAdapter : Adapter
{
    private static readonly string[] HostLabels = ["hostname", "host", "nodename", "node", "device"];

    public override IReadOnlyList<JsonElement>? Split(JsonElement root) =>
        root.At("alerts") is { ValueKind: JsonValueKind.Array } alerts ? [.. alerts.EnumerateArray()] : base.Split(root);

    public override int Truncated(JsonElement root) => Math.Max(0, root.Whole("truncatedAlerts") ?? 0);

    public override NormalizedAlertDraft Read(JsonElement item)
    {
        var labels = Members(item.At("labels"));
        var resolves = string.Equals(item.Text("status"), "resolved", StringComparison.OrdinalIgnoreCase);
        var fingerprint = item.Text("fingerprint");
        var (host, ip) = IdentifierNormalizer.Instance(item.Text("labels", "instance"));
        var named = HostLabels.Select(l => item.Text("labels", l)).FirstOrDefault(v => v is not null);
        return new NormalizedAlertDraft
        {
            Identity = labels.Count > 0 ? labels : fingerprint is null ? [] : [("fingerprint", fingerprint)],
            Resolves = resolves,
            Time = resolves ? item.Text("endsAt") : item.Text("startsAt"),
            Uid = fingerprint,
            Title = item.Text("annotations", "summary") ?? item.Text("annotations", "title") ?? item.Text("labels", "alertname"),
            Description = item.Text("annotations", "description") ?? item.Text("annotations", "message"),
            Severity = Severities.FromWord(item.Text("labels", "severity")),
            Rule = item.Text("labels", "alertname"),
            Hosts = [named ?? host],
            Mac = item.Text("labels", "mac"),
            Ip = item.Text("labels", "ip") ?? ip,
            Serial = item.Text("labels", "serial"),
            User = item.Text("labels", "user"),
        };
    }

    private static List<(string Name, string? Value)> Members(JsonElement? labels) =>
        labels is not { ValueKind: JsonValueKind.Object } members ? []
            : [.. members.EnumerateObject().Select(m => (m.Name, Value: (string?)CanonicalJson.Text(m.Value)))
                .DistinctBy(m => m.Name).OrderBy(m => m.Name, StringComparer.Ordinal)];
}
