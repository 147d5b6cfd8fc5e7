using Mat.Contracts.Trust;

namespace Mat.Trust.Calendars;

/// <summary>Why a calendar is not taken.</summary>
internal sealed record CalendarRefusal(string Code, string Detail);

/// <summary>The rules a calendar keeps, whoever made it. Everybody's clocks run on it.</summary>
internal static class SchoolCalendar
{
    public const int MaxOpenings = 50;
    public const int MaxClosed = 400;

    /// <summary>The calendar in order of time, or why it cannot be.</summary>
    public static CalendarRefusal? Check(CalendarSnapshot wanted, out CalendarSnapshot calendar)
    {
        calendar = wanted with
        {
            Weekly = [.. wanted.Weekly.OrderBy(h => ((int)h.Day + 6) % 7).ThenBy(h => h.Opens)],
            Closed = [.. wanted.Closed.OrderBy(c => c.From).ThenBy(c => c.To)],
        };
        return Zone(wanted.TimeZone) ?? Hours(calendar.Weekly) ?? Days(calendar.Closed);
    }

    private static CalendarRefusal? Zone(string zone) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _) ? null
        : new("calendar.time_zone", "The time zone is not known. Use an IANA name such as Europe/London.");

    private static CalendarRefusal? Hours(IReadOnlyList<OpeningHours> weekly)
    {
        // A clock in school time would never reach its end.
        if (weekly.Count == 0)
            return new("calendar.never_open", "A week needs at least one opening.");
        if (weekly.Count > MaxOpenings)
            return new("calendar.too_long", $"A week has at most {MaxOpenings} openings.");
        if (weekly.FirstOrDefault(h => h.Closes <= h.Opens) is { } backwards)
            return new("calendar.hours", $"{backwards.Day} closes at {backwards.Closes:HH\\:mm}, which is not after it opens.");
        for (var i = 1; i < weekly.Count; i++)
        {
            if (weekly[i].Day == weekly[i - 1].Day && weekly[i].Opens < weekly[i - 1].Closes)
                return new("calendar.overlap", $"Two openings on {weekly[i].Day} overlap.");
        }
        return null;
    }

    private static CalendarRefusal? Days(IReadOnlyList<ClosedDays> closed)
    {
        if (closed.Count > MaxClosed)
            return new("calendar.too_long", $"A calendar has at most {MaxClosed} closed stretches.");
        if (closed.FirstOrDefault(c => c.To < c.From) is { } backwards)
            return new("calendar.closed", $"'{backwards.Name}' ends before it begins.");
        for (var i = 1; i < closed.Count; i++)
        {
            if (closed[i].From <= closed[i - 1].To)
                return new("calendar.closed_overlap", $"'{closed[i].Name}' and '{closed[i - 1].Name}' overlap.");
        }
        return null;
    }
}
