using System.ComponentModel.DataAnnotations;

namespace Mat.Alerts;

/// <summary>Settings of the section <c>Alerts</c>.</summary>
internal sealed class AlertsOptions
{
    /// <summary>How many alerts one source may send a minute, on average.</summary>
    [Range(1, 10_000_000)]
    public int PerMinute { get; init; } = 10_000;

    /// <summary>How many alerts one source may send at once after a quiet time.</summary>
    [Range(1, 10_000_000)]
    public int Burst { get; init; } = 10_000;

    /// <summary>How many days it is remembered what a source has said, so that a repeat has no effect and a late one ends right.</summary>
    [Range(1, 365)]
    public int RememberDays { get; init; } = 7;

    /// <summary>How often settled flaps and forgotten signals are looked for, in seconds.</summary>
    [Range(1, 3600)]
    public int SweepSeconds { get; init; } = 30;

    /// <summary>How many different new alerts of one source within a minute are a storm: one ticket for all of them.</summary>
    [Range(2, 1_000_000)]
    public int StormAfter { get; init; } = 200;

    /// <summary>How many minutes a storm's source has to be quiet until the storm is over.</summary>
    [Range(1, 1440)]
    public int StormQuietMinutes { get; init; } = 5;

    /// <summary>How many different alerts of one rule of one source may be open: beyond it new ones are kept out, known ones counted.</summary>
    [Range(1, 1_000_000)]
    public int OpenPerRule { get; init; } = 10_000;

    /// <summary>How many days what the tools sent is kept of alerts that are over; their record stays.</summary>
    [Range(1, 3650)]
    public int RawDays { get; init; } = 365;

    /// <summary>
    /// Days (MM-dd, two to six, with commas) by which terms end where a school's calendar does not say so: where it does, a term
    /// ends on the last weekday before the holiday that begins within 60 days before such a day.
    /// </summary>
    [RegularExpression("^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])(,(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])){1,5}$", ErrorMessage = "Alerts:TermEnds is a list of MM-dd with commas, such as 12-31,04-30,08-31.")]
    public string TermEnds { get; init; } = "12-31,04-30,08-31";
}
