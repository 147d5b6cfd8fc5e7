using Mat.Gateway.Identity;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Mat.Gateway.Live;

internal static class LiveEndpoint
{
    public static async Task Handle(
        HttpContext http, LiveHub hub, PrincipalCache cache, TrustClient trust, IOptions<GatewayOptions> options, IHostApplicationLifetime lifetime)
    {
        var caller = Caller.Of(http)!;
        var holder = caller.Holder;
        var settings = options.Value;
        using var stream = hub.Open(
            holder.PersonId, new LiveViewer(holder.PersonId, holder.Grants, holder.Scopes), settings.LiveBuffer, settings.LiveStreamsPerPerson);
        if (stream is null)
        {
            await Problems.TooMany(http, TimeSpan.FromSeconds(30)).ExecuteAsync(http);
            return;
        }
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store, no-transform";
        http.Response.Headers["X-Accel-Buffering"] = "no"; // proxies that would collect the answer first
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        // A stop of the process ends the stream at once: the browser comes back to another replica by itself.
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        var writer = new LiveWriter(
            TimeProvider.System, TimeSpan.FromSeconds(settings.LiveHeartbeatSeconds), TimeSpan.FromSeconds(settings.LiveRecheckSeconds));
        try
        {
            await writer.WriteAsync(stream, http.Response.Body, ct => StillAsync(caller, cache, trust, ct), ends.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The reader went or the process stops: nothing is left to say.
        }
    }

    /// <summary>What the person may see is fixed when a stream opens: it ends when that changes, and the browser opens another.</summary>
    private static async Task<bool> StillAsync(Caller caller, PrincipalCache cache, TrustClient trust, CancellationToken ct)
    {
        try
        {
            return await cache.GetAsync(caller.Token, trust.ResolveAsync, ct) is { } now && SameRights(now, caller.Holder);
        }
        catch (TrustAwayException)
        {
            return true;
        }
    }

    private static bool SameRights(Holder one, Holder two) =>
        one.Grants.Count == two.Grants.Count
        && one.Grants.Zip(two.Grants).All(p => p.First.Role == p.Second.Role
            && (p.First.Schools is null ? p.Second.Schools is null : p.Second.Schools is not null && p.First.Schools.SequenceEqual(p.Second.Schools)));
}
