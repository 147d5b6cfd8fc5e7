using System.Net;
using Mat.Platform.Hosting;
using Mat.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Mat.Platform.Tests;

/// <summary>How a process stops under its callers.</summary>
public sealed class GracefulShutdownTests
{
    [Fact]
    public async Task A_stopping_process_serves_on_unready_and_closes_each_connection_after_its_answer()
    {
        await using var app = await MatApp.StartAsync([new SampleModule()],
            new Dictionary<string, string?> { ["Mat:ConnectionDrainSeconds"] = "3" }, null);
        using var caller = new HttpClient { BaseAddress = app.Address };
        using (var before = await caller.GetAsync("/health/ready"))
        {
            Assert.Equal(HttpStatusCode.OK, before.StatusCode);
            Assert.NotEqual(true, before.Headers.ConnectionClose);
        }

        // What SIGTERM does, in this order.
        app.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        var stopped = app.Services.GetRequiredService<IHost>().StopAsync();
        using (var during = await caller.GetAsync("/health/live"))
        {
            Assert.Equal(HttpStatusCode.OK, during.StatusCode);
            Assert.True(during.Headers.ConnectionClose);
        }

        // A new connection is served too: a balancer may not have heard yet.
        using (var unready = await caller.GetAsync("/health/ready"))
            Assert.Equal(HttpStatusCode.ServiceUnavailable, unready.StatusCode);
        Assert.False(stopped.IsCompleted);
        await stopped;
        await Assert.ThrowsAsync<HttpRequestException>(() => caller.GetAsync("/health/live"));
    }

    [Theory]
    [InlineData("loopback", null, 0)]
    [InlineData("direct", null, 2)]
    [InlineData("dapr", null, 2)]
    [InlineData("dapr", 7, 7)]
    public void Only_a_process_that_others_call_lingers_by_itself(string invoke, int? set, int seconds) =>
        Assert.Equal(seconds, new MatOptions { Invoke = invoke, ConnectionDrainSeconds = set }.ConnectionDrain);

    [Fact]
    public void Connection_drain_as_long_as_the_whole_stop_may_take_is_refused() =>
        Assert.Contains(new MatOptions { ConnectionDrainSeconds = 25 }.Validate(ServiceCatalog.Targets.ToList()),
            p => p.Contains("ConnectionDrainSeconds", StringComparison.Ordinal));
}
