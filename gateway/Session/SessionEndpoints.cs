using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Text.Json.Nodes;
using Mat.Gateway.Edge;
using Mat.Gateway.Identity;
using Mat.Platform.Hosting;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Mat.Gateway.Session;

public sealed record SignIn([property: Required, StringLength(254)] string Email, [property: Required, StringLength(1000)] string Password);

public sealed record ChangeOwnPassword(
    [property: Required, StringLength(1000)] string CurrentPassword, [property: Required, StringLength(1000)] string NewPassword);

/// <summary>The browser's session: Trust keeps it, the gateway keeps the cookie.</summary>
internal static class SessionEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/session").WithGroupName("gateway").WithTags("session");
        group.MapPost("", SignInAsync).AllowAnonymous().WithName("Session.SignIn").WithSummary("Sign in").Produces<SessionView>();
        group.MapGet("/ways", Ways).AllowAnonymous().WithName("Session.Ways").WithSummary("How people sign in here").Produces<SignInWays>();
        group.MapGet("", Read).AllowAnonymous().WithName("Session.Get").WithSummary("Who is signed in").Produces<SessionView>();
        group.MapDelete("", SignOutAsync).AllowAnonymous().WithName("Session.SignOut").WithSummary("Sign out").Produces(204);
        group.MapPost("/password", PasswordAsync).AllowAnonymous().WithName("Session.ChangePassword").WithSummary("Change your own password").Produces(204);
    }

    private static async Task<IResult> SignInAsync(
        SignIn request, HttpContext http, TrustClient trust, RateLimits limits, PrincipalCache cache, MatOptions mat, CancellationToken ct)
    {
        if (RefusePassword(mat) is { } off) return off;
        // Both are counted before the password is looked at and given back when it was right: a whole school signs in
        // from one address at half past eight, and only wrong passwords may run out.
        var address = "ip:" + ClientAddress.KeyOf(http.Connection.RemoteIpAddress);
        var email = "mail:" + request.Email.Trim().ToLowerInvariant();
        if (await limits.RefuseAsync(http, limits.SignIn, address) is { } many) return many;
        if (await limits.RefuseAsync(http, limits.SignIn, email) is { } often) return often;
        return await AskAsync(http, async () =>
        {
            using var answer = await trust.PostAsync("sign-in", new { request.Email, request.Password, Ip = http.Connection.RemoteIpAddress?.ToString() }, ct);
            if (answer.StatusCode != HttpStatusCode.OK) return await RelayAsync(answer, ct);
            await limits.GiveBackAsync(limits.SignIn, address);
            await limits.GiveBackAsync(limits.SignIn, email);
            var signedIn = (await answer.Content.ReadFromJsonAsync<JsonObject>(ct))!;
            var token = signedIn["sessionToken"]!.GetValue<string>();
            if (http.Request.Cookies[TokenRules.Cookie] is { } old) cache.Forget(old);
            http.Response.Cookies.Append(TokenRules.Cookie, token, Cookie(http));
            return TypedResults.Ok(WithCsrf(signedIn["session"]!.AsObject(), token));
        });
    }

    private static IResult Ways(MatOptions mat) =>
        TypedResults.Ok(mat.Auth == "oidc" ? new SignInWays(false, mat.Oidc.Name) : new SignInWays(true, null));

    /// <summary>Where an identity provider vouches for people, their passwords are its business.</summary>
    private static ProblemHttpResult? RefusePassword(MatOptions mat) =>
        mat.Auth == "oidc" ? Problems.Forbidden("session.oidc", $"Passwords are not used here: sign in with {mat.Oidc.Name}.") : null;

    private static IResult Read(HttpContext http)
    {
        if (Caller.Of(http) is not { } caller) return Problems.Of(401, "auth.required", "Nobody is signed in.");
        return TypedResults.Ok(caller.Holder.Session is { } session ? WithCsrf(session, caller.Token) : OfApiToken(caller.Holder));
    }

    private static Task<IResult> SignOutAsync(HttpContext http, TrustClient trust, PrincipalCache cache, CancellationToken ct) => AskAsync(http, async () =>
    {
        if (Caller.Of(http) is { Holder.Session: not null } caller)
        {
            (await trust.PostAsync("sign-out", new { caller.Token }, ct)).Dispose();
            cache.Forget(caller.Token);
        }
        http.Response.Cookies.Delete(TokenRules.Cookie, Cookie(http));
        return TypedResults.NoContent();
    });

    private static Task<IResult> PasswordAsync(ChangeOwnPassword request, HttpContext http, TrustClient trust, PrincipalCache cache, MatOptions mat, CancellationToken ct) =>
        AskAsync(http, async () =>
        {
            if (RefusePassword(mat) is { } off) return off;
            if (Caller.Of(http) is not { Holder.Session: not null } caller) return Problems.Of(401, "auth.required", "Nobody is signed in.");
            using var answer = await trust.PostAsync("password", new { caller.Token, request.CurrentPassword, request.NewPassword }, ct);
            cache.Forget(caller.Token); // the session says whether the password must be changed
            return answer.IsSuccessStatusCode ? TypedResults.NoContent() : await RelayAsync(answer, ct);
        });

    private static async Task<IResult> AskAsync(HttpContext http, Func<Task<IResult>> ask)
    {
        try
        {
            return await ask();
        }
        catch (TrustAwayException)
        {
            return Problems.Unavailable(http, "gateway.trust", "Signing in is not possible just now; try again shortly.", TimeSpan.FromSeconds(2));
        }
    }

    /// <summary>Trust's refusal in its own words.</summary>
    private static async Task<IResult> RelayAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        JsonObject? problem = null;
        if (answer.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true)
            problem = await answer.Content.ReadFromJsonAsync<JsonObject>(ct);
        var errors = (problem?["errors"] as JsonObject)?.ToDictionary(e => e.Key, e => e.Value!.AsArray().Select(m => m!.GetValue<string>()).ToArray());
        return Problems.Of((int)answer.StatusCode, problem?["code"]?.GetValue<string>() ?? "session.refused", problem?["detail"]?.GetValue<string>() ?? "Trust refused.", errors);
    }

    private static JsonObject WithCsrf(JsonObject session, string token)
    {
        var copy = (JsonObject)session.DeepClone(); // the cached one serves others at the same time
        copy["csrfToken"] = Csrf.TokenFor(token);
        return copy;
    }

    private static JsonObject OfApiToken(Holder holder) => new()
    {
        ["person"] = new JsonObject { ["id"] = holder.PersonId, ["name"] = holder.Name, ["email"] = holder.Email },
        ["grants"] = new JsonArray([.. holder.Grants.Select(g => new JsonObject
        {
            ["role"] = g.Role,
            ["schools"] = g.Schools is null ? null : new JsonArray([.. g.Schools.Select(s => JsonValue.Create(s))]),
        })]),
        ["roles"] = new JsonArray([.. holder.Grants.Select(g => g.Role).Distinct().Select(r => JsonValue.Create(r))]),
        ["schools"] = new JsonArray(),
        ["allSchools"] = holder.Grants.Any(g => g.Schools is null),
        ["csrfToken"] = "",
        ["mustChangePassword"] = false,
    };

    /// <summary>Lax, so that a link in an e-mail finds the reader signed in; unsafe requests are guarded by <see cref="Csrf"/>.</summary>
    internal static CookieOptions Cookie(HttpContext http) =>
        new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/", Secure = http.Request.IsHttps, IsEssential = true };
}
