using Microsoft.Extensions.Primitives;

namespace Mat.Gateway.Identity;

/// <summary>Which credential is accepted on which route. Pure, so that the table can be read and tested as one.</summary>
internal static class TokenRules
{
    public static (AuthenticationRoute Route, string? Token) Decide(PathString path, StringValues authorization, string? cookie)
    {
        if (IsInternal(path))
            return (AuthenticationRoute.Hidden, null);
        if (authorization.Count == 0 || string.IsNullOrWhiteSpace(authorization[0]) && authorization.Count == 1)
            return string.IsNullOrEmpty(cookie) ? (AuthenticationRoute.Anonymous, null) : (AuthenticationRoute.Cookie, cookie);
        // With two Authorization headers the next hop might use the one that was not checked here.
        if (authorization.Count > 1)
            return (AuthenticationRoute.Refused, null);

        var value = authorization[0]!.Trim();
        if (!value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return (AuthenticationRoute.Refused, null);
        var token = value["Bearer ".Length..].Trim();
        return (RouteOf(token, path), token);
    }

    private static AuthenticationRoute RouteOf(string token, PathString path)
    {
        if (Is("matp_"))
            return IsPortal(path) ? AuthenticationRoute.PassThrough : AuthenticationRoute.Refused;
        if (Is("mata_"))
            return IsIngest(path) ? AuthenticationRoute.PassThrough : AuthenticationRoute.Refused;
        if (Is("mat_") || Is("mats_"))
            return AuthenticationRoute.Bearer;
        // An internal token is a JWT too; it fails validation because the provider's keys did not sign it.
        return Is("eyJ") && !IsPortal(path) && !IsIngest(path) ? AuthenticationRoute.Signed : AuthenticationRoute.Refused;

        bool Is(string prefix) => token.StartsWith(prefix, StringComparison.Ordinal);
    }

    public static bool IsApi(PathString path) => path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);

    public static bool IsPortal(PathString path) => path.StartsWithSegments("/api/partners/portal", StringComparison.OrdinalIgnoreCase);

    public static bool IsIngest(PathString path) => path.StartsWithSegments("/api/alerts/ingest", StringComparison.OrdinalIgnoreCase);

    public static bool IsSession(PathString path) => path.StartsWithSegments("/api/session", StringComparison.OrdinalIgnoreCase);

    /// <summary>Ignores case and a trailing slash, as routing does.</summary>
    public static bool IsInternal(PathString path) =>
        path.Value is { } value && value.Split('/').Any(s => s.Equals("internal", StringComparison.OrdinalIgnoreCase));

    /// <summary>Request headers that only Mat's own components and trusted proxies set; removed from every incoming request.</summary>
    public static bool IsStripped(string header) =>
        header.StartsWith("dapr-", StringComparison.OrdinalIgnoreCase)
        || header.StartsWith("x-forwarded-", StringComparison.OrdinalIgnoreCase)
        || header.StartsWith("x-original-", StringComparison.OrdinalIgnoreCase)
        || header.StartsWith("x-mat-", StringComparison.OrdinalIgnoreCase)
        || header.Equals("forwarded", StringComparison.OrdinalIgnoreCase)
        || header.Equals("x-real-ip", StringComparison.OrdinalIgnoreCase);
}
