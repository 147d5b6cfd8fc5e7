using System.Text.Json.Nodes;
using Mat.Alerts.Intake;
using Mat.Alerts.Sources;
using Mat.Contracts.Alerts;
using static Mat.Alerts.Tests.Fixtures;

namespace Mat.Alerts.Tests.Intake;

public sealed class CloudEventsAdapterTests
{
    private static string Event(int index, Action<JsonNode>? change = null)
    {
        var item = JsonNode.Parse(Text("cloudevents.json"))![index]!;
        change?.Invoke(item);
        return item.ToJsonString();
    }

    [Fact]
    public void Batch_holds_mapped_data_and_OCSF_side_by_side()
    {
        var batch = Read(SourceKind.CloudEvents, Text("cloudevents.json"));
        var door = batch.Items[0].Finding!;
        var guard = batch.Items[1].Finding!;
        Assert.Equal((Severity.High, "Door 12 was forced", "oak-door-1", "10.20.9.12", "example.door.forced"),
            (door.Severity, door.Title, door.HostName, door.Ip, door.Rule));
        Assert.Equal(("a1b2-1", new DateTimeOffset(2026, 11, 20, 9, 14, 3, 412, TimeSpan.Zero)), (door.Uid, door.At));
        Assert.Equal((Severity.Medium, "Beacon to a known server", "elm-dt-7", "10.30.1.7"),
            (guard.Severity, guard.Title, guard.HostName, guard.Ip));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1763630100000), guard.At);
    }

    [Fact]
    public void Finding_in_an_event_has_the_content_of_its_event_and_the_identity_of_the_finding()
    {
        var one = Only(SourceKind.CloudEvents, Event(1));
        var again = Only(SourceKind.CloudEvents, Event(1, e => e["id"] = "another delivery"));
        Assert.Equal(one.Identity, again.Identity);
        Assert.NotEqual(one.Content, again.Content);
    }

    [Fact]
    public void Source_type_and_subject_identify_where_the_source_declares_nothing()
    {
        var one = Only(SourceKind.CloudEvents, Event(0));
        Assert.Equal(one.Identity,
            Only(SourceKind.CloudEvents, Event(0, e => { e["id"] = "x"; e["time"] = "2026-11-20T10:00:00Z"; })).Identity);
        Assert.NotEqual(one.Identity, Only(SourceKind.CloudEvents, Event(0, e => e["subject"] = "door/13")).Identity);
        Assert.Equal("alert.identity",
            Read(SourceKind.CloudEvents, Event(0, e => e.AsObject().Remove("subject"))).Items[0].Rejection!.Code);
        var declared = new NormalizedAlertReader(SourceKind.CloudEvents, ["/data/controller"], Door);
        Assert.NotNull(declared.Read(System.Text.Encoding.UTF8.GetBytes(Event(0, e => e.AsObject().Remove("subject"))),
            Now).Items[0].Finding);
    }

    [Theory]
    [InlineData("specversion", null)]
    [InlineData("specversion", "0.3")]
    [InlineData("id", null)]
    [InlineData("source", "")]
    [InlineData("type", null)]
    public void What_is_no_CloudEvent_is_rejected_alone(string member, string? value)
    {
        var batch = Read(SourceKind.CloudEvents, $"[{Event(0, e => e[member] = value)},{Event(1)}]");
        Assert.Equal(["alert.shape", null], batch.Items.Select(i => i.Rejection?.Code));
    }

    [Fact]
    public void Event_without_a_mapping_is_told_by_its_own_attributes()
    {
        var finding = new NormalizedAlertReader(SourceKind.CloudEvents, [], null).Read(System.Text.Encoding.UTF8.GetBytes(Event(0)),
            Now).Items[0].Finding!;
        Assert.Equal(("example.door.forced: door/12", Severity.Unknown), (finding.Title, finding.Severity));
    }

    [Fact]
    public void Mapped_status_resolves()
    {
        var over = Only(SourceKind.CloudEvents, Event(0, e => e["data"]!["state"] = "closed"));
        Assert.True(over.Resolves);
        Assert.Equal(Only(SourceKind.CloudEvents, Event(0)).Identity, over.Identity);
    }
}
