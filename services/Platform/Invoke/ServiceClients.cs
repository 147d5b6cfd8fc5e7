using System.Net.Http.Headers;
using Dapr.Client;
using Mat.Platform.Auth;
using Mat.Platform.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Mat.Platform.Invoke;

/// <summary>Calls to other services, as the system. Events come first; this is the second choice.</summary>
public interface IServiceClients
{
    /// <summary>A client whose base address is the service and whose requests carry a system token.</summary>
    HttpClient For(string service);
}

internal static class InvokeSetup
{
    public static void AddServiceClients(this IHostApplicationBuilder builder, MatOptions options, IReadOnlyList<IModule> hosted)
    {
        builder.Services.AddSingleton<IServiceClients, ServiceClients>();
        builder.Services.AddTransient<SystemTokenHandler>();
        foreach (var target in ServiceCatalog.Targets)
        {
            var client = builder.Services.AddHttpClient("mat-" + target, c => c.Timeout = TimeSpan.FromSeconds(10))
                .UseSocketsHttpHandler((handler, _) => handler.PooledConnectionIdleTimeout = MatOptions.IdleConnectionTimeout)
                .AddHttpMessageHandler<SystemTokenHandler>();
            if (options.Invoke == "dapr" && hosted.All(m => m.Name != target))
                client.AddHttpMessageHandler(() => new InvocationHandler { DaprEndpoint = options.DaprAddress })
                    .AddHttpMessageHandler(() => new DaprHandler(builder.Configuration["DAPR_API_TOKEN"]));
        }
    }
}

internal sealed class ServiceClients(IHttpClientFactory factory, MatOptions options, IReadOnlyList<IModule> hosted, IServer server)
    : IServiceClients
{
    public HttpClient For(string service)
    {
        var client = factory.CreateClient("mat-" + service);
        client.BaseAddress = options.Invoke switch
        {
            _ when hosted.Any(m => m.Name == service) => Own(),
            "dapr" => new Uri("http://" + options.AppIdOf(service)), // InvocationHandler puts the sidecar's address in place of the app id
            "direct" =>
                new Uri(options.Services.TryGetValue(service, out var address) ? address
                    : throw new HttpRequestException($"Mat:Services:{service} is empty: set it to that service's http address.")),
            _ => Own(),
        };
        return client;
    }

    /// <summary>This process's own address: a call to a service of the same process takes the same path as any other request.</summary>
    private Uri Own()
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()
            ?? throw new InvalidOperationException("The server does not listen yet.");
        return new Uri(address.Replace("[::]", "localhost", StringComparison.Ordinal)
            .Replace("0.0.0.0", "localhost", StringComparison.Ordinal)
            .Replace("*", "localhost", StringComparison.Ordinal).Replace("+", "localhost", StringComparison.Ordinal));
    }
}

/// <summary>Signs each call with a token that says: the system itself.</summary>
internal sealed class SystemTokenHandler(InternalTokens tokens) : DelegatingHandler
{
    private static readonly RequestPrincipal System = new(ActorKind.System, Guid.Empty, "Mat", "", [], null, null);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens.Issue(System).Token);
        return base.SendAsync(request, cancellationToken);
    }
}
