using Mat.Alerts.Sources;
using Mat.Contracts.Alerts;
using static Mat.Alerts.Tests.Fixtures;

namespace Mat.Alerts.Tests.Intake;

public sealed class GoogleWorkspaceAdapterTests
{
    [Fact]
    public void List_answer_becomes_findings()
    {
        var batch = Read(SourceKind.GoogleWorkspace, Text("google.json"));
        var login = batch.Items[0].Finding!;
        var device = batch.Items[1].Finding!;
        Assert.Equal((Severity.High, "Suspicious login", "head@elm.example", "203.0.113.80", false),
            (login.Severity, login.Title, login.User, login.Ip, login.Resolves));
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 9, 12, 0, TimeSpan.Zero), login.At);
        Assert.Equal((Severity.Medium, "r58n30abcde", "office@oak.example", true),
            (device.Severity, device.Serial, device.User, device.Resolves));
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 8, 30, 0, TimeSpan.Zero), device.At);
    }

    [Fact]
    public void End_of_the_event_is_not_the_end_of_the_alert_and_deletion_is()
    {
        Assert.False(Read(SourceKind.GoogleWorkspace, Text("google.json")).Items[0].Finding!.Resolves);
        Assert.True(Read(SourceKind.GoogleWorkspace,
            Changed("google.json", n => n["alerts"]![0]!["deleted"] = true)).Items[0].Finding!.Resolves);
    }

    [Fact]
    public void Alert_id_identifies_and_updates_do_not()
    {
        var one = Read(SourceKind.GoogleWorkspace, Text("google.json")).Items[0].Finding!;
        var later = Read(SourceKind.GoogleWorkspace,
            Changed("google.json",
                n => { n["alerts"]![0]!["updateTime"] = "2026-11-20T10:00:00Z"; n["alerts"]![0]!["etag"] = "y="; })).Items[0].Finding!;
        Assert.Equal(one.Identity, later.Identity);
        Assert.NotEqual(one.Content, later.Content);
        Assert.Equal("alert.identity", Read(SourceKind.GoogleWorkspace, """{"type":"Suspicious login"}""").Items[0].Rejection!.Code);
    }

    [Theory]
    [InlineData("""{"affectedUserEmails":["a@oak.example","b@oak.example"],"title":"Change"}""", "a@oak.example")]
    [InlineData("""{"ruleViolationInfo":{"triggeringUserEmail":"c@oak.example","ruleInfo":{"displayName":"No pupil lists outside"}}}""",
        "c@oak.example")]
    [InlineData("""{"messages":[{"messageId":"1","recipient":"d@oak.example"}],"maliciousEntity":{"fromHeader":"x@evil.example"}}""",
        "d@oak.example")]
    [InlineData("""{"actorEmail":"e@oak.example"}""", "e@oak.example")]
    [InlineData("""{"events":[{"serialNumber":"1"},{"serialNumber":"2"}]}""", null)]
    [InlineData("[]", null)]
    public void Person_concerned_is_found_whatever_the_type(string data, string? user)
    {
        var finding = Only(SourceKind.GoogleWorkspace, $$"""{"alertId":"1","type":"A type of tomorrow","data":{{data}}}""");
        Assert.Equal((user, null, "A type of tomorrow"), (finding.User, finding.Serial, finding.Title));
    }
}
