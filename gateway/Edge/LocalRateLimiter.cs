using System.Collections.Concurrent;

namespace Mat.Gateway.Edge;

/// <summary>Buckets of this process alone: the limiter of the embedded shape, and what is left when Redis is away.</summary>
internal sealed class LocalRateLimiter(TimeProvider clock) : IRateLimiter
{
    private static readonly TimeSpan Sweep = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<(string Policy, string Key), Bucket> _buckets = new();
    private long _sweptAt = clock.GetTimestamp();

    public int Count => _buckets.Count;

    public ValueTask<RateDecision> TakeAsync(RatePolicy policy, string key, CancellationToken ct, int cost = 1)
    {
        var now = clock.GetUtcNow();
        DropIdle(now);
        while (true)
        {
            Bucket? before = _buckets.TryGetValue((policy.Name, key), out var known) ? known : null;
            var (next, decision) = TokenBucket.Take(before, policy, now, cost);
            var stored = before is null
                ? _buckets.TryAdd((policy.Name, key), next)
                : _buckets.TryUpdate((policy.Name, key), next, before.Value);
            if (stored) return ValueTask.FromResult(decision);
        }
    }

    /// <summary>A bucket untouched for a minute is full again, whatever its size: it says nothing and may go.</summary>
    private void DropIdle(DateTimeOffset now)
    {
        var swept = Volatile.Read(ref _sweptAt);
        if (clock.GetElapsedTime(swept) < Sweep || Interlocked.CompareExchange(ref _sweptAt, clock.GetTimestamp(), swept) != swept) return;
        foreach (var bucket in _buckets)
        {
            if (now - bucket.Value.At > Sweep) _buckets.TryRemove(bucket);
        }
    }
}
