namespace Mat.Gateway.Edge;

/// <summary>Counts requests by key, in this process or in Redis for all replicas.</summary>
internal interface IRateLimiter
{
    /// <param name="cost">1 for a request, -1 to give one back (a sign-in that succeeded was no guess).</param>
    ValueTask<RateDecision> TakeAsync(RatePolicy policy, string key, CancellationToken ct, int cost = 1);
}
