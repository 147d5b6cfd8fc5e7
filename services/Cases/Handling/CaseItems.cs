using System.ComponentModel.DataAnnotations;
using Mat.Cases.Records;
using Mat.Platform.Data;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Cases.Handling;

/// <summary>What an indicator is.</summary>
public enum CaseIndicatorType
{
    Ip,
    Domain,
    Url,
    Email,
    Hash,
    Host,
    User,
    Other,
}

/// <summary>A mark by which the same thing is known elsewhere.</summary>
internal sealed class CaseIndicator : Entity, IAudited
{
    public Guid CaseId { get; init; }
    public CaseIndicatorType Type { get; init; }
    public string Value { get; init; } = "";
    public string? Note { get; init; }
    public Guid? SchoolId { get; init; }
    public string AddedBy { get; init; } = "";
    public DateTimeOffset? WithdrawnAt { get; set; }
    public string? WithdrawnBy { get; set; }
    public string? WithdrawnWhy { get; set; }

    /// <summary>One spelling of one thing: without case and without the brackets that keep people from clicking.</summary>
    public static string Spell(string value) => value.Trim().Replace("[.]", ".", StringComparison.Ordinal)
        .Replace("hxxp", "http", StringComparison.OrdinalIgnoreCase).ToLowerInvariant();
}

/// <summary>What was found out.</summary>
internal sealed class CaseFinding : Entity, IAudited
{
    public Guid CaseId { get; init; }
    public string Text { get; init; } = "";
    public Guid? SchoolId { get; init; }
    public string FoundBy { get; init; } = "";
    public DateTimeOffset? WithdrawnAt { get; set; }
    public string? WithdrawnBy { get; set; }
    public string? WithdrawnWhy { get; set; }
}

/// <param name="WithdrawnAt">Since when it is known not to belong here; null for one that does.</param>
public sealed record CaseIndicatorView(
    Guid Id, CaseIndicatorType Type, string Value, string? Note, Guid? SchoolId, string AddedBy, DateTimeOffset CreatedAt,
    DateTimeOffset? WithdrawnAt, string? WithdrawnBy, string? WithdrawnWhy)
{
    internal static CaseIndicatorView Of(CaseIndicator i) =>
        new(i.Id, i.Type, i.Value, i.Note, i.SchoolId, i.AddedBy, i.CreatedAt, i.WithdrawnAt, i.WithdrawnBy, i.WithdrawnWhy);
}

/// <param name="WithdrawnAt">Since when it is known to be wrong; null for one that holds.</param>
public sealed record CaseFindingView(
    Guid Id, string Text, Guid? SchoolId, string FoundBy, DateTimeOffset CreatedAt, DateTimeOffset? WithdrawnAt, string? WithdrawnBy,
    string? WithdrawnWhy)
{
    internal static CaseFindingView Of(CaseFinding f) =>
        new(f.Id, f.Text, f.SchoolId, f.FoundBy, f.CreatedAt, f.WithdrawnAt, f.WithdrawnBy, f.WithdrawnWhy);
}

public sealed record WithdrawCaseItem([property: Required, StringLength(1000, MinimumLength = 3)] string Why);

public sealed record AddCaseIndicator(
    [property: Required] CaseIndicatorType? Type, [property: Required, StringLength(500, MinimumLength = 2)] string Value,
    [property: StringLength(500)] string? Note = null, Guid? SchoolId = null);

public sealed record AddCaseFinding([property: Required, StringLength(4000, MinimumLength = 2)] string Text, Guid? SchoolId = null);

internal static class CaseIndicatorEndpoints
{
    private const int Max = 1000;
    private static readonly SortKeys<CaseIndicator> Keys = new SortKeys<CaseIndicator>().Add("createdAt", i => i.CreatedAt)
        .Default("createdAt");

    public static async Task<Results<Ok<Page<CaseIndicatorView>>, ProblemHttpResult>> ListAsync(string id, [AsParameters] PageQuery page,
        CaseCommands desk, CancellationToken ct)
    {
        if (await desk.FindAsync(id, track: false, ct) is not { } @case)
            return Problems.NotFound();
        var (whole, mine) = (desk.SeesWhole(@case), desk.User.Schools);
        return await desk.Db.CaseIndicators.Where(i => i.CaseId == @case.Id
            && (whole || (i.SchoolId != null && mine.Contains(i.SchoolId.Value)))).ToPageAsync(page, Keys, CaseIndicatorView.Of, ct);
    }

    /// <summary>It stays in the list with who withdrew it and why; what was read from it may have been acted on.</summary>
    public static async Task<Results<Ok<CaseIndicatorView>, ProblemHttpResult>> WithdrawAsync(string id, Guid itemId,
        WithdrawCaseItem request, CaseCommands desk, CancellationToken ct)
    {
        CaseIndicator? indicator = null;
        var (@case, problem) = await desk.TryAsync(id, whole: false, async (found, token) =>
        {
            indicator = await desk.Db.CaseIndicators.FirstOrDefaultAsync(i => i.Id == itemId && i.CaseId == found.Id, token);
            if (indicator is null || !desk.Sees(found, indicator.SchoolId))
                return Problems.NotFound();
            if (indicator.WithdrawnAt is not null)
                return Problems.Conflict("indicator.withdrawn", "It was withdrawn already.");
            (indicator.WithdrawnAt, indicator.WithdrawnBy, indicator.WithdrawnWhy) = (desk.Now, desk.User.Name, request.Why);
            desk.Book.Log(found, CaseEntryKind.Indicator,
                $"Indicator withdrawn: {indicator.Type.ToWords()} {indicator.Value} ({request.Why})", indicator.SchoolId);
            desk.Book.Tell(found, "indicator");
            return null;
        }, ct);
        return @case is null ? problem! : TypedResults.Ok(CaseIndicatorView.Of(indicator!));
    }

    /// <summary>One that is there already is not added again, unless it was withdrawn.</summary>
    public static async Task<Results<Created<CaseIndicatorView>, ProblemHttpResult>> AddAsync(string id, AddCaseIndicator request,
        CaseCommands desk, CancellationToken ct)
    {
        CaseIndicator? indicator = null;
        var (@case, problem) = await desk.TryAsync(id, whole: false, async (found, token) =>
        {
            if (desk.RefusesAbout(found, request.SchoolId) is { } refusal)
                return refusal;
            var value = CaseIndicator.Spell(request.Value);
            if (value.Length < 2)
                return Problems.Unprocessable("indicator.value", "That says nothing.");
            indicator = await desk.Db.CaseIndicators.FirstOrDefaultAsync(i => i.CaseId == found.Id && i.Type == request.Type
                && i.Value == value && i.SchoolId == request.SchoolId && i.WithdrawnAt == null, token);
            if (indicator is not null)
                return null;
            if (await desk.Db.CaseIndicators.CountAsync(i => i.CaseId == found.Id, token) >= Max)
                return Problems.Conflict("indicator.most", $"A case holds at most {Max} indicators.");
            indicator = new CaseIndicator
            {
                CaseId = found.Id,
                Type = request.Type!.Value,
                Value = value,
                Note = request.Note,
                SchoolId = request.SchoolId,
                AddedBy = desk.User.Name
            };
            desk.Db.Add(indicator);
            desk.Book.Log(found, CaseEntryKind.Indicator, $"Indicator: {indicator.Type.ToWords()} {value}", request.SchoolId);
            desk.Book.Tell(found, "indicator");
            return null;
        }, ct);
        return @case is null ? problem! : TypedResults.Created($"/api/cases/{@case.Id}/indicators", CaseIndicatorView.Of(indicator!));
    }
}

internal static class CaseFindingEndpoints
{
    private const int Max = 500;
    private static readonly SortKeys<CaseFinding> Keys = new SortKeys<CaseFinding>().Add("createdAt", f => f.CreatedAt)
        .Default("createdAt");

    public static async Task<Results<Ok<Page<CaseFindingView>>, ProblemHttpResult>> ListAsync(string id, [AsParameters] PageQuery page,
        CaseCommands desk, CancellationToken ct)
    {
        if (await desk.FindAsync(id, track: false, ct) is not { } @case)
            return Problems.NotFound();
        var (whole, mine) = (desk.SeesWhole(@case), desk.User.Schools);
        return await desk.Db.CaseFindings.Where(f => f.CaseId == @case.Id
            && (whole || (f.SchoolId != null && mine.Contains(f.SchoolId.Value)))).ToPageAsync(page, Keys, CaseFindingView.Of, ct);
    }

    /// <summary>It stays in the list with who withdrew it and why.</summary>
    public static async Task<Results<Ok<CaseFindingView>, ProblemHttpResult>> WithdrawAsync(string id, Guid itemId,
        WithdrawCaseItem request, CaseCommands desk, CancellationToken ct)
    {
        CaseFinding? finding = null;
        var (@case, problem) = await desk.TryAsync(id, whole: false, async (found, token) =>
        {
            finding = await desk.Db.CaseFindings.FirstOrDefaultAsync(f => f.Id == itemId && f.CaseId == found.Id, token);
            if (finding is null || !desk.Sees(found, finding.SchoolId))
                return Problems.NotFound();
            if (finding.WithdrawnAt is not null)
                return Problems.Conflict("finding.withdrawn", "It was withdrawn already.");
            (finding.WithdrawnAt, finding.WithdrawnBy, finding.WithdrawnWhy) = (desk.Now, desk.User.Name, request.Why);
            desk.Book.Log(found, CaseEntryKind.Finding, $"Finding withdrawn: {finding.Text} ({request.Why})", finding.SchoolId);
            desk.Book.Tell(found, "finding");
            return null;
        }, ct);
        return @case is null ? problem! : TypedResults.Ok(CaseFindingView.Of(finding!));
    }

    public static async Task<Results<Created<CaseFindingView>, ProblemHttpResult>> AddAsync(string id, AddCaseFinding request,
        CaseCommands desk, CancellationToken ct)
    {
        CaseFinding? finding = null;
        var (@case, problem) = await desk.TryAsync(id, whole: false, async (found, token) =>
        {
            if (desk.RefusesAbout(found, request.SchoolId) is { } refusal)
                return refusal;
            if (await desk.Db.CaseFindings.CountAsync(f => f.CaseId == found.Id, token) >= Max)
                return Problems.Conflict("finding.most", $"A case holds at most {Max} findings.");
            finding = new CaseFinding { CaseId = found.Id, Text = request.Text, SchoolId = request.SchoolId, FoundBy = desk.User.Name };
            desk.Db.Add(finding);
            desk.Book.Log(found, CaseEntryKind.Finding, $"Finding: {request.Text}", request.SchoolId);
            desk.Book.Tell(found, "finding");
            return null;
        }, ct);
        return @case is null ? problem! : TypedResults.Created($"/api/cases/{@case.Id}/findings", CaseFindingView.Of(finding!));
    }
}
