using Mat.Platform.Http;
using Microsoft.Extensions.Options;

namespace Mat.Gateway.Edge;

/// <summary>Entry of this folder: response headers, trusted proxies, compression and the console's files.</summary>
internal static class EdgeSetup
{
    public static void Add(IServiceCollection services)
    {
        // Console files only: compressing a response that holds a secret beside text of the caller would leak it (BREACH).
        services.AddResponseCompression(o =>
        {
            o.EnableForHttps = true;
            o.MimeTypes = ["text/html", "text/css", "text/javascript", "image/svg+xml", "application/manifest+json"];
        });
        services.AddSingleton(s => new ConsoleFiles(
            ConsoleFiles.Find(s.GetRequiredService<IOptions<GatewayOptions>>().Value.Console, Directory.GetCurrentDirectory())));
    }

    /// <summary>First in the pipeline, so that error responses carry the security headers too.</summary>
    public static void Use(WebApplication app)
    {
        app.Use(SecurityHeaders.Invoke);
        ProxyHeaders.Use(app);
    }

    /// <summary>Every path that no endpoint has is a file of the console or its start page, outside the API.</summary>
    public static void MapConsole(WebApplication app)
    {
        var files = app.Services.GetRequiredService<ConsoleFiles>();
        // Not MapFallback: with the request delegate generator it loses its pattern and matches names without a dot only.
        app.Map("{**path}", (HttpContext http) => Serve(http, files)).AllowAnonymous().ExcludeFromDescription().WithOrder(int.MaxValue);
    }

    private static IResult Serve(HttpContext http, ConsoleFiles files)
    {
        var path = http.Request.Path;
        if (path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
            return UnknownRoute.Problem();
        if (path.StartsWithSegments("/openapi") || path.StartsWithSegments("/health"))
            return Problems.NotFound();
        return files.Serve(http) ?? Problems.NotFound();
    }
}
