using System.Net;
using Mat.Gateway.Edge;
using Mat.Gateway.RateLimiting;
using Mat.Platform.Auth;
using Mat.Platform.Hosting;
using Mat.Platform.Http;

namespace Mat.Gateway.Identity;

/// <summary>
/// Authenticates every API request: removes headers that clients may not set, resolves the credential, applies anti-forgery and
/// rate limits, and replaces the credential by an internal token. Runs before routing, so that a service in this process and one
/// in another process see the same request.
/// </summary>
internal sealed class IdentityMiddleware(
    RequestDelegate next, PrincipalResolver principals, InternalTokens tokens, RateLimits limits, MatOptions mat, TimeProvider clock)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (await IsLoopbackCallAsync(http))
        {
            await next(http);
            return;
        }
        RemoveReservedHeaders(http.Request.Headers);
        if (!TokenRules.IsApi(http.Request.Path))
        {
            http.Request.Headers.Authorization = default;
            await next(http);
            return;
        }
        IResult? refusal;
        try
        {
            refusal = await AuthenticateAsync(http);
        }
        catch (TrustUnavailableException)
        {
            refusal = Problems.Unavailable(
                http, "gateway.trust", "Credentials cannot be checked at the moment; try again shortly.", TimeSpan.FromSeconds(2));
        }
        if (refusal is null)
            await next(http);
        else
            await refusal.ExecuteAsync(http);
    }

    /// <returns>Null when the request may continue.</returns>
    private Task<IResult?> AuthenticateAsync(HttpContext http)
    {
        var request = http.Request;
        var (route, token) = TokenRules.Decide(request.Path, request.Headers.Authorization, SessionCookie.Read(request));
        // A sign-in opens a new session, so the old session in the cookie does not count; a page of another site must not cause it.
        var signsIn = HttpMethods.IsPost(request.Method)
            && request.Path.Value!.TrimEnd('/').Equals("/api/session", StringComparison.OrdinalIgnoreCase);
        if (signsIn && !Csrf.SameOrigin(request.Headers.Origin, request.Host))
            return Task.FromResult<IResult?>(Forged());
        if (signsIn && route == AuthenticationRoute.Cookie)
            route = AuthenticationRoute.Anonymous;
        return route switch
        {
            AuthenticationRoute.Hidden => Task.FromResult<IResult?>(UnknownRoute.Problem()),
            AuthenticationRoute.Refused => RefuseAsync(http),
            AuthenticationRoute.PassThrough =>
                PassThroughAsync(http, TokenRules.IsIngest(request.Path) ? limits.Ingest : limits.Portal, token!),
            AuthenticationRoute.Signed when mat.Auth != "oidc" => RefuseAsync(http),
            AuthenticationRoute.Cookie or AuthenticationRoute.Bearer or AuthenticationRoute.Signed => ResolveAsync(http, route, token!),
            AuthenticationRoute.Anonymous => AnonymousAsync(http),
            _ => throw new InvalidOperationException(route.ToString()),
        };
    }

    private async Task<IResult?> ResolveAsync(HttpContext http, AuthenticationRoute route, string token)
    {
        if (await principals.ResolveAsync(route, token, http.RequestAborted) is not { } principal)
            return route == AuthenticationRoute.Cookie ? await AnonymousAsync(http) : await RefuseAsync(http);
        if (route == AuthenticationRoute.Cookie && !Csrf.IsSafe(http.Request.Method) && !Csrf.IsGenuine(http.Request, token))
            return Forged();
        var key = principal.Kind == ActorKind.Person ? $"person:{principal.PersonId}" : $"token:{Tokens.Hash(token)}";
        if (await limits.CheckAsync(http, limits.Api, key) is { } refusal)
            return refusal;
        if (principal.MustChangePassword && !TokenRules.IsSession(http.Request.Path))
            return Problems.Forbidden("session.password", "A one-time password must be changed first (POST /api/session/password).");
        new PresentedCredential(principal, route, token).AttachTo(http);
        var address = http.Connection.RemoteIpAddress?.ToString();
        http.Request.Headers.Authorization = "Bearer " + principal.InternalToken(tokens, address, clock.GetUtcNow());
        return null;
    }

    /// <summary>Limited by address as well as by token, because each invented token would have a bucket of its own.</summary>
    private async Task<IResult?> PassThroughAsync(HttpContext http, RatePolicy policy, string token) =>
        await limits.CheckAsync(http, policy, "ip:" + ClientAddress.KeyOf(http.Connection.RemoteIpAddress))
        ?? await limits.CheckAsync(http, policy, Tokens.Hash(token));

    private async Task<IResult?> AnonymousAsync(HttpContext http)
    {
        http.Request.Headers.Authorization = default;
        return await limits.CheckAsync(http, limits.Anonymous, ClientAddress.KeyOf(http.Connection.RemoteIpAddress));
    }

    /// <summary>Counts against the anonymous limit, so that guessing tokens is no cheaper than sending none.</summary>
    private async Task<IResult?> RefuseAsync(HttpContext http) =>
        await limits.CheckAsync(http, limits.Anonymous, ClientAddress.KeyOf(http.Connection.RemoteIpAddress))
        ?? Problems.Of(401, "auth.token", "The token is unknown, expired, or not accepted on this route.");

    /// <summary>
    /// In the embedded shape services call each other through this middleware: such a call comes from this machine with an
    /// internal token of kind system. No client can obtain one.
    /// </summary>
    private async Task<bool> IsLoopbackCallAsync(HttpContext http)
    {
        if (mat.Invoke != "loopback" || http.Connection.RemoteIpAddress is not { } address || !IPAddress.IsLoopback(address))
            return false;
        return http.Request.Headers.Authorization is [{ } value]
            && value.StartsWith("Bearer eyJ", StringComparison.Ordinal)
            && await tokens.CheckAsync(value["Bearer ".Length..]) is { Kind: ActorKind.System };
    }

    private static void RemoveReservedHeaders(IHeaderDictionary headers)
    {
        foreach (var name in headers.Keys.Where(TokenRules.IsStripped).ToList())
            headers.Remove(name);
    }

    private static IResult Forged() =>
        Problems.Forbidden("session.csrf", "The anti-forgery token or the origin does not match; reload the page.");
}
