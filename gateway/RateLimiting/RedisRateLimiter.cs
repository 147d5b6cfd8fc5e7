using System.Globalization;
using Mat.Platform.Cache;
using StackExchange.Redis;

namespace Mat.Gateway.RateLimiting;

/// <summary>
/// One token bucket for all replicas of the gateway, updated in one Lua script. While Redis is down or slow the local buckets
/// decide and Redis is retried every five seconds, so that an outage delays at most one request per interval.
/// RedisRateLimiting.AspNetCore is not used: see ADR 13.
/// </summary>
internal sealed partial class RedisRateLimiter(
    RedisConnection redis, LocalRateLimiter local, TimeProvider clock, ILogger<RedisRateLimiter> logger) : IRateLimiter
{
    /// <summary>Uses the clock of Redis, so that the clocks of the replicas need not agree.</summary>
    internal const string Script = """
        local time = redis.call('TIME')
        local now = time[1] + time[2] / 1000000
        local size = tonumber(ARGV[1])
        local rate = tonumber(ARGV[2])
        local cost = tonumber(ARGV[3])
        local stored = redis.call('HMGET', KEYS[1], 't', 'a')
        local tokens = tonumber(stored[1]) or size
        local at = tonumber(stored[2]) or now
        tokens = math.min(size, tokens + math.max(0, now - at) * rate)
        local allowed = 0
        if tokens >= cost then
          tokens = math.min(size, tokens - cost)
          allowed = 1
        end
        redis.call('HSET', KEYS[1], 't', string.format('%.6f', tokens))
        redis.call('HSET', KEYS[1], 'a', string.format('%.6f', now))
        redis.call('PEXPIRE', KEYS[1], 70000)
        return {allowed, string.format('%.6f', tokens)}
        """;

    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(5);
    private long _unavailableSince = -1;
    private int _unavailable;

    public async ValueTask<RateDecision> TryAcquireAsync(RatePolicy policy, string key, CancellationToken ct, int cost = 1)
    {
        var since = Volatile.Read(ref _unavailableSince);
        if (since >= 0 && clock.GetElapsedTime(since) < RetryDelay)
            return await local.TryAcquireAsync(policy, key, ct, cost);
        RedisKey[] keys = [$"{redis.Prefix}rate:{policy.Name}:{key}"];
        RedisValue[] values = [policy.PerMinute, policy.PerSecond.ToString("R", CultureInfo.InvariantCulture), cost];
        var answer = await redis.TryAsync<RedisResult?>(
            async db => await db.ScriptEvaluateAsync(Script, keys, values).WaitAsync(Timeout), null);
        if (answer is null)
        {
            Volatile.Write(ref _unavailableSince, clock.GetTimestamp());
            if (Interlocked.Exchange(ref _unavailable, 1) == 0)
                Unavailable(logger);
            return await local.TryAcquireAsync(policy, key, ct, cost);
        }
        Volatile.Write(ref _unavailableSince, -1);
        if (Interlocked.Exchange(ref _unavailable, 0) == 1)
            Restored(logger);
        var parts = (RedisValue[])answer!;
        return TokenBucket.Decide((int)parts[0] == 1, double.Parse((string)parts[1]!, CultureInfo.InvariantCulture), policy);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Rate limiter: Redis unavailable; counting per gateway process")]
    private static partial void Unavailable(ILogger logger);

    [LoggerMessage(Level = LogLevel.Information, Message = "Rate limiter: Redis available; counting across gateway processes")]
    private static partial void Restored(ILogger logger);
}
