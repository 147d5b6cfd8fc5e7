using Mat.Alerts.Intake;

namespace Mat.Alerts.Tests.Intake;

public sealed class EventTimeTests
{
    [Theory]
    [InlineData("2026-11-20T09:14:03Z", "2026-11-20T09:14:03Z")]
    [InlineData("2026-11-20T09:14:03.412+0000", "2026-11-20T09:14:03.412Z")]
    [InlineData("2026-11-20 10:14:03+01:00", "2026-11-20T09:14:03Z")]
    [InlineData("2026-11-20T09:14:03.123456789-00:30", "2026-11-20T09:44:03.123456Z")]
    [InlineData("2026-11-20T10:14:03+01", "2026-11-20T09:14:03Z")]
    [InlineData("1763632800", "2025-11-20T10:00:00Z")]
    [InlineData("1763632800.5", "2025-11-20T10:00:00.5Z")]
    [InlineData("1763632800000", "2025-11-20T10:00:00Z")]
    public void Times_with_a_zone_are_believed(string text, string expected)
    {
        var time = EventTime.Read(text, Fixtures.Now);
        Assert.Equal((true, false), (time.Own, time.Suspect));
        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), time.At);
    }

    [Theory]
    [InlineData("2026-11-20T09:14:03")]
    [InlineData("1970-01-01T00:00:00Z")]
    [InlineData("1999-12-31T23:59:59Z")]
    [InlineData("2026-11-21T15:00:01Z")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("2026-02-30T00:00:00Z")]
    [InlineData("2026-11-20T09:14:60Z")]
    [InlineData("yesterday")]
    [InlineData("2026-11-19  +0000")]
    [InlineData("2026-11-19T          +01:00")]
    [InlineData("0")]
    [InlineData("99999999999999999999999999")]
    [InlineData("2026-11-20T09:14:03+99:99")]
    [InlineData("20 Nov 2026 09:14")]
    public void Case_56_times_that_cannot_be_believed_give_way_to_the_time_of_receipt(string text)
    {
        var time = EventTime.Read(text, Fixtures.Now);
        Assert.Equal((Fixtures.Now, false, true), (time.At, time.Own, time.Suspect));
    }

    [Fact]
    public void Missing_time_is_not_suspect() =>
    Assert.Equal(new EventTime(Fixtures.Now, false, false), EventTime.Read(null, Fixtures.Now));
}
