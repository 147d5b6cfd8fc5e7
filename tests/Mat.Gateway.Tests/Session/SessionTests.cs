using System.Net;
using System.Net.Http.Json;
using Mat.Contracts.Trust;
using Mat.Gateway.Identity;
using Mat.Testing;

namespace Mat.Gateway.Tests.Session;

public sealed class SessionTests
{
    [Fact]
    public async Task Sign_in_sets_the_session_cookie()
    {
        await using var f = await GatewayFixture.StartAsync();
        var answer = await f.Client().PostAsJsonAsync("/api/session", new { email = "pat@example.test", password = "right" });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var session = await answer.ReadJsonAsync();
        Assert.Equal(Csrf.TokenFor("mats_new"), session.GetProperty("csrfToken").GetString());
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("mat_session=mats_new;", cookie, StringComparison.Ordinal);
        Assert.Contains("path=/", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=lax", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain("secure", cookie, StringComparison.Ordinal); // this test speaks http

        var client = f.Client();
        client.DefaultRequestHeaders.Add("Cookie", "mat_session=mats_new");
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/session")).StatusCode);
        client.DefaultRequestHeaders.Add("X-CSRF-Token", Csrf.TokenFor("mats_new"));
        Assert.Equal(HttpStatusCode.NoContent,
            (await client.PostAsJsonAsync("/api/session/password", new { currentPassword = "a", newPassword = "b" })).StatusCode);
        var end = await client.DeleteAsync("/api/session");
        Assert.Equal(HttpStatusCode.NoContent, end.StatusCode);
        Assert.Contains("mat_session=;", Assert.Single(end.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/session")).StatusCode);
    }

    [Fact]
    public async Task Cookie_is_secure_where_the_trusted_proxy_speaks_https()
    {
        await using var f = await GatewayFixture.StartAsync(new() { ["Mat:Gateway:TrustedProxies:0"] = "127.0.0.0/8" });
        var client = f.Client();
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
        var answer = await client.PostAsJsonAsync("/api/session", new { email = "pat@example.test", password = "right" });
        Assert.Contains("secure", Assert.Single(answer.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
        Assert.StartsWith("max-age=", answer.Headers.GetValues("Strict-Transport-Security").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pat@example.test", HttpStatusCode.Unauthorized, "session.invalid")]
    [InlineData("locked@example.test", (HttpStatusCode)423, "session.locked")]
    public async Task Refusal_comes_through_in_Trust_s_words(string email, HttpStatusCode status, string code)
    {
        await using var f = await GatewayFixture.StartAsync();
        var answer = await f.Client().PostAsJsonAsync("/api/session", new { email, password = "wrong" });
        Assert.Equal((status, code), (answer.StatusCode, await answer.CodeAsync()));
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Missing_field_and_foreign_origin_are_refused()
    {
        await using var f = await GatewayFixture.StartAsync();
        Assert.Equal(HttpStatusCode.BadRequest, (await f.Client().PostAsJsonAsync("/api/session", new { email = "x" })).StatusCode);
        var client = f.Client();
        client.DefaultRequestHeaders.Add("Origin", "https://evil.example");
        var forged = await client.PostAsJsonAsync("/api/session", new { email = "pat@example.test", password = "right" });
        Assert.Equal(HttpStatusCode.Forbidden, forged.StatusCode);
    }

    [Fact]
    public async Task Stale_cookie_does_not_prevent_signing_in()
    {
        await using var f = await GatewayFixture.StartAsync();
        var client = f.Client();
        client.DefaultRequestHeaders.Add("Cookie", "mat_session=mats_dead");
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/session")).StatusCode);
        Assert.Equal(HttpStatusCode.OK,
            (await client.PostAsJsonAsync("/api/session", new { email = "a@b", password = "right" })).StatusCode);
    }

    [Fact]
    public async Task One_time_password_allows_the_session_routes_only()
    {
        await using var f = await GatewayFixture.StartAsync();
        var client = f.Holding("mats_once", asCookie: true, grants: new Grant("admin", null));
        f.MustChangePassword("mats_once");
        client.DefaultRequestHeaders.Add("X-CSRF-Token", Csrf.TokenFor("mats_once"));
        foreach (var path in new[] { "/api/tickets", "/api/trust/people", "/api/live" })
        {
            var refused = await client.GetAsync(path);
            Assert.Equal((HttpStatusCode.Forbidden, "session.password"), (refused.StatusCode, await refused.CodeAsync()));
        }
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/session")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent,
            (await client.PostAsJsonAsync("/api/session/password", new { currentPassword = "a", newPassword = "b" })).StatusCode);
    }

    [Fact]
    public async Task Wrong_passwords_run_out_and_right_ones_do_not()
    {
        await using var f = await GatewayFixture.StartAsync();
        var client = f.Client();
        for (var i = 0; i < 15; i++)
            Assert.Equal(HttpStatusCode.OK,
                (await client.PostAsJsonAsync("/api/session", new { email = "a@b", password = "right" })).StatusCode);
        // A try comes back every six seconds, so a slow machine gets a few more than ten.
        HttpResponseMessage answer;
        var wrong = 0;
        while ((answer = await client.PostAsJsonAsync("/api/session",
            new { email = $"a{wrong}@b", password = "wrong" })).StatusCode == HttpStatusCode.Unauthorized && wrong < 100)
            wrong++;
        Assert.InRange(wrong, 10, 99);
        Assert.Equal((HttpStatusCode.TooManyRequests, "rate.limited"), (answer.StatusCode, await answer.CodeAsync()));
        Assert.NotNull(answer.Headers.RetryAfter);
        f.App.Clock.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal(HttpStatusCode.OK,
            (await client.PostAsJsonAsync("/api/session", new { email = "c@b", password = "right" })).StatusCode);
    }
}
