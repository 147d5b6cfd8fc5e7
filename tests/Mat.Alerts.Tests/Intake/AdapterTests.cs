using System.Text;
using Mat.Alerts.Intake;
using Mat.Alerts.Sources;
using Mat.Contracts.Alerts;
using static Mat.Alerts.Tests.Fixtures;

namespace Mat.Alerts.Tests.Intake;

public sealed class AdapterTests
{
    [Fact]
    public void Wazuh_alert_becomes_a_finding()
    {
        var finding = Only(SourceKind.Wazuh, Fixtures.Text("wazuh.json"));
        Assert.Equal(Severity.High, finding.Severity);
        Assert.Equal("Multiple failed logons followed by a success", finding.Title);
        Assert.Equal("60204", finding.Rule);
        Assert.Equal("oak-lt-0042.oak.example", finding.HostName);
        Assert.Equal("10.20.4.42", finding.Ip);
        Assert.Equal("j.bell", finding.User);
        Assert.Equal(["T1110", "T1078"], finding.Techniques);
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 9, 14, 3, 412, TimeSpan.Zero), finding.At);
        Assert.True(finding.OwnTime);
        Assert.False(finding.Resolves);
        Assert.Equal("1763630043.118201", finding.Uid);
    }

    [Theory]
    [InlineData(16, Severity.Critical)]
    [InlineData(15, Severity.Critical)]
    [InlineData(14, Severity.High)]
    [InlineData(11, Severity.High)]
    [InlineData(10, Severity.Medium)]
    [InlineData(8, Severity.Medium)]
    [InlineData(7, Severity.Low)]
    [InlineData(4, Severity.Low)]
    [InlineData(3, Severity.Informational)]
    [InlineData(0, Severity.Informational)]
    public void Wazuh_levels_map_to_bands(int level, Severity severity) =>
        Assert.Equal(severity, Only(SourceKind.Wazuh, Changed("wazuh.json", n => n["rule"]!["level"] = level)).Severity);

    [Fact]
    public void Wazuh_id_alone_neither_identifies_nor_separates()
    {
        var one = Only(SourceKind.Wazuh, Fixtures.Text("wazuh.json"));
        var otherEvent = Only(SourceKind.Wazuh, Changed("wazuh.json", n => n["id"] = "2"));
        var otherHost = Only(SourceKind.Wazuh, Changed("wazuh.json", n => n["agent"]!["id"] = "018"));
        var otherRule = Only(SourceKind.Wazuh, Changed("wazuh.json", n => n["rule"]!["id"] = "5710"));
        var otherPlace = Only(SourceKind.Wazuh, Changed("wazuh.json", n => n["location"] = "/var/log/auth.log"));
        Assert.Equal(one.Identity, otherEvent.Identity);
        Assert.NotEqual(one.Content, otherEvent.Content);
        Assert.Equal(4, new[] { one, otherHost, otherRule, otherPlace }.Select(f => f.Identity).Distinct().Count());
    }

    [Fact]
    public void Wazuh_without_rule_or_agent_is_rejected() =>
        Assert.All(
            ["""{"id":"1","agent":{"id":"1"}}""", """{"id":"1","rule":{"id":"5"}}""", """{"id":"1"}"""],
            json => Assert.Equal("alert.identity", Assert.Single(Fixtures.Read(SourceKind.Wazuh, json).Items).Rejection!.Code));

    [Fact]
    public void Graph_list_answer_becomes_findings()
    {
        var finding = Only(SourceKind.Graph, Fixtures.Text("graph.json"));
        Assert.Equal(Severity.High, finding.Severity);
        Assert.Equal("elm-dt-7.elm.example", finding.HostName);
        Assert.Equal("10.30.1.7", finding.Ip);
        Assert.Equal("office@elm.example", finding.User);
        Assert.Equal(["T1564.001"], finding.Techniques);
        // Seven decimals arrive; six are kept, as both databases do.
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 12, 47, 2, TimeSpan.Zero).AddTicks(1234560), finding.At);
        Assert.False(finding.Resolves);
    }

    [Fact]
    public void Graph_words_of_tomorrow_are_unknown_and_not_refused()
    {
        var finding = Only(SourceKind.Graph, Changed("graph.json", n =>
        {
            n["value"]![0]!["severity"] = "unknownFutureValue";
            n["value"]![0]!["status"] = "somethingElse";
        }));
        Assert.Equal(Severity.Unknown, finding.Severity);
        Assert.False(finding.Resolves);
    }

    [Fact]
    public void Graph_resolved_alert_resolves_at_its_own_time()
    {
        var finding = Only(SourceKind.Graph, Changed("graph.json", n =>
        {
            n["value"]![0]!["status"] = "resolved";
            n["value"]![0]!["resolvedDateTime"] = "2026-11-20T13:00:00Z";
        }));
        Assert.True(finding.Resolves);
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 13, 0, 0, TimeSpan.Zero), finding.At);
    }

    [Fact]
    public void Alertmanager_webhook_becomes_findings_and_tells_what_it_left_out()
    {
        var batch = Fixtures.Read(SourceKind.Alertmanager, Fixtures.Text("alertmanager.json"));
        Assert.Equal(2, batch.Truncated);
        var firing = batch.Items[0].Finding!;
        var resolved = batch.Items[1].Finding!;
        Assert.Equal((Severity.Critical, "oak-srv-1", null, false), (firing.Severity, firing.HostName, firing.Ip, firing.Resolves));
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero).AddTicks(1234560), firing.At);
        Assert.Equal((Severity.Medium, null, "10.20.4.9", true), (resolved.Severity, resolved.HostName, resolved.Ip, resolved.Resolves));
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 9, 1, 0, TimeSpan.Zero), resolved.At);
    }

    [Fact]
    public void Alertmanager_annotations_do_not_identify_and_labels_do()
    {
        const string Alert = """{"status":"firing","labels":{"alertname":"A","x":"1"},"annotations":{"value":"1"}}""";
        var one = Only(SourceKind.Alertmanager, Alert);
        Assert.Equal(one.Identity,
            Only(SourceKind.Alertmanager, Alert.Replace("\"value\":\"1\"", "\"value\":\"2\"", StringComparison.Ordinal)).Identity);
        Assert.Equal(one.Identity, Only(SourceKind.Alertmanager, """{"status":"resolved","labels":{"x":"1","alertname":"A"}}""").Identity);
        Assert.NotEqual(one.Identity,
            Only(SourceKind.Alertmanager, Alert.Replace("\"x\":\"1\"", "\"x\":\"2\"", StringComparison.Ordinal)).Identity);
    }

    [Fact]
    public void Generic_source_reads_by_its_pointers()
    {
        var batch = Fixtures.Read(SourceKind.Generic, Fixtures.Text("generic.json"));
        var down = batch.Items[0].Finding!;
        var up = batch.Items[1].Finding!;
        Assert.Equal((Severity.Critical, "oak-sw-1", "00:1b:54:aa:bb:cc", false), (down.Severity, down.HostName, down.Mac, down.Resolves));
        Assert.True(up.Resolves);
        Assert.Equal(down.Identity, up.Identity);
        Assert.Equal(TimeSpan.FromMinutes(5), up.At - down.At);
    }

    [Fact]
    public void Generic_item_without_any_identifying_field_is_rejected() =>
        Assert.Equal("alert.identity", Fixtures.Read(SourceKind.Generic, """{"events":[{"text":"x"}]}""").Items[0].Rejection!.Code);

    [Fact]
    public void Own_identity_pointers_replace_those_of_the_format()
    {
        var reader = new NormalizedAlertReader(SourceKind.Wazuh, ["/rule/id"], null);
        var one = reader.Read(Fixtures.Bytes("wazuh.json"), Fixtures.Now).Items[0].Finding!;
        var other = reader.Read(Encoding.UTF8.GetBytes(Changed("wazuh.json", n => n["agent"]!["id"] = "99")),
            Fixtures.Now).Items[0].Finding!;
        Assert.Equal(one.Identity, other.Identity);
    }

    [Fact]
    public void Same_content_in_another_spelling_is_the_same_content()
    {
        var one = Only(SourceKind.Generic, """{"events":[{"device":"a","text":"A","sensor":{"id":1}}]}""");
        var other = Only(SourceKind.Generic, """{ "events" : [ {"sensor": {"id":1}, "text":"\u0041", "device":"a"} ] }""");
        Assert.Equal(one.Content, other.Content);
    }

    [Fact]
    public void Case_56_line_breaks_and_control_characters_do_not_reach_a_title()
    {
        var finding = Only(SourceKind.Wazuh,
            Changed("wazuh.json", n => n["rule"]!["description"] = "one\r\n2026 root: forged\u001b[31m\u202e"));
        Assert.Equal("one  2026 root: forged [31m", finding.Title);
    }
}
