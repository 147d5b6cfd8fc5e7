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

    /// <summary>How many different alerts of one rule of one source may be open: beyond it new ones are kept out, known ones
    /// counted.</summary>
    [Range(1, 1_000_000)]
    public int OpenPerRule { get; init; } = 10_000;

    /// <summary>How many days what the tools sent is kept of alerts that are over; their record stays.</summary>
    [Range(1, 3650)]
    public int RawDays { get; init; } = 365;
}
