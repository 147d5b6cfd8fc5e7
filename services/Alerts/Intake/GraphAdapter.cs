using System.Text.Json;
using Mat.Contracts.Alerts;

namespace Mat.Alerts.Intake;

/// <summary>
/// Microsoft Graph security <c>alerts_v2</c>: one alert, an array, or the list answer with <c>value</c>. Its
/// enumerations grow (<c>unknownFutureValue</c>), so every word that is not known is simply not known.
/// </summary>
internal sealed class GraphAdapter : Adapter
{
    public override IReadOnlyList<JsonElement>? Split(JsonElement root) =>
        root.At("value") is { ValueKind: JsonValueKind.Array } value ? [.. value.EnumerateArray()] : base.Split(root);

    public override NormalizedAlertDraft Read(JsonElement item)
    {
        var evidence = LenientJson.Items(item.At("evidence")).Where(e => e.ValueKind == JsonValueKind.Object).ToList();
        var devices = evidence.Where(e => Is(e, "deviceEvidence")).ToList();
        var id = item.Text("providerAlertId") ?? item.Text("id");
        var resolves = string.Equals(item.Text("status"), "resolved", StringComparison.OrdinalIgnoreCase);
        var changed = item.Text("lastUpdateDateTime") ?? item.Text("lastActivityDateTime") ?? item.Text("createdDateTime");
        return new NormalizedAlertDraft
        {
            Identity = id is null ? [] : [("alert", id)],
            Resolves = resolves,
            Time = resolves ? item.Text("resolvedDateTime") ?? changed : changed,
            Uid = item.Text("id") ?? id,
            Title = item.Text("title"),
            Description = item.Text("description"),
            Severity = item.Text("severity") is { } word ? Severities.FromWord(word) : Severity.Unknown,
            Rule = item.Text("alertPolicyId") ?? item.Text("category"),
            Hosts = [.. devices.Select(d => d.Text("deviceDnsName") ?? d.Text("hostName"))],
            Ip = devices.Select(d => d.Text("lastIpAddress") ?? (d.Texts("ipInterfaces") is [var own, ..] ? own : null))
                .FirstOrDefault(ip => ip is not null),
            User = evidence.Where(e => Is(e, "userEvidence")).Select(u => u.Text("userAccount", "userPrincipalName"))
                .Concat(evidence.Select(m => m.Text("primaryAddress")))
                .Concat(devices.SelectMany(d => LenientJson.Items(d.At("loggedOnUsers"))).Select(u => u.Text("accountName")))
                .FirstOrDefault(u => u is not null),
            Techniques = item.Texts("mitreTechniques"),
        };
    }

    private static bool Is(JsonElement evidence, string type) =>
        evidence.Text("@odata.type")?.EndsWith(type, StringComparison.OrdinalIgnoreCase) == true;
}
