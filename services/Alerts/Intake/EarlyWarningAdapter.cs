using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Mat.Contracts.Alerts;

namespace Mat.Alerts.Intake;

/// <summary>
/// The text of a mail of NCSC's Early Warning, passed on by a mailbox rule. It reports incidents, network abuse, and
/// vulnerabilities or open ports at the addresses and domains that the trust has registered, with a grade after the
/// Admiralty system (a letter for the source, a number for what it says). What identifies a report is its class, what was
/// seen and where; Early Warning never says that something is over.
/// </summary>
internal sealed partial class EarlyWarningAdapter : TextAdapter
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false);

    public override IReadOnlyList<ReadOnlyMemory<byte>> Pieces(ReadOnlyMemory<byte> body, int most)
    {
        if (body.Span.Trim(" \t\r\n"u8).IsEmpty)
            return [];
        // What is not UTF-8 is one item, which is then refused with that reason.
        if (!TextGuard.IsUtf8(body.Span))
            return [body];
        var parts = EarlyWarningMail.Cut(Utf8.GetString(body.Span), most);
        return parts.Count == 1 ? [body] : [.. parts.Select(p => (ReadOnlyMemory<byte>)Utf8.GetBytes(p))];
    }

    public override JsonObject? Fields(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var head = EarlyWarningMail.Head(lines);
        var fields = new JsonObject();
        string? headed = null;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (EarlyWarningMail.Field(line) is not { } field)
            {
                // The nearest heading before the facts says what they are.
                if (i >= head && !fields.ContainsKey("ip") && !fields.ContainsKey("host"))
                    headed = EarlyWarningMail.Class(line) ?? headed;
                continue;
            }
            var value = field.Name is "time" or "first" ? Zoned(field.Value, field.Label) : field.Value;
            if (!fields.ContainsKey(field.Name))
                fields[field.Name] = value;
        }
        var subject = (string?)fields["subject"];
        var reported = EarlyWarningMail.Class((string?)fields["event"]) ?? EarlyWarningMail.Class(subject) ?? headed;
        if (reported is null && !text.Contains("early warning", StringComparison.OrdinalIgnoreCase))
            return null;
        fields["class"] = reported;
        fields["text"] = string.Join('\n', lines.Skip(head)).Trim();
        return fields;
    }

    public override NormalizedAlertDraft Read(JsonElement item)
    {
        var reported = item.Text("class");
        var (ip, host) = Where(item);
        var what = item.Text("event") ?? item.Text("cve") ?? item.Text("service")
            ?? (item.Text("port") is { } port ? $"port {port}" : null);
        var subject = item.Text("subject");
        // Without a labelled fact the subject is all there is; its dates and numbers change from mail to mail.
        var identified = what is not null || ip is not null || host is not null;
        return new NormalizedAlertDraft
        {
            Identity = !identified && subject is null ? []
                : [("class", reported), ("what", identified ? what : Numbers().Replace(subject!, "#")), ("ip", ip), ("host", host),
                    ("port", item.Text("port"))],
            Time = item.Text("time") ?? item.Text("first") ?? MailTime(item.Text("date")),
            Uid = item.Text("reference") ?? item.Text("mail"),
            Title = Title(reported, what, ip ?? host, subject, item.Text("grade")),
            Description = item.Text("text"),
            Severity = Severities.FromWord(item.Text("severity")) is var said and not Severity.Unknown ? said : reported switch
            {
                "incident" => Severity.High,
                "abuse" or "vulnerability" => Severity.Medium,
                _ => Severity.Unknown,
            },
            Rule = reported is null ? "early-warning" : $"early-warning-{reported}",
            Hosts = [host],
            Ip = ip,
        };
    }

    private static (string? Ip, string? Host) Where(JsonElement item)
    {
        var asset = item.Text("asset");
        var ip = IdentifierNormalizer.Ip(item.Text("ip")) ?? IdentifierNormalizer.Ip(asset);
        var host = IdentifierNormalizer.Host(item.Text("host")) ?? (ip is null ? IdentifierNormalizer.Host(asset) : null);
        if (ip is not null || host is not null)
            return (ip, host);
        // In running text one address is the one it is about; several could be anybody's.
        var named = Address().Matches(item.Text("text") ?? "").Take(100).Select(m => IdentifierNormalizer.Ip(m.Value)).OfType<string>()
            .Distinct().ToList();
        return named is [var only] ? (only, null) : (null, null);
    }

    private static string Title(string? reported, string? what, string? where, string? subject, string? grade)
    {
        var kind = reported switch
        {
            "incident" => "incident",
            "abuse" => "network abuse",
            "vulnerability" => "vulnerability",
            _ =>
            "report"
        };
        if (what is null && where is null && subject is not null)
            return subject;
        return $"Early Warning {kind}{(what is null ? "" : $": {what}")}{(where is null ? "" : $" at {where}")}{(grade is null ? "" : $" (grade {grade})")}";
    }

    /// <summary>A time whose zone stands beside it, in its label or as a word.</summary>
    private static string Zoned(string value, string label)
    {
        var zone = value.EndsWith(" UTC", StringComparison.OrdinalIgnoreCase) || value.EndsWith(" GMT", StringComparison.OrdinalIgnoreCase);
        if (zone)
            return value[..^4].TrimEnd() + "Z";
        return label.Contains("(UTC)", StringComparison.OrdinalIgnoreCase) && value.Length > 0 && char.IsAsciiDigit(value[^1])
            ? value + "Z" : value;
    }

    /// <summary>A mail's own date (RFC 5322), as ISO 8601; any other text as it is, so that it is told to be no time.</summary>
    private static string? MailTime(string? date) =>
        date is not null && DateTimeOffset.TryParseExact(
            Comment().Replace(date, "").Trim(),
            ["ddd, d MMM yyyy HH:mm:ss zzz", "d MMM yyyy HH:mm:ss zzz", "ddd, d MMM yyyy HH:mm:ss 'GMT'"], CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces, out var at)
            ? at.ToString("O", CultureInfo.InvariantCulture) : date;

    [GeneratedRegex(@"\([^)]{0,20}\)", RegexOptions.CultureInvariant)]
    private static partial Regex Comment();

    [GeneratedRegex("[0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex Numbers();

    [GeneratedRegex(@"(?<!\d|\d\.)\d{1,3}(\.\d{1,3}){3}(?!\d|\.\d)|(?<![\w:])[0-9A-Fa-f]{1,4}(:[0-9A-Fa-f]{0,4}){2,7}(?![\w:])",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Address();
}
