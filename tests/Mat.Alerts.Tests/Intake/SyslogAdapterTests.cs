using Mat.Alerts.Intake;
using Mat.Alerts.Sources;
using Mat.Contracts.Alerts;
using static Mat.Alerts.Tests.Fixtures;

namespace Mat.Alerts.Tests.Intake;

public sealed class SyslogAdapterTests
{
    private static NormalizedAlert Line(int index) => Read(SourceKind.Syslog, Text("syslog.txt")).Items[index].Finding!;

    private static NormalizedAlert Cef(string extension, string severity = "5", string name = "n") =>
        Only(SourceKind.Syslog, $"CEF:0|v|p|1|c|{name}|{severity}|{extension}");

    [Fact]
    public void Bare_CEF_becomes_a_finding()
    {
        var finding = Line(0);
        Assert.Equal((Severity.Critical, "Worm stopped | quarantined", "100", "88"),
            (finding.Severity, finding.Title, finding.Rule, finding.Uid));
        // From outside inwards the destination is the near end.
        Assert.Equal(("oak-lt-0042", "10.20.4.42", "00:1b:54:aa:bb:cc", "j.bell"),
            (finding.HostName, finding.Ip, finding.Mac, finding.User));
        Assert.Equal("File C:\\users\\j.bell was moved\nto quarantine", finding.Description);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1763630043412), finding.At);
        Assert.StartsWith("CEF:0|Example|Guard", System.Text.Encoding.UTF8.GetString(finding.Raw.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void CEF_inside_syslog_takes_time_and_sender_from_it_where_it_has_none_itself()
    {
        var finding = Line(1);
        Assert.Equal((Severity.Medium, "Outbound traffic denied", null, "10.20.4.43"),
            (finding.Severity, finding.Title, finding.HostName, finding.Ip));
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 9, 14, 5, TimeSpan.Zero), finding.At);
        var alone = Only(SourceKind.Syslog, "<134>1 2026-11-20T09:14:05Z fw-oak app - - - CEF:0|v|p|1|c|n|3|");
        Assert.Equal("fw-oak", alone.HostName);
        Assert.Equal(("elm-fw", true),
            (Only(SourceKind.Syslog, "<134>Nov 20 09:14:08 elm-fw CEF: 0|v|p|1|c|n|3").HostName, Line(4).TimeSuspect));
    }

    [Fact]
    public void Plain_syslog_becomes_a_finding()
    {
        var finding = Line(2);
        Assert.Equal((Severity.High, "Failed password for root from 10.20.7.9 port 50122 ssh2", "sshd", "oak-srv-1.oak.example"),
            (finding.Severity, finding.Title, finding.Rule, finding.HostName));
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 9, 14, 6, TimeSpan.Zero), finding.At);
        var old = Line(3);
        Assert.Equal((Severity.Informational, "Port 12 went down", "LINK", "elm-sw-2", true),
            (old.Severity, old.Title, old.Rule, old.HostName, old.TimeSuspect));
    }

    [Fact]
    public void Numbers_in_a_plain_message_do_not_identify_and_its_words_host_and_program_do()
    {
        const string Of = "<11>1 2026-11-20T10:14:06Z oak-srv-1 sshd 9912 - - Failed password for root from 10.20.7.9 port 50122 ssh2";
        string With(string from, string to) => Of.Replace(from, to, StringComparison.Ordinal);
        var one = Only(SourceKind.Syslog, Of);
        Assert.Equal(one.Identity, Only(SourceKind.Syslog, With("10.20.7.9 port 50122", "10.20.7.10 port 3")).Identity);
        Assert.All([With("root", "admin"), With("oak-srv-1", "oak-srv-2"), With("sshd", "su")],
            line => Assert.NotEqual(one.Identity, Only(SourceKind.Syslog, line).Identity));
        var known = With("9912 - -", "9912 AUTH-7 -");
        Assert.Equal(Only(SourceKind.Syslog, known).Identity,
            Only(SourceKind.Syslog, known.Replace("Failed", "Refused", StringComparison.Ordinal)).Identity);
    }

    [Fact]
    public void Event_number_and_far_end_of_CEF_do_not_identify_and_the_near_end_does()
    {
        var one = Cef("src=203.0.113.5 dst=10.20.4.42 externalId=1");
        Assert.Equal(one.Identity, Cef("src=203.0.113.6 dst=10.20.4.42 externalId=2").Identity);
        Assert.NotEqual(one.Identity, Cef("src=203.0.113.5 dst=10.20.4.43").Identity);
        Assert.Equal("10.20.4.42", Cef("src=10.20.4.42 dst=10.30.1.7").Ip);
        Assert.Equal("dev", Cef("dvchost=DEV dvc=10.1.1.1").HostName);
    }

    [Theory]
    [InlineData("0", Severity.Low)]
    [InlineData("3", Severity.Low)]
    [InlineData("4", Severity.Medium)]
    [InlineData("6", Severity.Medium)]
    [InlineData("7", Severity.High)]
    [InlineData("8", Severity.High)]
    [InlineData("9", Severity.Critical)]
    [InlineData("10", Severity.Critical)]
    [InlineData("11", Severity.Unknown)]
    [InlineData("-1", Severity.Unknown)]
    [InlineData("Low", Severity.Low)]
    [InlineData("Very-High", Severity.Critical)]
    [InlineData("Unknown", Severity.Unknown)]
    [InlineData("Tomorrow", Severity.Unknown)]
    public void CEF_severities_are_numbers_or_words(string text, Severity severity) => Assert.Equal(severity, Cef("", text).Severity);

    [Theory]
    [InlineData(0, Severity.Fatal)]
    [InlineData(1, Severity.Critical)]
    [InlineData(2, Severity.Critical)]
    [InlineData(3, Severity.High)]
    [InlineData(4, Severity.Medium)]
    [InlineData(5, Severity.Informational)]
    [InlineData(7, Severity.Informational)]
    public void Syslog_severity_is_in_the_priority_whatever_the_facility(int severity, Severity expected) =>
        Assert.All([0, 4, 23],
            facility => Assert.Equal(expected, Only(SourceKind.Syslog, $"<{facility * 8 + severity}>1 - h a - - - t").Severity));

    [Theory]
    [InlineData("msg=a=b", "a=b")]
    [InlineData("msg=a\\=b c=d", "a=b")]
    [InlineData("msg=see http://x.example/?q=1 now dst=10.0.0.1", "see http://x.example/?q=1 now")]
    [InlineData("dst=10.0.0.1 msg=C:\\\\temp\\\\new ends\\\\", "C:\\temp\\new ends\\")]
    [InlineData("msg=one\\ntwo\\qthree", "one\ntwo\\qthree")]
    [InlineData("msg=a\\", "a\\")]
    public void Extension_values_hold_spaces_equals_signs_and_escapes(string extension, string message) =>
    Assert.Equal(message, Cef(extension).Description);

    [Fact]
    public void Structured_data_is_read_with_its_escapes_and_can_identify()
    {
        var reader = new NormalizedAlertReader(SourceKind.Syslog, ["/syslog/data/a@1/x"], null);
        Guid Of(string data) =>
            reader.Read(System.Text.Encoding.UTF8.GetBytes($"<1>1 - h a - - {data} text"), Now).Items[0].Finding!.Identity;
        Assert.Equal(Of("""[a@1 x="q\"]\\"]"""), Of("""[b@1 y="1"][a@1 z="2" x="q\"\]\\"]"""));
        Assert.NotEqual(Of("""[a@1 x="1"]"""), Of("""[a@1 x="2"]"""));
    }

    [Fact]
    public void Case_55_bad_line_is_rejected_alone_and_each_line_has_its_result()
    {
        byte[] body = [.. "CEF:0|v|p|1|c|n|5|src=10.0.0.1\r\n\r\nno event\n"u8, 0xC3, 0x28,
            .. "\n<999>1 - h a - - - t\n<1>1 - h a - - [a x=\"1\" t\nCEF:0|too|short\n<1>1 - h a - - - a\0b\n"u8,
            .. "<1>1 - h a - - - t"u8];
        var batch = Reader(SourceKind.Syslog).Read(body, Now);
        Assert.Equal([null, "alert.shape", "alert.encoding", "alert.shape", "alert.shape", "alert.shape", "alert.text", null],
            batch.Items.Select(i => i.Rejection?.Code));
        Assert.Equal(Enumerable.Range(0, 8), batch.Items.Select(i => i.Index));
    }

    [Fact]
    public void Case_56_line_breaks_inside_a_line_and_escaped_ones_do_not_reach_a_title()
    {
        Assert.Equal("one  <13>1 forged", Cef("", name: "one\r\u001b<13>1 forged").Title);
        Assert.DoesNotContain('\n', Only(SourceKind.Syslog, "<1>1 - h a - - - one\u2028two").Title);
    }

    [Fact]
    public void Case_56_more_lines_than_a_batch_holds_too_long_ones_and_none_are_refused()
    {
        Assert.Equal(BatchRefusal.TooMany,
            Read(SourceKind.Syslog, string.Join('\n', Enumerable.Repeat("<1>1 - h a - - - t", 501))).Refusal);
        Assert.Null(Read(SourceKind.Syslog, string.Join('\n', Enumerable.Repeat("<1>1 - h a - - - t", 500))).Refusal);
        Assert.Equal(BatchRefusal.Shape, Read(SourceKind.Syslog, " \r\n\t\n").Refusal);
        var batch = Read(SourceKind.Syslog, $"<1>1 - h a - - - {new string('x', NormalizedAlertReader.MaxItemBytes)}\n<1>1 - h a - - - t");
        Assert.Equal(["alert.too_large", null], batch.Items.Select(i => i.Rejection?.Code));
    }
}
