using Mat.Contracts.Trust;
using Mat.Trust.Calendars;

namespace Mat.Trust.Tests.Calendars;

public sealed class SchoolCalendarTests
{
    [Fact]
    public void Default_is_taken() => Assert.Null(SchoolCalendar.Check(CalendarSnapshot.Default, out _));

    [Theory]
    [InlineData("GMT+25")]
    [InlineData("Europe/Nowhere")]
    [InlineData("../../etc/passwd")]
    [InlineData("")]
    public void Unknown_time_zone_is_refused(string zone) =>
        Assert.Equal("calendar.time_zone", Code(CalendarSnapshot.Default with { TimeZone = zone }));

    [Fact]
    public void Closing_must_come_after_opening()
    {
        Assert.Equal("calendar.hours", Code(Week(Hours(DayOfWeek.Monday, 9, 9))));
        Assert.Equal("calendar.hours", Code(Week(Hours(DayOfWeek.Monday, 16, 8))));
    }

    [Fact]
    public void Openings_of_one_day_may_touch_and_not_overlap()
    {
        Assert.Null(Code(Week(Hours(DayOfWeek.Monday, 12, 17), Hours(DayOfWeek.Monday, 8, 12))));
        Assert.Null(Code(Week(Hours(DayOfWeek.Monday, 8, 12), Hours(DayOfWeek.Tuesday, 8, 12))));
        Assert.Equal("calendar.overlap", Code(Week(Hours(DayOfWeek.Monday, 11, 17), Hours(DayOfWeek.Monday, 8, 12))));
    }

    [Fact]
    public void School_that_never_opens_is_refused() => Assert.Equal("calendar.never_open", Code(Week()));

    [Fact]
    public void Closed_days_run_forwards_and_do_not_overlap()
    {
        Assert.Null(Code(Closed((20, 24), (25, 25))));
        Assert.Equal("calendar.closed", Code(Closed((24, 20))));
        Assert.Equal("calendar.closed_overlap", Code(Closed((24, 28), (20, 24))));
    }

    [Fact]
    public void Calendar_comes_out_in_order_of_time_with_monday_first()
    {
        SchoolCalendar.Check(Week(Hours(DayOfWeek.Sunday, 8, 9), Hours(DayOfWeek.Monday, 10, 11), Hours(DayOfWeek.Monday, 8, 9)),
            out var calendar);

        Assert.Equal([(DayOfWeek.Monday, 8), (DayOfWeek.Monday, 10), (DayOfWeek.Sunday, 8)],
            calendar.Weekly.Select(h => (h.Day, h.Opens.Hour)));
    }

    private static string? Code(CalendarSnapshot calendar) => SchoolCalendar.Check(calendar, out _)?.Code;

    private static OpeningHours Hours(DayOfWeek day, int opens, int closes) => new(day, new TimeOnly(opens, 0), new TimeOnly(closes, 0));

    private static CalendarSnapshot Week(params OpeningHours[] hours) => CalendarSnapshot.Default with { Weekly = hours };

    private static CalendarSnapshot Closed(params (int From, int To)[] days) => CalendarSnapshot.Default with
    {
        Closed = [.. days.Select(d => new ClosedDays(new DateOnly(2026, 12, d.From), new DateOnly(2026, 12, d.To), "Holiday"))],
    };
}
