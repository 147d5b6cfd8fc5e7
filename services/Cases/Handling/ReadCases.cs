using Mat.Cases.Records;
using Mat.Cases.Replicas;
using Mat.Contracts.Cases;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Cases.Handling;

/// <summary>Narrows the list of cases.</summary>
public sealed class CaseQuery
{
    /// <summary>open, contained, resolved, closed (several with commas), or active for open and contained.</summary>
    public string? Status { get; init; }

    /// <summary>One type, or several with commas.</summary>
    public string? Type { get; init; }
    public Guid? SchoolId { get; init; }
    public Guid? OwnerId { get; init; }

    /// <summary>The case that this alert is in.</summary>
    public Guid? AlertId { get; init; }
}

internal static class ListCasesEndpoint
{
    private static readonly SortKeys<Case> Keys = new SortKeys<Case>()
        .Add("createdAt", c => c.CreatedAt).Add("updatedAt", c => c.UpdatedAt).Add("severity", c => c.SeverityRank)
        .Add("number", c => c.Number).Default("-createdAt");

    public static async Task<Results<Ok<Page<CaseView>>, ProblemHttpResult>> Handle(
        [AsParameters] CaseQuery filter, [AsParameters] PageQuery page, CaseCommands desk, CancellationToken ct)
    {
        var query = desk.Db.Cases.Include(c => c.Schools).AsQueryable();
        if (filter.Status is not null)
        {
            if (WireEnum<CaseStatus>.ParseList(filter.Status == "active" ? "open,contained" : filter.Status) is not { } statuses)
                return Problems.BadRequest("status.unknown", "status is open, contained, resolved, closed or active.");
            query = query.Where(c => statuses.Contains(c.Status));
        }
        if (filter.Type is not null)
        {
            if (WireEnum<CaseType>.ParseList(filter.Type) is not { } types)
                return Problems.BadRequest("type.unknown", "That is no type of case.");
            query = query.Where(c => types.Contains(c.Type));
        }
        // Who sees one of its schools sees the case; the other schools' ids find nothing.
        if (filter.SchoolId is { } school)
            query = desk.User.Sees(school) ? query.Where(c => c.Schools.Any(s => s.SchoolId == school)) : query.Where(c => false);
        if (filter.OwnerId is { } owner)
            query = query.Where(c => c.OwnerId == owner);
        if (filter.AlertId is { } alert)
            query = query.Where(c => desk.Db.CaseAlerts.Any(l => l.CaseId == c.Id && l.AlertId == alert)
                && desk.Db.Alerts.Any(e => e.Id == alert));
        if (!string.IsNullOrWhiteSpace(page.Q))
        {
            var pattern = Like.Contains(page.Q);
            query = query.Where(c => EF.Functions.Like(c.SearchText, pattern, Like.Escape));
        }
        var (rows, next) = await query.ToRowsAsync(page, Keys, ct);
        return TypedResults.Ok(new Page<CaseView>(await desk.ViewsAsync([.. rows], ct), next));
    }
}

internal static class GetCaseEndpoint
{
    public static async Task<Results<Ok<CaseView>, ProblemHttpResult>> Handle(string id, CaseCommands desk, CancellationToken ct) =>
        await desk.FindAsync(id, track: false, ct) is { } @case ? TypedResults.Ok(await desk.ViewAsync(@case, ct)) : Problems.NotFound();
}

internal static class ListCaseAlertsEndpoint
{
    private static readonly SortKeys<AlertReplica> Keys = new SortKeys<AlertReplica>().Add("firstSeenAt", e => e.FirstSeenAt)
        .Add("lastSeenAt", e => e.LastSeenAt).Default("firstSeenAt");

    public static async Task<Results<Ok<Page<CaseAlertView>>, ProblemHttpResult>> Handle(string id, [AsParameters] PageQuery page,
        CaseCommands desk, CancellationToken ct)
    {
        if (await desk.FindAsync(id, track: false, ct) is not { } @case)
            return Problems.NotFound();
        var (rows, next) = await desk.Db.Alerts.Where(e => desk.Db.CaseAlerts.Any(l => l.AlertId == e.Id && l.CaseId == @case.Id))
            .ToRowsAsync(page, Keys, ct);
        var ids = rows.Select(r => r.SchoolId).OfType<Guid>().Distinct().ToList();
        var names = await desk.Db.Schools.Where(s => ids.Contains(s.Id)).Select(s => new { s.Id, s.Name })
            .ToDictionaryAsync(s => s.Id, s => s.Name, ct);
        return TypedResults.Ok(
            new Page<CaseAlertView>(
                [.. rows.Select(r => CaseAlertView.Of(r, r.SchoolId is { } school ? names.GetValueOrDefault(school) : null))], next));
    }
}

internal static class ListCaseTimelineEndpoint
{
    private static readonly SortKeys<CaseEntry> Keys = new SortKeys<CaseEntry>().Add("at", e => e.At).Default("-at");

    public static async Task<Results<Ok<Page<CaseEntryView>>, ProblemHttpResult>> Handle(string id, [AsParameters] PageQuery page,
        CaseCommands desk, CancellationToken ct)
    {
        if (await desk.FindAsync(id, track: false, ct) is not { } @case)
            return Problems.NotFound();
        var entries = desk.Db.CaseEntries.Where(e => e.CaseId == @case.Id);
        if (!desk.SeesWhole(@case))
            entries = entries.Where(e => e.SchoolId != null && desk.User.Schools.Contains(e.SchoolId.Value));
        return await entries.ToPageAsync(page, Keys, CaseEntryView.Of, ct);
    }
}
