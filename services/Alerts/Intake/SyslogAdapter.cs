using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Mat.Alerts.Intake;

/// <summary>
/// Text, one event a line: CEF, syslog (RFC 5424 and older), and CEF inside syslog. Neither ever says that something is
/// over. What identifies a CEF event is its vendor, product and class and the near end of it; of a plain message its
/// host, program and message id, or where it has none the message with its numbers left out.
/// </summary>
internal sealed partial class SyslogAdapter : TextAdapter
{
    private const int LongestPattern = 512;

    public override JsonObject? Fields(string text)
    {
        if (CefMessage.Read(text) is { } bare)
            return Of(bare, null);
        if (SyslogMessage.Read(text) is not { } message)
            return null;
        if (CefMessage.Read(Untagged(message)) is { } cef)
            return Of(cef, message);
        return message.Priority is null ? null : new JsonObject { ["syslog"] = Of(message) };
    }

    /// <summary>Devices that write "CEF: 0|…" or put it after a program name mean the same; the tag has been taken off as one.</summary>
    private static string Untagged(SyslogMessage message) =>
        message is { App: "CEF", Data: null } ? $"CEF:{message.Text.TrimStart()}" : message.Text.TrimStart();

    public override NormalizedAlertDraft Read(JsonElement item) =>
        item.At("cef") is { } cef ? Cef(item, cef) : Plain(item.At("syslog") ?? default);

    private static NormalizedAlertDraft Cef(JsonElement item, JsonElement cef)
    {
        var extension = item.At("extension") ?? default;
        var header = item.At("syslog") ?? default;
        string? Of(params ReadOnlySpan<string> keys)
        {
            foreach (var key in keys)
                if (extension.Text(key) is { } value)
                    return value;
            return null;
        }
        // From the internet inwards the far end is the source; in every other case the source is the one that did it.
        var fromOutside = IdentifierNormalizer.IsOutside(Of("src")) && Of("dst", "dhost") is not null;
        var toNear = fromOutside || Of("src", "shost", "smac") is null;
        var host = toNear ? Of("dhost", "destinationHostName") : Of("shost", "sourceHostName");
        var ip = toNear ? Of("dst") : Of("src");
        var mac = toNear ? Of("dmac") : Of("smac");
        if (host is null && ip is null && mac is null)
            (host, ip, mac) = (Of("dvchost", "deviceHostName"), Of("dvc"), Of("dvcmac"));
        var (sender, senderIp) = IdentifierNormalizer.Instance(header.Text("host"));
        var times = new[] { Of("rt"), Of("end"), Of("start"), header.Text("time") };
        var rule = cef.Text("classId") ?? cef.Text("name");
        return new NormalizedAlertDraft
        {
            Identity = rule is null ? []
                : [("vendor", cef.Text("vendor")), ("product", cef.Text("product")), ("class", rule),
                    ("near", host ?? ip ?? mac ?? sender ?? senderIp)],
            Time = times.FirstOrDefault(t => t is not null && EventTime.TryParse(t, out _)) ?? times.FirstOrDefault(t => t is not null),
            Uid = Of("externalId"),
            Title = cef.Text("name") ?? rule,
            Description = Of("msg", "message", "reason"),
            Severity = Severities.FromCef(cef.Text("severity")),
            Rule = rule,
            Hosts = [host ?? (ip is null && mac is null ? sender : null)],
            Mac = mac,
            Ip = ip ?? (host is null && mac is null ? senderIp : null),
            User = toNear ? Of("duser", "suser") : Of("suser", "duser"),
        };
    }

    private static NormalizedAlertDraft Plain(JsonElement syslog)
    {
        var (host, ip) = IdentifierNormalizer.Instance(syslog.Text("host"));
        var (app, id, text) = (syslog.Text("app"), syslog.Text("messageId"), syslog.Text("text"));
        return new NormalizedAlertDraft
        {
            Identity = app is null && id is null && text is null ? []
                : [("host", host ?? ip), ("app", app), ("message", id ?? Pattern(text))],
            Time = syslog.Text("time"),
            Title = text ?? $"{app} {id}",
            Description = text,
            Severity = Severities.FromSyslog(syslog.Whole("severity")),
            Rule = id ?? app,
            Hosts = [host],
            Ip = ip,
        };
    }

    /// <summary>The message without what differs from time to time: numbers, addresses, long hexadecimal names.</summary>
    private static string? Pattern(string? text) =>
        text is null ? null : Varying().Replace(text.Length > LongestPattern ? text[..LongestPattern] : text, "#");

    [GeneratedRegex("[0-9A-Fa-f]{8,}|[0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex Varying();

    private static JsonObject Of(CefMessage cef, SyslogMessage? message)
    {
        var fields = new JsonObject
        {
            ["cef"] = new JsonObject
            {
                ["version"] = cef.Version,
                ["vendor"] = cef.Vendor,
                ["product"] = cef.Product,
                ["deviceVersion"] = cef.DeviceVersion,
                ["classId"] = cef.ClassId,
                ["name"] = cef.Name,
                ["severity"] = cef.Severity,
            },
            ["extension"] = cef.Extension,
        };
        if (message is not null)
            fields["syslog"] = Of(message with { Text = "" });
        return fields;
    }

    private static JsonObject Of(SyslogMessage message) => new()
    {
        ["facility"] = message.Priority / 8,
        ["severity"] = message.Severity,
        ["time"] = message.Time,
        ["host"] = message.Host,
        ["app"] = message.App,
        ["process"] = message.Process,
        ["messageId"] = message.MessageId,
        ["data"] = message.Data,
        ["text"] = message.Text,
    };
}
