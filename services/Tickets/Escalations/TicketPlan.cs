using System.ComponentModel.DataAnnotations;
using Mat.Platform.Http;
using Mat.Tickets.Sla;
using Mat.Tickets.Tickets;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Escalations;

public enum TierState { Reached, Current, Next, Later, Skipped }

/// <param name="Tier">Tier that receives the ticket next.</param>
/// <param name="At">When it happens; null if it is manual, on hold or its clock is paused.</param>
/// <param name="Share">Per cent of the SLA target for the resolution at which it happens; 0 is at once, null when another condition
/// decides.</param>
/// <param name="Reason">Condition that causes the step, in words.</param>
public sealed record PlanNextView(EscalationTier Tier, DateTimeOffset? At, int? Share, string Reason);

/// <param name="At">When the plan was put on hold.</param>
/// <param name="By">Name of the agent.</param>
/// <param name="Reason">Reason given.</param>
public sealed record PlanHoldView(DateTimeOffset At, string By, string Reason);

/// <param name="Tier">The tier.</param>
/// <param name="State">Whether the ticket reached, skipped or has yet to reach it.</param>
public sealed record PlanTierView(EscalationTier Tier, TierState State);

/// <summary>What the partner's agreement targets on this ticket, on the wall clock.</summary>
public sealed record PartnerClockView
{
    /// <summary>When the escalation was requested.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When the partner must have acknowledged; null without an agreement.</summary>
    public required DateTimeOffset? AnswerDueAt { get; init; }

    /// <summary>When the partner acknowledged; null if it has not.</summary>
    public required DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>Whether the acknowledgement was or is late.</summary>
    public required bool AnswerLate { get; init; }

    /// <summary>When the partner must have resolved it, extended by past waiting time; null without an agreement.</summary>
    public required DateTimeOffset? ResolveDueAt { get; init; }

    /// <summary>Whether the resolution is late.</summary>
    public required bool ResolveLate { get; init; }

    /// <summary>Start of the current pause while the partner's question is open; null when its clock runs.</summary>
    public required DateTimeOffset? PausedSince { get; init; }

    /// <summary>Minutes on the wall clock that count for the partner, without its waiting time.</summary>
    public required int UsedMinutes { get; init; }
}

/// <summary>SLA, OLA and contract clocks, and the time with the trust and with partners.</summary>
/// <param name="Sla">The SLA clock of the resolution, in school time.</param>
/// <param name="Ola">The team's own target (OLA) since the current tier has the ticket, in school time; null without one.</param>
/// <param name="Partner">The partner's contract (UC); null while no partner has the ticket.</param>
/// <param name="WithUsMinutes">Minutes on the wall clock for which the ticket was open and with the trust.</param>
/// <param name="WithPartnerMinutes">Minutes on the wall clock for which the ticket was open and with a partner.</param>
/// <param name="LifeMinutes">Minutes on the wall clock for which the ticket was open: the sum of the other two.</param>
public sealed record PlanClocksView(ClockView Sla, ClockView? Ola, PartnerClockView? Partner, int WithUsMinutes, int WithPartnerMinutes,
    int LifeMinutes);

/// <param name="PolicyName">Policy that applies; null without one.</param>
/// <param name="Area">Area of the policy; null without one.</param>
/// <param name="Tier">Tier that has the ticket.</param>
/// <param name="Next">Next step; null when there is none.</param>
/// <param name="Held">Hold on the plan; null when there is none.</param>
/// <param name="Tiers">Tiers of the plan in order.</param>
/// <param name="Clocks">SLA, OLA and contract clocks.</param>
public sealed record TicketPlanView(
    string? PolicyName, string? Area, EscalationTier Tier, PlanNextView? Next, PlanHoldView? Held, IReadOnlyList<PlanTierView> Tiers,
    PlanClocksView Clocks);

/// <param name="Reason">Why; it is kept in the timeline.</param>
public sealed record PlanReason([property: Required, StringLength(1_000, MinimumLength = 1)] string Reason);

/// <param name="Reason">Why; it is kept in the timeline.</param>
/// <param name="Tier">Tier to escalate to; null takes the next step of the plan.</param>
public sealed record ExecutePlanStep([property: Required, StringLength(1_000, MinimumLength = 1)] string Reason,
    EscalationTier? Tier = null);

internal static class TicketPlanEndpoints
{
    public static async Task<Results<Ok<TicketPlanView>, ProblemHttpResult>> Get(string id, TicketCommandRunner work,
        CancellationToken ct) =>
        await work.LoadAsync(id, track: false, ct) is { } at ? TypedResults.Ok(await ViewAsync(at, ct)) : Problems.NotFound();

    public static Task<Results<Ok<TicketPlanView>, ProblemHttpResult>> Hold(string id, PlanReason request, TicketCommandRunner work,
        CancellationToken ct) =>
        RunAsync(id, work, at =>
        {
            if (!at.Ticket.HoldPlan(at.User.Name, request.Reason, at.School.Calendar, at.Now))
                return Refused("plan.held", "The plan is already on hold, or the ticket is not active.");
            at.AddEntry(EntryKind.Escalation, EntryVisibility.Internal, $"Escalation on hold: {request.Reason}");
            return Done();
        }, ct);

    public static Task<Results<Ok<TicketPlanView>, ProblemHttpResult>> Release(string id, PlanReason request, TicketCommandRunner work,
        EscalationPlanService plans, CancellationToken ct) =>
        RunAsync(id, work, async at =>
        {
            if (!at.Ticket.ReleasePlan(at.School.Calendar))
                return Problems.Conflict("plan.not_held", "The plan is not on hold.");
            at.AddEntry(EntryKind.Escalation, EntryVisibility.Internal, $"Escalation resumed: {request.Reason}");
            await plans.PlanAsync(at.Db, at.Ticket, at.School, ct);
            return null;
        }, ct);

    public static Task<Results<Ok<TicketPlanView>, ProblemHttpResult>> Skip(string id, PlanReason request, TicketCommandRunner work,
        EscalationPlanService plans, CancellationToken ct) =>
        RunAsync(id, work, async at =>
        {
            if (at.Ticket.NextTier is not { } next || !at.Ticket.Status.IsActive())
                return NoStep();
            at.Ticket.SkipTier(next);
            at.AddEntry(EntryKind.Escalation, EntryVisibility.Internal, $"Step skipped ({next.ToWire()}): {request.Reason}");
            await plans.PlanAsync(at.Db, at.Ticket, at.School, ct);
            return null;
        }, ct);

    public static Task<Results<Ok<TicketPlanView>, ProblemHttpResult>> ExecuteStep(string id, ExecutePlanStep request,
        TicketCommandRunner work, EscalationPlanService plans, CancellationToken ct) =>
        RunAsync(id, work, async at =>
        {
            var tier = request.Tier ?? at.Ticket.NextTier;
            if (tier is null || tier <= at.Ticket.Tier || !at.Ticket.Status.IsActive())
                return NoStep();
            at.Ticket.ReleasePlan(at.School.Calendar);
            await plans.ExecuteStepAsync(at.Db, at.Ticket, at.School, tier.Value, request.Reason, at.User.Name, at.Now, ct);
            return null;
        }, ct);

    private static async Task<Results<Ok<TicketPlanView>, ProblemHttpResult>> RunAsync(
        string id, TicketCommandRunner work, Func<TicketCommandContext, Task<ProblemHttpResult?>> command, CancellationToken ct)
    {
        TicketCommandContext? seen = null;
        var (ticket, problem) = await work.RunWithRetryAsync(id, async at =>
        {
            seen = at;
            if (await command(at) is { } error)
                return error;
            at.Db.PublishChange(at.Ticket, "changed");
            return null;
        }, ct);
        return ticket is null ? problem! : TypedResults.Ok(await ViewAsync(seen!, ct));
    }

    private static async Task<TicketPlanView> ViewAsync(TicketCommandContext at, CancellationToken ct)
    {
        var (t, now) = (at.Ticket, at.Now);
        var policy = t.PolicyId is { } id ? await at.Db.Policies.AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, ct) : null;
        var escalation = t.EscalationId is { } e ? await at.Db.Escalations.AsNoTracking().FirstOrDefaultAsync(x => x.Id == e, ct) : null;
        var tiers = Enum.GetValues<EscalationTier>().Where(l => l == EscalationTier.Team || l <= t.Tier || policy?.Step(l) is not null)
            .Select(l => new PlanTierView(l, StateOf(t, l)));
        var (us, partner) = t.OpenTimeAt(now);
        return new(
            policy?.Name, policy?.Area, t.Tier, t.NextTier is { } next ? new(next, t.EscalateAt, t.NextShare, t.NextReason ?? "") : null,
            t.PlanHeldAt is { } held ? new(held, t.PlanHeldBy ?? "", t.PlanHeldReason ?? "") : null, [.. tiers],
            new(t.ResolutionClockAt(now, at.School.Calendar), t.OlaClockAt(now, at.School.Calendar), ClockOf(escalation, now), us, partner,
                us + partner));
    }

    private static TierState StateOf(Ticket t, EscalationTier tier) =>
        tier == t.Tier ? TierState.Current
        : t.SkippedTiers.Contains(tier) ? TierState.Skipped
        : tier < t.Tier ? TierState.Reached
        : tier == t.NextTier ? TierState.Next
        : TierState.Later;

    private static PartnerClockView? ClockOf(Escalation? e, DateTimeOffset now) => e is null ? null : new()
    {
        Since = e.RequestedAt,
        AnswerDueAt = e.AnswerDueAt,
        AnsweredAt = e.AcknowledgedAt,
        AnswerLate = (e.AcknowledgedAt ?? now) > e.AnswerDueAt,
        ResolveDueAt = e.ResolveDueAt,
        ResolveLate = e.IsOpen && (e.WaitingSince ?? now) > e.ResolveDueAt,
        PausedSince = e.WaitingSince,
        UsedMinutes =
            (int)((e.WaitingSince ?? e.CancelledAt ?? e.ClosedAt
                ?? now) - e.RequestedAt - TimeSpan.FromSeconds(e.WaitedSeconds)).TotalMinutes,
    };

    private static ProblemHttpResult NoStep() => Problems.Conflict("plan.nothing_next", "The plan has no such step now.");

    private static Task<ProblemHttpResult?> Done() => Task.FromResult<ProblemHttpResult?>(null);

    private static Task<ProblemHttpResult?> Refused(string code, string detail) =>
        Task.FromResult<ProblemHttpResult?>(Problems.Conflict(code, detail));
}
