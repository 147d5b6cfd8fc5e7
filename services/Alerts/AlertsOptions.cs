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
}
