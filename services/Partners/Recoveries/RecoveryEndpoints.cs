using System.ComponentModel.DataAnnotations;
using Mat.Partners.Data;
using Mat.Partners.Endpoints;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Partners.Recoveries;

/// <param name="Since">From when on messages are looked at (UTC); at most 90 days ago.</param>
/// <param name="Until">Up to when; now if it is not said.</param>
public sealed record StartRecovery([property: Required] DateTimeOffset? Since, DateTimeOffset? Until);

public sealed record RecoveryView(
    Guid Id, Guid EndpointId, DateTimeOffset Since, DateTimeOffset Until, RecoveryStatus Status, int Total, int Queued, string? Reason,
    string RequestedBy, DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt)
{
    internal static RecoveryView Of(Recovery r) =>
        new(r.Id, r.EndpointId, r.Since, r.Until, r.Status, r.Total, r.Queued, r.Reason, r.RequestedBy, r.CreatedAt, r.FinishedAt);
}

internal static class RecoveryEndpoints
{
    private static readonly TimeSpan Furthest = TimeSpan.FromDays(90);
    private static readonly SortKeys<Recovery> Keys = new SortKeys<Recovery>().Add("createdAt", r => r.CreatedAt).Default("-createdAt");

    public static async Task<Results<Accepted<RecoveryView>, ProblemHttpResult>> Start(
        Guid id, Guid endpointId, StartRecovery request, PartnersDb db, CurrentUser user, TimeProvider clock, CancellationToken ct)
    {
        if (await StatusAsync(db, id, endpointId, ct) is not { } status)
            return Problems.NotFound();
        if (status != PartnerEndpointStatus.Active)
            return Problems.Conflict("endpoint.disabled", "The endpoint is switched off; enable it first.");
        var now = clock.GetUtcNow();
        var (since, until) = (request.Since!.Value.ToUniversalTime(), request.Until?.ToUniversalTime() ?? now);
        if (until > now)
            until = now;
        if (since >= until || since < now - Furthest)
            return Problems.Unprocessable("recovery.span", "Say a span of time that begins within the last 90 days and before it ends.",
                new Dictionary<string, string[]> { ["since"] = ["Not a span of the last 90 days."] });
        if (await db.Recoveries.AnyAsync(r => r.EndpointId == endpointId && r.Status == RecoveryStatus.Running, ct))
            return Problems.Conflict("recovery.running", "A recovery of this endpoint is under way; wait for it or cancel it.");
        var recovery = new Recovery
        {
            PartnerId = id,
            EndpointId = endpointId,
            Since = since,
            Until = until,
            RequestedBy = user.Name,
            Total = await Recovery.Lost(db, id, endpointId, since, until).CountAsync(ct),
        };
        if (recovery.Total == 0)
            recovery.End(RecoveryStatus.Finished, null, now);
        db.Recoveries.Add(recovery);
        db.Audit("recovery_started", "webhook_endpoint", endpointId, new { recovery.Since, recovery.Until, recovery.Total });
        await db.SaveChangesAsync(ct);
        return TypedResults.Accepted($"/api/partners/{id}/endpoints/{endpointId}/recoveries/{recovery.Id}", RecoveryView.Of(recovery));
    }

    public static async Task<Results<Ok<Page<RecoveryView>>, ProblemHttpResult>> List(Guid id, Guid endpointId,
        [AsParameters] PageQuery page, PartnersDb db, CancellationToken ct)
    {
        if (await StatusAsync(db, id, endpointId, ct) is null)
            return Problems.NotFound();
        return await db.Recoveries.Where(r => r.EndpointId == endpointId).ToPageAsync(page, Keys, RecoveryView.Of, ct);
    }

    public static async Task<Results<Ok<RecoveryView>, ProblemHttpResult>> Get(Guid id, Guid endpointId, Guid recoveryId, PartnersDb db,
        CancellationToken ct) =>
        await FindAsync(db, id, endpointId, recoveryId, ct) is { } recovery ? TypedResults.Ok(RecoveryView.Of(recovery))
        : Problems.NotFound();

    /// <summary>What is in the queue already is sent all the same.</summary>
    public static async Task<Results<Ok<RecoveryView>, ProblemHttpResult>> Cancel(
        Guid id, Guid endpointId, Guid recoveryId, PartnersDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await FindAsync(db, id, endpointId, recoveryId, ct) is null)
            return Problems.NotFound();
        DateTimeOffset? now = clock.GetUtcNow();
        var stopped = 0;
        // Not through the entity: its version moves with every step, and a cancel must not lose that race.
        await db.InTransactionAsync(async token =>
        {
            stopped = await db.Recoveries.Where(r => r.Id == recoveryId && r.Status == RecoveryStatus.Running).ExecuteUpdateAsync(u => u
                .SetProperty(r => r.Status, RecoveryStatus.Cancelled)
                .SetProperty(r => r.FinishedAt, now)
                .SetProperty(r => r.Version, r => r.Version + 1), token);
            if (stopped == 0)
                return;
            db.Audit("recovery_cancelled", "webhook_endpoint", endpointId);
            await db.SaveChangesAsync(token);
        }, ct);
        if (stopped == 0)
            return Problems.Conflict("recovery.over", "The recovery is over already.");
        return TypedResults.Ok(RecoveryView.Of((await FindAsync(db, id, endpointId, recoveryId, ct))!));
    }

    private static Task<PartnerEndpointStatus?> StatusAsync(PartnersDb db, Guid partnerId, Guid id, CancellationToken ct) =>
        db.Endpoints.Where(e => e.Id == id && e.PartnerId == partnerId && e.Status != PartnerEndpointStatus.Deleted)
        .Select(e => (PartnerEndpointStatus?)e.Status).SingleOrDefaultAsync(ct);

    private static Task<Recovery?> FindAsync(PartnersDb db, Guid partnerId, Guid endpointId, Guid id, CancellationToken ct) =>
        db.Recoveries.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id && r.EndpointId == endpointId && r.PartnerId == partnerId, ct);
}
