using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Trust.Data;
using Mat.Trust.Schools.Register;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Trust.Schools;

/// <summary>What to take from the register and whether to.</summary>
public sealed class ImportSchools
{
    /// <summary>GIAS group UID of the trust: takes all its schools. Needed with the national file.</summary>
    public string? TrustUid { get; init; }

    /// <summary>URNs with commas between them: takes these schools as well.</summary>
    public string? Urns { get; init; }

    /// <summary>Only says what would happen.</summary>
    public bool? DryRun { get; init; }
}

public enum ImportResult
{
    Created,
    Updated,
    Unchanged,
    Error
}

/// <summary>Something wrong in the file.</summary>
/// <param name="Row">Row of the file, the headings being row 1; 0 where no row is to blame.</param>
public sealed record SchoolImportProblem(int Row, string? Column, string Code, string Message);

public sealed record ImportedSchool(string Urn, string Name, ImportResult Result);

/// <summary>What an import did, or would do.</summary>
/// <param name="Rows">Rows of the file, headings not counted.</param>
/// <param name="Matched">Rows that were asked for.</param>
public sealed record SchoolImportReport(
    bool DryRun, int Rows, int Matched, int Created, int Updated, int Unchanged,
    IReadOnlyList<SchoolImportProblem> Errors, IReadOnlyList<ImportedSchool> Schools);

internal static class ImportSchoolsEndpoint
{
    public const long MaxBytes = 100 * 1024 * 1024;
    private const int MaxUrns = 1_000;

    public static async Task<Results<Ok<SchoolImportReport>, ProblemHttpResult>> Handle(
        [AsParameters] ImportSchools request, HttpRequest http, TrustDb db, CurrentUser user, CancellationToken ct)
    {
        if (!user.AllSchools)
            return Problems.Forbidden("auth.trust_wide", "Only who manages the whole trust imports schools.");
        if (FilterOf(request) is not { } filter)
            return Problems.Unprocessable("import.filter",
                $"trustUid is the group UID of a trust; urns are up to {MaxUrns} URNs with commas between them.");

        var content = await GiasFile.ReadAsync(http.Body, filter, ct);
        if (content.Refusal is { } refusal)
            return Problems.Unprocessable(refusal.Code, refusal.Detail);

        var schools = await TakeAsync(content, db, ct);
        var report = ReportOf(request.DryRun == true, content, schools);
        if (report is { DryRun: false } and not { Created: 0, Updated: 0 })
        {
            db.Audit("schools_imported", "school", Guid.Empty, new
            {
                filter.TrustUid,
                Urns = filter.Urns.Count,
                report.Rows,
                report.Matched,
                report.Created,
                report.Updated,
                Errors = report.Errors.Count,
            });
            await db.SaveChangesAsync(ct);
        }
        return TypedResults.Ok(report);
    }

    /// <summary>Brings the rows into the context; nothing is saved yet.</summary>
    private static async Task<List<ImportedSchool>> TakeAsync(GiasContent content, TrustDb db, CancellationToken ct)
    {
        var urns = content.Matched.Where(m => m.Entry is not null).Select(m => m.Urn).ToList();
        var known = await db.Schools.Where(s => urns.Contains(s.Urn)).ToDictionaryAsync(s => s.Urn, StringComparer.Ordinal, ct);
        var results = new List<ImportedSchool>();
        foreach (var row in content.Matched)
        {
            if (row.Entry is not { } entry)
            {
                results.Add(new(row.Urn, row.Name, ImportResult.Error));
                continue;
            }
            var isNew = !known.TryGetValue(entry.Urn, out var school);
            if (isNew)
                db.Schools.Add(school = School.Register(entry));
            var changed = isNew || school!.Take(entry, row.Unreadable);
            if (changed)
                db.Announce(school!);
            results.Add(new(entry.Urn, school!.Name,
                isNew ? ImportResult.Created : changed ? ImportResult.Updated : ImportResult.Unchanged));
        }
        return results;
    }

    private static SchoolImportReport ReportOf(bool dryRun, GiasContent content, List<ImportedSchool> schools)
    {
        return new SchoolImportReport(
            dryRun, content.Rows, content.Matched.Count, Count(ImportResult.Created), Count(ImportResult.Updated),
            Count(ImportResult.Unchanged),
            [.. content.Problems.Select(p => new SchoolImportProblem(p.Row, p.Column, p.Code, p.Message))], schools);

        int Count(ImportResult result) => schools.Count(s => s.Result == result);
    }

    private static GiasFilter? FilterOf(ImportSchools request)
    {
        var trust = string.IsNullOrWhiteSpace(request.TrustUid) ? null : request.TrustUid.Trim();
        var urns = (request.Urns ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .ToHashSet(StringComparer.Ordinal);
        var fits = trust is not { Length: > 20 } && urns.Count <= MaxUrns && urns.All(GiasValues.IsUrn);
        return fits ? new GiasFilter(trust, urns) : null;
    }
}
