using System.ComponentModel.DataAnnotations;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Assets.Vulnerabilities;

public sealed record VulnerableAssetView(
    Guid Id, Guid AssetId, string Tag, string Name, string? OsVersion, Guid SchoolId, string? SchoolName, VulnerableState State,
    DateOnly? DueOn, PatchRule? Rule, bool Overdue,
    string? Evidence, string? AnsweredBy, DateTimeOffset? AnsweredAt, string? Software);

/// <summary>Narrows the assets.</summary>
public sealed class VulnerableAssetQuery
{
    public Guid? SchoolId { get; init; }
    public bool? Open { get; init; }
}

/// <param name="State">Open takes an answer back; to_check is the register's own word.</param>
/// <param name="Evidence">What shows it; needed but for open.</param>
public sealed record AnswerVulnerability(
    [property: Required, MinLength(1), MaxLength(500)] IReadOnlyList<Guid> AssetIds, [property: Required] VulnerableState? State,
    [property: StringLength(1000)] string? Evidence = null);

public sealed record VulnerabilityAnswered(int Changed);

/// <summary>One school's part of all that is not closed; late and this week count open ones and those to be checked.</summary>
public sealed record SchoolVulnerabilityView(Guid SchoolId, string? SchoolName, int Open, int Overdue, int DueThisWeek, int Isolated,
    int Patched, DateOnly? FirstDue, int ToCheck);

public sealed record VulnerabilityBoardView(IReadOnlyList<SchoolVulnerabilityView> Items);

internal static class ListVulnerableAssetsEndpoint
{
    private static readonly SortKeys<VulnerableAsset> Keys = new SortKeys<VulnerableAsset>().Add("tag", a => a.Tag)
        .Add("createdAt", a => a.CreatedAt).Default("tag");

    public static async Task<Results<Ok<Page<VulnerableAssetView>>, ProblemHttpResult>> Handle(
        Guid id, [AsParameters] VulnerableAssetQuery filter, [AsParameters] PageQuery page, VulnerabilityCommands desk,
        CancellationToken ct)
    {
        if (!await desk.Db.Vulnerabilities.AnyAsync(v => v.Id == id, ct))
            return Problems.NotFound();
        var query = desk.Db.VulnerableAssets.Where(a => a.VulnerabilityId == id);
        if (filter.SchoolId is { } school)
            query = query.Where(a => a.SchoolId == school);
        if (filter.Open is { } open)
            query = query.Where(a => (a.State == VulnerableState.Open || a.State == VulnerableState.ToCheck) == open);
        var (rows, next) = await query.ToRowsAsync(page, Keys, ct);
        var names = await desk.Db.Schools.Select(s => new { s.Id, s.Name }).ToDictionaryAsync(s => s.Id, s => s.Name, ct);
        return TypedResults.Ok(new Page<VulnerableAssetView>([.. rows.Select(a => new VulnerableAssetView(
            a.Id, a.AssetId, a.Tag, a.Name, a.OsVersion, a.SchoolId, names.GetValueOrDefault(a.SchoolId), a.State, a.DueOn, a.Rule,
            a.State is VulnerableState.Open or VulnerableState.ToCheck && a.DueOn < desk.Today, a.Evidence, a.AnsweredBy, a.AnsweredAt,
            a.Software))], next));
    }
}

internal static class AnswerVulnerabilityEndpoint
{
    public static async Task<Results<Ok<VulnerabilityAnswered>, ProblemHttpResult>> Handle(Guid id, AnswerVulnerability request,
        VulnerabilityCommands desk, CancellationToken ct)
    {
        if (!await desk.Db.Vulnerabilities.AnyAsync(v => v.Id == id, ct))
            return Problems.NotFound();
        if (request.State != VulnerableState.Open && string.IsNullOrWhiteSpace(request.Evidence))
            return Problems.Unprocessable("vulnerability.evidence", "Say what shows it.");
        if (request.State == VulnerableState.ToCheck)
            return Problems.Unprocessable("vulnerability.state", "Say what was found: open, patched, isolated or not affected.");
        var ids = request.AssetIds.ToHashSet();
        var rows = await desk.Db.VulnerableAssets.Where(a => a.VulnerabilityId == id && ids.Contains(a.AssetId)).ToListAsync(ct);
        if (rows.Count != ids.Count)
            return Problems.Unprocessable("asset.unknown", "Not every one of these assets is concerned and yours.");
        foreach (var row in rows)
            row.Answer(request.State!.Value, request.Evidence, desk.User.Name, desk.Now);
        await desk.Db.SaveChangesAsync(ct);
        return TypedResults.Ok(new VulnerabilityAnswered(rows.Count));
    }
}

internal static class GetVulnerabilityBoardEndpoint
{
    public static async Task<Ok<VulnerabilityBoardView>> Handle(VulnerabilityCommands desk, CancellationToken ct)
    {
        var (today, week) = (desk.Today, desk.Today.AddDays(7));
        var rows = await desk.Db.VulnerableAssets.Where(a => desk.Db.Vulnerabilities.Any(v => v.Id == a.VulnerabilityId && !v.Closed))
            .GroupBy(a => new { a.SchoolId, a.State, Late = a.DueOn < today, Soon = a.DueOn >= today && a.DueOn <= week })
            .Select(g => new { g.Key.SchoolId, g.Key.State, g.Key.Late, g.Key.Soon, Count = g.Count(), First = g.Min(a => a.DueOn) })
            .ToListAsync(ct);
        var names = await desk.Db.Schools.Select(s => new { s.Id, s.Name }).ToDictionaryAsync(s => s.Id, s => s.Name, ct);
        return TypedResults.Ok(new VulnerabilityBoardView([.. rows.GroupBy(r => r.SchoolId).Select(g =>
        {
            var open = g.Where(r => r.State is VulnerableState.Open or VulnerableState.ToCheck).ToList();
            return new SchoolVulnerabilityView(g.Key, names.GetValueOrDefault(g.Key),
                open.Where(r => r.State == VulnerableState.Open).Sum(r => r.Count), open.Where(r => r.Late).Sum(r => r.Count),
                open.Where(r => r.Soon).Sum(r => r.Count),
                g.Where(r => r.State == VulnerableState.Isolated).Sum(r => r.Count),
                g.Where(r => r.State == VulnerableState.Patched).Sum(r => r.Count), open.Min(r => r.First),
                open.Where(r => r.State == VulnerableState.ToCheck).Sum(r => r.Count));
        }).OrderByDescending(s => s.Overdue).ThenBy(s => s.FirstDue ?? DateOnly.MaxValue)
        .ThenBy(s => s.SchoolName, StringComparer.Ordinal)]));
    }
}

internal static class VulnerabilityRoutes
{
    public static void MapVulnerabilities(this RouteGroupBuilder group)
    {
        var routes = group.MapGroup("/vulnerabilities");
        routes.MapGet("/", ListVulnerabilitiesEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Assets.ListVulnerabilities")
            .WithSummary("List vulnerabilities, newest release first");
        routes.MapPost("/", AddVulnerabilityEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Assets.AddVulnerability")
            .WithSummary("Add a vulnerability and find the affected assets");
        routes.MapGet("/board", GetVulnerabilityBoardEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Assets.GetVulnerabilityBoard")
            .WithSummary("Get open vulnerabilities by school");
        routes.MapGet("/{id:guid}", GetVulnerabilityEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Assets.GetVulnerability")
            .WithSummary("Get a vulnerability");
        routes.MapPatch("/{id:guid}", ChangeVulnerabilityEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Assets.ChangeVulnerability")
            .WithSummary("Change or close a vulnerability");
        routes.MapGet("/{id:guid}/assets", ListVulnerableAssetsEndpoint.Handle).RequireRoles(Roles.Readers)
            .WithName("Assets.ListVulnerableAssets").WithSummary("List affected assets with their deadlines");
        routes.MapPost("/{id:guid}/answer", AnswerVulnerabilityEndpoint.Handle).RequireRoles(Roles.Agents)
            .WithName("Assets.AnswerVulnerability").WithSummary("Answer for assets: patched, isolated or not affected, with evidence");
    }
}
