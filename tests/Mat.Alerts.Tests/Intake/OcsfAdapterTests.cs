using System.Text.Json.Nodes;
using Mat.Alerts.Intake;
using Mat.Alerts.Sources;
using Mat.Contracts.Alerts;
using static Mat.Alerts.Tests.Fixtures;

namespace Mat.Alerts.Tests.Intake;

public sealed class OcsfAdapterTests
{
    private static NormalizedAlert Detection(Action<JsonNode>? change = null) => Only(SourceKind.Ocsf, Item(0, change));

    private static NormalizedAlert Incident(Action<JsonNode>? change = null) => Only(SourceKind.Ocsf, Item(1, change));

    private static string Item(int index, Action<JsonNode>? change)
    {
        var item = JsonNode.Parse(Text("ocsf.json"))![index]!;
        change?.Invoke(item);
        return item.ToJsonString();
    }

    [Fact]
    public void Detection_becomes_a_finding()
    {
        var finding = Detection();
        Assert.Equal((Severity.High, "Credential dumping", "R-118", "F-20931", false),
            (finding.Severity, finding.Title, finding.Rule, finding.Uid, finding.Resolves));
        Assert.Equal(("oak-lt-0042.oak.example", "10.20.4.42", "00:1b:54:aa:bb:cc", "5cg1234xyz"),
            (finding.HostName, finding.Ip, finding.Mac, finding.Serial));
        Assert.Equal("j.bell@oak.example", finding.User);
        Assert.Equal(["T1003.001"], finding.Techniques);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1763631243412), finding.At);
        Assert.True(finding.OwnTime);
    }

    [Fact]
    public void Incident_becomes_a_finding_known_by_its_correlation_or_by_what_began_it()
    {
        var finding = Incident();
        Assert.Equal((Severity.Critical, "Credential dumping", "INC-77", false),
            (finding.Severity, finding.Title, finding.Uid, finding.Resolves));
        Assert.Equal(["T1003", "T1078"], finding.Techniques);
        Assert.Equal(finding.Identity, Incident(i => i["finding_info_list"]!.AsArray().RemoveAt(1)).Identity);
        var without = Incident(i => i["metadata"]!.AsObject().Remove("correlation_uid"));
        Assert.Equal("F-20931", without.Uid);
        Assert.NotEqual(Detection().Identity, without.Identity);
    }

    [Fact]
    public void Product_and_uid_identify_and_nothing_else_does()
    {
        var one = Detection();
        Assert.Equal(one.Identity,
            Detection(i => { i["severity_id"] = 5; i["time"] = 1763631243413; i["metadata"]!["uid"] = "other"; }).Identity);
        Assert.NotEqual(one.Identity, Detection(i => i["finding_info"]!["uid"] = "F-2").Identity);
        Assert.NotEqual(one.Identity, Detection(i => i["metadata"]!["product"]!["uid"] = "epg-2").Identity);
        Assert.Equal("alert.identity",
            Read(SourceKind.Ocsf, Item(0, i => i["finding_info"]!.AsObject().Remove("uid"))).Items[0].Rejection!.Code);
    }

    [Theory]
    [InlineData(0, Severity.Unknown)]
    [InlineData(1, Severity.Informational)]
    [InlineData(2, Severity.Low)]
    [InlineData(3, Severity.Medium)]
    [InlineData(5, Severity.Critical)]
    [InlineData(6, Severity.Fatal)]
    [InlineData(99, Severity.High)]
    [InlineData(42, Severity.High)]
    public void Severity_is_the_number_and_beyond_the_known_ones_the_word(int id, Severity severity) =>
        Assert.Equal(severity, Detection(i => i["severity_id"] = id).Severity);

    [Theory]
    [InlineData("activity_id", "3", true, true)]
    [InlineData("status_id", "2", false, false)]
    [InlineData("status_id", "3", true, false)]
    [InlineData("status_id", "4", true, true)]
    [InlineData("status_id", "5", true, true)]
    [InlineData("status_id", "6", true, false)]
    [InlineData("status_id", "99", false, false)]
    [InlineData("status_code", "\"PASS\"", true, false)]
    public void Closed_ones_resolve_and_three_is_suppressed_here_and_on_hold_there(string member, string value, bool detection,
        bool incident)
    {
        Assert.Equal(detection, Detection(i => i[member] = JsonNode.Parse(value)).Resolves);
        Assert.Equal(incident, Incident(i => i[member] = JsonNode.Parse(value)).Resolves);
    }

    [Fact]
    public void Near_end_of_a_connection_is_the_device_where_none_is_named()
    {
        NormalizedAlert Between(string source, string destination) => Detection(i =>
        {
            i.AsObject().Remove("device");
            i.AsObject().Remove("observables");
            i["evidences"] = new JsonArray(new JsonObject
            {
                ["src_endpoint"] = new JsonObject { ["ip"] = source, ["hostname"] = "source" },
                ["dst_endpoint"] = new JsonObject { ["ip"] = destination, ["hostname"] = "destination" },
            });
        });
        Assert.Equal(("source", "10.20.4.42"), (Between("10.20.4.42", "203.0.113.8").HostName, Between("10.20.4.42", "203.0.113.8").Ip));
        Assert.Equal(("destination", "10.20.4.42"),
            (Between("203.0.113.8", "10.20.4.42").HostName, Between("203.0.113.8", "10.20.4.42").Ip));
    }

    [Fact]
    public void Other_classes_are_rejected_one_by_one_and_the_class_may_be_told_by_the_type()
    {
        var untold = Item(0, i => i.AsObject().Remove("class_uid"));
        var batch = Read(SourceKind.Ocsf, "[{\"class_uid\":4001,\"time\":1}," + untold + ",{\"finding_info\":{\"uid\":\"x\"}}]");
        Assert.Equal(["alert.class", null, "alert.class"], batch.Items.Select(i => i.Rejection?.Code));
    }

    [Fact]
    public void Time_in_seconds_is_believed_as_posture_scanners_write_it() =>
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1763631243), Detection(i => i["time"] = 1763631243).At);
}
