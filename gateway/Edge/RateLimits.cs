using System.Globalization;
using Mat.Platform.Http;
using Microsoft.Extensions.Options;

namespace Mat.Gateway.Edge;

/// <summary>The limits by name, their headers (RateLimit fields of the IETF draft) and the refusal.</summary>
internal sealed class RateLimits(IRateLimiter limiter, IOptions<GatewayOptions> options)
{
    public RatePolicy SignIn { get; } = new("sign-in", options.Value.SignInPerMinute);
    public RatePolicy Anonymous { get; } = new("anonymous", options.Value.AnonymousPerMinute);
    public RatePolicy Api { get; } = new("api", options.Value.ApiPerMinute);
    public RatePolicy Portal { get; } = new("portal", options.Value.PortalPerMinute);
    public RatePolicy Ingest { get; } = new("ingest", options.Value.IngestPerMinute);

    /// <summary>Null when there is room; else the refusal to answer.</summary>
    public async Task<IResult?> RefuseAsync(HttpContext http, RatePolicy policy, string key)
    {
        var decision = await limiter.TakeAsync(policy, key, http.RequestAborted);
        var headers = http.Response.Headers;
        headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"{policy.Name}\";q={policy.PerMinute};w=60");
        headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"{policy.Name}\";r={decision.Remaining};t={decision.Reset}");
        return decision.Allowed ? null : Problems.TooMany(http, TimeSpan.FromSeconds(decision.Reset));
    }

    public async Task GiveBackAsync(RatePolicy policy, string key) => await limiter.TakeAsync(policy, key, CancellationToken.None, -1);
}
