using System.ComponentModel.DataAnnotations;
using Mat.Alerts.Data;
using Mat.Alerts.Vulnerabilities;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Mat.Alerts.Readiness;

/// <param name="Confirmed">False: it could not be confirmed that the source still asks for it.</param>
public sealed record ReadinessItemView(
    ReadinessKind Kind, string Name, string Source, ReadinessCadence Cadence, string Evidence, bool Confirmed, ReadinessStatus Status, DateOnly? DoneOn, DateOnly? NextDue,
    string? Note, string? Link, string? RecordedBy, DateTimeOffset? RecordedAt)
{
    internal static ReadinessItemView Of(ReadinessRequirement d, ReadinessItem? i, DateOnly today, Terms terms) => new(
        d.Kind, d.Name, d.Source, d.Cadence, d.Evidence, d.Confirmed, ReadinessDecision.Status(i?.DoneOn, i?.NextDue(terms), today), i?.DoneOn, i?.NextDue(terms),
        i?.Note, i?.Link, i?.RecordedBy, i?.UpdatedAt);
}

/// <param name="TermEndsOn">Last day of the present term, by the school's calendar where it has holidays.</param>
public sealed record SchoolReadinessView(Guid SchoolId, string SchoolName, int Met, int DueSoon, int Overdue, int Missing, IReadOnlyList<ReadinessItemView> Items, DateOnly TermEndsOn)
{
    internal static SchoolReadinessView Of(Guid id, string name, IEnumerable<ReadinessItem> items, DateOnly today, Terms terms)
    {
        var known = items.ToDictionary(i => i.Kind);
        var views = ReadinessCatalog.All.Select(d => ReadinessItemView.Of(d, known.GetValueOrDefault(d.Kind), today, terms)).ToList();
        int Count(ReadinessStatus status) => views.Count(v => v.Status == status);
        return new(id, name, Count(ReadinessStatus.Met), Count(ReadinessStatus.DueSoon), Count(ReadinessStatus.Overdue), Count(ReadinessStatus.Missing), views, terms.EndOf(today));
    }
}

public sealed record ReadinessBoardView(IReadOnlyList<SchoolReadinessView> Items);

public sealed record ReadinessRecordView(Guid Id, ReadinessKind Kind, DateOnly? DoneOn, string? Note, string? Link, string RecordedBy, DateTimeOffset RecordedAt)
{
    internal static ReadinessRecordView Of(ReadinessRecord r) => new(r.Id, r.Kind, r.DoneOn, r.Note, r.Link, r.RecordedBy, r.CreatedAt);
}

/// <param name="DoneOn">Null says that it is not there.</param>
/// <param name="Link">Where the evidence lies, with https.</param>
public sealed record RecordReadiness(
    [property: Required] ReadinessKind? Kind, DateOnly? DoneOn, [property: StringLength(2000)] string? Note = null, [property: StringLength(500)] string? Link = null);

/// <summary>Reads the board for whoever asks.</summary>
internal sealed class ReadinessBoard(AlertsDb db, CurrentUser user, TimeProvider clock, IOptions<AlertsOptions> options)
{
    public AlertsDb Db => db;
    public CurrentUser User => user;
    public DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    public async Task<IReadOnlyList<SchoolReadinessView>> ReadAsync(Guid? only, CancellationToken ct)
    {
        var (all, mine) = (user.AllSchools, user.Schools);
        var schools = await db.Schools.Where(s => s.IsOpen && (only == null || s.Id == only) && (all || mine.Contains(s.Id)))
            .OrderBy(s => s.Name).Select(s => new { s.Id, s.Name, s.Closed }).ToListAsync(ct);
        var items = (await db.ReadinessItems.AsNoTracking().Where(i => only == null || i.SchoolId == only).ToListAsync(ct)).ToLookup(i => i.SchoolId);
        return [.. schools.Select(s => SchoolReadinessView.Of(s.Id, s.Name, items[s.Id], Today, new Terms(options.Value.TermEnds, PatchDecision.Closed(s.Closed))))];
    }
}

internal static class GetReadinessBoardEndpoint
{
    public static async Task<Ok<ReadinessBoardView>> Handle(ReadinessBoard board, CancellationToken ct) => TypedResults.Ok(new ReadinessBoardView(await board.ReadAsync(null, ct)));
}

internal static class ExportReadinessEndpoint
{
    public static async Task<FileContentHttpResult> Handle(ReadinessBoard board, CancellationToken ct)
    {
        var schools = await board.ReadAsync(null, ct);
        return Csv.File("readiness.csv", [
            ["School", "Item", "Source", "Status", "Done on", "Next due", "Note", "Link", "Recorded by"],
            .. schools.SelectMany(s => s.Items, (s, i) => new[] { s.SchoolName, i.Name, i.Source, i.Status.ToString(), $"{i.DoneOn:yyyy-MM-dd}", $"{i.NextDue:yyyy-MM-dd}", i.Note, i.Link, i.RecordedBy }),
        ]);
    }
}

internal static class GetReadinessEndpoint
{
    public static async Task<Results<Ok<SchoolReadinessView>, ProblemHttpResult>> Handle(Guid schoolId, ReadinessBoard board, CancellationToken ct) =>
        await board.ReadAsync(schoolId, ct) is [var school, ..] ? TypedResults.Ok(school) : Problems.NotFound();
}

internal static class ListReadinessHistoryEndpoint
{
    private static readonly SortKeys<ReadinessRecord> Keys = new SortKeys<ReadinessRecord>().Add("recordedAt", r => r.CreatedAt).Default("-recordedAt");

    public static async Task<Results<Ok<Page<ReadinessRecordView>>, ProblemHttpResult>> Handle(Guid schoolId, [AsParameters] PageQuery page, ReadinessBoard board, CancellationToken ct) =>
        board.User.Sees(schoolId) && await board.Db.Schools.AnyAsync(s => s.Id == schoolId, ct)
            ? await board.Db.ReadinessRecords.Where(r => r.SchoolId == schoolId).ToPageAsync(page, Keys, ReadinessRecordView.Of, ct)
            : Problems.NotFound();
}

internal static class RecordReadinessEndpoint
{
    public static async Task<Results<Ok<SchoolReadinessView>, ProblemHttpResult>> Handle(Guid schoolId, RecordReadiness request, ReadinessBoard board, CancellationToken ct)
    {
        if ((await board.ReadAsync(schoolId, ct)).Count == 0) return Problems.NotFound();
        if (request.DoneOn > board.Today || request.DoneOn?.Year < 2000) return Problems.Unprocessable("readiness.done_on", "It cannot have been done then.");
        if (request.Link is { } link && !(Uri.TryCreate(link, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps))
            return Problems.Unprocessable("readiness.link", "A link begins with https://.");
        await board.Db.InTransactionAsync(async token =>
        {
            await board.Db.LockAsync(schoolId, [schoolId], token);
            var record = new ReadinessRecord
            {
                SchoolId = schoolId,
                Kind = request.Kind!.Value,
                DoneOn = request.DoneOn,
                Note = request.Note,
                Link = request.Link,
                RecordedById = board.User.PersonId,
                RecordedBy = board.User.Name,
            };
            var item = await board.Db.ReadinessItems.FirstOrDefaultAsync(i => i.SchoolId == schoolId && i.Kind == record.Kind, token);
            if (item is null) board.Db.Add(item = new ReadinessItem { SchoolId = schoolId, Kind = record.Kind });
            item.Take(record);
            board.Db.Add(record);
            await board.Db.SaveChangesAsync(token);
        }, ct);
        return TypedResults.Ok((await board.ReadAsync(schoolId, ct))[0]);
    }
}

internal static class ReadinessRoutes
{
    private static readonly string[] Writers = [Roles.SchoolLead, Roles.Technician, Roles.Manager, Roles.Admin];

    public static void MapReadiness(this RouteGroupBuilder group)
    {
        var readiness = group.MapGroup("/readiness");
        readiness.MapGet("/", GetReadinessBoardEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Alerts.GetReadinessBoard").WithSummary("What each school has ready");
        readiness.MapGet("/export", ExportReadinessEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Alerts.ExportReadiness").WithSummary("The same as a CSV file")
            .Produces(200, contentType: "text/csv");
        readiness.MapGet("/{schoolId:guid}", GetReadinessEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Alerts.GetReadiness").WithSummary("One school");
        readiness.MapGet("/{schoolId:guid}/history", ListReadinessHistoryEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Alerts.ListReadinessHistory")
            .WithSummary("What was recorded, newest first");
        readiness.MapPost("/{schoolId:guid}/records", RecordReadinessEndpoint.Handle).RequireRoles(Writers).WithName("Alerts.RecordReadiness")
            .WithSummary("Says that something was done, with its evidence");
    }
}
