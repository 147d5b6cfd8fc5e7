using System.Text;
using System.Text.Json.Nodes;

namespace Mat.Alerts.Intake;

/// <summary>
/// ArcSight's Common Event Format: <c>CEF:0|vendor|product|version|class|name|severity|key=value …</c>. In the header a
/// backslash guards a bar, in the extension an equals sign; values hold spaces, so a value ends where the next key begins.
/// </summary>
internal sealed record CefMessage(
    string Version, string Vendor, string Product, string DeviceVersion, string ClassId, string Name, string Severity, JsonObject Extension)
{
    private const string Prefix = "CEF:";

    /// <returns>Null when the text does not begin like one.</returns>
    public static CefMessage? Read(string text)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        var at = Prefix.Length;
        var head = new string[7];
        for (var i = 0; i < head.Length; i++)
        {
            var last = i == head.Length - 1;
            if (Header(text, ref at, last) is not { } field)
                return null;
            head[i] = field;
        }
        return new(head[0], head[1], head[2], head[3], head[4], head[5], head[6], Pairs(text[at..].Trim()));
    }

    /// <summary>Without an extension the last field may go without its bar.</summary>
    private static string? Header(string text, ref int at, bool last)
    {
        var field = new StringBuilder();
        for (; at < text.Length; at++)
        {
            if (text[at] == '|')
            {
                at++;
                return field.ToString().Trim();
            }
            if (text[at] == '\\' && at + 1 < text.Length && text[at + 1] is '|' or '\\')
                at++;
            field.Append(text[at]);
        }
        return last ? field.ToString().Trim() : null;
    }

    private static JsonObject Pairs(string text)
    {
        var pairs = new JsonObject();
        string? key = null;
        var from = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
                continue;
            }
            if (text[i] != '=')
                continue;
            var start = i;
            while (start > from && IsKey(text[start - 1]))
                start--;
            // A key stands alone: "?a=b" in an address is a part of the value, guarded or not.
            if (start == i || (start > 0 && text[start - 1] is not (' ' or '\t')))
                continue;
            if (key is not null)
                pairs[key] = Value(text.AsSpan(from, start - from));
            (key, from) = (text[start..i], i + 1);
        }
        if (key is not null)
            pairs[key] = Value(text.AsSpan(from));
        return pairs;
    }

    private static bool IsKey(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-' or '[' or ']';

    private static string Value(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        if (!text.Contains('\\'))
            return text.ToString();
        var value = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                value.Append(text[i]);
                continue;
            }
            i++;
            switch (text[i])
            {
                case 'n':
                    value.Append('\n');
                    break;
                case 'r':
                    value.Append('\r');
                    break;
                case '=' or '|' or '\\':
                    value.Append(text[i]);
                    break;
                default:
                    value.Append('\\').Append(text[i]);
                    break;
            }
        }
        return value.ToString();
    }
}
