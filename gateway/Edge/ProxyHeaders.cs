using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace Mat.Gateway.Edge;

/// <summary>Accepts X-Forwarded-For and -Proto from the configured proxies only.</summary>
internal static class ProxyHeaders
{
    public static void Use(WebApplication app)
    {
        var proxies = app.Services.GetRequiredService<IOptions<GatewayOptions>>().Value.TrustedProxies.Where(p => p.Length > 0).ToList();
        // With empty lists the middleware would trust every sender, so it is left out.
        if (proxies.Count == 0)
            return;
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
            options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(WithPrefixLength(proxy)));
        app.UseForwardedHeaders(options);
    }

    private static string WithPrefixLength(string proxy) =>
        proxy.Contains('/', StringComparison.Ordinal) ? proxy : proxy + (proxy.Contains(':', StringComparison.Ordinal) ? "/128" : "/32");
}
