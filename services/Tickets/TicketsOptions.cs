using System.ComponentModel.DataAnnotations;

namespace Mat.Tickets;

/// <summary>Section <c>Tickets</c>.</summary>
public sealed class TicketsOptions
{
    /// <summary>How often the clocks are looked at, in seconds; a breach is announced at most that late.</summary>
    [Range(1, 600)]
    public int WatchSeconds { get; init; } = 10;
}
