using FsCheck;
using FsCheck.Fluent;
using Mat.Contracts.Trust;
using Mat.Tickets.Sla;

namespace Mat.Tickets.Tests.SchoolTime;

public sealed class SchoolCalendarTests
{
    private static readonly SchoolCalendar Weekdays = new(CalendarSnapshot.Default);

    [Fact]
    public void One_day_has_nine_hours() =>
        Assert.Equal(TimeSpan.FromHours(9), Weekdays.Between(Utc(2026, 11, 23, 0), Utc(2026, 11, 24, 0)));

    [Fact]
    public void Weekend_does_not_count() =>
        Assert.Equal(TimeSpan.FromHours(2), Weekdays.Between(Utc(2026, 11, 20, 16), Utc(2026, 11, 23, 9)));

    [Fact]
    public void Due_jumps_over_night_and_weekend() =>
        Assert.Equal(Utc(2026, 11, 23, 9), Weekdays.Due(Utc(2026, 11, 20, 16), TimeSpan.FromHours(2)));

    [Fact]
    public void Due_at_closing_time_is_closing_time() =>
        Assert.Equal(Utc(2026, 11, 20, 17), Weekdays.Due(Utc(2026, 11, 20, 16), TimeSpan.FromHours(1)));

    [Fact]
    public void Holiday_does_not_count()
    {
        var half = new SchoolCalendar(CalendarSnapshot.Default with { Closed = [new(new(2026, 10, 26), new(2026, 10, 30), "Half term")] });
        Assert.Equal(TimeSpan.FromHours(8), half.Between(Utc(2026, 10, 23, 12), Utc(2026, 11, 2, 12)));
    }

    [Fact]
    public void Summer_time_moves_the_opening_in_utc()
    {
        Assert.Equal(Utc(2026, 7, 6, 8), Weekdays.Due(Utc(2026, 7, 6, 5), TimeSpan.FromHours(1)));
        Assert.Equal(Utc(2026, 1, 5, 9), Weekdays.Due(Utc(2026, 1, 5, 5), TimeSpan.FromHours(1)));
    }

    [Theory]
    [InlineData(2026, 3, 29, 23)] // clocks go forward
    [InlineData(2026, 10, 25, 25)] // clocks go back
    [InlineData(2026, 6, 14, 24)]
    public void Day_that_never_closes_has_the_hours_it_has(int year, int month, int day, int hours)
    {
        var always = new SchoolCalendar(new("Europe/London",
            [.. Enum.GetValues<DayOfWeek>().Select(d => new OpeningHours(d, TimeOnly.MinValue, TimeOnly.MaxValue))], []));
        var passed = always.Between(Utc(year, month, day, 0).AddHours(-6), Utc(year, month, day, 0).AddHours(48))
            - always.Between(Utc(year, month, day, 0).AddHours(-6), London(year, month, day))
            - always.Between(London(year, month, day + 1), Utc(year, month, day, 0).AddHours(48));
        Assert.Equal(hours, passed.TotalHours, 5);
    }

    [Theory]
    [InlineData(2026, 3, 29, 0)] // 01:00 to 02:00 does not happen
    [InlineData(2026, 10, 25, 2)] // and happens twice
    [InlineData(2026, 10, 18, 1)]
    public void Opening_inside_the_change_of_the_clocks(int year, int month, int day, int hours)
    {
        var night = new SchoolCalendar(new("Europe/London", [new(DayOfWeek.Sunday, new(1, 0), new(2, 0))], []));
        Assert.Equal(hours, night.Between(Utc(year, month, day - 1, 12), Utc(year, month, day, 12)).TotalHours, 6);
    }

    [Fact]
    public void Calendar_that_never_opens_has_no_due_date()
    {
        var shut = new SchoolCalendar(new("Europe/London", [], []));
        Assert.Null(shut.Due(Utc(2026, 1, 1, 0), TimeSpan.FromMinutes(1)));
        Assert.Equal(TimeSpan.Zero, shut.Between(Utc(2020, 1, 1, 0), Utc(2026, 1, 1, 0)));
    }

    [Fact]
    public void Calendar_that_opens_for_a_minute_a_week_has_due_dates_within_five_years()
    {
        var rare = new SchoolCalendar(new("Europe/London", [new(DayOfWeek.Monday, new(9, 0), new(9, 1))], []));
        Assert.Equal(Utc(2026, 1, 12, 9).AddMinutes(1), rare.Due(Utc(2026, 1, 1, 0), TimeSpan.FromMinutes(2)));
        Assert.NotNull(rare.Due(Utc(2026, 1, 1, 0), TimeSpan.FromMinutes(250)));
        Assert.Null(rare.Due(Utc(2026, 1, 1, 0), TimeSpan.FromMinutes(1551)));
    }

    [Fact]
    public void Unknown_time_zone_is_london() =>
        Assert.Equal(Weekdays.Due(Utc(2026, 7, 6, 5), TimeSpan.FromHours(1)),
            new SchoolCalendar(CalendarSnapshot.Default with { TimeZone = "Mars/Olympus" }).Due(Utc(2026, 7, 6, 5), TimeSpan.FromHours(1)));

    [Fact]
    public void Overlapping_openings_count_once()
    {
        var doubled = new SchoolCalendar(new("Europe/London",
            [new(DayOfWeek.Monday, new(8, 0), new(12, 0)), new(DayOfWeek.Monday, new(10, 0), new(11, 0)),
                new(DayOfWeek.Monday, new(12, 0), new(13, 0))], []));
        Assert.Equal(TimeSpan.FromHours(5), doubled.Between(Utc(2026, 11, 23, 0), Utc(2026, 11, 24, 0)));
    }

    [Fact]
    public void Parts_add_up_to_the_whole() => Prop.ForAll(Cases(), c =>
    {
        var (first, middle, last) = c.InOrder();
        return c.Calendar.Between(first, middle) + c.Calendar.Between(middle, last) == c.Calendar.Between(first, last);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Never_more_than_the_real_time() => Prop.ForAll(Cases(), c =>
    {
        var (first, _, last) = c.InOrder();
        var passed = c.Calendar.Between(first, last);
        return passed >= TimeSpan.Zero && passed <= last - first && c.Calendar.Between(last, first) == TimeSpan.Zero;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Due_is_the_inverse_of_between_and_the_earliest() => Prop.ForAll(Cases(), c =>
    {
        var (from, _, _) = c.InOrder();
        var goal = TimeSpan.FromMinutes(c.Minutes);
        // A school that opens for a minute a week has no due date either, as long as five years are not enough for it.
        if (c.Calendar.Due(from, goal) is not { } due)
            return c.Calendar.Between(from, from.AddYears(5)) < goal;
        return c.Calendar.Between(from, due) == goal && c.Calendar.Between(from, due.AddTicks(-1)) < goal;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Due_in_two_steps_is_due_in_one() => Prop.ForAll(Cases(), c =>
    {
        var (from, middle, _) = c.InOrder();
        var goal = TimeSpan.FromMinutes(c.Minutes);
        var passed = c.Calendar.Between(from, middle);
        // Five years from a later moment reach further: what is not due within five years may be, seen from there.
        return passed >= goal || c.Calendar.Due(from, goal) is not { } due || c.Calendar.Due(middle, goal - passed) == due;
    }).QuickCheckThrowOnFailure();

    /// <summary>Times round both changes of the clocks, a year's end and a leap day; openings of all shapes in three zones.</summary>
    private static Arbitrary<Case> Cases()
    {
        var instants =
            from anchor in Gen.Elements(Utc(2026, 3, 29, 1), Utc(2026, 10, 25, 1), Utc(2027, 1, 1, 0), Utc(2028, 2, 29, 0))
            from seconds in Gen.Choose(-20 * 86_400, 20 * 86_400)
            select anchor.AddSeconds(seconds);
        var hours =
            from day in Gen.Choose(0, 6)
            from a in Gen.Choose(0, 1439)
            from b in Gen.Choose(0, 1439)
            select new OpeningHours((DayOfWeek)day, TimeOnly.MinValue.AddMinutes(Math.Min(a, b)),
                TimeOnly.MinValue.AddMinutes(Math.Max(a, b)));
        var closed =
            from day in Gen.Choose(0, 700)
            from length in Gen.Choose(0, 20)
            select new ClosedDays(new DateOnly(2026, 1, 1).AddDays(day), new DateOnly(2026, 1, 1).AddDays(day + length), "closed");
        var calendars =
            from zone in Gen.Elements("Europe/London", "Pacific/Auckland", "America/St_Johns")
            from weekly in hours.ListOf()
            from days in closed.ListOf(3)
            select new CalendarSnapshot(zone, [.. weekly], [.. days]);
        return (from facts in calendars
                from a in instants
                from b in instants
                from c in instants
                from minutes in Gen.Choose(1, 6_000)
                select new Case(new SchoolCalendar(facts), a, b, c, minutes)).ToArbitrary();
    }

    private sealed record Case(SchoolCalendar Calendar, DateTimeOffset A, DateTimeOffset B, DateTimeOffset C, int Minutes)
    {
        public (DateTimeOffset, DateTimeOffset, DateTimeOffset) InOrder()
        {
            DateTimeOffset[] all = [A, B, C];
            Array.Sort(all);
            return (all[0], all[1], all[2]);
        }
    }

    private static DateTimeOffset Utc(int year, int month, int day, int hour) => new(year, month, day, hour, 0, 0, TimeSpan.Zero);

    private static DateTimeOffset London(int year, int month, int day)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");
        var local = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Unspecified);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
