using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Configuration;

namespace Mat.Gateway.Tests.Routing;

/// <summary>
/// YARP's HashCookie affinity needs System.IO.Hashing, which an earlier build left out of the packages. The gateway itself
/// forwards without affinity, because services keep no state per connection.
/// </summary>
public sealed class SessionAffinityTests
{
    [Fact]
    public async Task HashCookie_keeps_a_client_on_the_destination_that_answered_first()
    {
        await using var one = await FakeService.StartAsync();
        await using var two = await FakeService.StartAsync();
        one.Answer = context => context.Response.WriteAsync("one");
        two.Answer = context => context.Response.WriteAsync("two");
        await using var proxy = await StartProxyAsync(one.Url, two.Url);
        var address = new Uri(proxy.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

        for (var client = 0; client < 4; client++)
        {
            using var http = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = address };
            using var first = await http.GetAsync("/");
            Assert.Contains(first.Headers.GetValues("Set-Cookie"), c => c.StartsWith("affinity=", StringComparison.Ordinal));
            var destination = await first.Content.ReadAsStringAsync();
            for (var i = 0; i < 5; i++)
                Assert.Equal(destination, await http.GetStringAsync("/"));
        }
        Assert.NotEmpty(one.Requests);
        Assert.NotEmpty(two.Requests);
    }

    private static async Task<WebApplication> StartProxyAsync(string one, string two)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(k => k.Listen(IPAddress.Loopback, 0));
        builder.Services.AddReverseProxy().LoadFromMemory(
            [new RouteConfig { RouteId = "all", ClusterId = "services", Match = new RouteMatch { Path = "{**rest}" } }],
            [new ClusterConfig
            {
                ClusterId = "services",
                LoadBalancingPolicy = "RoundRobin",
                SessionAffinity = new SessionAffinityConfig { Enabled = true, Policy = "HashCookie", AffinityKeyName = "affinity" },
                Destinations = new Dictionary<string, DestinationConfig> { ["one"] = new() { Address = one },
                    ["two"] = new() { Address = two } },
            }]);
        var app = builder.Build();
        app.MapReverseProxy();
        await app.StartAsync();
        return app;
    }
}
