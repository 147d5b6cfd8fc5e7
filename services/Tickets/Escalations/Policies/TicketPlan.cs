using System.ComponentModel.DataAnnotations;
using Mat.Platform.Http;
using Mat.Tickets.Lifecycle;
using Mat.Tickets.Timeline;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Escalations.Policies;

public enum TierState { Reached, Current, Next, Later, Skipped }

/// <param name="At">When it comes by itself; null by hand, while held, and while the clock stands still.</param>
public sealed record PlanNextView(EscalationTier Layer, DateTimeOffset? At, int? Share, string Why);

public sealed record PlanHoldView(DateTimeOffset At, string By, string Reason);

public sealed record PlanTierView(EscalationTier Layer, TierState State);

/// <summary>What the partner's agreement promises on this ticket, on the wall clock.</summary>
/// <param name="ResolveDueAt">It moves by what the partner waited for answers; while it waits the wait is not in it yet.</param>
/// <param name="PausedSince">The partner's question is open since then, and its clock stands still.</param>
/// <param name="UsedMinutes">What the partner has used of its time: without what it waited for us.</param>
public sealed record PartnerClockView(
    DateTimeOffset Since, DateTimeOffset? AnswerDueAt, DateTimeOffset? AnsweredAt, bool AnswerLate, DateTimeOffset? ResolveDueAt, bool ResolveLate,
    DateTimeOffset? PausedSince, int UsedMinutes);

/// <summary>Three clocks kept apart, and where the ticket's life went.</summary>
/// <param name="Sla">The promise to the school, in school time.</param>
/// <param name="Ola">The team's own goal since the current layer has it, in school time; null without one.</param>
/// <param name="Partner">The underpinning contract; null while no partner has it.</param>
/// <param name="LifeMinutes">Wall clock while the ticket was open: with us and with partners together.</param>
public sealed record PlanClocksView(ClockView Sla, ClockView? Ola, PartnerClockView? Partner, int WithUsMinutes, int WithPartnerMinutes, int LifeMinutes);

public sealed record TicketPlanView(
    string? PolicyName, string? Area, EscalationTier Layer, PlanNextView? Next, PlanHoldView? Held, IReadOnlyList<PlanTierView> Layers, PlanClocksView Clocks);

public sealed record PlanReason([property: Required, StringLength(1_000, MinimumLength = 1)] string Reason);

/// <param name="Layer">The next one when not said.</param>
public sealed record ExecutePlanStep([property: Required, StringLength(1_000, MinimumLength = 1)] string Reason, EscalationTier? Layer = null);

internal static class TicketPlanEndpoints
{
    public static async Task<Results<Ok<TicketPlanView>, ProblemHttpResult>> Get(string id, TicketCommandRunner work, CancellationToken ct) =>
        await work.OpenAsync(id, track: false, ct) is { } at ? TypedResults.Ok(await ViewAsync(at, ct)) : Problems.NotFound();

    public static Task<Results<Ok<TicketPlanView>, ProblemHttpResult>> Hold(string id, PlanReason request, TicketCommandRunner work, CancellationToken ct) =>
        DoAsync(id, work, at =>
        {
            if (!at.Ticket.HoldPlan(at.User.Name, request.Reason, at.School.Calendar, at.Now)) return Refused("plan.held", "The plan is held already, or the ticket is finished.");
            at.Log(EntryKind.Escalation, EntryVisibility.Internal, $"Escalation held: {request.Reason}");
            return Done();
        }, ct);

    public static Task<Results<Ok<TicketPlanView>, ProblemHttpResult>> Release(string id, PlanReason request, TicketCommandRunner work, EscalationPlanService plans, CancellationToken ct) =>
        DoAsync(id, work, async at =>
        {
            if (!at.Ticket.ReleasePlan(at.School.Calendar)) return Problems.Conflict("plan.not_held", "The plan is not held.");
            at.Log(EntryKind.Escalation, EntryVisibility.Internal, $"Escalation goes on: {request.Reason}");
            await plans.PlanAsync(at.Db, at.Ticket, at.School, ct);
            return null;
        }, ct);

    public static Task<Results<Ok<TicketPlanView>, ProblemHttpResult>> Skip(string id, PlanReason request, TicketCommandRunner work, EscalationPlanService plans, CancellationToken ct) =>
        DoAsync(id, work, async at =>
        {
            if (at.Ticket.NextLayer is not { } next || !at.Ticket.Status.IsActive()) return Nothing();
            at.Ticket.SkipLayer(next);
            at.Log(EntryKind.Escalation, EntryVisibility.Internal, $"Step skipped ({next.ToWire()}): {request.Reason}");
            await plans.PlanAsync(at.Db, at.Ticket, at.School, ct);
            return null;
        }, ct);

    public static Task<Results<Ok<TicketPlanView>, ProblemHttpResult>> Take(string id, ExecutePlanStep request, TicketCommandRunner work, EscalationPlanService plans, CancellationToken ct) =>
        DoAsync(id, work, async at =>
        {
            var layer = request.Layer ?? at.Ticket.NextLayer;
            if (layer is null || layer <= at.Ticket.Layer || !at.Ticket.Status.IsActive()) return Nothing();
            at.Ticket.ReleasePlan(at.School.Calendar);
            await plans.TakeAsync(at.Db, at.Ticket, at.School, layer.Value, request.Reason, at.User.Name, at.Now, ct);
            return null;
        }, ct);

    private static async Task<Results<Ok<TicketPlanView>, ProblemHttpResult>> DoAsync(
        string id, TicketCommandRunner work, Func<TicketCommandContext, Task<ProblemHttpResult?>> command, CancellationToken ct)
    {
        TicketCommandContext? seen = null;
        var (ticket, problem) = await work.TryAsync(id, async at =>
        {
            seen = at;
            if (await command(at) is { } refusal) return refusal;
            at.Db.Announce(at.Ticket, "changed");
            return null;
        }, ct);
        return ticket is null ? problem! : TypedResults.Ok(await ViewAsync(seen!, ct));
    }

    private static async Task<TicketPlanView> ViewAsync(TicketCommandContext at, CancellationToken ct)
    {
        var (t, now) = (at.Ticket, at.Now);
        var policy = t.PolicyId is { } id ? await at.Db.Policies.AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, ct) : null;
        var escalation = t.EscalationId is { } e ? await at.Db.Escalations.AsNoTracking().FirstOrDefaultAsync(x => x.Id == e, ct) : null;
        var layers = Enum.GetValues<EscalationTier>().Where(l => l == EscalationTier.Team || l <= t.Layer || policy?.Step(l) is not null).Select(l => new PlanTierView(l, StateOf(t, l)));
        var (us, partner) = t.LifeAt(now);
        return new(
            policy?.Name, policy?.Area, t.Layer, t.NextLayer is { } next ? new(next, t.EscalateAt, t.NextShare, t.NextWhy ?? "") : null,
            t.PlanHeldAt is { } held ? new(held, t.PlanHeldBy ?? "", t.PlanHeldReason ?? "") : null, [.. layers],
            new(t.ResolutionAt(now, at.School.Calendar), t.OlaAt(now, at.School.Calendar), ClockOf(escalation, now), us, partner, us + partner));
    }

    private static TierState StateOf(Ticket t, EscalationTier layer) =>
        layer == t.Layer ? TierState.Current
        : t.SkippedLayers.Contains(layer) ? TierState.Skipped
        : layer < t.Layer ? TierState.Reached
        : layer == t.NextLayer ? TierState.Next
        : TierState.Later;

    private static PartnerClockView? ClockOf(Escalation? e, DateTimeOffset now) => e is null ? null : new(
        e.RequestedAt, e.AnswerDueAt, e.AcknowledgedAt, (e.AcknowledgedAt ?? now) > e.AnswerDueAt, e.ResolveDueAt, e.IsOpen && (e.WaitingSince ?? now) > e.ResolveDueAt,
        e.WaitingSince, (int)((e.WaitingSince ?? e.CancelledAt ?? e.ClosedAt ?? now) - e.RequestedAt - TimeSpan.FromSeconds(e.WaitedSeconds)).TotalMinutes);

    private static ProblemHttpResult Nothing() => Problems.Conflict("plan.nothing_next", "There is no such step to take now.");

    private static Task<ProblemHttpResult?> Done() => Task.FromResult<ProblemHttpResult?>(null);

    private static Task<ProblemHttpResult?> Refused(string code, string detail) => Task.FromResult<ProblemHttpResult?>(Problems.Conflict(code, detail));
}
