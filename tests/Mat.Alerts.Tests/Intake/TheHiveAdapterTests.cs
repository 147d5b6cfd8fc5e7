using Mat.Alerts.Sources;
using Mat.Contracts.Alerts;
using static Mat.Alerts.Tests.Fixtures;

namespace Mat.Alerts.Tests.Intake;

public sealed class TheHiveAdapterTests
{
    [Fact]
    public void Alert_becomes_a_finding()
    {
        var finding = Only(SourceKind.TheHive, Text("thehive.json"));
        Assert.Equal((Severity.High, "Link to a false sign-in page was opened", "phishing", "MG-2026-1120-0009"),
            (finding.Severity, finding.Title, finding.Rule, finding.Uid));
        Assert.Equal(("oak-lt-0042", "10.20.4.42", "office@oak.example"), (finding.HostName, finding.Ip, finding.User));
        Assert.Equal(["T1204", "T1566.002"], finding.Techniques);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1763629800000), finding.At);
        Assert.False(finding.Resolves);
    }

    [Fact]
    public void Type_source_and_reference_identify_together()
    {
        var one = Only(SourceKind.TheHive, Text("thehive.json"));
        Assert.Equal(one.Identity, Only(SourceKind.TheHive, Changed("thehive.json", n => n["title"] = "other")).Identity);
        foreach (var member in new[] { "type", "source", "sourceRef" })
        {
            Assert.NotEqual(one.Identity, Only(SourceKind.TheHive, Changed("thehive.json", n => n[member] = "other")).Identity);
            Assert.Equal("alert.identity",
                Read(SourceKind.TheHive, Changed("thehive.json", n => n.AsObject().Remove(member))).Items[0].Rejection!.Code);
        }
    }

    [Fact]
    public void Webhook_s_object_is_the_same_alert_and_its_closing_resolves_it()
    {
        var open = Only(SourceKind.TheHive, Text("thehive.json"));
        var closed = Changed("thehive.json",
            n => { n["_id"] = "~123"; n["stage"] = "Closed"; n["status"] = "Duplicated"; n["closedDate"] = 1763633400000; });
        var told = Only(SourceKind.TheHive, $$"""{"operation":"update","objectType":"Alert","objectId":"~123","object":{{closed}}}""");
        Assert.Equal((open.Identity, true), (told.Identity, told.Resolves));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1763633400000), told.At);
    }

    [Theory]
    [InlineData("1", Severity.Low)]
    [InlineData("2", Severity.Medium)]
    [InlineData("4", Severity.Critical)]
    [InlineData("0", Severity.Unknown)]
    [InlineData("5", Severity.Unknown)]
    [InlineData("\"high\"", Severity.Unknown)]
    public void Severity_counts_from_one_to_four(string number, Severity severity) =>
        Assert.Equal(severity,
            Only(SourceKind.TheHive,
                Text("thehive.json").Replace("\"severity\": 3", $"\"severity\": {number}", StringComparison.Ordinal)).Severity);
}
