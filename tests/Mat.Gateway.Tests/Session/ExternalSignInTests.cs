using System.Net;
using System.Web;
using Mat.Testing;
using Microsoft.AspNetCore.Http;

namespace Mat.Gateway.Tests.Session;

/// <summary>The way to the identity provider. What comes back is tested against a running Mat (Mat.System.Tests, OidcTests).</summary>
public sealed class ExternalSignInTests
{
    private const string Configured = "https://mat.trust.example/api/session/oidc/callback";

    private static async Task<(GatewayFixture Gateway, FakeService Provider)> StartAsync(string? redirectUri = null)
    {
        var provider = await FakeService.StartAsync();
        provider.Answer = context => context.Request.Path == "/.well-known/openid-configuration"
            ? context.Response.WriteAsJsonAsync(new
            {
                issuer = provider.Url,
                authorization_endpoint = provider.Url + "/authorize",
                token_endpoint = provider.Url + "/token",
                jwks_uri = provider.Url + "/keys",
            })
            : context.Response.WriteAsJsonAsync(new { keys = Array.Empty<object>() });
        var gateway = await GatewayFixture.StartAsync(new()
        {
            ["Mat:Auth"] = "oidc",
            ["Mat:Oidc:Authority"] = provider.Url,
            ["Mat:Oidc:ClientId"] = "mat-console",
            ["Mat:Oidc:RedirectUri"] = redirectUri,
        });
        return (gateway, provider);
    }

    private static async Task<HttpResponseMessage> StartSignInAsync(GatewayFixture gateway, string? host = null, string? cookie = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/session/oidc?back=/tickets");
        if (host is not null)
            request.Headers.Host = host;
        if (cookie is not null)
            request.Headers.Add("Cookie", cookie);
        var answer = await gateway.Client().SendAsync(request);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        return answer;
    }

    [Theory]
    [InlineData(null)]
    [InlineData("evil.example")]
    public async Task Configured_redirect_uri_is_used_for_any_host_header(string? host)
    {
        var (gateway, provider) = await StartAsync(Configured);
        await using var closesGateway = gateway;
        await using var closesProvider = provider;
        using var answer = await StartSignInAsync(gateway, host);
        Assert.Equal(Configured, HttpUtility.ParseQueryString(answer.Headers.Location!.Query)["redirect_uri"]);
    }

    [Fact]
    public async Task Without_a_configured_redirect_uri_it_is_the_callback_of_the_host_asked_for()
    {
        var (gateway, provider) = await StartAsync();
        await using var closesGateway = gateway;
        await using var closesProvider = provider;
        using var answer = await StartSignInAsync(gateway);
        Assert.Equal($"{gateway.App.Address.GetLeftPart(UriPartial.Authority)}/api/session/oidc/callback",
            HttpUtility.ParseQueryString(answer.Headers.Location!.Query)["redirect_uri"]);
    }

    [Fact]
    public async Task Authorization_request_is_code_flow_with_pkce_and_tells_nothing_else()
    {
        var (gateway, provider) = await StartAsync(Configured);
        await using var closesGateway = gateway;
        await using var closesProvider = provider;
        using var answer = await StartSignInAsync(gateway);
        var query = HttpUtility.ParseQueryString(answer.Headers.Location!.Query);
        Assert.Equal(
            ["client_id", "code_challenge", "code_challenge_method", "nonce", "redirect_uri", "response_type", "scope", "state"],
            query.AllKeys.Order(StringComparer.Ordinal));
        Assert.Equal(("code", "mat-console", "S256", "openid profile email"),
            (query["response_type"], query["client_id"], query["code_challenge_method"], query["scope"]));
        Assert.Equal(43, query["code_challenge"]!.Length);
        // The state is sealed: it tells neither where the browser goes next nor the verifier.
        Assert.DoesNotContain("tickets",
            System.Text.Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(query["state"])), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cookies_of_the_way_are_bound_to_the_host_over_tls_and_short_lived()
    {
        var (gateway, provider) = await StartAsync(Configured);
        await using var closesGateway = gateway;
        await using var closesProvider = provider;
        using var answer = await StartSignInAsync(gateway);
        var cookies = answer.Headers.GetValues("Set-Cookie").ToList();
        Assert.Equal(2, cookies.Count);
        Assert.All(cookies, c =>
        {
            Assert.StartsWith("__Host-mat_oidc.", c, StringComparison.Ordinal);
            Assert.Contains("path=/;", c, StringComparison.Ordinal);
            Assert.Contains("secure", c, StringComparison.Ordinal);
            Assert.Contains("httponly", c, StringComparison.Ordinal);
            Assert.Contains("samesite=lax", c, StringComparison.Ordinal);
            Assert.Contains("expires=", c, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Abandoned_sign_ins_leave_no_cookies_behind()
    {
        var (gateway, provider) = await StartAsync();
        await using var closesGateway = gateway;
        await using var closesProvider = provider;
        using var answer = await StartSignInAsync(gateway, cookie: "mat_oidc.state.old=N; mat_oidc.nonce.old=N; other=1");
        var deleted = answer.Headers.GetValues("Set-Cookie").Where(c => c.Contains("expires=Thu, 01 Jan 1970", StringComparison.Ordinal))
            .Select(c => c.Split('=')[0]);
        Assert.Equal(["mat_oidc.nonce.old", "mat_oidc.state.old"], deleted.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Provider_that_does_not_answer_is_explained_on_the_sign_in_page()
    {
        var (gateway, provider) = await StartAsync(Configured);
        await using var closesGateway = gateway;
        await provider.DisposeAsync();
        using var answer = await StartSignInAsync(gateway);
        Assert.Equal("/sign-in?problem=away", answer.Headers.Location!.ToString());
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData("?code=x")]
    [InlineData("?code=x&state=forged")]
    [InlineData("?error=access_denied&state=forged")]
    [InlineData("")]
    public async Task Answer_without_a_sign_in_in_progress_is_expired(string query)
    {
        var (gateway, provider) = await StartAsync(Configured);
        await using var closesGateway = gateway;
        await using var closesProvider = provider;
        using var answer = await gateway.Client().GetAsync("/api/session/oidc/callback" + query);
        Assert.Equal((HttpStatusCode.Found, "/sign-in?problem=expired"), (answer.StatusCode, answer.Headers.Location?.ToString()));
        Assert.Empty(gateway.Trust.Requests);
    }

    [Fact]
    public async Task Unknown_route_without_credentials_stays_a_401_and_is_no_redirect()
    {
        var (gateway, provider) = await StartAsync(Configured);
        await using var closesGateway = gateway;
        await using var closesProvider = provider;
        using var live = await gateway.Client().GetAsync("/api/live");
        Assert.Equal(HttpStatusCode.Unauthorized, live.StatusCode);
        using var method = await gateway.Client().DeleteAsync("/api/live");
        Assert.NotEqual(HttpStatusCode.Found, method.StatusCode);
    }

    [Theory]
    [InlineData("/api/session/oidc")]
    [InlineData("/api/session/oidc/callback?code=x&state=y")]
    public async Task Without_an_identity_provider_there_is_no_such_route(string path)
    {
        await using var f = await GatewayFixture.StartAsync();
        using var answer = await f.Client().GetAsync(path);
        Assert.Equal((HttpStatusCode.NotFound, "route.unknown"), (answer.StatusCode, await answer.CodeAsync()));
    }
}
