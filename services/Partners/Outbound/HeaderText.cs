using System.Text;

namespace Mat.Partners.Outbound;

/// <summary>Headers as the delivery log keeps them: by an allow-list, since the names of a partner's secret headers are unknown.</summary>
internal static class HeaderText
{
    private const int MaxLines = 40;
    private const int LongestValue = 200;

    private static readonly HashSet<string> Plain = new(StringComparer.OrdinalIgnoreCase)
    {
        "allow", "cache-control", "connection", "content-encoding", "content-length", "content-type", "date", "location", "retry-after",
        "server",
        "transfer-encoding", "user-agent", "via", "webhook-id", "webhook-signature", "webhook-timestamp", "x-request-id", "cf-ray",
    };

    public static string Of(HttpRequestMessage request) =>
        Of($"POST {request.RequestUri!.GetLeftPart(UriPartial.Path)}",
            request.Headers.NonValidated.Concat(request.Content!.Headers.NonValidated));

    public static string Of(HttpResponseMessage response) =>
        Of($"{(int)response.StatusCode} {Line(response.ReasonPhrase ?? "")}".TrimEnd(),
            response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated));

    private static string Of(string first, IEnumerable<KeyValuePair<string, System.Net.Http.Headers.HeaderStringValues>> headers)
    {
        var text = new StringBuilder(first);
        foreach (var (name, value) in headers.Take(MaxLines))
            text.Append('\n').Append(Line(name)).Append(": ").Append(Plain.Contains(name) ? Line(value.ToString()) : "[hidden]");
        return text.ToString();
    }

    /// <summary>A query may hold a credential, in a redirect's target too.</summary>
    private static string Line(string value)
    {
        var line = new string([.. value.Split('?')[0].Take(LongestValue).Select(c => char.IsControl(c) ? ' ' : c)]);
        return line.Length < value.Length ? line + "…" : line;
    }
}
