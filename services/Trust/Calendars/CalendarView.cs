using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Mat.Contracts.Trust;
using Mat.Platform.Http;
using Mat.Trust.Schools;

namespace Mat.Trust.Calendars;

/// <summary>One opening, local time as HH:mm.</summary>
public sealed record OpeningView(
    [property: Required] DayOfWeek? Day,
    [property: Required, RegularExpression(OpeningView.Time)] string Opens,
    [property: Required, RegularExpression(OpeningView.Time)] string Closes)
{
    internal const string Time = "^([01][0-9]|2[0-3]):[0-5][0-9]$";

    internal static OpeningView Of(OpeningHours hours) => new(hours.Day, Text(hours.Opens), Text(hours.Closes));

    internal OpeningHours ToHours() => new(Day!.Value, Parse(Opens), Parse(Closes));

    private static string Text(TimeOnly time) => time.ToString("HH\\:mm", CultureInfo.InvariantCulture);

    private static TimeOnly Parse(string text) => TimeOnly.ParseExact(text, "HH\\:mm", CultureInfo.InvariantCulture);
}

/// <summary>A closed stretch of days, both ends included.</summary>
public sealed record ClosedView([property: Required] DateOnly? From, [property: Required] DateOnly? To,
    [property: Required, StringLength(100, MinimumLength = 1)] string Name)
{
    internal static ClosedView Of(ClosedDays days) => new(days.From, days.To, days.Name);

    internal ClosedDays ToDays() => new(From!.Value, To!.Value, Name.Trim());
}

/// <summary>When a school is at work. It has the school's version: the calendar is a part of the school.</summary>
public sealed record CalendarView(int Version, string TimeZone, IReadOnlyList<OpeningView> Weekly, IReadOnlyList<ClosedView> Closed)
    : IVersioned
{
    internal static CalendarView Of(School school) => new(
        school.Version, school.Calendar.TimeZone, [.. school.Calendar.Weekly.Select(OpeningView.Of)],
        [.. school.Calendar.Closed.Select(ClosedView.Of)]);
}
