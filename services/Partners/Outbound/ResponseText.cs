using System.Text;
using System.Text.RegularExpressions;

namespace Mat.Partners.Outbound;

/// <summary>What is kept of a receiver's answer: text only, cut, without what looks like a credential or a mail address.</summary>
internal static partial class ResponseText
{
    /// <summary>Bytes that are read of an answer; the rest stays in the network.</summary>
    public const int Max = 16 * 1024;

    public static string? Of(ReadOnlySpan<byte> bytes, string? mediaType, bool cut)
    {
        if (bytes.IsEmpty)
            return null;
        var isText = mediaType is null || mediaType.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
            || mediaType.Contains("json", StringComparison.OrdinalIgnoreCase)
            || mediaType.Contains("xml", StringComparison.OrdinalIgnoreCase);
        if (!isText || bytes.Contains((byte)0))
            return $"[{bytes.Length}{(cut ? " or more" : "")} bytes that are not text]";
        var text = new StringBuilder(Encoding.UTF8.GetString(bytes));
        for (var i = 0; i < text.Length; i++)
            if (char.IsControl(text[i]) && text[i] is not ('\n' or '\t'))
                text[i] = ' ';
        var redacted = Secrets().Replace(text.ToString(), "[redacted]");
        redacted = Fields().Replace(redacted, "$1[redacted]");
        redacted = Mail().Replace(redacted, "[redacted]");
        return cut ? redacted + " [cut]" : redacted;
    }

    [GeneratedRegex(@"(?i)\b(?:whsec_|whsk_|mat[a-z]?_|ghp_|xox[a-z]-|eyJ)[A-Za-z0-9+/=_.\-]{8,}|\bBearer\s+[^\s""'<>,;]+|\bBasic\s+[A-Za-z0-9+/=]{8,}", RegexOptions.NonBacktracking)]
    private static partial Regex Secrets();

    [GeneratedRegex(@"(?i)(""?(?:password|passwd|secret|token|api[_-]?key|authorization|cookie|session(?:_?id)?)""?\s{0,3}[:=]\s{0,3})(?:""[^""]*""|[^\s"",;&<>}]+)", RegexOptions.NonBacktracking)]
    private static partial Regex Fields();

    [GeneratedRegex(@"[A-Za-z0-9._%+\-]+@[A-Za-z0-9.\-]+\.[A-Za-z]{2,}", RegexOptions.NonBacktracking)]
    private static partial Regex Mail();
}
