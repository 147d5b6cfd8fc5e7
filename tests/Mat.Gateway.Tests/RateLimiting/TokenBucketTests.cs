using FsCheck;
using FsCheck.Fluent;
using Mat.Gateway.RateLimiting;

namespace Mat.Gateway.Tests.RateLimiting;

public sealed class TokenBucketTests
{
    private static readonly RatePolicy Ten = new("test", 10);
    private readonly TestClock _clock = new();

    [Fact]
    public async Task Full_bucket_gives_all_at_once_then_refuses_until_the_next_is_due()
    {
        var limiter = new LocalRateLimiter(_clock);
        for (var i = 0; i < 10; i++)
            Assert.True((await limiter.TryAcquireAsync(Ten, "a", default)).Allowed);
        var refused = await limiter.TryAcquireAsync(Ten, "a", default);
        Assert.False(refused.Allowed);
        Assert.Equal(0, refused.Remaining);
        Assert.Equal(6, refused.Reset);
        _clock.Advance(5.9);
        Assert.False((await limiter.TryAcquireAsync(Ten, "a", default)).Allowed);
        _clock.Advance(0.2);
        Assert.True((await limiter.TryAcquireAsync(Ten, "a", default)).Allowed);
    }

    [Fact]
    public async Task Another_key_or_policy_has_its_own_bucket()
    {
        var limiter = new LocalRateLimiter(_clock);
        for (var i = 0; i < 11; i++)
            await limiter.TryAcquireAsync(Ten, "a", default);
        Assert.True((await limiter.TryAcquireAsync(Ten, "b", default)).Allowed);
        Assert.True((await limiter.TryAcquireAsync(Ten with { Name = "other" }, "a", default)).Allowed);
    }

    [Fact]
    public async Task Idle_buckets_are_forgotten()
    {
        var limiter = new LocalRateLimiter(_clock);
        for (var i = 0; i < 500; i++)
            await limiter.TryAcquireAsync(Ten, $"key{i}", default);
        _clock.Advance(61);
        await limiter.TryAcquireAsync(Ten, "last", default);
        Assert.Equal(1, limiter.Count);
    }

    [Fact]
    public async Task Many_at_once_take_no_more_than_there_is()
    {
        var limiter = new LocalRateLimiter(_clock);
        var taken = await Task.WhenAll(Enumerable.Range(0, 200)
            .Select(_ => Task.Run(async () => await limiter.TryAcquireAsync(Ten, "a", default))));
        Assert.Equal(10, taken.Count(t => t.Allowed));
    }

    [Fact]
    public void Never_more_than_bucket_and_refill_allow() => Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
    {
        var random = new Random(seed);
        var policy = new RatePolicy("p", random.Next(1, 200));
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var now = start;
        Bucket? bucket = null;
        var allowed = 0;
        for (var i = 0; i < 500; i++)
        {
            now = now.AddSeconds(random.Next(10) == 0 ? -random.NextDouble() : random.NextDouble() / 4);
            var (next, decision) = TokenBucket.TryAcquire(bucket, policy, now);
            bucket = next;
            if (decision.Allowed)
                allowed++;
            Assert.InRange(decision.Remaining, 0, policy.PerMinute);
            Assert.True(decision.Reset >= 1);
        }
        // A clock set back and forward again may refill the same second twice, hence the slack.
        Assert.True(allowed <= policy.PerMinute + (((now - start).TotalSeconds + 60) * policy.PerSecond) + 1);
    }).QuickCheckThrowOnFailure();
}
