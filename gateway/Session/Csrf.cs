using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Mat.Gateway.Session;

/// <summary>
/// A browser sends the session's cookie by itself, whoever made the page. What changes something must therefore also
/// carry a header that only our own page can know, derived from the session so that nothing has to be stored.
/// </summary>
internal static class Csrf
{
    public const string Header = "X-CSRF-Token";

    public static string TokenFor(string sessionToken) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(sessionToken + ":csrf")));

    public static bool Matches(string sessionToken, string? presented) =>
        presented is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(TokenFor(sessionToken)), Encoding.UTF8.GetBytes(presented));

    public static bool IsSafe(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method);

    /// <summary>
    /// No Origin is fine (not a browser, or an old one), a foreign or opaque one never. The scheme is left out: behind
    /// a proxy that ends TLS the host is what we share with the browser.
    /// </summary>
    public static bool SameOrigin(string? origin, HostString host)
    {
        if (string.IsNullOrEmpty(origin)) return true;
        if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")) return false;
        return string.Equals(uri.Host, host.Host, StringComparison.OrdinalIgnoreCase)
            && uri.Port == (host.Port ?? (uri.Scheme == "https" ? 443 : 80));
    }
}
