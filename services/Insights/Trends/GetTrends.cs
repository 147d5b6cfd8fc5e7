using System.ComponentModel.DataAnnotations;
using Mat.Insights.Counting;
using Mat.Insights.Data;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Insights.Trends;

/// <summary>What to draw.</summary>
public sealed class TrendQuery
{
    /// <summary>How many days, today included.</summary>
    [Range(1, 366)] public int? Days { get; init; }

    public Guid? SchoolId { get; init; }
}

public sealed record TrendView(IReadOnlyList<TrendDay> Items);

/// <summary>One day, London time.</summary>
/// <param name="Breached">Tickets whose resolution went late that day.</param>
/// <param name="Escalated">Escalations asked for that day.</param>
public sealed record TrendDay(DateOnly Day, long Opened, long Resolved, long Breached, long Alerts, long Escalated);

internal static class GetTrendsEndpoint
{
    private static readonly string[] Daily =
        [Measures.TicketsOpened, Measures.TicketsResolved, Measures.TicketsBreached, Measures.AlertsRaised, Measures.EscalationsRaised];

    public static async Task<Results<Ok<TrendView>, ProblemHttpResult>> Handle(
        [AsParameters] TrendQuery query, InsightsDb db, CurrentUser user, TimeProvider clock, CancellationToken ct)
    {
        if (query.SchoolId is { } one && !user.Sees(one))
            return Problems.NotFound();
        var days = query.Days ?? 30;
        var today = TrustDay.Of(clock.GetUtcNow());
        var first = today.AddDays(1 - days);
        var (from, until) = (Measures.Day(first), Measures.Day(today));
        var schoolId = query.SchoolId;
        var sums = await db.Counters.AsNoTracking()
            .Where(c => Daily.Contains(c.Measure) && string.Compare(c.Bucket, from) >= 0 && string.Compare(c.Bucket, until) <= 0)
            .Where(c => schoolId == null || c.SchoolId == schoolId)
            .GroupBy(c => new { c.Measure, c.Bucket }).Select(g => new { g.Key.Measure, g.Key.Bucket, Value = g.Sum(c => c.Value) })
            .ToListAsync(ct);
        var by = sums.ToDictionary(s => (s.Measure, s.Bucket), s => Math.Max(0, s.Value));
        return TypedResults.Ok(new TrendView([.. Enumerable.Range(0, days).Select(i =>
        {
            var day = first.AddDays(i);
            long Of(string measure) => by.GetValueOrDefault((measure, Measures.Day(day)));
            return new TrendDay(
                day, Of(Measures.TicketsOpened), Of(Measures.TicketsResolved), Of(Measures.TicketsBreached), Of(Measures.AlertsRaised),
                Of(Measures.EscalationsRaised));
        })]));
    }
}
