using System.Globalization;
using Mat.Platform.Cache;
using Mat.Platform.Hosting;
using Mat.Platform.Http;
using Microsoft.Extensions.Options;

namespace Mat.Gateway.RateLimiting;

/// <summary>Entry of this folder: the limits by name, their response headers (IETF draft RateLimit fields) and the 429 problem.</summary>
internal sealed class RateLimits(IRateLimiter limiter, IOptions<GatewayOptions> options)
{
    public RatePolicy SignIn { get; } = new("sign-in", options.Value.SignInPerMinute);
    public RatePolicy Anonymous { get; } = new("anonymous", options.Value.AnonymousPerMinute);
    public RatePolicy Api { get; } = new("api", options.Value.ApiPerMinute);
    public RatePolicy Portal { get; } = new("portal", options.Value.PortalPerMinute);
    public RatePolicy Ingest { get; } = new("ingest", options.Value.IngestPerMinute);

    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<LocalRateLimiter>();
        services.AddSingleton<IRateLimiter>(s => s.GetRequiredService<MatOptions>().Cache == "redis"
            ? ActivatorUtilities.CreateInstance<RedisRateLimiter>(s, s.GetRequiredService<RedisConnection>())
            : s.GetRequiredService<LocalRateLimiter>());
        services.AddSingleton<RateLimits>();
    }

    /// <summary>Takes one request from the key's bucket and sets the rate limit headers.</summary>
    /// <returns>Null when the request is allowed, else the 429 problem.</returns>
    public async Task<IResult?> CheckAsync(HttpContext http, RatePolicy policy, string key)
    {
        var decision = await limiter.TryAcquireAsync(policy, key, http.RequestAborted);
        var headers = http.Response.Headers;
        headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"{policy.Name}\";q={policy.PerMinute};w=60");
        headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"{policy.Name}\";r={decision.Remaining};t={decision.Reset}");
        return decision.Allowed ? null : Problems.TooMany(http, TimeSpan.FromSeconds(decision.Reset));
    }

    /// <summary>Returns one request to the key's bucket, for example after a sign-in that succeeded.</summary>
    public async Task ReleaseAsync(RatePolicy policy, string key) => await limiter.TryAcquireAsync(policy, key, CancellationToken.None, -1);
}
