using System.ComponentModel.DataAnnotations;

namespace Mat.Tickets;

/// <summary>Section <c>Tickets</c>.</summary>
public sealed class TicketsOptions
{
    /// <summary>Interval of the SLA watcher, in seconds; the longest delay of a breach event.</summary>
    [Range(1, 600)]
    public int WatchSeconds { get; init; } = 10;
}
