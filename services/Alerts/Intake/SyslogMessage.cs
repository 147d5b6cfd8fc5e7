using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Mat.Alerts.Intake;

/// <summary>A syslog message of RFC 5424, or of the older kind (RFC 3164) that firewalls and switches still write.</summary>
/// <param name="Priority">Facility times eight plus severity; null where a relay has cut it off.</param>
/// <param name="Data">The structured data, by element and parameter.</param>
internal sealed partial record SyslogMessage(
    int? Priority, string? Time, string? Host, string? App, string? Process, string? MessageId, JsonObject? Data, string Text)
{
    private const int HighestPriority = 191;

    public int? Severity => Priority % 8;

    /// <returns>Null when it is neither.</returns>
    public static SyslogMessage? Read(string line)
    {
        var end = line.StartsWith('<') ? line.AsSpan(0, Math.Min(line.Length, 5)).IndexOf('>') : -1;
        if (end < 0)
            return Old(line, null);
        if (!int.TryParse(line.AsSpan(1, end - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var priority)
            || priority > HighestPriority)
            return null;
        var rest = line[(end + 1)..];
        return rest.StartsWith("1 ", StringComparison.Ordinal) ? Modern(rest, 2, priority) : Old(rest, priority);
    }

    private static SyslogMessage? Modern(string line, int at, int priority)
    {
        var words = new string?[5];
        for (var i = 0; i < words.Length; i++)
        {
            var end = line.IndexOf(' ', at);
            if (end <= at)
                return null;
            words[i] = end == at + 1 && line[at] == '-' ? null : line[at..end];
            at = end + 1;
        }
        if (Structured(line, ref at) is not { } data || (at < line.Length && line[at] != ' '))
            return null;
        // A byte order mark says that the text is UTF-8 and is no part of it.
        var text = at < line.Length ? line[(at + 1)..].TrimStart('\uFEFF') : "";
        return new(priority, words[0], words[1], words[2], words[3], words[4], data, text);
    }

    private static JsonObject? Structured(string line, ref int at)
    {
        var data = new JsonObject();
        if (at < line.Length && line[at] == '-')
        {
            at++;
            return data;
        }
        if (at >= line.Length || line[at] != '[')
            return null;
        while (at < line.Length && line[at] == '[')
        {
            at++;
            var end = line.AsSpan(at).IndexOfAny(' ', ']');
            if (end <= 0)
                return null;
            var id = line.Substring(at, end);
            at += end;
            var element = new JsonObject();
            while (at < line.Length && line[at] == ' ')
            {
                if (Parameter(line, ref at) is not { } parameter)
                    return null;
                element[parameter.Name] = parameter.Value;
            }
            if (at >= line.Length || line[at] != ']')
                return null;
            at++;
            data[id] = element;
        }
        return data;
    }

    private static (string Name, string Value)? Parameter(string line, ref int at)
    {
        at++;
        var equals = line.IndexOf('=', at);
        if (equals <= at || equals + 1 >= line.Length || line[equals + 1] != '"')
            return null;
        var name = line[at..equals];
        var value = new StringBuilder();
        for (at = equals + 2; at < line.Length && line[at] != '"'; at++)
        {
            if (line[at] == '\\' && at + 1 < line.Length && line[at + 1] is '"' or '\\' or ']')
                at++;
            value.Append(line[at]);
        }
        if (at >= line.Length)
            return null;
        at++;
        return (name, value.ToString());
    }

    private static SyslogMessage? Old(string line, int? priority)
    {
        var head = OldHead().Match(line);
        if (!head.Success)
            return priority is null ? null : new(priority, null, null, null, null, null, null, line);
        var text = line[head.Length..];
        var tag = OldTag().Match(text);
        return new(
            priority, head.Groups["time"].Value, head.Groups["host"].Value, tag.Success ? tag.Groups["app"].Value : null,
            tag.Groups["process"] is { Success: true, Value: var process } ? process : null, null, null,
            tag.Success ? text[tag.Length..] : text);
    }

    [GeneratedRegex(@"^(?<time>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT[0-9:.+Z-]{5,30}) (?<host>\S{1,255}) ",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex OldHead();

    [GeneratedRegex(@"^(?<app>[\w%./-]{1,48})(\[(?<process>\w{1,20})\])?: ", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex OldTag();
}
