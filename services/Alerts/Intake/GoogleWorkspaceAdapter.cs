using System.Text.Json;

namespace Mat.Alerts.Intake;

/// <summary>
/// Google Workspace's Alert Center: one alert, an array, or the list answer with <c>alerts</c>. Its <c>data</c> differs by
/// type and grows, so it is asked for the few members that say who and what is concerned. An <c>endTime</c> says when the
/// event ended and not that anybody dealt with it; only a closed or deleted alert is over.
/// </summary>
internal sealed class GoogleWorkspaceAdapter : Adapter
{
    public override IReadOnlyList<JsonElement>? Split(JsonElement root) =>
        root.At("alerts") is { ValueKind: JsonValueKind.Array } alerts ? [.. alerts.EnumerateArray()] : base.Split(root);

    public override NormalizedAlertDraft Read(JsonElement item)
    {
        var id = item.Text("alertId");
        var data = item.At("data") ?? default;
        var resolves = string.Equals(item.Text("metadata", "status"), "CLOSED", StringComparison.OrdinalIgnoreCase)
            || item.At("deleted") is { ValueKind: JsonValueKind.True };
        var changed = item.Text("updateTime") ?? item.Text("createTime") ?? item.Text("startTime");
        var events = LenientJson.Items(data.At("events")).ToList();
        return new NormalizedAlertDraft
        {
            Identity = id is null ? [] : [("customer", item.Text("customerId")), ("alert", id)],
            Resolves = resolves,
            Time = resolves ? item.Text("metadata", "updateTime") ?? changed : changed,
            Uid = id,
            Title = item.Text("type") ?? data.Text("title") ?? data.Text("displayName"),
            Description = data.Text("description") ?? data.Text("ruleViolationInfo", "ruleInfo", "displayName") ?? data.Text("displayName")
                ?? data.Text("title"),
            Severity = Severities.FromWord(item.Text("metadata", "severity")),
            Rule = item.Text("type"),
            Ip = data.Text("loginDetails", "ipAddress"),
            // An alert that names several devices is about none of them in particular.
            Serial = events.Select(e => e.Text("serialNumber")).Distinct().ToList() is [var only] ? only : null,
            User = data.Text("email") ?? (data.Texts("affectedUserEmails") is [var affected, ..] ? affected : null)
                ?? data.Text("ruleViolationInfo", "triggeringUserEmail") ?? data.Text("actorEmail")
                ?? LenientJson.Items(data.At("messages")).Select(m => m.Text("recipient")).FirstOrDefault(r => r is not null),
        };
    }
}
