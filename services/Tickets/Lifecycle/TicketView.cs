using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Tickets.Data;
using Mat.Tickets.Directory;
using Mat.Tickets.Escalations;
using Mat.Tickets.Escalations.Policies;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Lifecycle;

public sealed record TicketAssetView(Guid Id, string Tag, string Name, string Kind);

/// <param name="Id">Null when Mat itself did it.</param>
public sealed record TicketPersonView(Guid? Id, string Name, string? Email = null);

public sealed record TicketEscalationView(
    Guid Id, string? Reference, string Area, EscalationStatus Status, string? PartnerName, DateTimeOffset RequestedAt,
    DateTimeOffset? AcknowledgedAt, DateTimeOffset? ExpectedAt, string? Question = null);

/// <summary>What happens next when nobody does anything.</summary>
/// <param name="At">Null by hand, while held, and while the clock that decides stands still.</param>
public sealed record TicketNextStepView(EscalationTier Current, EscalationTier Next, DateTimeOffset? At, string Why, bool Held);

public sealed record TicketResolutionView(string Summary, string? Cause, string? Fix, int? TimeSpentMinutes, DateTimeOffset At, string By);

public sealed record TicketView(
    Guid Id, int Version, string Reference, string Title, string Description, TicketKind Kind, string? Category, string? Location,
    TicketLevel Impact, TicketLevel Urgency, TicketPriority Priority, TicketStatus Status, TicketChannel Channel,
    Guid SchoolId, string SchoolName, TicketAssetView? Asset, TicketPersonView? Requester, TicketPersonView OpenedBy,
    TicketPersonView? Approver, TicketPersonView? Assignee, Guid? AlertId, ClockView FirstResponse, ClockView Resolution,
    TicketEscalationView? Escalation, TicketResolutionView? ResolvedAs, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt,
    DateTimeOffset? ResolvedAt, DateTimeOffset? ClosedAt, TicketNextStepView? NextStep, IReadOnlyList<string> Permissions) : IVersioned;

/// <summary>Makes views of tickets for the person who asks: what belongs to the desk alone is left out for the others.</summary>
internal sealed class TicketViews(TicketsDb db, CurrentUser user, SchoolCache schools, TimeProvider clock)
{
    public async Task<TicketView> OneAsync(Ticket ticket, CancellationToken ct) => (await ManyAsync([ticket], ct))[0];

    /// <summary>At most three more queries for a page, whatever its length.</summary>
    public async Task<IReadOnlyList<TicketView>> ManyAsync(IReadOnlyList<Ticket> tickets, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var book = await schools.GetAsync(db, [.. tickets.Select(t => t.SchoolId)], ct);
        var assetIds = tickets.Where(t => t.AssetId is not null).Select(t => t.AssetId!.Value).Distinct().ToList();
        var assets = assetIds.Count == 0 ? [] : await db.Assets.AsNoTracking().Where(a => assetIds.Contains(a.Id)).ToDictionaryAsync(a => a.Id, ct);
        var escalationIds = tickets.Where(t => t.EscalationId is not null).Select(t => t.EscalationId!.Value).ToList();
        var escalations = escalationIds.Count == 0 ? [] : await db.Escalations.AsNoTracking().Where(e => escalationIds.Contains(e.Id)).ToDictionaryAsync(e => e.Id, ct);
        return [.. tickets.Select(t => View(t, book[t.SchoolId],
            t.AssetId is { } asset ? assets.GetValueOrDefault(asset) : null,
            t.EscalationId is { } escalation ? escalations.GetValueOrDefault(escalation) : null, now))];
    }

    private TicketView View(Ticket t, SchoolEntry school, AssetReplica? asset, Escalation? escalation, DateTimeOffset now)
    {
        var sight = user.AccessFor(t);
        var desk = sight == TicketAccess.Desk;
        return new TicketView(
            t.Id, t.Version, t.Reference, t.Title, t.Description, t.Kind, t.Category, t.Location,
            t.Impact, t.Urgency, t.Priority, t.Status, t.Channel, t.SchoolId, school.Name,
            asset is null ? null : new(asset.Id, asset.Tag, asset.Name, asset.Kind),
            t.RequesterName is null ? null : new(t.RequesterId, t.RequesterName, t.RequesterEmail),
            new(t.OpenedById, t.OpenedByName),
            t.ApproverName is null ? null : new(t.ApproverId, t.ApproverName),
            t.AssigneeName is null ? null : new(t.AssigneeId, t.AssigneeName),
            desk ? t.AlertId : null,
            t.FirstResponseAt(now, school.Calendar), t.ResolutionAt(now, school.Calendar),
            escalation is null ? null : new(escalation.Id, desk ? escalation.Reference : null, escalation.Area, escalation.Status,
                escalation.PartnerName, escalation.RequestedAt, escalation.AcknowledgedAt, escalation.ExpectedAt,
                escalation.IsOpen ? escalation.Question : null),
            t.ResolvedAt is null ? null : new(t.ResolvedSummary ?? "", desk ? t.ResolvedCause : null, t.ResolvedFix,
                desk ? t.TimeSpentMinutes : null, t.ResolvedAt.Value, t.ResolvedBy ?? ""),
            t.OpenedAt, t.UpdatedAt, t.ResolvedAt, t.ClosedAt,
            desk && t.Status.IsActive() && t.NextLayer is { } next ? new(t.Layer, next, t.EscalateAt, t.NextWhy ?? "", t.PlanHeldAt is not null) : null,
            TicketAccessRules.Permissions(t, sight, user.IsOwn(t), now));
    }
}
