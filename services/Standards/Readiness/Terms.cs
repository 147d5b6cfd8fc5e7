using System.Globalization;

namespace Mat.Standards.Readiness;

/// <summary>
/// When a school's terms end. Trust's calendars know closed days and not terms, so a term ends on the last weekday before the holiday
/// (ten closed days or more, weekends between them counted) that begins within 60 days before a usual end, and on that usual
/// end where there is none. Half-terms are shorter, or further from an end.
/// </summary>
/// <param name="usual">MM-dd with commas; 02-29 is the last of February in other years.</param>
/// <param name="closed">The school's closed stretches, both ends included.</param>
internal sealed class Terms(string usual, IReadOnlyCollection<(DateOnly From, DateOnly To)> closed)
{
    private const int HolidayDays = 10;
    private const int ReachDays = 60;

    private readonly List<DateOnly> _holidays = [.. Holidays(closed)];

    /// <summary>The end of the term in which the day is; a day of the holiday after it is in the next term.</summary>
    public DateOnly EndOf(DateOnly day) =>
        Enumerable.Range(day.Year, 3).SelectMany(year => usual.Split(',').Select(end => End(year, end))).Order().First(end => end >= day);

    private DateOnly End(int year, string usualEnd)
    {
        var month = int.Parse(usualEnd.AsSpan(0, 2), CultureInfo.InvariantCulture);
        var end = new DateOnly(year, month,
            Math.Min(int.Parse(usualEnd.AsSpan(3), CultureInfo.InvariantCulture), DateTime.DaysInMonth(year, month)));
        // Of several the last: a two-week half-term may lie within reach as well.
        var holiday = _holidays.FindLast(first => first <= end && first > end.AddDays(-ReachDays));
        if (holiday == default)
            return end;
        var last = holiday.AddDays(-1);
        while (last.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
            last = last.AddDays(-1);
        return last;
    }

    /// <summary>First days of holidays, in order. Stretches with no more than a weekend between them are one.</summary>
    private static IEnumerable<DateOnly> Holidays(IReadOnlyCollection<(DateOnly From, DateOnly To)> closed)
    {
        (DateOnly From, DateOnly To)? open = null;
        foreach (var stretch in closed.OrderBy(c => c.From))
        {
            if (open is { } before && stretch.From <= before.To.AddDays(3))
                open = (before.From, stretch.To > before.To ? stretch.To : before.To);
            else
            {
                if (open is { } whole && Long(whole))
                    yield return whole.From;
                open = stretch;
            }
        }
        if (open is { } last && Long(last))
            yield return last.From;

        static bool Long((DateOnly From, DateOnly To) s) => s.To.DayNumber - s.From.DayNumber + 1 >= HolidayDays;
    }
}
