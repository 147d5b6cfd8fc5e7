using Mat.Alerts.Data;
using Mat.Contracts.Alerts;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Alerts.Indicators;

/// <summary>A trace at one school.</summary>
/// <param name="SchoolId">Null for alerts that no school is known of.</param>
/// <param name="LatestId">The alert that was seen last.</param>
public sealed record SchoolSighting(Guid? SchoolId, string? SchoolName, int Alerts, int Open, DateTimeOffset FirstSeenAt,
    DateTimeOffset LastSeenAt, Guid LatestId);

/// <param name="Truncated">There are more; the newest 5000 were looked at.</param>
public sealed record IndicatorSightingsView(IndicatorKind Kind, string Value, bool Truncated, IReadOnlyList<SchoolSighting> Schools);

/// <summary>Where else the traces of an alert are.</summary>
/// <param name="OthersHidden">You see some schools alone; others are neither shown nor counted.</param>
/// <param name="SchoolsHit">How many schools that you see have at least one of the traces that a tool's own rule is not.</param>
public sealed record RelatedSightingsView(bool OthersHidden, int SchoolsHit, IReadOnlyList<IndicatorSightingsView> Indicators);

/// <summary>Looks for traces over all schools that the caller sees.</summary>
internal static class IndicatorSightings
{
    private const int Max = 5000;

    public static async Task<IndicatorSightingsView> FindAsync(AlertsDb db, IndicatorKind kind, string value, DateTimeOffset since,
        Dictionary<Guid, string> schools, CancellationToken ct)
    {
        var ids = db.Indicators.Where(i => i.Kind == kind && i.Value == value).OrderByDescending(i => i.AlertId).Select(i => i.AlertId)
            .Take(Max + 1);
        // Ids are ordered by time, so that the newest are at the end of the index; the school filter is the context's own.
        var rows = await db.Episodes.AsNoTracking().Where(e => ids.Contains(e.Id) && e.LastSeenAt >= since)
            .Select(e => new { e.Id, e.SchoolId, e.Status, e.FirstSeenAt, e.LastSeenAt }).ToListAsync(ct);
        var hits = rows.GroupBy(r => r.SchoolId)
            .Select(g => new SchoolSighting(
                g.Key, g.Key is { } id ? schools.GetValueOrDefault(id) : null, g.Count(), g.Count(r => r.Status != AlertStatus.Resolved),
                g.Min(r => r.FirstSeenAt), g.Max(r => r.LastSeenAt), g.MaxBy(r => r.LastSeenAt)!.Id))
            .OrderByDescending(h => h.Open).ThenByDescending(h => h.LastSeenAt).ToList();
        return new(kind, value, rows.Count > Max, hits);
    }

    public static async Task<RelatedSightingsView> FindAllAsync(
        AlertsDb db, CurrentUser user, IReadOnlyCollection<(IndicatorKind Kind, string Value)> traces, DateTimeOffset since,
        CancellationToken ct)
    {
        var schools = await db.Schools.AsNoTracking().Select(s => new { s.Id, s.Name, s.Domains }).ToListAsync(ct);
        var own = schools.SelectMany(s => s.Domains).ToList();
        var names = schools.ToDictionary(s => s.Id, s => s.Name);
        var found = new List<IndicatorSightingsView>();
        // The trust's own domains are on every device and trace nothing.
        foreach (var (kind, value) in traces.Where(t => t.Kind != IndicatorKind.Domain || !IsOwn(t.Value, own)).OrderBy(t => t.Kind))
            found.Add(await FindAsync(db, kind, value, since, names, ct));
        var hit = found.Where(f => f.Kind != IndicatorKind.Rule).SelectMany(f => f.Schools).Select(s => s.SchoolId).OfType<Guid>()
            .Distinct().Count();
        return new(!user.AllSchools, hit, found);
    }

    public static bool IsOwn(string domain, IReadOnlyCollection<string> own) =>
        own.Any(d => domain == d || domain.EndsWith($".{d}", StringComparison.Ordinal));
}

internal static class RelatedSightingsEndpoint
{
    /// <param name="days">How far back, 1 to 3650; 90 when not said.</param>
    public static async Task<Results<Ok<RelatedSightingsView>, ProblemHttpResult>> Handle(Guid id, int? days, AlertsDb db,
        CurrentUser user, TimeProvider clock, CancellationToken ct)
    {
        if (days is < 1 or > 3650)
            return Problems.BadRequest("days.invalid", "days is 1 to 3650.");
        if (!await db.Episodes.AnyAsync(e => e.Id == id, ct))
            return Problems.NotFound();
        var traces = await db.Indicators.AsNoTracking().Where(i => i.AlertId == id).Select(i => new { i.Kind, i.Value })
            .Take(2 * IndicatorReader.Max).ToListAsync(ct);
        return TypedResults.Ok(await IndicatorSightings.FindAllAsync(db, user, [.. traces.Select(t => (t.Kind, t.Value))],
            clock.GetUtcNow().AddDays(-(days ?? 90)), ct));
    }
}

internal static class SearchIndicatorsEndpoint
{
    /// <param name="value">A hash, domain, sender, address, or the rule of a tool as <c>wazuh:60204</c>.</param>
    /// <param name="days">How far back, 1 to 3650; 90 when not said.</param>
    public static async Task<Results<Ok<RelatedSightingsView>, ProblemHttpResult>> Handle(string? value, int? days, AlertsDb db,
        CurrentUser user, TimeProvider clock, CancellationToken ct)
    {
        if (days is < 1 or > 3650)
            return Problems.BadRequest("days.invalid", "days is 1 to 3650.");
        var wanted = value?.Trim().ToLowerInvariant();
        if (wanted is not { Length: >= 3 and <= 320 })
            return Problems.BadRequest("value.invalid", "value has 3 to 320 characters.");
        if (wanted.Contains('\0', StringComparison.Ordinal))
            return Problems.BadRequest("value.invalid", "value has a NUL.");
        var traces = Enum.GetValues<IndicatorKind>().Select(kind => (kind, wanted)).ToList();
        var all = await IndicatorSightings.FindAllAsync(db, user, traces, clock.GetUtcNow().AddDays(-(days ?? 90)), ct);
        return TypedResults.Ok(all with { Indicators = [.. all.Indicators.Where(i => i.Schools.Count > 0)] });
    }
}
