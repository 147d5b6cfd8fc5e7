using System.ComponentModel.DataAnnotations;

namespace Mat.Partners.Registry;

/// <summary>The days in the order and with the numbers of <see cref="DayOfWeek"/>, by a name of its own in the API document.</summary>
public enum PartnerWeekday { Sunday, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday }

/// <summary>One opening on one day of the week, local time.</summary>
public sealed record PartnerOpening(PartnerWeekday Day, TimeOnly Opens, TimeOnly Closes);

/// <summary>When a partner works; a day that is missing is closed.</summary>
/// <param name="TimeZone">IANA name; London when not said.</param>
public sealed record PartnerHours(
    [property: StringLength(64)] string? TimeZone,
    [property: Required, MaxLength(21)] IReadOnlyList<PartnerOpening> Weekly) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (TimeZone is not null && !TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
            yield return new("The time zone is not known.", [nameof(TimeZone)]);
        if (Weekly?.Any(o => o is null || o.Closes <= o.Opens) == true)
            yield return new("An opening closes after it opens.", [nameof(Weekly)]);
    }

    internal bool OpenAt(DateTimeOffset now)
    {
        var local = TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone ?? "Europe/London", out var zone) ? TimeZoneInfo.ConvertTime(now, zone)
            : now;
        var time = TimeOnly.FromDateTime(local.DateTime);
        return Weekly.Any(o => (int)o.Day == (int)local.DayOfWeek && o.Opens <= time && time < o.Closes);
    }
}

/// <summary>What the partner's work costs, in pence.</summary>
public sealed record PartnerRates(
    [property: Range(0, 100_000_00)] int? HourlyPence,
    [property: Range(0, 100_000_00)] int? CallOutPence,
    [property: Range(0, 1440)] int? MinimumMinutes)
{
    /// <summary>Begun minutes count, and never fewer than the minimum; null without a rate or a time.</summary>
    internal long? CostOf(int? minutes, bool calledOut)
    {
        var work = HourlyPence is { } hourly && minutes is { } spent ? (long)Math.Max(spent, MinimumMinutes ?? 0) * hourly : (long?)null;
        if (work is null && !(calledOut && CallOutPence is not null))
            return null;
        return (((work ?? 0) + 59) / 60) + (calledOut ? CallOutPence ?? 0 : 0);
    }
}
