using Mat.Partners.Deliveries;

namespace Mat.Partners.Tests.Deliveries;

public class RetryScheduleTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);
    private static readonly RetrySchedule Schedule = new(RetrySchedule.StandardDelays);

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 300)]
    [InlineData(3, 1800)]
    [InlineData(4, 7200)]
    [InlineData(5, 18000)]
    [InlineData(6, 36000)]
    [InlineData(7, 50400)]
    [InlineData(8, 72000)]
    [InlineData(9, 86400)]
    public void Wait_lies_within_a_fifth_of_the_schedule(int attempt, int seconds)
    {
        Assert.Equal(seconds * 0.8, Schedule.After(attempt, 10, null, 0)!.Value.TotalSeconds, 3);
        Assert.Equal(seconds, Schedule.After(attempt, 10, null, 0.5)!.Value.TotalSeconds, 3);
        Assert.Equal(seconds * 1.2, Schedule.After(attempt, 10, null, 1)!.Value.TotalSeconds, 3);
    }

    [Fact]
    public void Tenth_failure_is_the_last() => Assert.Null(Schedule.After(10, 10, null, 0.5));

    [Fact]
    public void Budget_of_one_ends_at_the_first_failure_whatever_is_asked() =>
    Assert.Null(Schedule.After(1, 1, TimeSpan.FromSeconds(1), 0.5));

    [Theory]
    [InlineData("7", 7)]
    [InlineData("1", 5)] // never earlier than the plain wait
    [InlineData("0", 5)]
    [InlineData("1000000000", 86400)]
    [InlineData("99999999999999999999999999", 86400)]
    [InlineData("Sun, 22 Nov 2026 09:10:00 GMT", 600)]
    [InlineData("Sunday, 22-Nov-26 09:10:00 GMT", 600)]
    [InlineData("Sun Nov 22 09:10:00 2026", 600)]
    [InlineData("Sun, 22 Nov 2099 09:10:00 GMT", 86400)]
    public void Case_04_retry_after_is_kept_between_the_plain_wait_and_a_day(string value, int seconds) =>
        Assert.Equal(seconds, Schedule.After(1, 10, RetryAfter.Parse(value, Now), 0.5)!.Value.TotalSeconds, 3);

    [Theory]
    [InlineData("-5")]
    [InlineData("soon")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("1.5")]
    [InlineData("Sun, 22 Nov 2020 09:10:00 GMT")]
    public void Case_04_retry_after_that_makes_no_sense_is_absent(string? value) => Assert.Null(RetryAfter.Parse(value, Now));
}
