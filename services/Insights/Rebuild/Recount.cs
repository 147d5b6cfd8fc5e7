using Mat.Insights.Counting;
using Mat.Insights.Data;
using Mat.Insights.Facts;
using Microsoft.EntityFrameworkCore;

namespace Mat.Insights.Rebuild;

/// <summary>Recounts everything from the rows in one transaction: readers see the old figures until the new ones are there.</summary>
internal static class Recount
{
    public static async Task RunAsync(InsightsDb db, DateTimeOffset now, CancellationToken ct)
    {
        // A consumer adds to the counters before it writes its row: holding the counters, every row that can be read here
        // has been counted, and every consumer still to come waits and adds its difference to the new figures.
        if (db.IsPostgres)
            await db.Database.ExecuteSqlRawAsync("LOCK TABLE counters IN EXCLUSIVE MODE", ct);
        var tally = new CounterDelta();
        foreach (var g in await db.Tickets.GroupBy(t => new { t.SchoolId, t.Open, t.Critical, t.OpenedOn, t.ResolvedOn, t.BreachedOn })
            .Select(g => new { g.Key, Count = g.LongCount() }).ToListAsync(ct))
            TicketReplica.Count(tally, g.Count, g.Key.SchoolId, g.Key.Open, g.Key.Critical, g.Key.OpenedOn, g.Key.ResolvedOn,
                g.Key.BreachedOn);
        foreach (var g in await db.Alerts.GroupBy(a => new { a.SchoolId, a.Open, a.Severity, a.RaisedOn })
            .Select(g => new { g.Key, Count = g.LongCount() }).ToListAsync(ct))
            AlertReplica.Count(tally, g.Count, g.Key.SchoolId, g.Key.Open, g.Key.Severity, g.Key.RaisedOn);
        foreach (var g in await db.Escalations.GroupBy(e => new { e.SchoolId, e.Open, e.Unroutable, e.RequestedOn })
            .Select(g => new { g.Key, Count = g.LongCount() }).ToListAsync(ct))
            EscalationReplica.Count(tally, g.Count, g.Key.SchoolId, g.Key.Open, g.Key.Unroutable, g.Key.RequestedOn);
        foreach (var g in await db.Assets.GroupBy(a => new { a.SchoolId, a.Live, a.Kind, a.BoughtOn, a.WarrantyEndsOn, a.EndOfLifeOn })
            .Select(g => new { g.Key, Count = g.LongCount() }).ToListAsync(ct))
            AssetReplica.Count(tally, g.Count, g.Key.SchoolId, g.Key.Live, g.Key.Kind, g.Key.BoughtOn, g.Key.WarrantyEndsOn,
                g.Key.EndOfLifeOn);
        await db.Counters.ExecuteDeleteAsync(ct);
        await db.CountAsync(tally, now, ct);
    }
}
