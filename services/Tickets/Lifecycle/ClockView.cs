namespace Mat.Tickets.Lifecycle;

/// <summary>One clock as a person reads it; minutes of school time. Remaining is negative by what the goal was missed.</summary>
public sealed record ClockView(int GoalMinutes, int ElapsedMinutes, int RemainingMinutes, DateTimeOffset? DueAt, ClockState State)
{
    internal static ClockView Of(int goalMinutes, long elapsedTicks, DateTimeOffset? dueAt, bool stopped, bool paused)
    {
        var elapsed = (int)(elapsedTicks / TimeSpan.TicksPerMinute);
        var state = elapsedTicks >= goalMinutes * TimeSpan.TicksPerMinute ? ClockState.Breached
            : stopped ? ClockState.Met
            : paused ? ClockState.Paused
            : ClockState.Running;
        return new(goalMinutes, elapsed, goalMinutes - elapsed, stopped || paused ? null : dueAt, state);
    }
}
