using Mat.Gateway.Edge;
using Mat.Gateway.Oidc;
using Mat.Gateway.Session;
using Mat.Platform.Auth;
using Mat.Platform.Hosting;
using Mat.Platform.Http;

namespace Mat.Gateway.Identity;

/// <summary>
/// The door: takes away what the outside may not say, finds out who asks, and gives the request a token that services
/// believe. It runs before routing, so that a service in this process and one behind a wire see the same request.
/// </summary>
internal sealed class IdentityMiddleware(
    RequestDelegate next, PrincipalCache cache, TrustClient trust, OidcProvider provider, InternalTokens tokens, RateLimits limits, MatOptions mat, TimeProvider clock)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (await IsOwnCallAsync(http))
        {
            await next(http);
            return;
        }
        Strip(http.Request.Headers);
        if (!TokenRules.IsApi(http.Request.Path))
        {
            http.Request.Headers.Authorization = default;
            await next(http);
            return;
        }
        IResult? refusal;
        try
        {
            refusal = await EnterAsync(http);
        }
        catch (TrustAwayException)
        {
            refusal = Problems.Unavailable(http, "gateway.trust", "Who you are cannot be checked just now; try again shortly.", TimeSpan.FromSeconds(2));
        }
        if (refusal is null) await next(http);
        else await refusal.ExecuteAsync(http);
    }

    /// <returns>Null when the request may go on.</returns>
    private Task<IResult?> EnterAsync(HttpContext http)
    {
        var request = http.Request;
        var (door, token) = TokenRules.Decide(request.Path, request.Headers.Authorization, request.Cookies[TokenRules.Cookie]);
        // A sign-in makes a new session: the old one in the cookie has no say. Only another site's page must not do it.
        var signsIn = HttpMethods.IsPost(request.Method) && request.Path.Value!.TrimEnd('/').Equals("/api/session", StringComparison.OrdinalIgnoreCase);
        if (signsIn && !Csrf.SameOrigin(request.Headers.Origin, request.Host)) return Task.FromResult<IResult?>(Forged());
        if (signsIn && door == Door.Cookie) door = Door.Anonymous;
        return door switch
        {
            Door.Hidden => Task.FromResult<IResult?>(Unknown()),
            Door.Refused => RefusedAsync(http),
            Door.PassThrough => PassAsync(http, TokenRules.IsIngest(request.Path) ? limits.Ingest : limits.Portal, token!),
            Door.Cookie or Door.Bearer => KnownAsync(http, door, token!, trust.ResolveAsync),
            Door.Signed when mat.Auth == "oidc" => KnownAsync(http, door, token!, provider.ResolveAsync),
            Door.Signed => RefusedAsync(http),
            Door.Anonymous => AnonymousAsync(http),
            _ => throw new InvalidOperationException(door.ToString()),
        };
    }

    private async Task<IResult?> KnownAsync(HttpContext http, Door door, string token, Func<string, Task<Holder?>> resolve)
    {
        if (await cache.GetAsync(token, resolve, http.RequestAborted) is not { } holder)
            return door == Door.Cookie ? await AnonymousAsync(http) : await RefusedAsync(http);
        if (door == Door.Cookie && !Csrf.IsSafe(http.Request.Method)
            && !(Csrf.SameOrigin(http.Request.Headers.Origin, http.Request.Host) && Csrf.Matches(token, http.Request.Headers[Csrf.Header]))) return Forged();
        var who = holder.Kind == ActorKind.Person ? $"person:{holder.PersonId}" : $"token:{Tokens.Hash(token)}";
        if (await limits.RefuseAsync(http, limits.Api, who) is { } refusal) return refusal;
        if (holder.MustChangePassword && !TokenRules.IsSession(http.Request.Path))
            return Problems.Forbidden("session.password", "This password was good for one sign-in; choose your own first (POST /api/session/password).");
        http.Items[typeof(Caller)] = new Caller(holder, token);
        http.Request.Headers.Authorization = "Bearer " + holder.InternalToken(tokens, http.Connection.RemoteIpAddress?.ToString(), clock.GetUtcNow());
        return null;
    }

    /// <summary>By address as well: made-up tokens would each bring a bucket of their own.</summary>
    private async Task<IResult?> PassAsync(HttpContext http, RatePolicy policy, string token) =>
        await limits.RefuseAsync(http, policy, "ip:" + ClientAddress.KeyOf(http.Connection.RemoteIpAddress))
        ?? await limits.RefuseAsync(http, policy, Tokens.Hash(token));

    private async Task<IResult?> AnonymousAsync(HttpContext http)
    {
        http.Request.Headers.Authorization = default;
        return await limits.RefuseAsync(http, limits.Anonymous, ClientAddress.KeyOf(http.Connection.RemoteIpAddress));
    }

    /// <summary>Counted as well: guessing tokens must not be cheaper than having none.</summary>
    private async Task<IResult?> RefusedAsync(HttpContext http) =>
        await limits.RefuseAsync(http, limits.Anonymous, ClientAddress.KeyOf(http.Connection.RemoteIpAddress))
        ?? Problems.Of(401, "auth.token", "The token is not known, has ended, or is not for this route.");

    /// <summary>
    /// With everything in one process, services call each other through this same door: a token that says "the system",
    /// signed with our own key and come from this machine. Nobody outside can have one.
    /// </summary>
    private async Task<bool> IsOwnCallAsync(HttpContext http)
    {
        if (mat.Invoke != "loopback" || http.Connection.RemoteIpAddress is not { } address || !System.Net.IPAddress.IsLoopback(address)) return false;
        return http.Request.Headers.Authorization is [{ } value]
            && value.StartsWith("Bearer eyJ", StringComparison.Ordinal)
            && await tokens.CheckAsync(value["Bearer ".Length..]) is { Kind: ActorKind.System };
    }

    private static void Strip(IHeaderDictionary headers)
    {
        foreach (var name in headers.Keys.Where(TokenRules.IsStripped).ToList()) headers.Remove(name);
    }

    private static IResult Forged() => Problems.Forbidden("session.csrf", "The request did not come from Mat's own page; load it again.");

    internal static IResult Unknown() => Problems.Of(404, "route.unknown", "There is no such route.");
}
