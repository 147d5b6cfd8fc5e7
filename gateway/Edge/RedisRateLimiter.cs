using System.Globalization;
using Mat.Platform.Cache;
using StackExchange.Redis;

namespace Mat.Gateway.Edge;

/// <summary>
/// One bucket for all replicas of the gateway, taken in one script. Redis away or slow: the local buckets decide for
/// five seconds at a time, so that an outage costs no request more than one short wait.
/// </summary>
internal sealed partial class RedisRateLimiter(
    RedisConnection redis, LocalRateLimiter local, TimeProvider clock, ILogger<RedisRateLimiter> logger) : IRateLimiter
{
    /// <summary>Redis' own clock decides: the replicas' clocks need not agree.</summary>
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

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private long _awaySince = -1;
    private int _away;

    public async ValueTask<RateDecision> TakeAsync(RatePolicy policy, string key, CancellationToken ct, int cost = 1)
    {
        var since = Volatile.Read(ref _awaySince);
        if (since >= 0 && clock.GetElapsedTime(since) < Pause) return await local.TakeAsync(policy, key, ct, cost);
        RedisKey[] keys = [$"{redis.Prefix}rate:{policy.Name}:{key}"];
        RedisValue[] values = [policy.PerMinute, policy.PerSecond.ToString("R", CultureInfo.InvariantCulture), cost];
        var answer = await redis.TryAsync<RedisResult?>(async db => await db.ScriptEvaluateAsync(Script, keys, values).WaitAsync(Patience), null);
        if (answer is null)
        {
            Volatile.Write(ref _awaySince, clock.GetTimestamp());
            if (Interlocked.Exchange(ref _away, 1) == 0) Away(logger);
            return await local.TakeAsync(policy, key, ct, cost);
        }
        Volatile.Write(ref _awaySince, -1);
        if (Interlocked.Exchange(ref _away, 0) == 1) Back(logger);
        var parts = (RedisValue[])answer!;
        return TokenBucket.Decide((int)parts[0] == 1, double.Parse((string)parts[1]!, CultureInfo.InvariantCulture), policy);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis does not answer; rate limits are counted by each gateway alone until it does")]
    private static partial void Away(ILogger logger);

    [LoggerMessage(Level = LogLevel.Information, Message = "Redis answers again; rate limits are shared")]
    private static partial void Back(ILogger logger);
}
