using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Mat.Gateway.Identity;

/// <summary>
/// Anti-forgery for the session cookie: an unsafe request must repeat a value derived from the session token, which a page of
/// another origin cannot read. Derived, so that nothing has to be stored.
/// </summary>
internal static class Csrf
{
    public const string Header = "X-CSRF-Token";

    public static string TokenFor(string sessionToken) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(sessionToken + ":csrf")));

    public static bool Matches(string sessionToken, string? presented) =>
        presented is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(TokenFor(sessionToken)), Encoding.UTF8.GetBytes(presented));

    public static bool IsGenuine(HttpRequest request, string sessionToken) =>
        SameOrigin(request.Headers.Origin, request.Host) && Matches(sessionToken, request.Headers[Header]);

    public static bool IsSafe(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method);

    /// <summary>
    /// A missing Origin is accepted (clients that are not browsers), a foreign or opaque one is not. The scheme is not compared:
    /// behind a proxy that terminates TLS the gateway shares only the host with the browser.
    /// </summary>
    public static bool SameOrigin(string? origin, HostString host)
    {
        if (string.IsNullOrEmpty(origin))
            return true;
        if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            return false;
        return string.Equals(uri.Host, host.Host, StringComparison.OrdinalIgnoreCase)
            && uri.Port == (host.Port ?? (uri.Scheme == "https" ? 443 : 80));
    }
}
