using Mat.Alerts.Sources;
using Microsoft.Net.Http.Headers;

namespace Mat.Alerts.Intake;

/// <summary>How a request holds its alerts.</summary>
internal enum BodyForm
{
    /// <summary>As the source's format says: one JSON document, or the format's text.</summary>
    Whole,

    /// <summary>One JSON document a line (NDJSON).</summary>
    Lines,
}

internal static class BodyForms
{
    private static readonly string[] LineTypes = ["application/x-ndjson", "application/ndjson", "application/jsonl",
        "application/x-jsonlines", "application/json-lines"];
    private static readonly string[] TextTypes = ["text/plain", "application/octet-stream", "message/rfc822"];
    private static readonly string[] Charsets = ["utf-8", "utf8", "us-ascii"];

    /// <summary>
    /// Null for a type that this kind of source does not send: text is never guessed to be JSON, nor JSON a line of a log.
    /// Tools that say nothing, or what their library says by itself, are believed to send what their kind says.
    /// </summary>
    public static BodyForm? Of(string? contentType, SourceKind kind)
    {
        if (string.IsNullOrWhiteSpace(contentType))
            return BodyForm.Whole;
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type))
            return null;
        if (type.Charset.HasValue && !Charsets.Contains(type.Charset.Value.Trim('"'), StringComparer.OrdinalIgnoreCase))
            return null;
        var name = type.MediaType.Value ?? "";
        if (kind.IsText())
            return TextTypes.Contains(name, StringComparer.OrdinalIgnoreCase) ? BodyForm.Whole : null;
        if (LineTypes.Contains(name, StringComparer.OrdinalIgnoreCase))
            return BodyForm.Lines;
        return name.StartsWith("application/", StringComparison.OrdinalIgnoreCase) ? BodyForm.Whole : null;
    }
}
