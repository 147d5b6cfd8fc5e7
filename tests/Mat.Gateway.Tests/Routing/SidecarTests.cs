using System.Net;
using System.Net.Http.Json;
using Mat.Testing;
using Microsoft.AspNetCore.Http;

namespace Mat.Gateway.Tests.Routing;

/// <summary>The gateway in front of a sidecar that follows Dapr's API reference.</summary>
public sealed class SidecarTests
{
    private const string Path = "/api/partners/portal/escalations";

    private sealed class Fixture(GatewayFixture gateway, FakeDaprSidecar sidecar) : IAsyncDisposable
    {
        public FakeDaprSidecar Sidecar => sidecar;
        public FakeService Partners => gateway.Tickets;
        public HttpClient Client { get; } = gateway.App.WithBearer("matp_x");

        public static async Task<Fixture> StartAsync()
        {
            var sidecar = await FakeDaprSidecar.StartAsync();
            sidecar.Token = "secret";
            var gateway = await GatewayFixture.StartAsync(
                new() { ["Mat:Invoke"] = "dapr", ["Mat:DaprAddress"] = sidecar.Url, ["DAPR_API_TOKEN"] = "secret" });
            sidecar.Apps["mat-partners"] = new Uri(gateway.Tickets.Url);
            return new(gateway, sidecar);
        }

        public async ValueTask DisposeAsync()
        {
            await gateway.DisposeAsync();
            await sidecar.DisposeAsync();
        }
    }

    [Fact]
    public async Task Request_reaches_the_service_under_its_app_id_without_the_sidecar_s_token()
    {
        await using var f = await Fixture.StartAsync();
        using var answer = await f.Client.PostAsJsonAsync(Path + "?x=1", new { note = "n" });

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(("POST", "mat-partners", Path), Assert.Single(f.Sidecar.Calls));
        Assert.True(f.Partners.Requests.TryDequeue(out var seen));
        Assert.Equal(Path + "?x=1", seen.Path);
        Assert.DoesNotContain("dapr-api-token", seen.Headers.Keys);
    }

    [Theory, InlineData(400), InlineData(401), InlineData(403), InlineData(404), InlineData(500)]
    public async Task What_the_service_answers_is_the_answer(int status)
    {
        await using var f = await Fixture.StartAsync();
        f.Partners.Answer = context =>
        {
            context.Response.StatusCode = status;
            const string body = "{\"code\":\"its.own\",\"errorCode\":\"ERR_DIRECT_INVOKE\"}";
            (context.Response.ContentType, context.Response.ContentLength) = ("application/problem+json", body.Length);
            return context.Response.WriteAsync(body);
        };
        using var answer = await f.Client.GetAsync(Path);

        Assert.Equal((status, "its.own"), ((int)answer.StatusCode, await answer.CodeAsync()));
    }

    public static TheoryData<string, Action<FakeDaprSidecar>> Faults => new()
    {
        { "no such app", s => s.Apps.Clear() },
        { "the app is away", s => s.Apps["mat-partners"] = new Uri(FakeService.Nowhere()) },
        { "the policy forbids it", s => s.Forbidden["mat-partners"] = true },
        { "another token", s => s.Token = "another" },
        { "it dies in the middle", s => s.DiesMidCall = true },
    };

    /// <summary>Whoever asks learns that Mat cannot just now, and no more; what may have had an effect is not tried again.</summary>
    [Theory, MemberData(nameof(Faults))]
    public async Task What_the_sidecar_says_itself_is_502_and_happens_once(string what, Action<FakeDaprSidecar> set)
    {
        await using var f = await Fixture.StartAsync();
        set(f.Sidecar);
        using var answer = await f.Client.PostAsJsonAsync(Path, new { note = "n" });

        Assert.Equal((HttpStatusCode.BadGateway, "gateway.upstream"), (answer.StatusCode, await answer.CodeAsync()));
        Assert.DoesNotContain("ERR_", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True(f.Sidecar.Calls.Count <= 1 && f.Partners.Requests.Count <= 1, what);
    }

    [Fact]
    public async Task A_sidecar_that_is_gone_is_502()
    {
        await using var f = await Fixture.StartAsync();
        await f.Sidecar.DisposeAsync();
        using var answer = await f.Client.GetAsync(Path);

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(2), answer.Headers.RetryAfter?.Delta);
    }
}
