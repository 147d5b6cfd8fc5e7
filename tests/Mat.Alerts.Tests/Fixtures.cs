using System.Text;
using System.Text.Json.Nodes;
using Mat.Alerts.Intake;
using Mat.Alerts.Sources;
using Mat.Contracts.Alerts;

namespace Mat.Alerts.Tests;

/// <summary>Samples in the documented shape of each tool, all names and addresses made up.</summary>
internal static class Fixtures
{
    public static readonly DateTimeOffset Now = new(2026, 11, 20, 15, 0, 0, TimeSpan.Zero);

    public static readonly SourceMapping Prtg = new(
        Items: "/events", Title: "/text", Severity: "/prio", Severities: new Dictionary<string, Severity> { ["P1"] = Severity.Critical },
        Host: "/device", Mac: "/mac", Time: "/when", Status: "/state", ResolvedValues: ["Up"]);

    public static byte[] Bytes(string name)
    {
        using var stream = typeof(Fixtures).Assembly.GetManifestResourceStream($"Mat.Alerts.Tests.Fixtures.{name}")!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    public static string Text(string name) => Encoding.UTF8.GetString(Bytes(name));

    /// <summary>Pointers into a CloudEvent whose data is nobody's format.</summary>
    public static readonly SourceMapping Door = new(
        Title: "/data/text", Severity: "/data/priority", Severities: new Dictionary<string, Severity> { ["P1"] = Severity.High },
        Host: "/data/controller", Ip: "/data/address", Status: "/data/state");

    /// <summary>Each kind with the sample of its format.</summary>
    public static readonly (SourceKind Kind, string Name)[] Samples =
    [
        (SourceKind.Wazuh, "wazuh.json"), (SourceKind.Graph, "graph.json"), (SourceKind.Alertmanager, "alertmanager.json"),
        (SourceKind.Generic, "generic.json"),
        (SourceKind.Ocsf, "ocsf.json"), (SourceKind.CloudEvents, "cloudevents.json"), (SourceKind.TheHive, "thehive.json"),
        (SourceKind.GoogleWorkspace, "google.json"), (SourceKind.Syslog, "syslog.txt"), (SourceKind.EarlyWarning, "earlywarning.txt"),
    ];

    public static NormalizedAlertReader Reader(SourceKind kind) => kind switch
    {
        SourceKind.Generic => new NormalizedAlertReader(kind, ["/sensor/id", "/device"], Prtg),
        SourceKind.CloudEvents => new NormalizedAlertReader(kind, [], Door),
        _ => new NormalizedAlertReader(kind, [], null),
    };

    public static Batch Read(SourceKind kind, string body, BodyForm form = BodyForm.Whole) =>
        Reader(kind).Read(Encoding.UTF8.GetBytes(body), Now, form);

    /// <summary>The only item of a body, which is taken.</summary>
    public static NormalizedAlert Only(SourceKind kind, string body)
    {
        var batch = Read(kind, body);
        Assert.Null(batch.Refusal);
        return Assert.Single(batch.Items).Finding!;
    }

    public static string Changed(string fixture, Action<JsonNode> change)
    {
        var node = JsonNode.Parse(Text(fixture))!;
        change(node);
        return node.ToJsonString();
    }
}
