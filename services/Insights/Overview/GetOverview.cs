using Mat.Insights.Counting;
using Mat.Insights.Data;
using Mat.Insights.Rebuild;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Mat.Insights.Overview;

internal static class GetOverviewEndpoint
{
    private static readonly string[] Standing =
    [
        Measures.TicketsOpen, Measures.TicketsCritical, Measures.AlertsOpen, Measures.EscalationsOpen, Measures.EscalationsUnroutable,
        Measures.AssetsLive, Measures.AssetsKind,
    ];

    public static async Task<Results<Ok<OverviewView>, ProblemHttpResult>> Handle(
        Guid? schoolId, InsightsDb db, CurrentUser user, IOptions<InsightsOptions> options, TimeProvider clock, CancellationToken ct)
    {
        if (schoolId is { } one && !user.Sees(one))
            return Problems.NotFound();
        var now = clock.GetUtcNow();
        var today = TrustDay.Of(now);
        var counters = db.Counters.AsNoTracking().Where(c => c.Value != 0 && (schoolId == null || c.SchoolId == schoolId));

        List<Sum> sums =
        [
            .. await counters.Where(c => Standing.Contains(c.Measure)).Select(c => new Sum(c.SchoolId, c.Measure, c.Bucket, c.Value))
                .ToListAsync(ct),
            .. await SumAsync(counters.Where(c => c.Measure == Measures.TicketsResolved), Measures.Day(today.AddDays(-6)),
                Measures.Day(today.AddDays(1)), Momentary.Resolved7d, ct),
            .. await SumAsync(counters.Where(c => c.Measure == Measures.AssetsEndOfLife), "", Measures.Day(today), Momentary.PastLife, ct),
            .. await SumAsync(counters.Where(c => c.Measure == Measures.AssetsWarranty), "", Measures.Day(today), Momentary.OutOfWarranty,
                ct),
            .. await LateAsync(db, schoolId, now, now.AddHours(options.Value.DueSoonHours), ct),
        ];
        var bought = await counters.Where(c => c.Measure == Measures.AssetsBought)
            .GroupBy(c => c.Bucket).Select(g => new { Day = g.Key, Count = g.Sum(c => c.Value) }).ToListAsync(ct);
        var all = user.AllSchools;
        var seen = user.Schools;
        var schools = await db.Schools.AsNoTracking().Where(s => (all || seen.Contains(s.Id)) && (schoolId == null || s.Id == schoolId))
            .Select(s => new { s.Id, s.Name, s.Phase, s.IsOpen }).ToListAsync(ct);
        var bySchool = sums.ToLookup(s => s.SchoolId);

        return TypedResults.Ok(new OverviewView(
            now,
            await counters.MaxAsync(c => (DateTimeOffset?)c.ChangedAt, ct),
            await db.Rebuilds.AnyAsync(r => r.Status == RebuildStatus.Running, ct),
            CellSums.Cell(sums),
            [.. schools.Where(s => s.IsOpen || bySchool.Contains(s.Id)) // a closed school stays while there is work left in it
                .OrderBy(s => s.Name, StringComparer.OrdinalIgnoreCase)
                .Select(s => new SchoolRow(s.Id, s.Name, s.Phase, CellSums.Cell(bySchool[s.Id])))],
            [.. sums.Where(s => s.Measure == Measures.AssetsKind).GroupBy(s => s.Bucket)
                .Select(g => new KindCount(g.Key, g.Sum(s => s.Value))).Where(k => k.Count > 0).OrderByDescending(k => k.Count)
                .ThenBy(k => k.Kind, StringComparer.Ordinal)],
            CellSums.ByAge(bought.Select(b => (b.Day, b.Count)), today)));
    }

    /// <summary>One sum by school over the buckets of some days: the first included, the last not.</summary>
    private static async Task<IEnumerable<Sum>> SumAsync(IQueryable<Counter> counters, string from, string until, string name,
        CancellationToken ct)
    {
        var sums = await counters.Where(c => string.Compare(c.Bucket, from) >= 0 && string.Compare(c.Bucket, until) < 0)
            .GroupBy(c => c.SchoolId).Select(g => new { School = g.Key, Value = g.Sum(c => c.Value) }).ToListAsync(ct);
        return sums.Select(s => new Sum(s.School, name, "", s.Value));
    }

    /// <summary>Late and nearly late change with the clock and not with an event: worked out over the open tickets.</summary>
    private static async Task<IEnumerable<Sum>> LateAsync(InsightsDb db, Guid? schoolId, DateTimeOffset now, DateTimeOffset soon,
        CancellationToken ct)
    {
        var open = db.Tickets.AsNoTracking().Where(t => t.Open && (schoolId == null || t.SchoolId == schoolId));
        var late = await open.Where(t => t.Breached || t.DueAt <= now).GroupBy(t => t.SchoolId)
            .Select(g => new { g.Key, Count = g.LongCount() }).ToListAsync(ct);
        var nearly = await open.Where(t => !t.Breached && t.DueAt > now && t.DueAt <= soon).GroupBy(t => t.SchoolId)
            .Select(g => new { g.Key, Count = g.LongCount() }).ToListAsync(ct);
        return late.Select(l => new Sum(l.Key, Momentary.Breached, "", l.Count))
            .Concat(nearly.Select(n => new Sum(n.Key, Momentary.DueSoon, "", n.Count)));
    }
}
