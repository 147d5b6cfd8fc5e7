using Microsoft.Extensions.Primitives;

namespace Mat.Gateway.Identity;

/// <summary>What the gateway does with a request to the API before anybody else sees it.</summary>
internal enum Door
{
    /// <summary>Goes on without an identity; the route decides.</summary>
    Anonymous,

    /// <summary>A person's session in the browser's cookie: anti-forgery applies.</summary>
    Cookie,

    /// <summary>An API token or a session's token, sent on purpose.</summary>
    Bearer,

    /// <summary>A signed token: the identity provider's where there is one, else nobody's.</summary>
    Signed,

    /// <summary>A partner's or a source's token on the one route made for it: the service checks it itself.</summary>
    PassThrough,

    /// <summary>401: a token that this route does not take, or one that only the inside may use.</summary>
    Refused,

    /// <summary>404: a route that is not for the outside.</summary>
    Hidden,
}

/// <summary>Which token opens which route: a pure table, so that it can be read and tested as one.</summary>
internal static class TokenRules
{
    public const string Cookie = "mat_session";

    public static (Door Door, string? Token) Decide(PathString path, StringValues authorization, string? cookie)
    {
        if (IsInternal(path)) return (Door.Hidden, null);
        if (authorization.Count == 0 || string.IsNullOrWhiteSpace(authorization[0]) && authorization.Count == 1)
            return string.IsNullOrEmpty(cookie) ? (Door.Anonymous, null) : (Door.Cookie, cookie);
        // Two Authorization headers: we would check the one and the next in line might use the other.
        if (authorization.Count > 1) return (Door.Refused, null);

        var value = authorization[0]!.Trim();
        if (!value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return (Door.Refused, null);
        var token = value["Bearer ".Length..].Trim();
        if (token.StartsWith("matp_", StringComparison.Ordinal)) return (IsPortal(path) ? Door.PassThrough : Door.Refused, token);
        if (token.StartsWith("mata_", StringComparison.Ordinal)) return (IsIngest(path) ? Door.PassThrough : Door.Refused, token);
        if (token.StartsWith("mat_", StringComparison.Ordinal) || token.StartsWith("mats_", StringComparison.Ordinal)) return (Door.Bearer, token);
        // A token of the inside looks alike, and fails where the provider's keys are asked.
        if (token.StartsWith("eyJ", StringComparison.Ordinal) && !IsPortal(path) && !IsIngest(path)) return (Door.Signed, token);
        return (Door.Refused, null);
    }

    public static bool IsApi(PathString path) => path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);

    public static bool IsPortal(PathString path) => path.StartsWithSegments("/api/partners/portal", StringComparison.OrdinalIgnoreCase);

    public static bool IsIngest(PathString path) => path.StartsWithSegments("/api/alerts/ingest", StringComparison.OrdinalIgnoreCase);

    public static bool IsSession(PathString path) => path.StartsWithSegments("/api/session", StringComparison.OrdinalIgnoreCase);

    /// <summary>Routing ignores case and a trailing slash, and so does this.</summary>
    public static bool IsInternal(PathString path) =>
        path.Value is { } value && value.Split('/').Any(s => s.Equals("internal", StringComparison.OrdinalIgnoreCase));

    /// <summary>Never from outside: names with which the inside speaks to itself.</summary>
    public static bool IsStripped(string header) =>
        header.StartsWith("dapr-", StringComparison.OrdinalIgnoreCase)
        || header.StartsWith("x-forwarded-", StringComparison.OrdinalIgnoreCase)
        || header.StartsWith("x-original-", StringComparison.OrdinalIgnoreCase)
        || header.StartsWith("x-mat-", StringComparison.OrdinalIgnoreCase)
        || header.Equals("forwarded", StringComparison.OrdinalIgnoreCase)
        || header.Equals("x-real-ip", StringComparison.OrdinalIgnoreCase);
}
