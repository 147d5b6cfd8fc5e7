using System.Net;
using Mat.Contracts.Trust;
using Mat.Gateway.Edge;
using Mat.Gateway.RateLimiting;
using Mat.Testing;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Mat.Gateway.Tests.Edge;

public sealed partial class EdgeTests
{
    [Theory]
    [InlineData("/", HttpStatusCode.OK)]
    [InlineData("/tickets/T-1", HttpStatusCode.OK)]
    [InlineData("/docs/", HttpStatusCode.OK)]
    [InlineData("/openapi/v1.json", HttpStatusCode.OK)]
    [InlineData("/api/tickets", HttpStatusCode.OK)]
    [InlineData("/api/nothing", HttpStatusCode.NotFound)]
    [InlineData("/api/assets", HttpStatusCode.BadGateway)]
    [InlineData("/api/trust/internal/x", HttpStatusCode.NotFound)]
    [InlineData("/gone.js", HttpStatusCode.NotFound)]
    [InlineData("/api/live", HttpStatusCode.Unauthorized)]
    public async Task Every_answer_carries_the_security_headers(string path, HttpStatusCode status)
    {
        await using var f = await GatewayFixture.StartAsync();
        var client = f.Client();
        client.DefaultRequestHeaders.Add("Accept", "text/html, */*;q=0.8");
        var answer = await client.GetAsync(path);
        Assert.Equal(status, answer.StatusCode);
        // The viewer's inline script runs by a nonce that is good for this response only; nothing else may differ.
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Equal(path == "/docs/" ? SecurityHeaders.Policy.Replace("script-src 'self'", "script-src 'self' 'nonce-'")
            : SecurityHeaders.Policy, Nonce().Replace(policy, "'nonce-'"));
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("same-origin", answer.Headers.GetValues("Cross-Origin-Opener-Policy").Single());
        Assert.Equal("same-origin", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.True(answer.Headers.Contains("Permissions-Policy"));
        Assert.False(answer.Headers.Contains("Server"));
        Assert.False(answer.Headers.Contains("Strict-Transport-Security")); // plain http
        if ((int)status >= 400)
        {
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
            Assert.True((await answer.ReadJsonAsync()).TryGetProperty("traceId", out _));
        }
    }

    [Fact]
    public async Task Unknown_route_says_so()
    {
        await using var f = await GatewayFixture.StartAsync();
        Assert.Equal("route.unknown", await (await f.Client().GetAsync("/api/nothing")).CodeAsync());
        Assert.Equal("route.unknown", await (await f.Client().PostAsync("/api", null)).CodeAsync());
    }

    [Fact]
    public async Task Requests_of_one_person_are_limited_and_the_headers_say_so()
    {
        await using var f = await GatewayFixture.StartAsync(new() { ["Mat:Gateway:ApiPerMinute"] = "5" });
        var me = f.Holding("mats_a", grants: new Grant("technician", null));
        for (var i = 0; i < 5; i++)
        {
            var answer = await me.GetAsync("/api/tickets");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("\"api\";q=5;w=60", answer.Headers.GetValues("RateLimit-Policy").Single());
            Assert.StartsWith($"\"api\";r={4 - i};t=", answer.Headers.GetValues("RateLimit").Single(), StringComparison.Ordinal);
        }
        var refused = await me.GetAsync("/api/tickets");
        Assert.Equal((HttpStatusCode.TooManyRequests, "rate.limited"), (refused.StatusCode, await refused.CodeAsync()));
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 12);
        Assert.Equal(HttpStatusCode.OK,
            (await f.Holding("mats_b", grants: new Grant("technician", null)).GetAsync("/api/tickets")).StatusCode);
        Assert.Equal(5, f.Tickets.Requests.Count - 1);
    }

    [Fact]
    public async Task Forged_address_gets_no_new_bucket()
    {
        await using var f = await GatewayFixture.StartAsync(new() { ["Mat:Gateway:AnonymousPerMinute"] = "3" });
        for (var i = 0; i < 4; i++)
        {
            var client = f.Client();
            client.DefaultRequestHeaders.Add("X-Forwarded-For", $"203.0.113.{i}");
            Assert.Equal(i < 3 ? HttpStatusCode.OK : HttpStatusCode.TooManyRequests, (await client.GetAsync("/api/tickets")).StatusCode);
        }
    }

    [Fact]
    public async Task Redis_unavailable_causes_no_500()
    {
        await using var f = await GatewayFixture.StartAsync(
            new() { ["Mat:Cache"] = "redis", ["Mat:Redis"] = "127.0.0.1:1", ["Mat:Gateway:ApiPerMinute"] = "3" });
        var me = f.Holding("mats_a", grants: new Grant("technician", null));
        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.OK, (await me.GetAsync("/api/tickets")).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await me.GetAsync("/api/tickets")).StatusCode);
    }

    [Fact]
    public async Task Anonymous_routes_are_these_and_no_others()
    {
        await using var f = await GatewayFixture.StartAsync();
        var open = f.App.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(
                e =>
                    $"{string.Join(',', e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [])} /{e.RoutePattern.RawText?.Trim('/')}").Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(
            new[]
            {
                " /api/alerts/{**rest}", " /api/assets/{**rest}", " /api/cases/{**rest}", " /api/insights/{**rest}",
                " /api/partners/{**rest}", " /api/standards/{**rest}", " /api/tickets/{**rest}", " /api/trust/{**rest}",
                " /health/live", " /health/ready", " /{**path}", "DELETE /api/session", "GET /api/session", "GET /api/session/oidc",
                "GET /api/session/oidc/callback", "GET /api/session/methods", "GET /openapi/v1.json", "GET /openapi/{documentName}.json",
                "GET /docs/favicon.svg", "GET /docs/scalar.aspnetcore.js", "GET /docs/scalar.js", "GET /docs/{documentName?}",
                "POST /api/session", "POST /api/session/password",
            }.Order(StringComparer.Ordinal),
            open);
    }

    [Fact]
    public async Task Api_document_holds_what_can_be_reached_and_names_what_cannot()
    {
        await using var f = await GatewayFixture.StartAsync();
        f.Tickets.Answer = context =>
        {
            context.Response.ContentType = "application/json";
            return context.Response.Body.WriteAsync(
                """{"openapi":"3.1.1","paths":{"/api/tickets":{"get":{} } },"webhooks":{"escalation.requested":{"post":{} } },"components":{"schemas":{} } }"""u8.ToArray()).AsTask();
        };
        var document = await (await f.Client().GetAsync("/openapi/v1.json")).ReadJsonAsync();
        var paths = document.GetProperty("paths").EnumerateObject().Select(p => p.Name).ToList();
        Assert.Contains("/api/session", paths);
        Assert.Contains("/api/live", paths);
        Assert.Contains("/api/tickets", paths);
        Assert.True(document.GetProperty("webhooks").TryGetProperty("escalation.requested", out _));
        Assert.Equal(["assets", "insights"],
            document.GetProperty("x-missing").EnumerateArray().Select(m => m.GetString()!).Where(m => m is "assets" or "insights")
                .Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    public void Address_counts_by_network(string address, string key) => Assert.Equal(key, ClientAddress.KeyOf(IPAddress.Parse(address)));

    [System.Text.RegularExpressions.GeneratedRegex("'nonce-[A-Za-z0-9_-]{43}'")]
    private static partial System.Text.RegularExpressions.Regex Nonce();
}
