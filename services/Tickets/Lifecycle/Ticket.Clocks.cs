using Mat.Platform.Data;
using Mat.Tickets.SchoolTime;

namespace Mat.Tickets.Lifecycle;

/// <summary>
/// The two clocks. Both count the school time in which the school waits for us: the first stops with the first response,
/// the second with the resolution. Time is booked (<see cref="AccrueElapsed"/>) before every change of status or goal, so what
/// has passed or was waited for stays, whatever the priority becomes afterwards.
/// </summary>
internal sealed partial class Ticket
{
    /// <summary>Where a ticket that has no due date sorts: after all others.</summary>
    public static readonly DateTimeOffset Never = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly List<string> _newBreaches = [];

    public int FirstResponseGoalMinutes { get; private set; }
    public int ResolutionGoalMinutes { get; private set; }

    /// <summary>School time in which we worked on it, up to <see cref="TalliedAt"/>; in ticks.</summary>
    [NotAudited]
    public long ElapsedTicks { get; private set; }

    /// <summary>School time in which we waited for somebody else, up to <see cref="TalliedAt"/>; in ticks.</summary>
    [NotAudited]
    public long PausedTicks { get; private set; }

    /// <summary>Up to this instant all time is booked.</summary>
    [NotAudited]
    public DateTimeOffset TalliedAt { get; private set; }

    public DateTimeOffset? FirstRespondedAt { get; private set; }
    [NotAudited]
    public long? FirstResponseTicks { get; private set; }

    /// <summary>Null while that clock stands still.</summary>
    [NotAudited]
    public DateTimeOffset? FirstResponseDueAt { get; private set; }
    [NotAudited]
    public DateTimeOffset? ResolutionDueAt { get; private set; }
    [NotAudited]
    public DateTimeOffset ResolutionSortAt { get; private set; } = Never;
    public DateTimeOffset? FirstResponseBreachedAt { get; private set; }
    public DateTimeOffset? ResolutionBreachedAt { get; private set; }

    /// <summary>Either clock is breached; a column, because lists filter on it.</summary>
    [NotAudited]
    public bool Breached { get; private set; }

    /// <summary>When the watcher has something to do with it: a goal is missed, or it closes by itself.</summary>
    [NotAudited]
    public DateTimeOffset? WatchAt { get; private set; }

    /// <summary>The edition of the school's calendar the due dates were reckoned with.</summary>
    [NotAudited]
    public int CalendarStamp { get; private set; }

    /// <summary>The clocks that were breached since the last call; each is announced once.</summary>
    public IReadOnlyList<string> TakeNewBreaches()
    {
        string[] breaches = [.. _newBreaches];
        _newBreaches.Clear();
        return breaches;
    }

    public ClockView FirstResponseAt(DateTimeOffset now, SchoolCalendar calendar) => ClockView.Of(
        FirstResponseGoalMinutes, FirstResponseTicks ?? ElapsedBy(now, calendar), FirstResponseDueAt,
        FirstRespondedAt is not null || !Status.IsActive(), Status.Waits());

    public ClockView ResolutionAt(DateTimeOffset now, SchoolCalendar calendar) => ClockView.Of(
        ResolutionGoalMinutes, ElapsedBy(now, calendar), ResolutionDueAt, !Status.IsActive(), Status.Waits());

    /// <summary>Books the time up to now and marks the goals it missed.</summary>
    public void AccrueElapsed(DateTimeOffset now, SchoolCalendar calendar)
    {
        // Replicas' clocks differ a little: time that is booked is not taken back.
        if (now <= TalliedAt) return;
        var passed = calendar.Between(TalliedAt, now).Ticks;
        if (Status.Runs()) ElapsedTicks += passed;
        else if (Status.Waits()) PausedTicks += passed;
        BookLife((now - TalliedAt).Ticks, passed);
        TalliedAt = now;
        EvaluateBreaches();
        RecalculateDueDates(calendar);
    }

    /// <summary>Due dates from a calendar that has changed. Booked time stays as it was booked.</summary>
    public void Recalendar(SchoolCalendar calendar, int stamp, DateTimeOffset now)
    {
        CalendarStamp = stamp;
        RecalculateDueDates(calendar); // a goal that was missed meanwhile was missed at its new due date
        AccrueElapsed(now, calendar);
    }

    private long ElapsedBy(DateTimeOffset now, SchoolCalendar calendar) =>
        ElapsedTicks + (Status.Runs() ? calendar.Between(TalliedAt, now).Ticks : 0);

    private void Respond(DateTimeOffset now)
    {
        if (FirstRespondedAt is not null) return;
        FirstRespondedAt = now > TalliedAt ? now : TalliedAt;
        FirstResponseTicks = ElapsedTicks;
    }

    private void Enter(TicketStatus status, SchoolCalendar calendar)
    {
        Status = status;
        RecalculateDueDates(calendar);
    }

    private void SetSlaTargets(SlaTargets goals, SchoolCalendar calendar, int calendarStamp)
    {
        var goal = goals.For(Priority);
        if (FirstRespondedAt is null) FirstResponseGoalMinutes = goal.FirstResponseMinutes;
        ResolutionGoalMinutes = goal.ResolutionMinutes;
        CalendarStamp = calendarStamp;
        EvaluateBreaches();
        RecalculateDueDates(calendar);
    }

    private void EvaluateBreaches()
    {
        FirstResponseBreachedAt = EvaluateBreaches("first_response", FirstResponseTicks ?? ElapsedTicks, FirstResponseGoalMinutes,
            FirstResponseBreachedAt, FirstResponseDueAt);
        ResolutionBreachedAt = EvaluateBreaches("resolution", ElapsedTicks, ResolutionGoalMinutes, ResolutionBreachedAt, ResolutionDueAt);
        Breached = FirstResponseBreachedAt is not null || ResolutionBreachedAt is not null;
    }

    private DateTimeOffset? EvaluateBreaches(string clock, long elapsed, int goalMinutes, DateTimeOffset? breachedAt, DateTimeOffset? dueAt)
    {
        if (elapsed < goalMinutes * TimeSpan.TicksPerMinute)
        {
            _newBreaches.Remove(clock);
            return null;
        }
        if (breachedAt is not null) return breachedAt;
        _newBreaches.Add(clock);
        return dueAt < TalliedAt ? dueAt : TalliedAt;
    }

    private void RecalculateDueDates(SchoolCalendar calendar)
    {
        FirstResponseDueAt = FirstRespondedAt is null
            ? RecalculateDueDates(FirstResponseGoalMinutes, FirstResponseBreachedAt, calendar)
            : null;
        ResolutionDueAt = RecalculateDueDates(ResolutionGoalMinutes, ResolutionBreachedAt, calendar);
        ResolutionSortAt = ResolutionDueAt ?? Never;
        WatchAt = Status switch
        {
            TicketStatus.Resolved => ResolvedAt + CloseAfter,
            TicketStatus.New or TicketStatus.Open => Earlier(
                FirstResponseBreachedAt is null ? FirstResponseDueAt : null,
                ResolutionBreachedAt is null ? ResolutionDueAt : null),
            _ => null,
        };
        TargetPlan(calendar);
    }

    private DateTimeOffset? RecalculateDueDates(int goalMinutes, DateTimeOffset? breachedAt, SchoolCalendar calendar) =>
        !Status.Runs() ? null
        : breachedAt ?? calendar.Due(TalliedAt, TimeSpan.FromMinutes(goalMinutes) - TimeSpan.FromTicks(ElapsedTicks));

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null ? b : b is null ? a : a < b ? a : b;
}
