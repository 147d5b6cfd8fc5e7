using Mat.Partners.Data;
using Mat.Partners.Endpoints;
using Mat.Partners.Registry;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Partners.Deliveries;

public sealed class DeliveryQuery
{
    public Guid? EndpointId { get; init; }
    public Guid? PartnerId { get; init; }

    /// <summary>pending, succeeded, failed or dropped.</summary>
    public string? Status { get; init; }
}

internal static class ReadDeliveries
{
    private static readonly SortKeys<Delivery> Keys = new SortKeys<Delivery>().Add("createdAt", d => d.CreatedAt).Default("-createdAt");

    public static Task<Ok<Page<DeliveryView>>> List([AsParameters] PageQuery page, [AsParameters] DeliveryQuery filter, PartnersDb db,
        CancellationToken ct)
    {
        var deliveries = db.Deliveries.AsQueryable();
        if (filter.EndpointId is { } endpoint)
            deliveries = deliveries.Where(d => d.EndpointId == endpoint);
        if (filter.PartnerId is { } partner)
            deliveries = deliveries.Where(d => d.PartnerId == partner);
        if (Filter.Parse<DeliveryStatus>(filter.Status, "status") is { } status)
            deliveries = deliveries.Where(d => d.Status == status);
        return PageAsync(deliveries, page, db, ct);
    }

    public static async Task<Results<Ok<Page<DeliveryView>>, ProblemHttpResult>> OfEscalation(Guid id, [AsParameters] PageQuery page,
        PartnersDb db, CancellationToken ct)
    {
        if (!await db.Escalations.AnyAsync(e => e.Id == id, ct))
            return Problems.NotFound();
        return await PageAsync(db.Deliveries.Where(d => d.EscalationId == id), page, db, ct);
    }

    public static async Task<Results<Ok<DeliveryView>, ProblemHttpResult>> Get(Guid id, PartnersDb db, CancellationToken ct)
    {
        if (await db.Deliveries.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, ct) is not { } delivery)
            return Problems.NotFound();
        return TypedResults.Ok(DeliveryView.Of(delivery, await db.Attempts.AsNoTracking().Where(a => a.DeliveryId == id).ToListAsync(ct),
            withBody: true));
    }

    /// <summary>
    /// Sends a message again: a delivery of its own with the same webhook-id, at once. While the first one still waits for its
    /// next attempt the replay has a single attempt, and its success ends the first; afterwards it has a schedule of its own.
    /// </summary>
    public static async Task<Results<Accepted<DeliveryView>, ProblemHttpResult>> Replay(
        Guid id, PartnersDb db, RetrySchedule schedule, CancellationToken ct)
    {
        if (await db.Deliveries.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, ct) is not { } old)
            return Problems.NotFound();
        if (!await db.Endpoints.AnyAsync(e => e.Id == old.EndpointId && e.Status == PartnerEndpointStatus.Active, ct))
            return Problems.Conflict("endpoint.disabled", "The endpoint is switched off or deleted.");
        var replay = old.Again(old.Status == DeliveryStatus.Pending || old.EventType == WebhookEvents.Ping ? 1 : schedule.Attempts,
            Delivery.AtOnce);
        db.Deliveries.Add(replay);
        db.Audit("replayed", "delivery", old.Id);
        await db.SaveChangesAsync(ct);
        return TypedResults.Accepted($"/api/partners/deliveries/{replay.Id}", DeliveryView.Of(replay, []));
    }

    private static async Task<Ok<Page<DeliveryView>>> PageAsync(IQueryable<Delivery> deliveries, PageQuery page, PartnersDb db,
        CancellationToken ct)
    {
        var (rows, next) = await deliveries.ToRowsAsync(page, Keys, ct);
        var ids = rows.Select(d => d.Id).ToList();
        var attempts = (await db.Attempts.AsNoTracking().Where(a => ids.Contains(a.DeliveryId))
            .ToListAsync(ct)).ToLookup(a => a.DeliveryId);
        return TypedResults.Ok(new Page<DeliveryView>([.. rows.Select(d => DeliveryView.Of(d, attempts[d.Id]))], next));
    }
}
