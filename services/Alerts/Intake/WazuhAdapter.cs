using System.Text.Json;

namespace Mat.Alerts.Intake;

/// <summary>
/// Wazuh's JSON alert. Its <c>id</c> names one event (and documented samples share one), so it never identifies: the
/// rule, the agent and the place in the log do. Wazuh never says that something is over.
/// </summary>
internal sealed class WazuhAdapter : Adapter
{
    public override NormalizedAlertDraft Read(JsonElement item)
    {
        var rule = item.Text("rule", "id");
        var agent = item.Text("agent", "id") ?? item.Text("agent", "name");
        return new NormalizedAlertDraft
        {
            Identity = rule is null || agent is null ? [] : [("rule", rule), ("agent", agent), ("location", item.Text("location"))],
            Time = item.Text("timestamp") ?? item.Text("@timestamp"),
            Uid = item.Text("id"),
            Title = item.Text("rule", "description") ?? (rule is null ? null : $"Wazuh rule {rule}"),
            Description = item.Text("full_log"),
            Severity = Severities.FromWazuhLevel(item.Whole("rule", "level")),
            Rule = rule,
            Hosts = [item.Text("agent", "name")],
            Ip = item.Text("agent", "ip"),
            User = item.Text("data", "dstuser") ?? item.Text("data", "srcuser")
                ?? item.Text("data", "win", "eventdata", "targetUserName") ?? item.Text("data", "win", "eventdata", "user"),
            Techniques = item.Texts("rule", "mitre", "id"),
        };
    }
}
