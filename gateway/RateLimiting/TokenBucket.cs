namespace Mat.Gateway.RateLimiting;

/// <summary>
/// The token bucket algorithm. <see cref="RedisRateLimiter.Script"/> repeats it in Lua, so that the local fallback decides like
/// the shared limiter. (System.Threading.RateLimiting refills in steps and takes no TimeProvider.)
/// </summary>
internal static class TokenBucket
{
    /// <param name="cost">1 for a request, -1 to release one.</param>
    public static (Bucket Next, RateDecision Decision) TryAcquire(Bucket? bucket, RatePolicy policy, DateTimeOffset now, int cost = 1)
    {
        var before = bucket ?? new Bucket(policy.PerMinute, now);
        var elapsed = Math.Max(0, (now - before.At).TotalSeconds); // a clock set back must not add tokens
        var tokens = Math.Min(policy.PerMinute, before.Tokens + (elapsed * policy.PerSecond));
        var allowed = tokens >= cost;
        if (allowed)
            tokens = Math.Min(policy.PerMinute, tokens - cost);
        return (new Bucket(tokens, now), Decide(allowed, tokens, policy));
    }

    public static RateDecision Decide(bool allowed, double tokens, RatePolicy policy)
    {
        var missing = tokens < 1 ? 1 - tokens : policy.PerMinute - tokens;
        return new RateDecision(allowed, (long)Math.Floor(tokens), Math.Max(1, (int)Math.Ceiling(missing / policy.PerSecond)));
    }
}
