using System.Net.Http.Json;
using Mat.Platform.Invoke;
using Mat.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mat.Platform.Tests.Invoke;

/// <summary>Calls to another service through a sidecar that follows Dapr's API reference, and the same calls without one.</summary>
public sealed class DaprHandlerTests
{
    private const string Path = "/api/trust/internal/resolve";

    /// <summary>A caller, its sidecar, and Trust as the test wants it.</summary>
    private sealed class Fixture(MatApp app, FakeDaprSidecar sidecar, WebApplication trust, List<HttpRequest> seen) : IAsyncDisposable
    {
        public FakeDaprSidecar Sidecar => sidecar;
        public HttpClient Client => app.Services.GetRequiredService<IServiceClients>().For("trust");

        /// <summary>What reached Trust; headers may be read as long as the test does not wait.</summary>
        public IReadOnlyList<HttpRequest> Seen => seen;

        public static async Task<Fixture> StartAsync(Func<HttpContext, Task>? answer = null, string invoke = "dapr",
            string? token = "sidecar-token")
        {
            var seen = new List<HttpRequest>();
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var trust = builder.Build();
            trust.Run(http =>
            {
                lock (seen)
                    seen.Add(http.Request);
                return (answer
                    ?? (h => h.Response.WriteAsJsonAsync(
                        new
                        {
                            method = h.Request.Method,
                            path = h.Request.Path + h.Request.QueryString,
                            headers = h.Request.Headers.ToDictionary(x => x.Key.ToLowerInvariant(), x => x.Value.ToString())
                        })))(http);
            });
            await trust.StartAsync();
            var sidecar = await FakeDaprSidecar.StartAsync();
            sidecar.Apps["mat-trust"] = new Uri(trust.Urls.Single());
            sidecar.Token = "sidecar-token";
            var app = await MatApp.StartAsync([new SampleModule()], new Dictionary<string, string?>
            {
                ["Mat:Invoke"] = invoke,
                ["Mat:DaprAddress"] = sidecar.Url,
                ["Mat:Services:trust"] = trust.Urls.Single(),
                ["DAPR_API_TOKEN"] = token,
            }, null);
            return new(app, sidecar, trust, seen);
        }

        public async ValueTask DisposeAsync()
        {
            await app.DisposeAsync();
            await sidecar.DisposeAsync();
            await trust.DisposeAsync();
        }
    }

    private sealed record Echo(string Method, string Path, Dictionary<string, string> Headers);

    [Fact]
    public async Task A_call_keeps_its_path_and_names_the_service_and_the_token_is_for_the_sidecar_alone()
    {
        await using var f = await Fixture.StartAsync();
        var echo = (await (await f.Client.PostAsJsonAsync(Path + "?a=b%20c", new { token = "x" })).Content.ReadFromJsonAsync<Echo>())!;

        Assert.Equal(("POST", "mat-trust", Path), Assert.Single(f.Sidecar.Calls));
        Assert.Equal(("POST", Path + "?a=b%20c"), (echo.Method, echo.Path));
        Assert.StartsWith("Bearer ", echo.Headers["authorization"], StringComparison.Ordinal);
        Assert.DoesNotContain("dapr-api-token", echo.Headers.Keys);
    }

    [Fact]
    public async Task Without_a_sidecar_the_same_call_goes_straight_there_and_says_nothing_of_Dapr()
    {
        await using var f = await Fixture.StartAsync(invoke: "direct");
        var echo = (await (await f.Client.PostAsJsonAsync(Path, new { token = "x" })).Content.ReadFromJsonAsync<Echo>())!;

        Assert.Empty(f.Sidecar.Calls);
        Assert.Equal(("POST", Path), (echo.Method, echo.Path));
        Assert.DoesNotContain(echo.Headers.Keys, k => k.StartsWith("dapr-", StringComparison.Ordinal));
    }

    /// <summary>"The status code of the called service will be returned to the caller."</summary>
    [Theory]
    [InlineData(200), InlineData(204), InlineData(400), InlineData(401), InlineData(403), InlineData(404), InlineData(409),
        InlineData(500), InlineData(503)]
    public async Task What_the_service_answers_is_the_answer(int status)
    {
        await using var f = await Fixture.StartAsync(async http =>
        {
            http.Response.StatusCode = status;
            if (status is 204)
                return;
            http.Response.ContentType = status < 400 ? "application/json" : "application/problem+json";
            await http.Response.WriteAsync($$"""{"code":"its.own","errorCode":"ERR_DIRECT_INVOKE","status":{{status}}}""");
        });
        using var answer = await f.Client.GetAsync(Path);

        Assert.Equal(status, (int)answer.StatusCode);
        if (status is not 204)
            Assert.Contains("its.own", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Single(f.Seen);
    }

    public static TheoryData<string, Action<FakeDaprSidecar>, string> Faults => new()
    {
        { "it knows no such app", s => s.Apps.Clear(), "ERR_DIRECT_INVOKE" },
        { "the app is away", s => s.Apps["mat-trust"] = new Uri("http://127.0.0.1:1"), "ERR_DIRECT_INVOKE" },
        { "the policy forbids it", s => s.Forbidden["mat-trust"] = true, "ERR_DIRECT_INVOKE" },
        { "it wants another token", s => s.Token = "another", "DAPR_API_TOKEN" },
    };

    /// <summary>Its 401 must not look like Trust's, which would sign people out; and nobody tries again below the caller.</summary>
    [Theory, MemberData(nameof(Faults))]
    public async Task What_the_sidecar_says_itself_is_a_failed_call_and_happens_once(string what, Action<FakeDaprSidecar> set,
        string reason)
    {
        await using var f = await Fixture.StartAsync();
        set(f.Sidecar);
        var fault = await Assert.ThrowsAsync<HttpRequestException>(() => f.Client.PostAsJsonAsync(Path, new { token = "x" }));

        Assert.Contains("mat-trust", fault.Message, StringComparison.Ordinal);
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
        Assert.True(f.Sidecar.Calls.Count <= 1 && f.Seen.Count == 0, what);
    }

    [Fact]
    public async Task A_sidecar_that_dies_in_the_middle_is_a_failed_call_and_the_service_was_asked_once()
    {
        await using var f = await Fixture.StartAsync();
        f.Sidecar.DiesMidCall = true;
        await Assert.ThrowsAsync<HttpRequestException>(() => f.Client.PostAsJsonAsync(Path, new { token = "x" }));

        Assert.Single(f.Sidecar.Calls);
        Assert.Single(f.Seen);
    }

    [Fact]
    public async Task A_sidecar_that_is_gone_is_a_failed_call()
    {
        await using var f = await Fixture.StartAsync();
        await f.Sidecar.DisposeAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => f.Client.GetAsync(Path));
    }

    [Fact]
    public async Task A_sidecar_that_hangs_is_given_up_by_the_caller_s_own_clock()
    {
        await using var f = await Fixture.StartAsync();
        using (var ready = await f.Client.GetAsync(Path)) // so that the hanging call has its connection and reaches the sidecar
            Assert.True(ready.IsSuccessStatusCode);
        f.Sidecar.Delay = TimeSpan.FromMinutes(5);
        using var client = f.Client;
        Assert.Equal(TimeSpan.FromSeconds(10), client.Timeout);
        client.Timeout = TimeSpan.FromSeconds(2);
        await Assert.ThrowsAsync<TaskCanceledException>(() => client.GetAsync(Path));

        Assert.Equal(2, f.Sidecar.Calls.Count);
        Assert.Single(f.Seen);
    }
}
