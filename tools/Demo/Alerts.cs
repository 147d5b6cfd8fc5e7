using System.Globalization;
using System.Text.Json.Nodes;

namespace Mat.Demo;

/// <summary>One message of a tool, in the tool's own format.</summary>
/// <param name="Source">wazuh, graph or alertmanager.</param>
internal sealed record DemoAlert(string Source, JsonNode Body);

internal static class Alerts
{
    private static readonly (string Rule, int Level, string Description, string[] Kinds, string Technique)[] Quiet =
    [
        ("60122", 5, "Logon failure: unknown user or bad password", ["desktop", "laptop"], "T1110"),
        ("5710", 5, "sshd: attempt to login using a non-existent user", ["server", "storage"], "T1110"),
        ("19007", 7, "CIS benchmark: BitLocker is not enabled on a fixed drive", ["laptop", "desktop"], "T1005"),
        ("23505", 10, "Vulnerability: high severity package is installed", ["desktop", "laptop", "server"], "T1203"),
        ("554", 5, "File added to the system", ["server"], "T1105"),
        ("61138", 5, "New Windows service created", ["server", "desktop"], "T1543"),
        ("92657", 6, "Windows logon with explicit credentials", ["desktop"], "T1078"),
        ("504", 3, "Agent disconnected", ["desktop", "laptop", "server"], "T1562"),
    ];

    private static readonly (string Rule, int Level, string Description, string[] Kinds, string Technique)[] Loud =
    [
        ("60204", 12, "Multiple Windows logon failures: possible brute force", ["server"], "T1110"),
        ("92052", 13, "Command prompt started by an office document", ["laptop", "desktop"], "T1059"),
        ("87105", 12, "Known malware found by hash", ["laptop", "desktop"], "T1204"),
        ("61618", 15, "Possible credential dumping from memory", ["server", "desktop"], "T1003"),
    ];

    private static readonly (string Alert, string Severity, string Summary, string[] Kinds)[] Monitoring =
    [
        ("DiskSpaceLow", "warning", "Less than ten per cent of the disk is free", ["server", "storage"]),
        ("AccessPointDown", "warning", "Access point does not answer", ["wireless_access_point"]),
        ("SwitchPortErrors", "info", "Port errors above the usual", ["network_switch"]),
        ("UpsOnBattery", "warning", "UPS runs on battery", ["ups", "network_switch"]),
        ("BackupFailed", "critical", "Last night's backup did not finish", ["storage", "server"]),
    ];

    /// <param name="loud">How many are bad enough that the standard rules open a ticket.</param>
    public static IReadOnlyList<DemoAlert> All(int seed, int count, int loud, IReadOnlyList<DemoAsset> assets,
        IReadOnlyList<DemoPerson> people, DateTimeOffset now)
    {
        var rng = Rng.For(seed, "alerts");
        var byKind = assets.Where(a => a.Status == "in_use" && a.HostName is not null).ToLookup(a => a.Kind);
        var alerts = new List<(DateTimeOffset At, DemoAlert Alert)>();
        var seen = new HashSet<string>();
        while (alerts.Count < count)
        {
            var bad = alerts.Count < loud;
            var at = now.AddMinutes(-rng.Between(20, bad ? 60 * 24 * 3 : 60 * 24 * 14));
            var kind = bad ? 0 : rng.Below(10);
            if (kind < 6)
            {
                var (rule, level, description, kinds, technique) = rng.Pick(bad ? Loud : Quiet);
                var asset = rng.Pick([.. kinds.SelectMany(k => byKind[k])]);
                if (!seen.Add(rule + asset.HostName))
                    continue;
                alerts.Add((at, new("wazuh", Wazuh(rng, asset, rule, level, description, technique, at))));
            }
            else if (kind < 8)
            {
                var (name, severity, summary, kinds) = rng.Pick(Monitoring);
                if (severity == "critical")
                    severity = "warning";
                var things = kinds.SelectMany(k => byKind[k]).ToList();
                if (things.Count == 0)
                    continue;
                var asset = rng.Pick(things);
                if (!seen.Add(name + asset.HostName))
                    continue;
                alerts.Add((at, new("alertmanager", Alertmanager(asset, name, severity, summary, at))));
            }
            else
            {
                var person = rng.Pick(people);
                var title =
                    rng.Pick(["Unfamiliar sign-in properties", "Sign-in from an anonymous IP address", "Impossible travel",
                        "Inbox rule forwards mail outside"]);
                if (!seen.Add(title + person.Email))
                    continue;
                alerts.Add((at, new("graph", Graph(rng, person, title, rng.Pick(["low", "medium", "informational"]), at))));
            }
        }
        return [.. alerts.OrderBy(a => a.At).Select(a => a.Alert)];
    }

    private static JsonObject Wazuh(Rng rng, DemoAsset asset, string rule, int level, string description, string technique,
        DateTimeOffset at) => new()
        {
            ["timestamp"] = at.ToString("yyyy-MM-ddTHH:mm:ss.fff+0000", CultureInfo.InvariantCulture),
            ["id"] = string.Create(CultureInfo.InvariantCulture, $"{at.ToUnixTimeSeconds()}.{rng.Digits(6)}"),
            ["rule"] = new JsonObject
            {
                ["id"] = rule,
                ["level"] = level,
                ["description"] = description,
                ["firedtimes"] = rng.Between(1, 9),
                ["groups"] = new JsonArray("windows"),
                ["mitre"] = new JsonObject { ["id"] = new JsonArray(technique) }
            },
            ["agent"] = new JsonObject
            {
                ["id"] = AgentOf(asset),
                ["name"] = asset.HostName,
                ["ip"] = asset.Ip ?? $"{asset.School.Network}.40.{rng.Between(2, 250)}"
            },
            ["manager"] = new JsonObject { ["name"] = "wazuh.severnvale.example" },
            ["decoder"] = new JsonObject { ["name"] = "windows_eventchannel" },
            ["location"] = "EventChannel",
            ["full_log"] = $"{description} on {asset.HostName}",
        };

    // A number of the agent that is the same for all alerts of a machine.
    private static string AgentOf(DemoAsset asset) =>
        (asset.HostName!.Aggregate(2166136261u, (hash, c) => (hash ^ c) * 16777619u) % 9_000_000
            + 1_000_000).ToString(CultureInfo.InvariantCulture);

    private static JsonObject Alertmanager(DemoAsset asset, string name, string severity, string summary, DateTimeOffset at)
    {
        var labels = new JsonObject
        {
            ["alertname"] = name,
            ["severity"] = severity,
            ["instance"] = $"{asset.HostName}:9100",
            ["host"] = asset.HostName,
            ["job"] = "trust"
        };
        return new()
        {
            ["version"] = "4",
            ["groupKey"] = $"{{}}:{{alertname=\"{name}\"}}",
            ["truncatedAlerts"] = 0,
            ["status"] = "firing",
            ["receiver"] = "mat",
            ["groupLabels"] = new JsonObject { ["alertname"] = name },
            ["commonLabels"] = new JsonObject { ["alertname"] = name },
            ["commonAnnotations"] = new JsonObject(),
            ["externalURL"] = "https://monitor.severnvale.example",
            ["alerts"] = new JsonArray(new JsonObject
            {
                ["status"] = "firing",
                ["labels"] = labels,
                ["annotations"] = new JsonObject { ["summary"] = $"{summary}: {asset.HostName}" },
                ["startsAt"] = at.ToString("O", CultureInfo.InvariantCulture),
                ["endsAt"] = "0001-01-01T00:00:00Z",
                ["generatorURL"] = "https://monitor.severnvale.example/graph",
                ["fingerprint"] = Convert.ToHexStringLower(
                    System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(labels.ToJsonString())))[..16],
            }),
        };
    }

    private static JsonObject Graph(Rng rng, DemoPerson person, string title, string severity, DateTimeOffset at) => new()
    {
        ["id"] = $"da{rng.Digits(18)}",
        ["providerAlertId"] = rng.Code(16),
        ["status"] = "new",
        ["severity"] = severity,
        ["category"] = "InitialAccess",
        ["serviceSource"] = "azureAdIdentityProtection",
        ["detectionSource"] = "azureAdIdentityProtection",
        ["detectorId"] = title.Replace(' ', '_'),
        ["title"] = title,
        ["description"] = $"{title} for {person.Email}.",
        ["createdDateTime"] = at.ToString("O", CultureInfo.InvariantCulture),
        ["lastUpdateDateTime"] = at.ToString("O", CultureInfo.InvariantCulture),
        ["mitreTechniques"] = new JsonArray("T1078"),
        ["evidence"] = new JsonArray(new JsonObject
        {
            ["@odata.type"] = "#microsoft.graph.security.userEvidence",
            ["userAccount"] = new JsonObject { ["accountName"] = person.Email.Split('@')[0], ["userPrincipalName"] = person.Email },
        }),
    };
}
