using Mat.Platform.Data;
using Mat.Tickets.Sla;

namespace Mat.Tickets.Tickets;

/// <summary>
/// The two clocks. Both count the school time in which the school waits for us: the first stops with the first response,
/// the second with the resolution. Time is accrued (<see cref="AccrueElapsed"/>) before every change of status or target, so what
/// has passed or was waited for stays, whatever the priority becomes afterwards.
/// </summary>
internal sealed partial class Ticket
{
    /// <summary>Where a ticket that has no due date sorts: after all others.</summary>
    public static readonly DateTimeOffset NoDueDate = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly List<string> _newBreaches = [];

    public int FirstResponseTargetMinutes { get; private set; }
    public int ResolutionTargetMinutes { get; private set; }

    /// <summary>School time in which the clocks ran, up to <see cref="AccruedUntil"/>; in ticks.</summary>
    [NotAudited]
    public long ElapsedTicks { get; private set; }

    /// <summary>School time in which the clocks were paused, up to <see cref="AccruedUntil"/>; in ticks.</summary>
    [NotAudited]
    public long PausedTicks { get; private set; }

    /// <summary>Up to this instant all time is booked.</summary>
    [NotAudited]
    public DateTimeOffset AccruedUntil { get; private set; }

    public DateTimeOffset? FirstRespondedAt { get; private set; }
    [NotAudited]
    public long? FirstResponseTicks { get; private set; }

    /// <summary>Null while the clock is paused or stopped.</summary>
    [NotAudited]
    public DateTimeOffset? FirstResponseDueAt { get; private set; }
    [NotAudited]
    public DateTimeOffset? ResolutionDueAt { get; private set; }
    [NotAudited]
    public DateTimeOffset ResolutionSortAt { get; private set; } = NoDueDate;
    public DateTimeOffset? FirstResponseBreachedAt { get; private set; }
    public DateTimeOffset? ResolutionBreachedAt { get; private set; }

    /// <summary>Either clock is breached; a column, because lists filter on it.</summary>
    [NotAudited]
    public bool Breached { get; private set; }

    /// <summary>When the SLA watcher processes it next: a breach, an escalation step or automatic closing; null for never.</summary>
    [NotAudited]
    public DateTimeOffset? NextCheckAt { get; private set; }

    /// <summary>Version of the school's calendar that the due dates were calculated with.</summary>
    [NotAudited]
    public int CalendarVersion { get; private set; }

    /// <summary>The clocks that were breached since the last call; each is announced once.</summary>
    public IReadOnlyList<string> DequeueNewBreaches()
    {
        string[] breaches = [.. _newBreaches];
        _newBreaches.Clear();
        return breaches;
    }

    public ClockView FirstResponseClockAt(DateTimeOffset now, SchoolCalendar calendar) => ClockView.Of(
        FirstResponseTargetMinutes, FirstResponseTicks ?? ElapsedTicksAt(now, calendar), FirstResponseDueAt,
        FirstRespondedAt is not null || !Status.IsActive(), Status.IsClockPaused());

    public ClockView ResolutionClockAt(DateTimeOffset now, SchoolCalendar calendar) => ClockView.Of(
        ResolutionTargetMinutes, ElapsedTicksAt(now, calendar), ResolutionDueAt, !Status.IsActive(), Status.IsClockPaused());

    /// <summary>Accrues the time up to now and evaluates breaches.</summary>
    public void AccrueElapsed(DateTimeOffset now, SchoolCalendar calendar)
    {
        // Replicas' clocks differ a little: time that is booked is not taken back.
        if (now <= AccruedUntil)
            return;
        var passed = calendar.Between(AccruedUntil, now).Ticks;
        if (Status.IsClockRunning())
            ElapsedTicks += passed;
        else if (Status.IsClockPaused())
            PausedTicks += passed;
        AccrueOpenTime((now - AccruedUntil).Ticks, passed);
        AccruedUntil = now;
        EvaluateBreaches();
        RecalculateDueDates(calendar);
    }

    /// <summary>Due dates from a calendar that has changed. Booked time stays as it was booked.</summary>
    public void ApplyCalendar(SchoolCalendar calendar, int stamp, DateTimeOffset now)
    {
        CalendarVersion = stamp;
        RecalculateDueDates(calendar); // a breach since then happened at the new due date
        AccrueElapsed(now, calendar);
    }

    private long ElapsedTicksAt(DateTimeOffset now, SchoolCalendar calendar) =>
        ElapsedTicks + (Status.IsClockRunning() ? calendar.Between(AccruedUntil, now).Ticks : 0);

    private void RecordFirstResponse(DateTimeOffset now)
    {
        if (FirstRespondedAt is not null)
            return;
        FirstRespondedAt = now > AccruedUntil ? now : AccruedUntil;
        FirstResponseTicks = ElapsedTicks;
    }

    private void SetStatus(TicketStatus status, SchoolCalendar calendar)
    {
        Status = status;
        RecalculateDueDates(calendar);
    }

    private void SetSlaTargets(SlaTargets targets, SchoolCalendar calendar, int calendarVersion)
    {
        var target = targets.For(Priority);
        if (FirstRespondedAt is null)
            FirstResponseTargetMinutes = target.FirstResponseMinutes;
        ResolutionTargetMinutes = target.ResolutionMinutes;
        CalendarVersion = calendarVersion;
        EvaluateBreaches();
        RecalculateDueDates(calendar);
    }

    private void EvaluateBreaches()
    {
        FirstResponseBreachedAt = EvaluateBreaches("first_response", FirstResponseTicks ?? ElapsedTicks, FirstResponseTargetMinutes,
            FirstResponseBreachedAt, FirstResponseDueAt);
        ResolutionBreachedAt = EvaluateBreaches("resolution", ElapsedTicks, ResolutionTargetMinutes, ResolutionBreachedAt, ResolutionDueAt);
        Breached = FirstResponseBreachedAt is not null || ResolutionBreachedAt is not null;
    }

    private DateTimeOffset? EvaluateBreaches(string clock, long elapsed, int targetMinutes, DateTimeOffset? breachedAt,
        DateTimeOffset? dueAt)
    {
        if (elapsed < targetMinutes * TimeSpan.TicksPerMinute)
        {
            _newBreaches.Remove(clock);
            return null;
        }
        if (breachedAt is not null)
            return breachedAt;
        _newBreaches.Add(clock);
        return dueAt < AccruedUntil ? dueAt : AccruedUntil;
    }

    private void RecalculateDueDates(SchoolCalendar calendar)
    {
        FirstResponseDueAt = FirstRespondedAt is null
            ? RecalculateDueDates(FirstResponseTargetMinutes, FirstResponseBreachedAt, calendar)
            : null;
        ResolutionDueAt = RecalculateDueDates(ResolutionTargetMinutes, ResolutionBreachedAt, calendar);
        ResolutionSortAt = ResolutionDueAt ?? NoDueDate;
        NextCheckAt = Status switch
        {
            TicketStatus.Resolved => ResolvedAt + AutoCloseAfter,
            TicketStatus.New or TicketStatus.Open => Earlier(
                FirstResponseBreachedAt is null ? FirstResponseDueAt : null,
                ResolutionBreachedAt is null ? ResolutionDueAt : null),
            _ => null,
        };
        ScheduleNextStep(calendar);
    }

    private DateTimeOffset? RecalculateDueDates(int targetMinutes, DateTimeOffset? breachedAt, SchoolCalendar calendar) =>
        !Status.IsClockRunning() ? null
        : breachedAt ?? calendar.Due(AccruedUntil, TimeSpan.FromMinutes(targetMinutes) - TimeSpan.FromTicks(ElapsedTicks));

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null ? b : b is null ? a : a < b ? a : b;
}
