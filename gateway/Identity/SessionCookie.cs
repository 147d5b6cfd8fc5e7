namespace Mat.Gateway.Identity;

/// <summary>The cookie that carries the opaque session token. Trust owns the session (ADR 9).</summary>
internal static class SessionCookie
{
    private const string Name = "mat_session";

    public static string? Read(HttpRequest request) => request.Cookies[Name];

    /// <summary>Replaces the browser's session by a new one.</summary>
    public static void Write(HttpContext http, string sessionToken, PrincipalCache cache)
    {
        if (Read(http.Request) is { } old)
            cache.Remove(old);
        http.Response.Cookies.Append(Name, sessionToken, Options(http));
    }

    public static void Delete(HttpContext http) => http.Response.Cookies.Delete(Name, Options(http));

    /// <summary>SameSite is Lax, so that a link in an e-mail opens signed in; <see cref="Csrf"/> guards unsafe requests.</summary>
    private static CookieOptions Options(HttpContext http) =>
        new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/", Secure = http.Request.IsHttps, IsEssential = true };
}
