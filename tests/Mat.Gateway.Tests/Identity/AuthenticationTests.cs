using System.Net;
using Mat.Contracts.Trust;
using Mat.Gateway.Identity;
using Mat.Platform.Auth;
using Mat.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Mat.Gateway.Tests.Identity;

public sealed class AuthenticationTests
{
    private static readonly Grant Technician = new("technician", null);

    [Fact]
    public async Task Service_gets_an_internal_token_and_neither_cookie_nor_reserved_headers()
    {
        await using var f = await GatewayFixture.StartAsync();
        var me = Guid.CreateVersion7();
        var client = f.Holding("mats_a", asCookie: true, me, Technician);
        foreach (var (name, value) in new[]
        {
            ("X-Forwarded-For", "1.2.3.4"), ("X-Forwarded-Host", "evil"), ("dapr-app-id", "mat-trust"), ("dapr-api-token", "x"),
            ("X-Mat-Person", "admin"), ("Forwarded", "for=1.2.3.4"),
        })
            client.DefaultRequestHeaders.Add(name, value);
        client.DefaultRequestHeaders.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/tickets/T-1?q=a%2Fb")).StatusCode);

        Assert.True(f.Tickets.Requests.TryDequeue(out var seen));
        Assert.Equal("/api/tickets/T-1?q=a%2Fb", seen.Path);
        var token = seen.Headers["Authorization"]["Bearer ".Length..];
        var principal = await f.App.Services.GetRequiredService<InternalTokens>().CheckAsync(token);
        Assert.Equal((me, ActorKind.Person, "technician"), (principal!.PersonId, principal.Kind, principal.Grants[0].Role));
        Assert.Equal("127.0.0.1", principal.Ip);
        Assert.DoesNotContain(seen.Headers.Keys,
            k => k.StartsWith("x-", StringComparison.OrdinalIgnoreCase) || k.StartsWith("dapr", StringComparison.OrdinalIgnoreCase)
            || k.Equals("cookie", StringComparison.OrdinalIgnoreCase) || k.Equals("forwarded", StringComparison.OrdinalIgnoreCase));
        Assert.StartsWith("00-0af7651916cd43dd8448eb211c80319c-", seen.Headers["traceparent"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Anonymous_request_carries_no_authorization()
    {
        await using var f = await GatewayFixture.StartAsync();
        await f.Client().GetAsync("/api/tickets");
        Assert.True(f.Tickets.Requests.TryDequeue(out var seen));
        Assert.DoesNotContain("Authorization", seen.Headers.Keys);
    }

    [Theory]
    [InlineData("Bearer mat_unknown", "/api/tickets")]
    [InlineData("Bearer matp_x", "/api/tickets")]
    [InlineData("Bearer mata_x", "/api/partners/portal/escalations")]
    [InlineData("Basic x", "/api/tickets")]
    public async Task Token_that_is_not_accepted_here_is_401(string authorization, string path)
    {
        await using var f = await GatewayFixture.StartAsync();
        var client = f.Client();
        client.DefaultRequestHeaders.Add("Authorization", authorization);
        var answer = await client.GetAsync(path);
        Assert.Equal((HttpStatusCode.Unauthorized, "auth.token"), (answer.StatusCode, await answer.CodeAsync()));
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
        Assert.Empty(f.Tickets.Requests);
    }

    [Theory]
    [InlineData(ActorKind.Person)]
    [InlineData(ActorKind.System)]
    public async Task Internal_token_is_refused_from_a_client_though_its_signature_is_valid(ActorKind kind)
    {
        await using var f = await GatewayFixture.StartAsync();
        var token = f.App.Services.GetRequiredService<InternalTokens>()
            .Issue(new RequestPrincipal(kind, Guid.NewGuid(), "x", "x", [new Grant("admin", null)], null, null)).Token;
        var answer = await f.App.WithBearer(token).GetAsync("/api/tickets");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Empty(f.Tickets.Requests);
    }

    [Fact]
    public async Task Partner_and_source_tokens_pass_as_they_are_on_their_own_routes()
    {
        await using var f = await GatewayFixture.StartAsync();
        await f.App.WithBearer("matp_abc").GetAsync("/api/partners/portal/escalations");
        await f.App.WithBearer("mata_abc").PostAsync("/api/alerts/ingest/1", new StringContent("{}"));
        Assert.Equal(["Bearer matp_abc", "Bearer mata_abc"], f.Tickets.Requests.Select(r => r.Headers["Authorization"]));
        Assert.Equal(0, f.Resolved);
    }

    [Theory]
    [InlineData("/api/trust/internal/resolve")]
    [InlineData("/api/tickets/internal/x")]
    [InlineData("/API/tickets/INTERNAL/x")]
    [InlineData("/api/tickets/%69nternal/x")]
    [InlineData("/api/tickets/a/../internal/x")]
    public async Task Internal_routes_do_not_exist_for_clients(string path)
    {
        await using var f = await GatewayFixture.StartAsync();
        var answer = await f.Holding("mats_a", grants: new Grant("admin", null)).PostAsync(path, null);
        Assert.Equal((HttpStatusCode.NotFound, "route.unknown"), (answer.StatusCode, await answer.CodeAsync()));
        Assert.Empty(f.Tickets.Requests);
        Assert.Empty(f.Trust.Requests);
    }

    [Fact]
    public async Task Trust_unavailable_is_503_and_not_401()
    {
        await using var f = await GatewayFixture.StartAsync();
        f.TrustIsUnavailable = true;
        var answer = await f.Holding("mats_a", grants: Technician).GetAsync("/api/tickets");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "gateway.trust"), (answer.StatusCode, await answer.CodeAsync()));
        Assert.NotNull(answer.Headers.RetryAfter);
        f.TrustIsUnavailable = false;
        Assert.Equal(HttpStatusCode.OK, (await f.Holding("mats_a", grants: Technician).GetAsync("/api/tickets")).StatusCode);
    }

    [Fact]
    public async Task Revoked_token_ends_within_its_fifteen_seconds()
    {
        await using var f = await GatewayFixture.StartAsync();
        var client = f.Holding("mat_a", grants: Technician);
        for (var i = 0; i < 5; i++)
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/tickets")).StatusCode);
        Assert.Equal(1, f.Resolved);
        f.Revoke("mat_a");
        f.App.Clock.Advance(TimeSpan.FromSeconds(16));
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/tickets")).StatusCode);
    }

    [Fact]
    public async Task Change_by_cookie_needs_the_page_s_token_and_our_own_origin()
    {
        await using var f = await GatewayFixture.StartAsync();
        f.Holding("mats_a", asCookie: true, grants: Technician);
        async Task<(HttpStatusCode, string?)> Post(string? csrf, string? origin)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/tickets");
            request.Headers.Add("Cookie", "mat_session=mats_a");
            if (csrf is not null)
                request.Headers.Add("X-CSRF-Token", csrf);
            if (origin is not null)
                request.Headers.Add("Origin", origin);
            using var answer = await f.Client().SendAsync(request);
            return (answer.StatusCode, answer.IsSuccessStatusCode ? null : await answer.CodeAsync());
        }
        var good = Csrf.TokenFor("mats_a");
        var here = f.App.Address.GetLeftPart(UriPartial.Authority);
        Assert.Equal((HttpStatusCode.Forbidden, "session.csrf"), await Post(null, here));
        Assert.Equal((HttpStatusCode.Forbidden, "session.csrf"), await Post("wrong", here));
        Assert.Equal((HttpStatusCode.Forbidden, "session.csrf"), await Post(good, "https://evil.example"));
        Assert.Empty(f.Tickets.Requests);
        Assert.Equal((HttpStatusCode.OK, null), await Post(good, here));
        Assert.Equal((HttpStatusCode.OK, null), await Post(good, null));
        // A bearer is sent on purpose: no page of another site can do it.
        Assert.Equal(HttpStatusCode.OK, (await f.Holding("mats_a", grants: Technician).PostAsync("/api/tickets", null)).StatusCode);
    }
}
