using Mat.Alerts.Data;
using Mat.Contracts.Alerts;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Alerts.Episodes;

/// <summary>Narrows the list of alerts.</summary>
public sealed class AlertQuery
{
    /// <summary>new, acknowledged, resolved (several with commas), or active for all but resolved.</summary>
    public string? Status { get; init; }

    /// <summary>One severity, or several with commas.</summary>
    public string? Severity { get; init; }
    public Guid? SchoolId { get; init; }
    public Guid? SourceId { get; init; }
    public Guid? AssetId { get; init; }

    /// <summary>True: those that no school is known for.</summary>
    public bool? Unassigned { get; init; }

    /// <summary>True: those that a silence, maintenance, another alert or a storm keeps quiet; false: the others.</summary>
    public bool? Muted { get; init; }

    /// <summary>Those that came in this storm.</summary>
    public Guid? StormId { get; init; }
}

internal static class ListAlertsEndpoint
{
    private const string Latest = "-lastSeenAt";

    private static readonly SortKeys<Alert> Keys = new SortKeys<Alert>()
        .Add("lastSeenAt", e => e.LastSeenAt).Add("firstSeenAt", e => e.FirstSeenAt).Add("createdAt", e => e.CreatedAt)
        .Add("severity", e => e.SeverityRank).Add("count", e => e.Count).Default(Latest);

    /// <summary>Words are looked for in what is this recent first: a database reads and sorts all that it finds, and in a whole trust that
    /// is much.</summary>
    private static readonly TimeSpan Recent = TimeSpan.FromDays(14);

    public static async Task<Results<Ok<Page<AlertView>>, ProblemHttpResult>> Handle(
        [AsParameters] AlertQuery filter, [AsParameters] PageQuery page, AlertsDb db, TimeProvider clock, CancellationToken ct)
    {
        var query = db.Episodes.AsQueryable();
        if (filter.Status == "active")
        {
            // Said as the indexes of what is open say it: else they are not found.
            query = query.Where(e => e.Status != AlertStatus.Resolved);
        }
        else if (filter.Status is not null)
        {
            if (WireEnum<AlertStatus>.ParseList(filter.Status, ignoreCase: true) is not { } statuses)
                return Problems.BadRequest("status.unknown", "status is new, acknowledged, resolved or active.");
            query = statuses is [var only] ? query.Where(e => e.Status == only) : query.Where(e => statuses.Contains(e.Status));
        }
        if (filter.Severity is not null)
        {
            if (WireEnum<Severity>.ParseList(filter.Severity, ignoreCase: true) is not { } severities)
                return Problems.BadRequest("severity.unknown", "severity is unknown, informational, low, medium, high, critical or fatal.");
            var ranks = severities.Select(s => (int)s).ToList();
            // One alone by equality: then an index has them in order, which it has not for several.
            query = ranks is [var only] ? query.Where(e => e.SeverityRank == only) : query.Where(e => ranks.Contains(e.SeverityRank));
        }
        if (filter.SchoolId is { } school)
            query = query.Where(e => e.SchoolId == school);
        if (filter.SourceId is { } source)
            query = query.Where(e => e.SourceId == source);
        if (filter.AssetId is { } asset)
            query = query.Where(e => e.AssetId == asset);
        if (filter.Unassigned is { } unassigned)
            query = query.Where(e => e.SchoolId == null == unassigned);
        if (filter.Muted is { } muted)
            query = query.Where(e => e.MutedKind != null == muted);
        if (filter.StormId is { } storm)
            query = query.Where(e => e.StormId == storm);
        var searching = !string.IsNullOrWhiteSpace(page.Q);
        if (searching)
        {
            var pattern = Like.Contains(page.Q!);
            query = query.Where(e => EF.Functions.Like(e.SearchText, pattern, Like.Escape));
        }

        IReadOnlyList<Alert> rows = [];
        string? next = null;
        if (searching && filter is { SchoolId: null, AssetId: null, StormId: null } && page.Sort is null or "" or Latest)
        {
            var since = clock.GetUtcNow() - Recent;
            (rows, next) = await query.Where(e => e.LastSeenAt >= since).ToRowsAsync(page, Keys, ct);
        }
        // Nothing else was asked, or the recent ones do not fill the page.
        if (next is null)
            (rows, next) = await query.ToRowsAsync(page, Keys, ct);
        var ids = rows.Select(r => r.SchoolId).OfType<Guid>().Distinct().ToList();
        var names = await db.Schools.Where(s => ids.Contains(s.Id)).Select(s => new { s.Id, s.Name })
            .ToDictionaryAsync(s => s.Id, s => s.Name, ct);
        return TypedResults.Ok(new Page<AlertView>(
            [.. rows.Select(r => AlertView.Of(r, r.SchoolId is { } id ? names.GetValueOrDefault(id) : null))], next));
    }
}

internal static class GetAlertEndpoint
{
    public static async Task<Results<Ok<AlertView>, ProblemHttpResult>> Handle(Guid id, AlertsDb db, CancellationToken ct)
    {
        var episode = await db.Episodes.AsNoTracking().FirstOrDefaultAsync(e => e.Id == id, ct);
        if (episode is null)
            return Problems.NotFound();
        var raws = await db.RawAlerts.AsNoTracking().Where(r => r.AlertId == id).ToListAsync(ct);
        var first = raws.FirstOrDefault(r => !r.Last) is { Body.Length: > 0 } f ? Raw.Unpack(f.Body) : null;
        var last = raws.FirstOrDefault(r => r.Last) is { Body.Length: > 0 } l ? Raw.Unpack(l.Body) : null;
        var name = await db.Schools.Where(s => s.Id == episode.SchoolId).Select(s => s.Name).FirstOrDefaultAsync(ct);
        return TypedResults.Ok(AlertView.Of(episode, name, last ?? first, last is null ? null : first));
    }
}
