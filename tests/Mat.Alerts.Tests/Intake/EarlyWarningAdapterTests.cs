using Mat.Alerts.Intake;
using Mat.Alerts.Sources;
using Mat.Contracts.Alerts;
using static Mat.Alerts.Tests.Fixtures;

namespace Mat.Alerts.Tests.Intake;

public sealed class EarlyWarningAdapterTests
{
    private const string One = """
        Subject: Early Warning: Network Abuse Event
        Date: Fri, 20 Nov 2026 07:30:00 +0000 (GMT)

        Event: Scanning of others
        IP address: 198.51.100.60
        """;

    [Fact]
    public void Digest_is_cut_into_what_it_reports()
    {
        var batch = Read(SourceKind.EarlyWarning, Text("earlywarning.txt"));
        Assert.All(batch.Items, i => Assert.Null(i.Rejection));
        var (beacon, server, port) = (batch.Items[0].Finding!, batch.Items[1].Finding!, batch.Items[2].Finding!);
        Assert.Equal(3, batch.Items.Count);
        Assert.Equal((Severity.High, "Early Warning incident: Malware beacon at 198.51.100.60 (grade B2)", "198.51.100.60", "EW-1"),
            (beacon.Severity, beacon.Title, beacon.Ip, beacon.Uid));
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 2, 14, 9, TimeSpan.Zero), beacon.At);
        Assert.Equal((Severity.High, "Early Warning vulnerability: CVE-2026-0001 in a mail server at mail.elm.example (grade A1)",
            "mail.elm.example"), (server.Severity, server.Title, server.HostName));
        Assert.Equal(new DateTimeOffset(2026, 11, 19, 22, 0, 0, TimeSpan.Zero), server.At);
        Assert.Equal((Severity.Medium, "Early Warning vulnerability: port 3389 at 198.51.100.61", "early-warning-vulnerability"),
            (port.Severity, port.Title, port.Rule));
        Assert.All(batch.Items, i => Assert.Contains("you have registered", i.Finding!.Description, StringComparison.Ordinal));
        Assert.DoesNotContain("mail server", beacon.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Mail_of_one_report_is_kept_whole()
    {
        var finding = Only(SourceKind.EarlyWarning, One);
        Assert.Equal((Severity.Medium, "Early Warning network abuse: Scanning of others at 198.51.100.60"),
            (finding.Severity, finding.Title));
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 7, 30, 0, TimeSpan.Zero), finding.At);
        Assert.Equal(One, System.Text.Encoding.UTF8.GetString(finding.Raw.Span));
    }

    [Fact]
    public void Same_thing_at_the_same_place_tomorrow_is_the_same_alert()
    {
        string With(string from, string to) => One.Replace(from, to, StringComparison.Ordinal);
        var one = Only(SourceKind.EarlyWarning, One);
        var tomorrow = Only(SourceKind.EarlyWarning, With("20 Nov", "19 Nov").Replace("Fri", "Thu", StringComparison.Ordinal));
        Assert.Equal(one.Identity, tomorrow.Identity);
        Assert.NotEqual(one.Content, tomorrow.Content);
        Assert.All([With("100.60", "100.61"), With("Scanning", "Spamming"), With("Network Abuse Event", "Incident notification")],
            mail => Assert.NotEqual(one.Identity, Only(SourceKind.EarlyWarning, mail).Identity));
    }

    [Fact]
    public void Running_text_is_about_the_only_address_it_names()
    {
        const string Mail =
            "Subject: Early Warning: incident notification 4471\n\nWe have seen a connection from 198.51.100.60 at 02:14:09 to a server of criminals.";
        var finding = Only(SourceKind.EarlyWarning, Mail);
        Assert.Equal((Severity.High, "198.51.100.60"), (finding.Severity, finding.Ip));
        Assert.Null(Only(SourceKind.EarlyWarning, Mail + " It is 203.0.113.80.").Ip);
        Assert.Equal(
            Only(SourceKind.EarlyWarning, "Subject: Early Warning incident notification 1\n\nx").Identity,
            Only(SourceKind.EarlyWarning, "Subject: Early Warning incident notification 2\n\ny").Identity);
    }

    [Fact]
    public void Facts_that_stand_apart_stay_together_until_one_comes_again()
    {
        var batch = Read(SourceKind.EarlyWarning, "Early Warning\n\nIP: 198.51.100.60\n\nEvent: a\n\nIP: 198.51.100.61\n\nEvent: b\n");
        Assert.Equal([("198.51.100.60", true), ("198.51.100.61", true)],
            batch.Items.Select(i => (i.Finding!.Ip!,
                i.Finding.Title.Contains(i.Index == 0 ? ": a at" : ": b at", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("Subject: Your invoice\n\nPlease pay.", "alert.shape")]
    [InlineData("Early Warning will be away for maintenance.", "alert.identity")]
    public void Other_mail_is_rejected(string mail, string code) =>
    Assert.Equal(code, Read(SourceKind.EarlyWarning, mail).Items[0].Rejection!.Code);

    [Fact]
    public void Case_56_no_text_not_UTF_8_and_too_many_reports()
    {
        Assert.Equal(BatchRefusal.Shape, Read(SourceKind.EarlyWarning, " \r\n ").Refusal);
        Assert.Equal("alert.encoding",
            Reader(SourceKind.EarlyWarning).Read((byte[])[.. "Early Warning "u8, 0xE9], Now).Items[0].Rejection!.Code);
        Assert.Equal(BatchRefusal.TooMany,
            Read(SourceKind.EarlyWarning,
                "Early Warning\n" + string.Concat(Enumerable.Range(0, 600).Select(n => $"IP: 198.51.{n / 200}.{n % 200}\n"))).Refusal);
    }
}
