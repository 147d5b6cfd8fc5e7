using Mat.Cases.Records;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Cases.Handling;

/// <summary>One time over many cases, in seconds.</summary>
/// <param name="Count">Of the cases in which it came to that.</param>
public sealed record CaseTimes(int Count, long? Median, long? P90, long? Mean)
{
    internal static CaseTimes Of(IEnumerable<long?> times)
    {
        var sorted = times.OfType<long>().Order().ToList();
        return sorted.Count == 0 ? new(0, null, null, null)
            : new(sorted.Count, sorted[(sorted.Count - 1) / 2], sorted[(int)Math.Ceiling(sorted.Count * 0.9) - 1], (long)sorted.Average());
    }
}

/// <summary>How the cases of a time went.</summary>
public sealed record CaseFiguresView(
    DateTimeOffset Since, int Cases, int Open, IReadOnlyDictionary<string, int> ByType, CaseTimes Detect, CaseTimes Triage,
    CaseTimes Acknowledge, CaseTimes Contain, CaseTimes Resolve);

/// <summary>Which cases.</summary>
public sealed class CaseFiguresQuery
{
    /// <summary>Opened since; a year when not said.</summary>
    public DateTimeOffset? Since { get; init; }
    public Guid? SchoolId { get; init; }
}

internal static class GetCaseFiguresEndpoint
{
    private const int Max = 20_000;

    public static async Task<Results<Ok<CaseFiguresView>, ProblemHttpResult>> Handle([AsParameters] CaseFiguresQuery query,
        CaseCommands desk, CancellationToken ct)
    {
        var since = (query.Since ?? desk.Now.AddDays(-365)).ToUniversalTime();
        var cases = desk.Db.Cases.AsNoTracking().Where(c => c.CreatedAt >= since && c.MergedIntoId == null);
        if (query.SchoolId is { } school)
        {
            if (!desk.User.Sees(school))
                return Problems.NotFound();
            cases = cases.Where(c => c.Schools.Any(s => s.SchoolId == school));
        }
        var rows = await cases.OrderByDescending(c => c.CreatedAt).Take(Max)
            .Select(c => new { c.Type, c.Status, c.OccurredAt, c.DetectedAt, c.CreatedAt, c.AcknowledgedAt, c.ContainedAt, c.ResolvedAt })
            .ToListAsync(ct);
        var kpis = rows.ConvertAll(
            c => CaseKpis.Of(c.OccurredAt, c.DetectedAt, c.CreatedAt, c.AcknowledgedAt, c.ContainedAt, c.ResolvedAt));
        return TypedResults.Ok(new CaseFiguresView(
            since, rows.Count, rows.Count(c => c.Status is CaseStatus.Open or CaseStatus.Contained),
            rows.GroupBy(c => c.Type.ToWire()).ToDictionary(g => g.Key, g => g.Count()),
            CaseTimes.Of(kpis.Select(k => k.Detect)), CaseTimes.Of(kpis.Select(k => k.Triage)),
            CaseTimes.Of(kpis.Select(k => k.Acknowledge)),
            CaseTimes.Of(kpis.Select(k => k.Contain)), CaseTimes.Of(kpis.Select(k => k.Resolve))));
    }
}
