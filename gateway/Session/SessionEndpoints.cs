using System.Net;
using System.Text.Json.Nodes;
using Mat.Gateway.Identity;
using Mat.Gateway.RateLimiting;
using Mat.Platform.Hosting;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Mat.Gateway.Session;

/// <summary>Entry of this folder: the browser's session. Trust stores it, the gateway sets the cookie.</summary>
internal static class SessionEndpoints
{
    public static void Add(IHostApplicationBuilder builder)
    {
        if (builder.Configuration["Mat:Auth"] == "oidc")
            ExternalSignIn.Add(builder.Services);
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/session").WithGroupName("gateway").WithTags("session").AllowAnonymous();
        group.MapPost("", SignInAsync).WithName("Session.SignIn").WithSummary("Sign in with a password").Produces<SessionView>();
        group.MapGet("/methods", GetMethods).WithName("Session.ListMethods").WithSummary("List the sign-in methods")
            .Produces<SignInMethods>();
        group.MapGet("", Read).WithName("Session.Get").WithSummary("Get the signed-in person").Produces<SessionView>();
        group.MapDelete("", SignOutAsync).WithName("Session.SignOut").WithSummary("Sign out").Produces(204);
        group.MapPost("/password", ChangePasswordAsync).WithName("Session.ChangePassword").WithSummary("Change your own password")
            .Produces(204);
        ExternalSignIn.Map(group);
    }

    private static async Task<IResult> SignInAsync(
        SignInRequest request, HttpContext http, TrustClient trust, RateLimits limits, PrincipalCache cache, MatOptions mat,
        CancellationToken ct)
    {
        if (PasswordsDisabled(mat) is { } disabled)
            return disabled;
        // Counted before the password is checked and released when it was right: a whole school may sign in from one address
        // at the same time, so only failures may use up the limit. Trust locks the account as well (TrustOptions.LockAfter).
        var address = "ip:" + ClientAddress.KeyOf(http.Connection.RemoteIpAddress);
        var email = "mail:" + request.Email.Trim().ToLowerInvariant();
        if (await limits.CheckAsync(http, limits.SignIn, address) is { } refusedAddress)
            return refusedAddress;
        if (await limits.CheckAsync(http, limits.SignIn, email) is { } refusedEmail)
            return refusedEmail;
        return await WithTrustAsync(http, async () =>
        {
            var body = new { request.Email, request.Password, Ip = http.Connection.RemoteIpAddress?.ToString() };
            using var answer = await trust.PostAsync("sign-in", body, ct);
            if (answer.StatusCode != HttpStatusCode.OK)
                return await RelayProblemAsync(answer, ct);
            await limits.ReleaseAsync(limits.SignIn, address);
            await limits.ReleaseAsync(limits.SignIn, email);
            var signedIn = (await answer.Content.ReadFromJsonAsync<JsonObject>(ct))!;
            var token = signedIn["sessionToken"]!.GetValue<string>();
            SessionCookie.Write(http, token, cache);
            return TypedResults.Ok(WithCsrfToken(signedIn["session"]!.AsObject(), token));
        });
    }

    private static IResult GetMethods(MatOptions mat) =>
        TypedResults.Ok(new SignInMethods { Password = mat.Auth != "oidc", Provider = mat.Auth == "oidc" ? mat.Oidc.Name : null });

    private static ProblemHttpResult? PasswordsDisabled(MatOptions mat) =>
        mat.Auth == "oidc" ? Problems.Forbidden("session.oidc", $"Passwords are not used here; sign in with {mat.Oidc.Name}.") : null;

    private static IResult Read(HttpContext http)
    {
        if (PresentedCredential.Of(http) is not { } credential)
            return NotSignedIn();
        var principal = credential.Principal;
        return TypedResults.Ok(principal.Session is { } session ? WithCsrfToken(session, credential.Token) : DescribeApiToken(principal));
    }

    private static Task<IResult> SignOutAsync(HttpContext http, TrustClient trust, PrincipalCache cache, CancellationToken ct) =>
        WithTrustAsync(http, async () =>
        {
            if (PresentedCredential.Of(http) is { Principal.Session: not null } credential)
            {
                (await trust.PostAsync("sign-out", new { credential.Token }, ct)).Dispose();
                cache.Remove(credential.Token);
            }
            SessionCookie.Delete(http);
            return TypedResults.NoContent();
        });

    private static Task<IResult> ChangePasswordAsync(
        ChangePasswordRequest request, HttpContext http, TrustClient trust, PrincipalCache cache, MatOptions mat, CancellationToken ct) =>
        WithTrustAsync(http, async () =>
        {
            if (PasswordsDisabled(mat) is { } disabled)
                return disabled;
            if (PresentedCredential.Of(http) is not { Principal.Session: not null } credential)
                return NotSignedIn();
            var body = new { credential.Token, request.CurrentPassword, request.NewPassword };
            using var answer = await trust.PostAsync("password", body, ct);
            cache.Remove(credential.Token); // the cached session says whether the password must be changed
            return answer.IsSuccessStatusCode ? TypedResults.NoContent() : await RelayProblemAsync(answer, ct);
        });

    private static async Task<IResult> WithTrustAsync(HttpContext http, Func<Task<IResult>> handle)
    {
        try
        {
            return await handle();
        }
        catch (TrustUnavailableException)
        {
            return Problems.Unavailable(
                http, "gateway.trust", "Sign-in is not available at the moment; try again shortly.", TimeSpan.FromSeconds(2));
        }
    }

    /// <summary>Trust's problem with its own code and detail.</summary>
    private static async Task<IResult> RelayProblemAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        JsonObject? problem = null;
        if (answer.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true)
            problem = await answer.Content.ReadFromJsonAsync<JsonObject>(ct);
        var errors = (problem?["errors"] as JsonObject)?
            .ToDictionary(e => e.Key, e => e.Value!.AsArray().Select(m => m!.GetValue<string>()).ToArray());
        return Problems.Of(
            (int)answer.StatusCode, problem?["code"]?.GetValue<string>() ?? "session.refused",
            problem?["detail"]?.GetValue<string>() ?? "Sign-in was refused.", errors);
    }

    private static ProblemHttpResult NotSignedIn() => Problems.Of(401, "auth.required", "Not signed in.");

    private static JsonObject WithCsrfToken(JsonObject session, string token)
    {
        var copy = (JsonObject)session.DeepClone(); // the cached object is shared with concurrent requests
        copy["csrfToken"] = Csrf.TokenFor(token);
        return copy;
    }

    private static JsonObject DescribeApiToken(ResolvedPrincipal principal) => new()
    {
        ["person"] = new JsonObject { ["id"] = principal.PersonId, ["name"] = principal.Name, ["email"] = principal.Email },
        ["grants"] = new JsonArray([.. principal.Grants.Select(g => new JsonObject
        {
            ["role"] = g.Role,
            ["schools"] = g.Schools is null ? null : new JsonArray([.. g.Schools.Select(s => JsonValue.Create(s))]),
        })]),
        ["roles"] = new JsonArray([.. principal.Grants.Select(g => g.Role).Distinct().Select(r => JsonValue.Create(r))]),
        ["schools"] = new JsonArray(),
        ["allSchools"] = principal.Grants.Any(g => g.Schools is null),
        ["csrfToken"] = "",
        ["mustChangePassword"] = false,
    };
}
