using Mat.Contracts.Alerts;
using Mat.Contracts.Assets;
using Mat.Contracts.Partners;
using Mat.Contracts.Tickets;
using Mat.Contracts.Trust;
using Mat.Gateway.Edge;
using Mat.Gateway.Identity;
using Mat.Gateway.Live;
using Mat.Gateway.Oidc;
using Mat.Gateway.OpenApi;
using Mat.Gateway.Routing;
using Mat.Gateway.Session;
using Mat.Platform.Auth;
using Mat.Platform.Cache;
using Mat.Platform.Hosting;
using Mat.Platform.Http;
using Mat.Platform.Messaging;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace Mat.Gateway;

/// <summary>The one door to Mat: identity, limits, the console's files, live changes, and the way to services elsewhere.</summary>
public sealed class GatewayModule : IEdgeModule
{
    public string Name => "gateway";

    public void Add(IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<GatewayOptions>().BindConfiguration(GatewayOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddValidation();
        services.AddHttpForwarder();
        // The console's files alone: compressing an answer that holds a secret beside a caller's text would give it away.
        services.AddResponseCompression(o =>
        {
            o.EnableForHttps = true;
            o.MimeTypes = ["text/html", "text/css", "text/javascript", "image/svg+xml", "application/manifest+json"];
        });
        services.AddSingleton<LocalRateLimiter>();
        services.AddSingleton<IRateLimiter>(s => s.GetRequiredService<MatOptions>().Cache == "redis"
            ? ActivatorUtilities.CreateInstance<RedisRateLimiter>(s, s.GetRequiredService<RedisConnection>())
            : s.GetRequiredService<LocalRateLimiter>());
        services.AddSingleton<RateLimits>();
        services.AddSingleton<PrincipalCache>();
        services.AddSingleton<TrustClient>();
        services.AddSingleton<OidcProvider>();
        services.AddSingleton<ServiceForwarder>();
        services.AddSingleton<MergedDocument>();
        services.AddSingleton(s => new ConsoleFiles(ConsoleFiles.Find(s.GetRequiredService<IOptions<GatewayOptions>>().Value.Console, Directory.GetCurrentDirectory())));
        AddLive(builder);
    }

    public void Map(RouteGroupBuilder group)
    {
        // Nothing of its own under /api/gateway.
    }

    /// <summary>Order matters: every answer gets its headers, then the door, then what may be compressed or shown.</summary>
    public void Use(WebApplication app)
    {
        app.Use(SecurityHeaders.Invoke);
        var proxies = app.Services.GetRequiredService<IOptions<GatewayOptions>>().Value.TrustedProxies;
        // Without a list the middleware would believe everybody, so it is not there at all.
        if (proxies.Any(p => p.Length > 0)) app.UseForwardedHeaders(Forwarded(proxies));
        app.UseMiddleware<IdentityMiddleware>();
        app.UseResponseCompression();
        app.UseSwaggerUI(o =>
        {
            o.RoutePrefix = "docs";
            o.DocumentTitle = "Mat: API";
            o.SwaggerEndpoint("/openapi/v1.json", "Mat");
        });
    }

    public void MapRoot(WebApplication app)
    {
        SessionEndpoints.Map(app);
        OidcEndpoints.Map(app);
        app.MapGet("/api/live", LiveEndpoint.Handle).RequireRoles(Roles.Everyone)
            .WithGroupName("gateway").WithTags("live").WithName("Live.Get").WithSummary("Changes as they happen (server-sent events)")
            .Produces(200, contentType: "text/event-stream");
        app.MapGet("/openapi/v1.json", async (MergedDocument document, CancellationToken ct) => TypedResults.Ok(await document.GetAsync(ct)))
            .AllowAnonymous().ExcludeFromDescription();

        var forwarder = app.Services.GetRequiredService<ServiceForwarder>();
        foreach (var service in ServiceForwarder.Elsewhere(app.Services.GetRequiredService<MatOptions>(), app.Services.GetRequiredService<IReadOnlyList<IModule>>()))
        {
            // Anonymous here, because the service itself decides by the token that goes along.
            app.Map($"/api/{service}/{{**rest}}", (HttpContext http) => forwarder.ForwardAsync(http, service))
                .AllowAnonymous().WithoutIdempotency().ExcludeFromDescription().WithDisplayName($"forward to {service}");
        }

        var console = app.Services.GetRequiredService<ConsoleFiles>();
        // Not MapFallback: with routes compiled ahead it loses its pattern, and asks for names without a dot.
        app.Map("{**path}", (HttpContext http) => Rest(http, console)).AllowAnonymous().ExcludeFromDescription().WithOrder(int.MaxValue);
    }

    private static IResult Rest(HttpContext http, ConsoleFiles console)
    {
        var path = http.Request.Path;
        if (path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)) return IdentityMiddleware.Unknown();
        return path.StartsWithSegments("/openapi") || path.StartsWithSegments("/health") ? Problems.NotFound() : console.Answer(http) ?? Problems.NotFound();
    }

    private static ForwardedHeadersOptions Forwarded(List<string> proxies)
    {
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies.Where(p => p.Length > 0))
            options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy.Contains('/', StringComparison.Ordinal) ? proxy : proxy + (proxy.Contains(':', StringComparison.Ordinal) ? "/128" : "/32")));
        return options;
    }

    private static void AddLive(IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<LiveHub>();
        builder.AddBroadcast<LiveBroadcast, SchoolChanged>("gateway");
        builder.AddBroadcast<LiveBroadcast, AssetsChanged>("gateway");
        builder.AddBroadcast<LiveBroadcast, TicketChanged>("gateway");
        builder.AddBroadcast<LiveBroadcast, TicketCommented>("gateway");
        builder.AddBroadcast<LiveBroadcast, EscalationProgressed>("gateway");
        builder.AddBroadcast<LiveBroadcast, AlertRaised>("gateway");
        builder.AddBroadcast<LiveBroadcast, AlertChanged>("gateway");
    }
}
