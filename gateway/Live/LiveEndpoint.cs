using Mat.Gateway.Identity;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Mat.Gateway.Live;

/// <summary>Entry of this folder: the stream of changes to open browsers (server-sent events).</summary>
internal static class LiveEndpoint
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(30);

    public static void Add(IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<LiveHub>();
        foreach (var live in LiveEvents.All)
            live.Subscribe(builder);
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/live", Handle).RequireRoles(Roles.Everyone)
            .WithGroupName("gateway").WithTags("live").WithName("Live.Get").WithSummary("Stream changes (server-sent events)")
            .Produces(200, contentType: "text/event-stream");

    private static async Task Handle(
        HttpContext http, LiveHub hub, PrincipalResolver principals, IOptions<GatewayOptions> options, IHostApplicationLifetime lifetime)
    {
        var credential = PresentedCredential.Of(http)!;
        var principal = credential.Principal;
        var settings = options.Value;
        var viewer = new LiveViewer(principal.PersonId, principal.Grants, principal.Scopes);
        using var stream = hub.Open(principal.PersonId, viewer, settings.LiveBuffer, settings.LiveStreamsPerPerson);
        if (stream is null)
        {
            await Problems.TooMany(http, RetryAfter).ExecuteAsync(http);
            return;
        }
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store, no-transform";
        http.Response.Headers["X-Accel-Buffering"] = "no"; // for proxies that would buffer the response
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        // Shutdown ends the stream at once: the browser reconnects to another replica by itself.
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        var writer = new LiveWriter(
            TimeProvider.System, TimeSpan.FromSeconds(settings.LiveHeartbeatSeconds), TimeSpan.FromSeconds(settings.LiveRecheckSeconds));
        try
        {
            await writer.WriteAsync(stream, http.Response.Body, ct => IsStillAllowedAsync(credential, principals, ct), ends.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The reader disconnected or the process stops.
        }
    }

    /// <summary>Rights are fixed when a stream opens; it ends when they change, and the browser opens another.</summary>
    private static async Task<bool> IsStillAllowedAsync(PresentedCredential credential, PrincipalResolver principals, CancellationToken ct)
    {
        try
        {
            return await principals.ResolveAsync(credential.Route, credential.Token, ct) is { } now
                && SameGrants(now.Grants, credential.Principal.Grants);
        }
        catch (TrustUnavailableException)
        {
            return true;
        }
    }

    private static bool SameGrants(IReadOnlyList<Contracts.Trust.Grant> one, IReadOnlyList<Contracts.Trust.Grant> two) =>
        one.Count == two.Count && one.Zip(two).All(p => p.First.Role == p.Second.Role && SameSchools(p.First.Schools, p.Second.Schools));

    private static bool SameSchools(IReadOnlyList<Guid>? one, IReadOnlyList<Guid>? two) =>
        one is null || two is null ? one is null && two is null : one.SequenceEqual(two);
}
