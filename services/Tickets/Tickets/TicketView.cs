using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Tickets.Data;
using Mat.Tickets.Directory;
using Mat.Tickets.Sla;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Tickets;

/// <param name="Id">Id of the asset.</param>
/// <param name="Tag">Asset tag.</param>
/// <param name="Name">Name of the asset.</param>
/// <param name="Kind">Kind of asset.</param>
public sealed record TicketAssetView(Guid Id, string Tag, string Name, string Kind);

/// <param name="Id">Id of the person; null when the system acted.</param>
/// <param name="Name">Name at the time.</param>
/// <param name="Email">E-mail address; null when unknown or not shown.</param>
public sealed record TicketPersonView(Guid? Id, string Name, string? Email = null);

public sealed record TicketEscalationView
{
    /// <summary>Id of the escalation.</summary>
    public required Guid Id { get; init; }

    /// <summary>Reference of the escalation; null for people other than agents and before the routing.</summary>
    public required string? Reference { get; init; }

    /// <summary>Area of expertise.</summary>
    public required string Area { get; init; }

    /// <summary>Status of the escalation.</summary>
    public required EscalationStatus Status { get; init; }

    /// <summary>Name of the partner; null before the routing.</summary>
    public required string? PartnerName { get; init; }

    /// <summary>When it was requested.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>When the partner acknowledged; null if it has not.</summary>
    public required DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>When the partner expects to resolve it; null when it has not said.</summary>
    public required DateTimeOffset? ExpectedAt { get; init; }

    /// <summary>The partner's open question; null when there is none.</summary>
    public string? Question { get; init; }
}

/// <summary>Next automatic step of the escalation plan.</summary>
/// <param name="Current">Tier that has the ticket.</param>
/// <param name="Next">Tier that receives it next.</param>
/// <param name="At">When it happens; null if it is manual, on hold or its clock is paused.</param>
/// <param name="Why">Condition that causes the step, in words.</param>
/// <param name="Held">Whether the plan is on hold.</param>
public sealed record TicketNextStepView(EscalationTier Current, EscalationTier Next, DateTimeOffset? At, string Why, bool Held);

/// <param name="Summary">How it was resolved.</param>
/// <param name="Cause">Cause; null when not given or for people other than agents.</param>
/// <param name="Fix">What fixed it, as the partner reported; null when not given.</param>
/// <param name="TimeSpentMinutes">Minutes of work; null when not given or for people other than agents.</param>
/// <param name="At">When it was resolved.</param>
/// <param name="By">Who resolved it.</param>
public sealed record TicketResolutionView(string Summary, string? Cause, string? Fix, int? TimeSpentMinutes, DateTimeOffset At, string By);

public sealed record TicketView : IVersioned
{
    /// <summary>Id of the ticket.</summary>
    public required Guid Id { get; init; }

    /// <summary>Version for If-Match.</summary>
    public required int Version { get; init; }

    /// <summary>Human-readable number, e.g. T-10293.</summary>
    public required string Reference { get; init; }

    /// <summary>Title.</summary>
    public required string Title { get; init; }

    /// <summary>Description.</summary>
    public required string Description { get; init; }

    /// <summary>Incident or request.</summary>
    public required TicketKind Kind { get; init; }

    /// <summary>Category; null without one.</summary>
    public required string? Category { get; init; }

    /// <summary>Room or site; null without one.</summary>
    public required string? Location { get; init; }

    /// <summary>Impact.</summary>
    public required TicketLevel Impact { get; init; }

    /// <summary>Urgency.</summary>
    public required TicketLevel Urgency { get; init; }

    /// <summary>Priority: impact × urgency.</summary>
    public required TicketPriority Priority { get; init; }

    /// <summary>Status.</summary>
    public required TicketStatus Status { get; init; }

    /// <summary>How it came in.</summary>
    public required TicketChannel Channel { get; init; }

    /// <summary>Id of the school.</summary>
    public required Guid SchoolId { get; init; }

    /// <summary>Name of the school; empty until its record has arrived.</summary>
    public required string SchoolName { get; init; }

    /// <summary>The asset; null without one.</summary>
    public required TicketAssetView? Asset { get; init; }

    /// <summary>Person the ticket is for; null for an alert.</summary>
    public required TicketPersonView? Requester { get; init; }

    /// <summary>Who opened it.</summary>
    public required TicketPersonView OpenedBy { get; init; }

    /// <summary>Person who approves a request; null without one.</summary>
    public required TicketPersonView? Approver { get; init; }

    /// <summary>Agent it is assigned to; null when unassigned.</summary>
    public required TicketPersonView? Assignee { get; init; }

    /// <summary>Alert that opened it; null without one and for people other than agents.</summary>
    public required Guid? AlertId { get; init; }

    /// <summary>SLA clock of the first response.</summary>
    public required ClockView FirstResponse { get; init; }

    /// <summary>SLA clock of the resolution.</summary>
    public required ClockView Resolution { get; init; }

    /// <summary>Latest escalation, open or not; null without one.</summary>
    public required TicketEscalationView? Escalation { get; init; }

    /// <summary>How it was resolved; null while it is not.</summary>
    public required TicketResolutionView? ResolvedAs { get; init; }

    /// <summary>When it was opened.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When it was resolved; null while it is not.</summary>
    public required DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>When it was closed; null while it is not.</summary>
    public required DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Next step of the escalation plan; null without one and for people other than agents.</summary>
    public required TicketNextStepView? NextStep { get; init; }

    /// <summary>What the caller may do with it now: comment, attach, comment_internal, edit, assign, resolve, escalate, cancel_escalation,
    /// pause, resume, close, reopen.</summary>
    public required IReadOnlyList<string> Permissions { get; init; }
}

/// <summary>Builds ticket views for the current user; fields for agents only are null for others.</summary>
internal sealed class TicketViews(TicketsDb db, CurrentUser user, SchoolCache schools, TimeProvider clock)
{
    public async Task<TicketView> OneAsync(Ticket ticket, CancellationToken ct) => (await ManyAsync([ticket], ct))[0];

    /// <summary>At most three more queries for a page, whatever its length.</summary>
    public async Task<IReadOnlyList<TicketView>> ManyAsync(IReadOnlyList<Ticket> tickets, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var schoolsById = await schools.GetAsync(db, [.. tickets.Select(t => t.SchoolId)], ct);
        var assetIds = tickets.Where(t => t.AssetId is not null).Select(t => t.AssetId!.Value).Distinct().ToList();
        var assets = assetIds.Count == 0 ? []
            : await db.Assets.AsNoTracking().Where(a => assetIds.Contains(a.Id)).ToDictionaryAsync(a => a.Id, ct);
        var escalationIds = tickets.Where(t => t.EscalationId is not null).Select(t => t.EscalationId!.Value).ToList();
        var escalations = escalationIds.Count == 0 ? []
            : await db.Escalations.AsNoTracking().Where(e => escalationIds.Contains(e.Id)).ToDictionaryAsync(e => e.Id, ct);
        return [.. tickets.Select(t => View(t, schoolsById[t.SchoolId],
            t.AssetId is { } asset ? assets.GetValueOrDefault(asset) : null,
            t.EscalationId is { } escalation ? escalations.GetValueOrDefault(escalation) : null, now))];
    }

    private TicketView View(Ticket t, SchoolEntry school, AssetReplica? asset, Escalation? escalation, DateTimeOffset now)
    {
        var access = user.AccessFor(t);
        var desk = access == TicketAccess.Agent;
        return new TicketView
        {
            Id = t.Id,
            Version = t.Version,
            Reference = t.Reference,
            Title = t.Title,
            Description = t.Description,
            Kind = t.Kind,
            Category = t.Category,
            Location = t.Location,
            Impact = t.Impact,
            Urgency = t.Urgency,
            Priority = t.Priority,
            Status = t.Status,
            Channel = t.Channel,
            SchoolId = t.SchoolId,
            SchoolName = school.Name,
            Asset = asset is null ? null : new(asset.Id, asset.Tag, asset.Name, asset.Kind),
            Requester = t.RequesterName is null ? null : new(t.RequesterId, t.RequesterName, t.RequesterEmail),
            OpenedBy = new(t.OpenedById, t.OpenedByName),
            Approver = t.ApproverName is null ? null : new(t.ApproverId, t.ApproverName),
            Assignee = t.AssigneeName is null ? null : new(t.AssigneeId, t.AssigneeName),
            AlertId = desk ? t.AlertId : null,
            FirstResponse = t.FirstResponseClockAt(now, school.Calendar),
            Resolution = t.ResolutionClockAt(now, school.Calendar),
            Escalation = escalation is null ? null : EscalationOf(escalation, desk),
            ResolvedAs = t.ResolvedAt is null ? null
                : new(t.ResolvedSummary ?? "", desk ? t.ResolvedCause : null, t.ResolvedFix, desk ? t.TimeSpentMinutes : null,
                    t.ResolvedAt.Value, t.ResolvedBy ?? ""),
            CreatedAt = t.OpenedAt,
            UpdatedAt = t.UpdatedAt,
            ResolvedAt = t.ResolvedAt,
            ClosedAt = t.ClosedAt,
            NextStep = desk && t.Status.IsActive() && t.NextTier is { } next
                ? new(t.Tier, next, t.EscalateAt, t.NextReason ?? "", t.PlanHeldAt is not null) : null,
            Permissions = TicketAccessRules.Permissions(t, access, user.IsOwn(t), now),
        };
    }

    private static TicketEscalationView EscalationOf(Escalation escalation, bool desk) => new()
    {
        Id = escalation.Id,
        Reference = desk ? escalation.Reference : null,
        Area = escalation.Area,
        Status = escalation.Status,
        PartnerName = escalation.PartnerName,
        RequestedAt = escalation.RequestedAt,
        AcknowledgedAt = escalation.AcknowledgedAt,
        ExpectedAt = escalation.ExpectedAt,
        Question = escalation.IsOpen ? escalation.Question : null,
    };
}
