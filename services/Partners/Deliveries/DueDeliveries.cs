using System.Runtime.CompilerServices;
using Mat.Partners.Data;
using Mat.Partners.Endpoints;
using Microsoft.EntityFrameworkCore;

namespace Mat.Partners.Deliveries;

/// <param name="Count">How many more attempts the endpoint may have under way.</param>
/// <param name="Until">Takes what was due by then.</param>
internal sealed record EndpointQuota(Guid Endpoint, int Count, bool Ordered, DateTimeOffset Until);

/// <summary>
/// The questions of a claim. On PostgreSQL they are written out, since their plan is part of what they promise: a probe of the
/// endpoint's own index range for each endpoint, however many rows are due elsewhere. SQLite has neither other writers nor
/// lateral joins, and a question costs it microseconds: there each endpoint is asked for in turn.
/// </summary>
internal static class DueDeliveries
{
    /// <summary>Active endpoints with something due.</summary>
    public static Task<List<WebhookEndpoint>> EndpointsAsync(PartnersDb db, DateTimeOffset now, CancellationToken ct) => (db.IsPostgres
        ? db.Endpoints.FromSql(FormattableStringFactory.Create(
            $$"""
            SELECT {{db.ColumnsOf<WebhookEndpoint>("e")}} FROM endpoints e
            CROSS JOIN LATERAL (SELECT 1 FROM deliveries d WHERE d.endpoint_id = e.id AND d.next_attempt_at <= {0} LIMIT 1) due
            WHERE e.status = 'Active'
            """, now.UtcDateTime))
        : db.Endpoints.Where(e => e.Status == PartnerEndpointStatus.Active
            && db.Deliveries.Any(d => d.EndpointId == e.Id && d.NextAttemptAt <= now)))
        .AsNoTracking().ToListAsync(ct);

    /// <summary>
    /// On PostgreSQL the endpoint's row is the lock under which its attempts are counted, so that the cap holds over all
    /// replicas; an endpoint that another replica looks at is left to it. On SQLite the writer is alone.
    /// </summary>
    public static async Task<List<WebhookEndpoint>> LockAsync(PartnersDb db, List<WebhookEndpoint> endpoints, CancellationToken ct)
    {
        if (!db.IsPostgres)
            return endpoints;
        var ids = endpoints.Select(e => e.Id).ToArray();
        var locked = await db.Database.SqlQuery<Guid>(
            $"SELECT id AS \"Value\" FROM endpoints WHERE id = ANY({ids}) AND status = 'Active' ORDER BY id FOR NO KEY UPDATE SKIP LOCKED")
                .ToListAsync(ct);
        return [.. endpoints.Where(e => locked.Contains(e.Id))];
    }

    public static Task<Dictionary<Guid, int>> UnderWayAsync(PartnersDb db, List<WebhookEndpoint> endpoints, DateTimeOffset now,
        CancellationToken ct)
    {
        var ids = endpoints.Select(e => e.Id).ToList();
        return db.Deliveries.Where(d => ids.Contains(d.EndpointId) && d.ClaimId != null && d.NextAttemptAt > now)
            .GroupBy(d => d.EndpointId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
    }

    /// <summary>
    /// The oldest due of each endpoint, as many as it has places. In an ordered endpoint a message waits until those of the same
    /// escalation that were made before it have arrived or were given up; the same message, sent again by hand, does not.
    /// </summary>
    public static async Task<List<Delivery>> PickAsync(PartnersDb db, List<EndpointQuota> places, CancellationToken ct)
    {
        if (places.Count == 0)
            return [];
        if (db.IsPostgres)
        {
            var (ids, counts) = (places.Select(p => p.Endpoint).ToArray(), places.Select(p => p.Count).ToArray());
            var (ordered, untils) = (places.Select(p => p.Ordered).ToArray(), places.Select(p => p.Until.UtcDateTime).ToArray());
            return await db.Deliveries.FromSql(FormattableStringFactory.Create(
                $$"""
                SELECT {{db.ColumnsOf<Delivery>("d")}} FROM unnest({0}, {1}, {2}, {3}) AS e(id, places, ordered, until)
                CROSS JOIN LATERAL (
                    SELECT * FROM deliveries d WHERE d.endpoint_id = e.id AND d.next_attempt_at <= e.until
                        AND NOT (e.ordered AND d.escalation_id IS NOT NULL AND EXISTS (
                            SELECT 1 FROM deliveries o WHERE o.escalation_id = d.escalation_id AND o.endpoint_id = d.endpoint_id
                                AND o.next_attempt_at IS NOT NULL AND o.id < d.id AND o.message_id <> d.message_id))
                    ORDER BY d.next_attempt_at, d.id LIMIT e.places FOR NO KEY UPDATE SKIP LOCKED) d
                """, ids, counts, ordered, untils)).AsNoTracking().ToListAsync(ct);
        }

        List<Delivery> picked = [];
        foreach (var (endpoint, count, ordered, until) in places)
        {
            var due = db.Deliveries.AsNoTracking().Where(d => d.EndpointId == endpoint && d.NextAttemptAt <= until);
            if (ordered)
                due = due.Where(d => d.EscalationId == null
                    || !db.Deliveries.Any(o => o.EscalationId == d.EscalationId && o.EndpointId == d.EndpointId
                    && o.NextAttemptAt != null && o.Id.CompareTo(d.Id) < 0 && o.MessageId != d.MessageId));
            picked.AddRange(await due.OrderBy(d => d.NextAttemptAt).ThenBy(d => d.Id).Take(count).ToListAsync(ct));
        }

        return picked;
    }
}
