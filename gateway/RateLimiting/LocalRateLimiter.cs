using System.Collections.Concurrent;

namespace Mat.Gateway.RateLimiting;

/// <summary>Token buckets of this process: the limiter of the embedded shape, and the fallback while Redis is unavailable.</summary>
internal sealed class LocalRateLimiter(TimeProvider clock) : IRateLimiter
{
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<(string Policy, string Key), Bucket> _buckets = new();
    private long _sweptAt = clock.GetTimestamp();

    public int Count => _buckets.Count;

    public ValueTask<RateDecision> TryAcquireAsync(RatePolicy policy, string key, CancellationToken ct, int cost = 1)
    {
        var now = clock.GetUtcNow();
        DropIdle(now);
        while (true)
        {
            Bucket? before = _buckets.TryGetValue((policy.Name, key), out var known) ? known : null;
            var (next, decision) = TokenBucket.TryAcquire(before, policy, now, cost);
            var stored = before is null
                ? _buckets.TryAdd((policy.Name, key), next)
                : _buckets.TryUpdate((policy.Name, key), next, before.Value);
            if (stored)
                return ValueTask.FromResult(decision);
        }
    }

    /// <summary>A bucket untouched for a minute is full again, whatever its size, so it need not be kept.</summary>
    private void DropIdle(DateTimeOffset now)
    {
        var swept = Volatile.Read(ref _sweptAt);
        if (clock.GetElapsedTime(swept) < IdleTimeout)
            return;
        if (Interlocked.CompareExchange(ref _sweptAt, clock.GetTimestamp(), swept) != swept)
            return; // another request sweeps
        foreach (var bucket in _buckets)
        {
            if (now - bucket.Value.At > IdleTimeout)
                _buckets.TryRemove(bucket);
        }
    }
}
