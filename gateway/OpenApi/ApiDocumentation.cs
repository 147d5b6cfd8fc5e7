using Scalar.AspNetCore;

namespace Mat.Gateway.OpenApi;

/// <summary>Entry of this folder: the merged API document at /openapi/v1.json and its viewer at /docs.</summary>
internal static class ApiDocumentation
{
    private const string DocumentPath = "/openapi/v1.json";

    public static void Add(IServiceCollection services) => services.AddSingleton<MergedDocument>();

    public static void Map(WebApplication app)
    {
        app.MapGet(DocumentPath, async (MergedDocument document, CancellationToken ct) => TypedResults.Ok(await document.GetAsync(ct)))
            .AllowAnonymous().ExcludeFromDescription();
        // Works offline: script and styles come from the package; fonts, telemetry and cloud features of Scalar are off. The
        // nonce goes into the Content-Security-Policy of the response (Edge/SecurityHeaders.cs).
        app.MapScalarApiReference("/docs", o => o
            .WithTitle("Mat API").WithOpenApiRoutePattern(DocumentPath).WithNonce()
            .DisableDefaultFonts().DisableTelemetry().DisableAgent().DisableMcp().HideClientButton().WithFavicon("/favicon.svg"))
            .AllowAnonymous().ExcludeFromDescription();
    }
}
