namespace Mat.Gateway.RateLimiting;

/// <summary>Counts requests by key: in this process, or in Redis for all replicas.</summary>
internal interface IRateLimiter
{
    /// <param name="cost">1 for a request, -1 to release one.</param>
    ValueTask<RateDecision> TryAcquireAsync(RatePolicy policy, string key, CancellationToken ct, int cost = 1);
}
