using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Mat.Alerts.Intake;

/// <summary>Refuses what no database column can hold and cleans what a log line or a title must not hold.</summary>
internal static class TextGuard
{
    public static bool IsUtf8(ReadOnlySpan<byte> bytes) => System.Text.Unicode.Utf8.IsValid(bytes);

    /// <summary>
    /// Looks at the escapes of a piece of valid JSON: a NUL or half a surrogate pair cannot be stored.
    /// (In valid JSON a backslash stands only inside strings, and raw UTF-8 cannot carry either.)
    /// </summary>
    public static bool HasUnstorableEscape(ReadOnlySpan<byte> json)
    {
        for (var i = json.IndexOf((byte)'\\'); i >= 0 && i < json.Length; i++)
        {
            if (json[i] != '\\')
                continue;
            i++;
            if (i >= json.Length || json[i] != 'u')
                continue;
            var unit = Hex(json, i + 1);
            i += 4;
            if (unit == 0 || unit is >= 0xDC00 and <= 0xDFFF)
                return true;
            if (unit is >= 0xD800 and <= 0xDBFF)
            {
                if (i + 2 >= json.Length || json[i + 1] != '\\' || json[i + 2] != 'u')
                    return true;
                if (Hex(json, i + 3) is not (>= 0xDC00 and <= 0xDFFF))
                    return true;
                i += 6;
            }
        }
        return false;
    }

    private static int Hex(ReadOnlySpan<byte> json, int at) =>
        at + 4 <= json.Length && Utf8Parser.TryParse(json.Slice(at, 4), out uint value, out var used, 'x') && used == 4 ? (int)value : 0;

    /// <summary>One line, no control or direction-changing characters (they forge log lines and titles), at most <paramref name="most"/>
    /// characters.</summary>
    public static string? Line(string? text, int most) => Clean(text, most, keepBreaks: false);

    /// <summary>Like <see cref="Line"/>, with line breaks and tabs kept.</summary>
    public static string? Block(string? text, int most) => Clean(text, most, keepBreaks: true);

    private static string? Clean(string? text, int most, bool keepBreaks)
    {
        if (text is null)
            return null;
        var clean = new StringBuilder(Math.Min(text.Length, most));
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length + rune.Utf16SequenceLength > most)
                break;
            if (keepBreaks && rune.Value is '\n' or '\t')
                clean.Append((char)rune.Value);
            else if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Format)
                clean.Append(' ');
            else
                clean.Append(rune.ToString());
        }
        var done = clean.ToString().Trim();
        return done.Length == 0 ? null : done;
    }
}
