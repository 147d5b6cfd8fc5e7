using System.ComponentModel.DataAnnotations;
using Mat.Contracts.Standards;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Standards.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Mat.Standards.Readiness;

/// <summary>One requirement and how a school meets it.</summary>
/// <param name="Kind">The requirement.</param>
/// <param name="Name">The requirement in words.</param>
/// <param name="Source">Who asks for it, e.g. <c>RPA condition</c>.</param>
/// <param name="Cadence">How often it has to be shown again.</param>
/// <param name="Evidence">What shows that it is met.</param>
/// <param name="Confirmed">False: it could not be confirmed that the source still asks for it.</param>
/// <param name="Status">Status today.</param>
/// <param name="DoneOn">When it was last done; null when nothing is recorded or it is recorded as not in place.</param>
/// <param name="NextDue">When it is due again, by the school's terms as they are now; null when it is not in place.</param>
/// <param name="Note">Note of the last record.</param>
/// <param name="Link">Where the evidence of the last record is.</param>
/// <param name="RecordedBy">Name of the person who made the last record.</param>
/// <param name="RecordedAt">When the last record was made (UTC).</param>
public sealed record ReadinessItemView(
    ReadinessKind Kind, string Name, string Source, ReadinessCadence Cadence, string Evidence, bool Confirmed, ReadinessStatus Status,
    DateOnly? DoneOn, DateOnly? NextDue,
    string? Note, string? Link, string? RecordedBy, DateTimeOffset? RecordedAt)
{
    internal static ReadinessItemView Of(ReadinessRequirement d, ReadinessItem? i, DateOnly today, Terms terms) => new(
        d.Kind, d.Name, d.Source, d.Cadence, d.Evidence, d.Confirmed, ReadinessDecision.Status(i?.DoneOn, i?.NextDue(terms), today),
        i?.DoneOn, i?.NextDue(terms),
        i?.Note, i?.Link, i?.RecordedBy, i?.UpdatedAt);
}

/// <summary>Readiness of one school.</summary>
/// <param name="SchoolId">The school.</param>
/// <param name="SchoolName">Name of the school.</param>
/// <param name="Met">Number of requirements that are met and not due soon.</param>
/// <param name="DueSoon">Number of requirements due within four weeks.</param>
/// <param name="Overdue">Number of requirements whose due date has passed.</param>
/// <param name="Missing">Number of requirements that are not in place.</param>
/// <param name="Items">Every requirement, in a fixed order.</param>
/// <param name="TermEndsOn">Last day of the present term, by the school's calendar where it has holidays.</param>
public sealed record SchoolReadinessView(Guid SchoolId, string SchoolName, int Met, int DueSoon, int Overdue, int Missing,
    IReadOnlyList<ReadinessItemView> Items, DateOnly TermEndsOn)
{
    internal static SchoolReadinessView Of(Guid id, string name, IEnumerable<ReadinessItem> items, DateOnly today, Terms terms)
    {
        var known = items.ToDictionary(i => i.Kind);
        var views = ReadinessCatalog.All.Select(d => ReadinessItemView.Of(d, known.GetValueOrDefault(d.Kind), today, terms)).ToList();
        int Count(ReadinessStatus status) => views.Count(v => v.Status == status);
        return new(id, name, Count(ReadinessStatus.Met), Count(ReadinessStatus.DueSoon), Count(ReadinessStatus.Overdue),
            Count(ReadinessStatus.Missing), views, terms.EndOf(today));
    }
}

/// <summary>Readiness of the schools that the caller sees.</summary>
/// <param name="Items">Open schools by name.</param>
public sealed record ReadinessBoardView(IReadOnlyList<SchoolReadinessView> Items);

/// <summary>One record of a requirement.</summary>
/// <param name="Id">The record.</param>
/// <param name="Kind">The requirement.</param>
/// <param name="DoneOn">When it was done; null when it was recorded as not in place.</param>
/// <param name="Note">Note of the person who recorded it.</param>
/// <param name="Link">Where the evidence is.</param>
/// <param name="RecordedBy">Name of the person who recorded it.</param>
/// <param name="RecordedAt">When it was recorded (UTC).</param>
public sealed record ReadinessRecordView(Guid Id, ReadinessKind Kind, DateOnly? DoneOn, string? Note, string? Link, string RecordedBy,
    DateTimeOffset RecordedAt)
{
    internal static ReadinessRecordView Of(ReadinessRecord r) => new(r.Id, r.Kind, r.DoneOn, r.Note, r.Link, r.RecordedBy, r.CreatedAt);
}

/// <summary>Records that a requirement was met on a day, or is not in place.</summary>
/// <param name="Kind">The requirement.</param>
/// <param name="DoneOn">When it was done, not in the future; null records that it is not in place.</param>
/// <param name="Note">Note, at most 2,000 characters.</param>
/// <param name="Link">Where the evidence is; begins with <c>https://</c>.</param>
public sealed record RecordReadiness(
    [property: Required] ReadinessKind? Kind, DateOnly? DoneOn, [property: StringLength(2000)] string? Note = null,
    [property: StringLength(500)] string? Link = null);

/// <summary>Readiness of the schools that the caller sees.</summary>
internal sealed class ReadinessBoard(StandardsDb db, CurrentUser user, TimeProvider clock, IOptions<StandardsOptions> options)
{
    public StandardsDb Db => db;
    public CurrentUser User => user;
    public DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    public async Task<IReadOnlyList<SchoolReadinessView>> ReadAsync(Guid? only, CancellationToken ct)
    {
        var (all, mine) = (user.AllSchools, user.Schools);
        var schools = await db.Schools.Where(s => s.IsOpen && (only == null || s.Id == only) && (all || mine.Contains(s.Id)))
            .OrderBy(s => s.Name).Select(s => new { s.Id, s.Name, s.Closed }).ToListAsync(ct);
        var items = (await db.ReadinessItems.AsNoTracking().Where(i => only == null || i.SchoolId == only)
            .ToListAsync(ct)).ToLookup(i => i.SchoolId);
        return [
            .. schools.Select(s => SchoolReadinessView.Of(s.Id, s.Name, items[s.Id], Today,
                new Terms(options.Value.TermEnds, [.. s.Closed.Select(c => (c.From, c.To))])))];
    }
}

internal static class GetReadinessBoardEndpoint
{
    public static async Task<Ok<ReadinessBoardView>> Handle(ReadinessBoard board, CancellationToken ct) =>
        TypedResults.Ok(new ReadinessBoardView(await board.ReadAsync(null, ct)));
}

internal static class ExportReadinessEndpoint
{
    public static async Task<FileContentHttpResult> Handle(ReadinessBoard board, CancellationToken ct)
    {
        var schools = await board.ReadAsync(null, ct);
        return Csv.File("readiness.csv", [
            ["School", "Item", "Source", "Status", "Done on", "Next due", "Note", "Link", "Recorded by"],
            .. schools.SelectMany(s => s.Items,
                (s, i) => new[] { s.SchoolName, i.Name, i.Source, i.Status.ToString(), $"{i.DoneOn:yyyy-MM-dd}", $"{i.NextDue:yyyy-MM-dd}",
                    i.Note, i.Link, i.RecordedBy }),
        ]);
    }
}

internal static class GetReadinessEndpoint
{
    public static async Task<Results<Ok<SchoolReadinessView>, ProblemHttpResult>> Handle(Guid schoolId, ReadinessBoard board,
        CancellationToken ct) =>
        await board.ReadAsync(schoolId, ct) is [var school, ..] ? TypedResults.Ok(school) : Problems.NotFound();
}

internal static class ListReadinessHistoryEndpoint
{
    private static readonly SortKeys<ReadinessRecord> Keys = new SortKeys<ReadinessRecord>().Add("recordedAt", r => r.CreatedAt)
        .Default("-recordedAt");

    public static async Task<Results<Ok<Page<ReadinessRecordView>>, ProblemHttpResult>> Handle(Guid schoolId,
        [AsParameters] PageQuery page, ReadinessBoard board, CancellationToken ct) =>
        board.User.Sees(schoolId) && await board.Db.Schools.AnyAsync(s => s.Id == schoolId, ct)
            ? await board.Db.ReadinessRecords.Where(r => r.SchoolId == schoolId).ToPageAsync(page, Keys, ReadinessRecordView.Of, ct)
            : Problems.NotFound();
}

internal static class RecordReadinessEndpoint
{
    public static async Task<Results<Ok<SchoolReadinessView>, ProblemHttpResult>> Handle(Guid schoolId, RecordReadiness request,
        ReadinessBoard board, CancellationToken ct)
    {
        if ((await board.ReadAsync(schoolId, ct)).Count == 0)
            return Problems.NotFound();
        if (request.DoneOn > board.Today || request.DoneOn?.Year < 2000)
            return Problems.Unprocessable("readiness.done_on", "The date must not be in the future or before 2000.");
        if (request.Link is { } link && !(Uri.TryCreate(link, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps))
            return Problems.Unprocessable("readiness.link", "The link must begin with https://.");
        await board.Db.InTransactionAsync(async token =>
        {
            await board.Db.LockSchoolAsync(schoolId, token);
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
            if (item is null)
                board.Db.Add(item = new ReadinessItem { SchoolId = schoolId, Kind = record.Kind });
            item.Apply(record);
            board.Db.Add(record);
            await board.Db.SaveChangesAsync(token);
            if (item.Kind != ReadinessKind.RpaMembership)
                return;
            // After the save, which gives the item its version.
            board.Db.Publish(new ReadinessChanged(item.ToSnapshot()));
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
        readiness.MapGet("/", GetReadinessBoardEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Standards.GetReadinessBoard")
            .WithSummary("List readiness of every school");
        readiness.MapGet("/export", ExportReadinessEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Standards.ExportReadiness")
            .WithSummary("Export readiness as CSV")
            .Produces(200, contentType: "text/csv");
        readiness.MapGet("/{schoolId:guid}", GetReadinessEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Standards.GetReadiness")
            .WithSummary("Get readiness of one school");
        readiness.MapGet("/{schoolId:guid}/history", ListReadinessHistoryEndpoint.Handle).RequireRoles(Roles.Readers)
            .WithName("Standards.ListReadinessHistory")
            .WithSummary("List readiness records of one school, newest first");
        readiness.MapPost("/{schoolId:guid}/records", RecordReadinessEndpoint.Handle).RequireRoles(Writers)
            .WithName("Standards.RecordReadiness")
            .WithSummary("Record that a requirement was met, with its evidence");
    }
}
