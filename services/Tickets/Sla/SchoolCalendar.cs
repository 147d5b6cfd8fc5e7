using System.Collections.Concurrent;
using Mat.Contracts.Trust;
using NodaTime;
using NodaTime.TimeZones;

namespace Mat.Tickets.Sla;

/// <summary>
/// Arithmetic on the time in which a school is at work. Holds no state but a cache of openings per year, so one instance
/// may serve every request until the calendar changes. Real time is counted: an opening that spans a change of the clocks
/// is an hour shorter or longer.
/// </summary>
internal sealed class SchoolCalendar
{
    /// <summary>A calendar that never opens within this many years has no due dates.</summary>
    private const int HorizonYears = 5;

    // The time zone data comes with NodaTime: images without the system's tzdata reckon the same.
    private static readonly DateTimeZone London = DateTimeZoneProviders.Tzdb["Europe/London"];
    private static readonly ZoneLocalMappingResolver Opening =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);
    private static readonly ZoneLocalMappingResolver Closing =
        Resolvers.CreateMappingResolver(Resolvers.ReturnLater, Resolvers.ReturnStartOfIntervalAfter);

    private readonly DateTimeZone _zone;
    private readonly OpeningHours[][] _weekly;
    private readonly IReadOnlyList<ClosedDays> _closed;
    private readonly ConcurrentDictionary<int, Year> _years = new();

    public SchoolCalendar(CalendarSnapshot facts)
    {
        _zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(facts.TimeZone) ?? London;
        _weekly = [.. Enumerable.Range(0, 7).Select(day => Merge(facts.Weekly.Where(o => (int)o.Day == day && o.Closes > o.Opens)))];
        _closed = facts.Closed;
    }

    public static SchoolCalendar Default { get; } = new(CalendarSnapshot.Default);

    /// <summary>School time from one instant to a later one; nothing when the later is not later.</summary>
    public TimeSpan Between(DateTimeOffset from, DateTimeOffset to)
    {
        if (to <= from)
            return TimeSpan.Zero;
        var ticks = 0L;
        // One year more on both sides: a local year begins up to 14 hours before or after the UTC year.
        for (var year = from.UtcDateTime.Year - 1; year <= to.UtcDateTime.Year + 1; year++)
        {
            var table = YearOf(year);
            ticks += table.Before(to.UtcTicks) - table.Before(from.UtcTicks);
        }
        return new TimeSpan(ticks);
    }

    /// <summary>The first instant at which that much school time has passed; null when the school does not open often enough.</summary>
    public DateTimeOffset? Due(DateTimeOffset from, TimeSpan after)
    {
        if (after <= TimeSpan.Zero)
            return from;
        var left = after.Ticks;
        for (var year = from.UtcDateTime.Year - 1; year <= from.UtcDateTime.Year + HorizonYears; year++)
        {
            var table = YearOf(year);
            var passed = table.Before(from.UtcTicks);
            if (table.Total - passed >= left)
                return new DateTimeOffset(table.At(passed + left), TimeSpan.Zero);
            left -= table.Total - passed;
        }
        return null;
    }

    /// <summary>Whether the school is at work at that instant.</summary>
    public bool IsOpen(DateTimeOffset at) => Between(at, at.AddTicks(1)) > TimeSpan.Zero;

    /// <summary>What is left of the school's day: of today, or of the next day on which it opens; null when it never does.</summary>
    public SchoolDay? DayAt(DateTimeOffset now)
    {
        if (Due(now, TimeSpan.FromTicks(1))?.AddTicks(-1) is not { } from)
            return null;
        var date = NodaTime.Instant.FromDateTimeOffset(from).InZone(_zone).Date.ToDateOnly();
        return new(date, from, At(date, _weekly[(int)date.DayOfWeek].Max(h => h.Closes)), time => At(date, time));
    }

    private DateTimeOffset At(DateOnly date, TimeOnly time) => new(Instant(date, time, Closing), TimeSpan.Zero);

    private Year YearOf(int year) => _years.GetOrAdd(year, Build);

    private Year Build(int year)
    {
        List<(long Start, long End)> openings = [];
        if (year is < 1900 or > 9000)
            return new Year(openings);
        for (var day = new DateOnly(year, 1, 1); day.Year == year; day = day.AddDays(1))
        {
            if (_closed.Any(c => c.From <= day && day <= c.To))
                continue;
            foreach (var hours in _weekly[(int)day.DayOfWeek])
            {
                var (start, end) = (Instant(day, hours.Opens, Opening), Instant(day, hours.Closes, Closing));
                // Around a jump of the clocks an opening can shrink to nothing or reach into the one before it.
                if (openings.Count > 0)
                    start = Math.Max(start, openings[^1].End);
                if (end > start)
                    openings.Add((start, end));
            }
        }
        return new Year(openings);
    }

    private long Instant(DateOnly day, TimeOnly time, ZoneLocalMappingResolver resolver) =>
        new LocalDateTime(day.Year, day.Month, day.Day, 0, 0).PlusTicks(time.Ticks)
            .InZone(_zone, resolver).ToInstant().ToDateTimeUtc().Ticks;

    private static OpeningHours[] Merge(IEnumerable<OpeningHours> hours)
    {
        List<OpeningHours> merged = [];
        foreach (var next in hours.OrderBy(h => h.Opens))
        {
            if (merged.Count > 0 && next.Opens <= merged[^1].Closes)
                merged[^1] = merged[^1] with { Closes = next.Closes > merged[^1].Closes ? next.Closes : merged[^1].Closes };
            else
                merged.Add(next);
        }
        return [.. merged];
    }

    /// <summary>The openings that begin in one local year, in UTC ticks, with running totals for binary search.</summary>
    private sealed class Year
    {
        private readonly long[] _starts;
        private readonly long[] _totals; // school time before the opening of the same index; one more at the end

        public Year(List<(long Start, long End)> openings)
        {
            _starts = new long[openings.Count];
            _totals = new long[openings.Count + 1];
            for (var i = 0; i < openings.Count; i++)
            {
                _starts[i] = openings[i].Start;
                _totals[i + 1] = _totals[i] + openings[i].End - openings[i].Start;
            }
        }

        public long Total => _totals[^1];

        public long Before(long ticks)
        {
            var index = Array.BinarySearch(_starts, ticks);
            if (index < 0)
                index = ~index - 1; // the opening that started last
            return index < 0 ? 0 : Math.Min(_totals[index] + ticks - _starts[index], _totals[index + 1]);
        }

        /// <summary>The first tick at which <paramref name="passed"/> (more than nothing) is behind.</summary>
        public long At(long passed)
        {
            var index = Array.BinarySearch(_totals, passed);
            index = index < 0 ? ~index - 1 : index - 1; // the opening in which the total is reached
            return _starts[index] + passed - _totals[index];
        }
    }
}
