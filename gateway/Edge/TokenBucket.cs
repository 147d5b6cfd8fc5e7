namespace Mat.Gateway.Edge;

/// <summary>So many requests a minute, all of which may come at once.</summary>
internal sealed record RatePolicy(string Name, int PerMinute)
{
    public double PerSecond => PerMinute / 60d;
}

/// <param name="Remaining">Whole requests left now.</param>
/// <param name="Reset">Seconds until there is room again when none is left, else until the bucket is full.</param>
internal readonly record struct RateDecision(bool Allowed, long Remaining, int Reset);

/// <summary>One bucket between two requests.</summary>
internal readonly record struct Bucket(double Tokens, DateTimeOffset At);

/// <summary>
/// The rule of the limiter, which <see cref="RedisRateLimiter.Script"/> repeats in Lua: the fallback decides like the
/// shared limiter, only per process. (System.Threading.RateLimiting refills in steps and knows no TimeProvider.)
/// </summary>
internal static class TokenBucket
{
    /// <param name="cost">1 for a request, -1 to give one back.</param>
    public static (Bucket Next, RateDecision Decision) Take(Bucket? bucket, RatePolicy policy, DateTimeOffset now, int cost = 1)
    {
        var before = bucket ?? new Bucket(policy.PerMinute, now);
        var elapsed = Math.Max(0, (now - before.At).TotalSeconds); // a clock set back gives nothing away
        var tokens = Math.Min(policy.PerMinute, before.Tokens + (elapsed * policy.PerSecond));
        var allowed = tokens >= cost;
        if (allowed) tokens = Math.Min(policy.PerMinute, tokens - cost);
        return (new Bucket(tokens, now), Decide(allowed, tokens, policy));
    }

    public static RateDecision Decide(bool allowed, double tokens, RatePolicy policy)
    {
        var missing = tokens < 1 ? 1 - tokens : policy.PerMinute - tokens;
        return new RateDecision(allowed, (long)Math.Floor(tokens), Math.Max(1, (int)Math.Ceiling(missing / policy.PerSecond)));
    }
}
