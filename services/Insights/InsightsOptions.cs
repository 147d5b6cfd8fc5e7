using System.ComponentModel.DataAnnotations;

namespace Mat.Insights;

/// <summary>Settings of Insights, section <c>Insights</c>.</summary>
public sealed class InsightsOptions
{
    /// <summary>How near a ticket's resolution must be to count as due soon, in hours.</summary>
    [Range(0.1, 168)] public double DueSoonHours { get; set; } = 4;

    /// <summary>A rebuild is taken as complete when nothing was announced again for so long, in seconds.</summary>
    [Range(0.1, 3_600)] public double QuietSeconds { get; set; } = 30;

    /// <summary>How often a running rebuild is looked at, in seconds.</summary>
    [Range(0.05, 600)] public double WatchSeconds { get; set; } = 5;
}
