using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.RegularExpressions;
using Mat.Platform.Auth;

namespace Mat.Partners.Endpoints;

/// <param name="Value">Shown to nobody afterwards; null in a change keeps the value that is there.</param>
public sealed record EndpointHeader(string Name, string? Value);

/// <summary>Headers that a partner's receiver asks for, such as an API key. None of them can change what the request is.</summary>
internal static partial class EndpointHeaders
{
    private const int Max = 20;
    private const int LongestValue = 2000;

    private static readonly HashSet<string> Denied = new(StringComparer.OrdinalIgnoreCase)
    {
        "accept-encoding", "connection", "content-encoding", "content-length", "content-type", "cookie", "expect", "host", "keep-alive",
        "te",
        "traceparent", "tracestate", "trailer", "transfer-encoding", "upgrade", "user-agent",
    };

    private static readonly string[] DeniedBeginnings = ["webhook-", "ce-", "proxy-", "sec-", "dapr-", "x-forwarded-"];

    public static IEnumerable<ValidationResult> Check(IReadOnlyList<EndpointHeader>? headers)
    {
        if (headers is null)
            yield break;
        if (headers.Count > Max)
            yield return Wrong($"At most {Max} headers.");
        foreach (var (name, value) in headers)
        {
            if (name is null || !Token().IsMatch(name))
                yield return Wrong("A header's name holds letters, digits and hyphens, at most 100.");
            else if (Denied.Contains(name) || DeniedBeginnings.Any(b => name.StartsWith(b, StringComparison.OrdinalIgnoreCase)))
                yield return Wrong($"The header {name} is Mat's own or changes how the request is read.");
            if (value is not null && (value.Length is 0 or > LongestValue || value.Any(c => c is < ' ' or > '~') || value != value.Trim()))
                yield return Wrong(
                    $"A header's value is 1 to {LongestValue} printable ASCII characters on one line, without spaces around it.");
        }

        if (headers.DistinctBy(h => h.Name, StringComparer.OrdinalIgnoreCase).Count() < headers.Count)
            yield return Wrong("Each header once.");

        static ValidationResult Wrong(string why) => new(why, ["Headers"]);
    }

    /// <returns>False when a value is kept that was never given.</returns>
    public static bool TrySet(WebhookEndpoint endpoint, IReadOnlyList<EndpointHeader> headers, ISecretProtector protector)
    {
        var old = Open(endpoint.SealedHeaders, protector);
        var next = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in headers)
        {
            if ((value ?? old.GetValueOrDefault(name)) is not { } kept)
                return false;
            next[name] = kept;
        }

        endpoint.HeaderNames = [.. next.Keys];
        endpoint.SealedHeaders = next.Count == 0 ? null : protector.Protect(JsonSerializer.Serialize(next));
        return true;
    }

    public static IReadOnlyDictionary<string, string> Open(string? sealedHeaders, ISecretProtector protector) =>
        new Dictionary<string, string>(
        sealedHeaders is null ? [] : JsonSerializer.Deserialize<Dictionary<string, string>>(protector.Unprotect(sealedHeaders))!,
        StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex("^[A-Za-z0-9-]{1,100}$", RegexOptions.NonBacktracking)]
    private static partial Regex Token();
}
