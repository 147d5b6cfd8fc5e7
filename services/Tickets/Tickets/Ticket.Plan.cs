using Mat.Platform.Data;
using Mat.Tickets.Sla;

namespace Mat.Tickets.Tickets;

/// <summary>How far the ticket has been escalated, what comes next and when, and whose time it has taken.</summary>
internal sealed partial class Ticket
{
    public EscalationTier Tier { get; private set; }
    public Guid? PolicyId { get; private set; }
    public EscalationTier? NextTier { get; private set; }

    /// <summary>Per cent of the SLA target for the resolution at which the next tier is reached; 0 is at once.</summary>
    public int? NextShare { get; private set; }

    /// <summary>When the next tier is reached on the wall clock; null when the share decides.</summary>
    public DateTimeOffset? NextStepAt { get; private set; }
    public string? NextReason { get; private set; }

    /// <summary>When the next step executes; null if it is manual, on hold or its clock is paused.</summary>
    [NotAudited]
    public DateTimeOffset? EscalateAt { get; private set; }

    /// <summary>When the plan is evaluated again: policy, staff or shifts changed.</summary>
    [NotAudited]
    public DateTimeOffset? ReplanAt { get; private set; }

    public DateTimeOffset? PlanHeldAt { get; private set; }
    public string? PlanHeldBy { get; private set; }
    public string? PlanHeldReason { get; private set; }

    /// <summary>Bit per skipped <see cref="EscalationTier"/>.</summary>
    public int SkippedTierBits { get; private set; }

    public int? OlaTargetMinutes { get; private set; }

    /// <summary>School time in which the current tier worked on it, up to <see cref="AccruedUntil"/>; in ticks.</summary>
    [NotAudited]
    public long TierTicks { get; private set; }

    /// <summary>Wall clock while the ticket was open and a partner had it, up to <see cref="AccruedUntil"/>; in ticks.</summary>
    [NotAudited]
    public long PartnerElapsedTicks { get; private set; }

    /// <summary>Wall clock while the ticket was open and no partner had it (waiting for the school is ours to chase).</summary>
    [NotAudited]
    public long InternalElapsedTicks { get; private set; }

    public IReadOnlyCollection<EscalationTier> SkippedTiers =>
        [.. Enum.GetValues<EscalationTier>().Where(l => (SkippedTierBits & (1 << (int)l)) != 0)];

    /// <param name="basis">The policy that fits the ticket; null without one.</param>
    /// <param name="next">Null when no step is left.</param>
    /// <param name="again">When to plan again because the staff counted on go home; null when nothing depends on that.</param>
    public void Plan(PlanBasis? basis, PlannedStep? next, DateTimeOffset? again, SchoolCalendar calendar)
    {
        (PolicyId, OlaTargetMinutes, ReplanAt) = (basis?.PolicyId, basis?.TeamMinutes, again);
        if (EscalationId is null)
            Area = basis?.Area;
        (NextTier, NextShare, NextStepAt, NextReason) = (next?.Tier, next?.Share, next?.At, next?.Reason);
        RecalculateDueDates(calendar);
    }

    /// <summary>Moves the ticket to a higher tier; lower tiers are ignored.</summary>
    public void AdvanceTo(EscalationTier tier)
    {
        if (tier <= Tier)
            return;
        Tier = tier;
        TierTicks = 0;
    }

    public void SkipTier(EscalationTier tier) => SkippedTierBits |= 1 << (int)tier;

    public bool HoldPlan(string by, string reason, SchoolCalendar calendar, DateTimeOffset now)
    {
        if (PlanHeldAt is not null || !Status.IsActive())
            return false;
        (PlanHeldAt, PlanHeldBy, PlanHeldReason) = (now, by, reason);
        RecalculateDueDates(calendar);
        return true;
    }

    public bool ReleasePlan(SchoolCalendar calendar)
    {
        if (PlanHeldAt is null)
            return false;
        (PlanHeldAt, PlanHeldBy, PlanHeldReason) = (null, null, null);
        RecalculateDueDates(calendar);
        return true;
    }

    /// <summary>The step that is due now.</summary>
    public (EscalationTier Tier, string Reason)? DueStep(DateTimeOffset now) =>
        EscalateAt <= now && NextTier is { } tier ? (tier, NextReason ?? "") : null;

    public ClockView? OlaClockAt(DateTimeOffset now, SchoolCalendar calendar) =>
        OlaTargetMinutes is not { } target || Tier > EscalationTier.Specialist ? null
        : ClockView.Of(target, TierTicks + (Status.IsClockRunning() ? calendar.Between(AccruedUntil, now).Ticks : 0), null,
            !Status.IsActive(), Status.IsClockPaused());

    /// <summary>Minutes of the ticket's life with us and with partners; together they are its life.</summary>
    public (int Us, int Partner) OpenTimeAt(DateTimeOffset now)
    {
        var open = now > AccruedUntil && Status.IsActive() ? (now - AccruedUntil).Ticks : 0;
        var partner = PartnerElapsedTicks + (Status == TicketStatus.WaitingPartner ? open : 0);
        var life = InternalElapsedTicks + PartnerElapsedTicks + open;
        var whole = (int)(partner / TimeSpan.TicksPerMinute);
        return ((int)(life / TimeSpan.TicksPerMinute) - whole, whole);
    }

    private void AccrueOpenTime(long wall, long school)
    {
        if (Status == TicketStatus.WaitingPartner)
            PartnerElapsedTicks += wall;
        else if (Status.IsActive())
            InternalElapsedTicks += wall;
        if (Status.IsClockRunning())
            TierTicks += school;
    }

    private void ScheduleNextStep(SchoolCalendar calendar)
    {
        EscalateAt = PlanHeldAt is not null || NextTier is null || !Status.IsActive() ? null
            : NextStepAt
            ?? (NextShare is not { } share || (!Status.IsClockRunning() && share > 0) ? null
            : calendar.Due(AccruedUntil,
                TimeSpan.FromMinutes(ResolutionTargetMinutes * (share / 100.0)) - TimeSpan.FromTicks(ElapsedTicks)));
        NextCheckAt = Earlier(NextCheckAt, Status.IsActive() ? Earlier(EscalateAt, ReplanAt) : null);
    }
}
