using Mat.Gateway.Edge;
using Mat.Gateway.Identity;
using Mat.Gateway.IdentityProvider;
using Mat.Gateway.Live;
using Mat.Gateway.OpenApi;
using Mat.Gateway.RateLimiting;
using Mat.Gateway.Routing;
using Mat.Gateway.Session;
using Mat.Platform.Hosting;

namespace Mat.Gateway;

/// <summary>The only component that clients reach: authentication, rate limits, console, live stream, forwarding to services.</summary>
public sealed class GatewayModule : IEdgeModule
{
    public string Name => "gateway";

    public void Add(IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<GatewayOptions>().BindConfiguration(GatewayOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddValidation();
        EdgeSetup.Add(builder.Services);
        RateLimits.Add(builder.Services);
        ProviderTokens.Add(builder.Services);
        PrincipalResolver.Add(builder.Services);
        SessionEndpoints.Add(builder);
        LiveEndpoint.Add(builder);
        ServiceForwarder.Add(builder.Services);
        ApiDocumentation.Add(builder.Services);
    }

    public void Map(RouteGroupBuilder group)
    {
        // The gateway has no routes under /api/gateway.
    }

    /// <summary>Order matters: headers of every response, then authentication, then compression of console files.</summary>
    public void Use(WebApplication app)
    {
        EdgeSetup.Use(app);
        app.UseMiddleware<IdentityMiddleware>();
        app.UseResponseCompression();
    }

    public void MapRoot(WebApplication app)
    {
        SessionEndpoints.Map(app);
        LiveEndpoint.Map(app);
        ApiDocumentation.Map(app);
        ServiceForwarder.Map(app);
        EdgeSetup.MapConsole(app);
    }
}
