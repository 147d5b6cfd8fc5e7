namespace Mat.Tickets.Sla;

/// <summary>One SLA clock, in minutes of school time.</summary>
/// <param name="TargetMinutes">SLA target, in minutes of school time.</param>
/// <param name="ElapsedMinutes">Time used, in minutes of school time; paused time is not counted.</param>
/// <param name="RemainingMinutes">Target minus elapsed, in minutes of school time; negative after a breach.</param>
/// <param name="DueAt">When the target is breached if the clock keeps running; null while it is paused or stopped.</param>
/// <param name="State">Running, paused, met or breached.</param>
public sealed record ClockView(int TargetMinutes, int ElapsedMinutes, int RemainingMinutes, DateTimeOffset? DueAt, ClockState State)
{
    internal static ClockView Of(int targetMinutes, long elapsedTicks, DateTimeOffset? dueAt, bool stopped, bool paused)
    {
        var elapsed = (int)(elapsedTicks / TimeSpan.TicksPerMinute);
        var state = elapsedTicks >= targetMinutes * TimeSpan.TicksPerMinute ? ClockState.Breached
            : stopped ? ClockState.Met
            : paused ? ClockState.Paused
            : ClockState.Running;
        return new(targetMinutes, elapsed, targetMinutes - elapsed, stopped || paused ? null : dueAt, state);
    }
}

public enum ClockState { Running, Paused, Met, Breached }
