using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Mat.Gateway.Identity;
using Mat.Gateway.Session;
using Mat.Platform.Hosting;
using Microsoft.AspNetCore.WebUtilities;

namespace Mat.Gateway.Oidc;

/// <summary>The browser's way through the identity provider: out with state, nonce and PKCE challenge, back with a code.</summary>
internal static class OidcEndpoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/session/oidc").WithGroupName("gateway").WithTags("session");
        group.AddEndpointFilter(async (context, next) =>
            context.HttpContext.RequestServices.GetRequiredService<MatOptions>().Auth == "oidc" ? await next(context) : IdentityMiddleware.Unknown());
        group.MapGet("", StartAsync).AllowAnonymous().WithName("Session.StartOidc").WithSummary("Sends the browser to the identity provider").Produces(302);
        group.MapGet("/callback", ReturnAsync).AllowAnonymous().WithName("Session.FinishOidc").WithSummary("Where the identity provider sends the browser back").Produces(302);
    }

    private static async Task<IResult> StartAsync(HttpContext http, OidcProvider provider, MatOptions mat, string? back, CancellationToken ct)
    {
        try
        {
            var described = await provider.DescribeAsync(ct);
            var trip = new Trip(Secret(), Secret(), Secret(), Local(back));
            http.Response.Cookies.Append(CookieName(http), trip.Write(), Cookie(http, Patience));
            return TypedResults.Redirect(QueryHelpers.AddQueryString(described.AuthorizationEndpoint, new Dictionary<string, string?>
            {
                ["response_type"] = "code",
                ["client_id"] = mat.Oidc.ClientId,
                ["redirect_uri"] = RedirectUri(http, mat),
                ["scope"] = mat.Oidc.Scopes,
                ["state"] = trip.State,
                ["nonce"] = trip.Nonce,
                ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(trip.Verifier))),
                ["code_challenge_method"] = "S256",
            }));
        }
        catch (OidcException e)
        {
            return Failed(http, e.Code, e.Message);
        }
    }

    private static async Task<IResult> ReturnAsync(
        HttpContext http, OidcProvider provider, TrustClient trust, PrincipalCache cache, MatOptions mat, string? code, string? state, string? error, CancellationToken ct)
    {
        var trip = Trip.Read(http.Request.Cookies[CookieName(http)]);
        // One trip, one attempt: whatever comes of it, this cookie is not used again.
        http.Response.Cookies.Delete(CookieName(http), Cookie(http, null));
        if (trip is null || state is null || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(state), Encoding.UTF8.GetBytes(trip.State)))
            return Failed(http, "expired", "No sign-in of this browser waits for that answer.");
        if (error is not null) return Failed(http, error == "access_denied" ? "cancelled" : "refused", "The provider answered with an error.");
        if (string.IsNullOrEmpty(code)) return Failed(http, "refused", "The provider's answer has no code.");
        try
        {
            var email = await provider.RedeemAsync(code, trip.Verifier, trip.Nonce, RedirectUri(http, mat), ct);
            using var answer = await trust.PostAsync("external-sign-in", new { email, ip = http.Connection.RemoteIpAddress?.ToString() }, ct);
            if (answer.StatusCode != HttpStatusCode.OK) return Failed(http, "unknown", "Nobody active has that e-mail address.");
            var signedIn = (await answer.Content.ReadFromJsonAsync<JsonObject>(ct))!;
            if (http.Request.Cookies[TokenRules.Cookie] is { } old) cache.Forget(old);
            http.Response.Cookies.Append(TokenRules.Cookie, signedIn["sessionToken"]!.GetValue<string>(), SessionEndpoints.Cookie(http));
            return TypedResults.LocalRedirect(trip.Back);
        }
        catch (OidcException e)
        {
            return Failed(http, e.Code, e.Message);
        }
        catch (TrustAwayException e)
        {
            return Failed(http, "away", e.Message);
        }
    }

    /// <summary>An address of the console and nothing else; a browser takes <c>//</c> and <c>/\</c> for another host.</summary>
    internal static string Local(string? back) =>
        back is { Length: > 0 and <= 1000 } && back[0] == '/' && (back.Length == 1 || back[1] is not ('/' or '\\')) && !back.Any(char.IsControl) ? back : "/";

    private static IResult Failed(HttpContext http, string code, string reason)
    {
        http.RequestServices.GetRequiredService<ILogger<OidcProvider>>().LogInformation("A sign-in with the identity provider failed ({Code}): {Reason}", code, reason);
        return TypedResults.LocalRedirect($"/sign-in?problem={code}");
    }

    private static string RedirectUri(HttpContext http, MatOptions mat) =>
        string.IsNullOrEmpty(mat.Oidc.RedirectUri) ? $"{http.Request.Scheme}://{http.Request.Host}/api/session/oidc/callback" : mat.Oidc.RedirectUri;

    /// <summary>With TLS a name that no other host of the domain can plant (RFC 6265bis 4.1.3.2).</summary>
    private static string CookieName(HttpContext http) => http.Request.IsHttps ? "__Host-mat_oidc" : "mat_oidc";

    private static CookieOptions Cookie(HttpContext http, TimeSpan? life) =>
        new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/", Secure = http.Request.IsHttps, IsEssential = true, MaxAge = life };

    private static string Secret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>What the browser carries to the provider and back in a cookie that no script reads.</summary>
    private sealed record Trip(string State, string Nonce, string Verifier, string Back)
    {
        public string Write() => $"{State}.{Nonce}.{Verifier}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Back))}";

        public static Trip? Read(string? cookie)
        {
            if (cookie?.Split('.') is not [{ Length: 43 } state, { Length: 43 } nonce, { Length: 43 } verifier, var back] || !Base64Url.IsValid(back)) return null;
            return new(state, nonce, verifier, Local(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(back))));
        }
    }
}
