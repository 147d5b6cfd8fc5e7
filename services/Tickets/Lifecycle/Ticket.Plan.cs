using Mat.Platform.Data;
using Mat.Tickets.Escalations.Policies;
using Mat.Tickets.SchoolTime;

namespace Mat.Tickets.Lifecycle;

/// <summary>How far the ticket has been escalated, what comes next and when, and whose time it has taken.</summary>
internal sealed partial class Ticket
{
    public EscalationTier Layer { get; private set; }
    public Guid? PolicyId { get; private set; }
    public EscalationTier? NextLayer { get; private set; }

    /// <summary>Per cent of the goal for the resolution at which the next layer is reached; 0 is at once.</summary>
    public int? NextShare { get; private set; }

    /// <summary>When the next layer is reached whatever the school's clock says.</summary>
    public DateTimeOffset? NextInstant { get; private set; }
    public string? NextWhy { get; private set; }

    /// <summary>When the next step is taken by itself; null by hand, while held and while the clock that decides stands still.</summary>
    [NotAudited]
    public DateTimeOffset? EscalateAt { get; private set; }

    /// <summary>When the watcher makes the plan anew: a policy or the people changed, or the last who can do it goes home.</summary>
    [NotAudited]
    public DateTimeOffset? ReplanAt { get; private set; }

    public DateTimeOffset? PlanHeldAt { get; private set; }
    public string? PlanHeldBy { get; private set; }
    public string? PlanHeldReason { get; private set; }

    /// <summary>Bits by layer.</summary>
    public int Skipped { get; private set; }

    public int? OlaGoalMinutes { get; private set; }

    /// <summary>School time in which the current layer worked on it, up to <see cref="TalliedAt"/>; in ticks.</summary>
    [NotAudited]
    public long LayerTicks { get; private set; }

    /// <summary>Wall clock while the ticket was open and a partner had it, up to <see cref="TalliedAt"/>; in ticks.</summary>
    [NotAudited]
    public long PartnerTicks { get; private set; }

    /// <summary>Wall clock while the ticket was open and no partner had it (waiting for the school is ours to chase).</summary>
    [NotAudited]
    public long UsTicks { get; private set; }

    public IReadOnlyCollection<EscalationTier> SkippedLayers => [.. Enum.GetValues<EscalationTier>().Where(l => (Skipped & (1 << (int)l)) != 0)];

    public void Plan(EscalationPolicy? policy, PlannedStep? next, DateTimeOffset? again, SchoolCalendar calendar)
    {
        (PolicyId, OlaGoalMinutes, ReplanAt) = (policy?.Id, policy?.TeamMinutes, again);
        if (EscalationId is null) Area = policy?.Area;
        (NextLayer, NextShare, NextInstant, NextWhy) = (next?.Layer, next?.Share, next?.At, next?.Why);
        RecalculateDueDates(calendar);
    }

    /// <summary>A layer has it from now on; nothing goes back by this.</summary>
    public void AdvanceTo(EscalationTier layer)
    {
        if (layer <= Layer) return;
        Layer = layer;
        LayerTicks = 0;
    }

    public void SkipLayer(EscalationTier layer) => Skipped |= 1 << (int)layer;

    public bool HoldPlan(string by, string reason, SchoolCalendar calendar, DateTimeOffset now)
    {
        if (PlanHeldAt is not null || !Status.IsActive()) return false;
        (PlanHeldAt, PlanHeldBy, PlanHeldReason) = (now, by, reason);
        RecalculateDueDates(calendar);
        return true;
    }

    public bool ReleasePlan(SchoolCalendar calendar)
    {
        if (PlanHeldAt is null) return false;
        (PlanHeldAt, PlanHeldBy, PlanHeldReason) = (null, null, null);
        RecalculateDueDates(calendar);
        return true;
    }

    /// <summary>The step that is due now.</summary>
    public (EscalationTier Layer, string Why)? DueStep(DateTimeOffset now) =>
        EscalateAt <= now && NextLayer is { } layer ? (layer, NextWhy ?? "") : null;

    public ClockView? OlaAt(DateTimeOffset now, SchoolCalendar calendar) =>
        OlaGoalMinutes is not { } goal || Layer > EscalationTier.Specialist ? null
        : ClockView.Of(goal, LayerTicks + (Status.Runs() ? calendar.Between(TalliedAt, now).Ticks : 0), null, !Status.IsActive(), Status.Waits());

    /// <summary>Minutes of the ticket's life with us and with partners; together they are its life.</summary>
    public (int Us, int Partner) LifeAt(DateTimeOffset now)
    {
        var open = now > TalliedAt && Status.IsActive() ? (now - TalliedAt).Ticks : 0;
        var partner = PartnerTicks + (Status == TicketStatus.WaitingPartner ? open : 0);
        var life = UsTicks + PartnerTicks + open;
        var whole = (int)(partner / TimeSpan.TicksPerMinute);
        return ((int)(life / TimeSpan.TicksPerMinute) - whole, whole);
    }

    private void BookLife(long wall, long school)
    {
        if (Status == TicketStatus.WaitingPartner) PartnerTicks += wall;
        else if (Status.IsActive()) UsTicks += wall;
        if (Status.Runs()) LayerTicks += school;
    }

    private void TargetPlan(SchoolCalendar calendar)
    {
        EscalateAt = PlanHeldAt is not null || NextLayer is null || !Status.IsActive() ? null
            : NextInstant
            ?? (NextShare is not { } share || (!Status.Runs() && share > 0) ? null
            : calendar.Due(TalliedAt, TimeSpan.FromMinutes(ResolutionGoalMinutes * (share / 100.0)) - TimeSpan.FromTicks(ElapsedTicks)));
        WatchAt = Earlier(WatchAt, Status.IsActive() ? Earlier(EscalateAt, ReplanAt) : null);
    }
}
