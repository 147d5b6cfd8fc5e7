using Mat.Alerts.Intake;

namespace Mat.Alerts.Tests.Intake;

public sealed class TokenBucketTests
{
    private static readonly DateTimeOffset Now = Fixtures.Now;

    [Fact]
    public void Bucket_gives_what_it_has_and_says_when_there_is_more()
    {
        var bucket = new TokenBucket(perSecond: 2, most: 10);
        Assert.Null(bucket.Take(10, Now));
        Assert.Equal(TimeSpan.FromSeconds(2), bucket.Take(4, Now));
        Assert.Null(bucket.Take(4, Now.AddSeconds(2)));
        Assert.NotNull(bucket.Take(1, Now.AddSeconds(2)));
        Assert.Null(bucket.Take(10, Now.AddHours(1)));
        Assert.NotNull(bucket.Take(1, Now.AddHours(1)));
    }

    [Fact]
    public void Batch_larger_than_the_bucket_passes_when_it_is_full_and_is_owed()
    {
        var bucket = new TokenBucket(perSecond: 1, most: 10);
        Assert.Null(bucket.Take(30, Now));
        Assert.Equal(TimeSpan.FromSeconds(21), bucket.Take(1, Now));
    }

    [Fact]
    public void Clock_that_goes_back_takes_nothing_away()
    {
        var bucket = new TokenBucket(perSecond: 1, most: 2);
        Assert.Null(bucket.Take(1, Now));
        Assert.Null(bucket.Take(1, Now.AddHours(-1)));
        Assert.NotNull(bucket.Take(1, Now.AddHours(-1)));
    }
}
