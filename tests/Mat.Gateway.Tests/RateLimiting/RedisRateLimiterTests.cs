using Mat.Gateway.RateLimiting;
using Mat.Platform.Cache;
using Mat.Platform.Hosting;
using Mat.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mat.Gateway.Tests.RateLimiting;

/// <summary>Against a real Redis, named by MAT_TEST_REDIS (<c>127.0.0.1:6379</c>); skipped loudly without one.</summary>
public sealed class RedisRateLimiterTests
{
    private static readonly RatePolicy Ten = new("test", 10);
    private readonly TestClock _clock = new();
    private readonly Warned _log = new();

    private RedisRateLimiter Limiter(RedisConnection redis) => new(redis, new LocalRateLimiter(_clock), _clock, _log);

    private static RedisConnection Connect(string? prefix = null)
    {
        var address = TestBackends.Redis;
        Assert.SkipWhen(string.IsNullOrEmpty(address), "MAT_TEST_REDIS is not set");
        return new RedisConnection(
            new MatOptions { Redis = address, RedisPrefix = prefix ?? $"test{Guid.NewGuid():N}:" }, NullLogger<RedisConnection>.Instance);
    }

    [Fact]
    public async Task Two_gateways_share_one_bucket()
    {
        var prefix = $"test{Guid.NewGuid():N}:";
        using var first = Connect(prefix);
        using var second = Connect(prefix);
        var (one, two) = (Limiter(first), Limiter(second));
        var allowed = 0;
        for (var i = 0; i < 20; i++)
        {
            if ((await (i % 2 == 0 ? one : two).TryAcquireAsync(Ten, "k", default)).Allowed)
                allowed++;
        }
        Assert.Equal(10, allowed);
        var refused = await one.TryAcquireAsync(Ten, "k", default);
        Assert.Equal(0, refused.Remaining);
        Assert.InRange(refused.Reset, 1, 6);
        Assert.Empty(_log.Warnings);
        await two.TryAcquireAsync(Ten, "k", default, -1);
        Assert.True((await one.TryAcquireAsync(Ten, "k", default)).Allowed);
    }

    [Fact]
    public async Task Refill_gives_one_back_in_time()
    {
        using var redis = Connect();
        var limiter = Limiter(redis);
        var fast = new RatePolicy("fast", 600); // ten a second
        var started = System.Diagnostics.Stopwatch.StartNew();
        var allowed = 0;
        for (var i = 0; i < 700; i++)
        {
            if ((await limiter.TryAcquireAsync(fast, "k", default)).Allowed)
                allowed++;
        }
        Assert.True(allowed >= 600);
        // Where the machine is so busy that Redis misses its 250 ms, the local bucket has given some as well.
        Assert.True(allowed <= 601 + (10 * started.Elapsed.TotalSeconds) || _log.Warnings.Count > 0);
        var deadline = DateTime.UtcNow.AddSeconds(10);
        while (!(await limiter.TryAcquireAsync(fast, "k", default)).Allowed)
            Assert.True(DateTime.UtcNow < deadline, "nothing was refilled");
    }

    [Fact]
    public async Task Redis_unavailable_counts_locally_and_logs_once()
    {
        using var redis = new RedisConnection(new MatOptions { Redis = "127.0.0.1:1" }, NullLogger<RedisConnection>.Instance);
        var limiter = Limiter(redis);
        var allowed = 0;
        for (var i = 0; i < 20; i++)
        {
            if ((await limiter.TryAcquireAsync(Ten, "k", default)).Allowed)
                allowed++;
        }
        Assert.Equal(10, allowed);
        _clock.Advance(6); // asks Redis again, which is still away
        await limiter.TryAcquireAsync(Ten, "k", default);
        Assert.Single(_log.Warnings);
    }

    private sealed class Warned : ILogger<RedisRateLimiter>
    {
        public List<string> Warnings { get; } = [];
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
        public bool IsEnabled(LogLevel logLevel) => true;
        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Warning)
                Warnings.Add(formatter(state, exception));
        }
    }
}
