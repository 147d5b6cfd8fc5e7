using System.Globalization;
using Mat.Cases.Data;
using Mat.Cases.Records;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using CaseResult = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.Ok<Mat.Cases.Handling.CaseView>, Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult>;

namespace Mat.Cases.Handling;

/// <summary>Finds a case for whoever asks, and lets people work on it one after the other.</summary>
internal sealed class CaseCommands(CasesDb db, CurrentUser user, CaseService book, TimeProvider clock)
{
    public CasesDb Db => db;
    public CurrentUser User => user;
    public CaseService Book => book;
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>By id or reference; null for a case that touches none of the caller's schools.</summary>
    public Task<Case?> FindAsync(string id, bool track, CancellationToken ct)
    {
        var cases = track ? db.Cases.Include(c => c.Schools) : db.Cases.AsNoTracking().Include(c => c.Schools);
        if (Guid.TryParse(id, out var guid))
            return cases.FirstOrDefaultAsync(c => c.Id == guid, ct);
        return id.StartsWith("C-", StringComparison.OrdinalIgnoreCase)
            && long.TryParse(id.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? cases.FirstOrDefaultAsync(c => c.Number == number, ct)
            : Task.FromResult<Case?>(null);
    }

    /// <summary>Whether the caller sees every school of the case, and so all that is in it.</summary>
    public bool SeesWhole(Case @case) => user.AllSchools || @case.Schools.All(s => user.Schools.Contains(s.SchoolId));

    /// <summary>The case, for those who see all of its schools.</summary>
    public async Task<(Case? Case, ProblemHttpResult? Problem)> WholeAsync(string id, CancellationToken ct) =>
        await FindAsync(id, track: false, ct) switch
        {
            null => (null, Problems.NotFound()),
            { } @case when SeesWhole(@case) => (@case, null),
            _ => (null, Partial()),
        };

    /// <summary>Whether the caller may read something in the case that is about this school, or about the case.</summary>
    public bool Sees(Case @case, Guid? about) => SeesWhole(@case) || (about is { } school && user.Schools.Contains(school));

    /// <summary>
    /// The school that something added to the case is about. Who sees a part of the case adds about their own schools alone.
    /// </summary>
    public ProblemHttpResult? RefusesAbout(Case @case, Guid? about)
    {
        if (about is { } school && @case.Schools.All(s => s.SchoolId != school))
            return Problems.Unprocessable("case.school", "The case does not touch that school.");
        return Sees(@case, about) ? null
            : Problems.Unprocessable("case.school", "The case touches other schools too: say which of yours it is about.");
    }

    /// <summary>
    /// Loads the case while nobody else changes it, lets <paramref name="act"/> change it, and saves.
    /// </summary>
    /// <param name="whole">Only for those who see all schools of the case.</param>
    public async Task<(Case? Case, ProblemHttpResult? Problem)> TryAsync(string id, bool whole,
        Func<Case, CancellationToken, Task<ProblemHttpResult?>> act, CancellationToken ct)
    {
        if (await FindAsync(id, track: false, ct) is not { } known)
            return (null, Problems.NotFound());
        ProblemHttpResult? refusal = null;
        Case? @case = null;
        await db.InTransactionAsync(async token =>
        {
            await db.LockAsync(known.Id, token);
            @case = await FindAsync(known.Id.ToString(), track: true, token);
            refusal = @case is null ? Problems.NotFound()
                : whole && !SeesWhole(@case) ? Partial()
                : await act(@case, token);
            if (refusal is null)
                await db.SaveChangesAsync(token);
        }, ct);
        return refusal is null ? (@case, null) : (null, refusal);
    }

    public async Task<CaseResult> ActAsync(string id, bool whole, Func<Case, CancellationToken, Task<ProblemHttpResult?>> act,
        CancellationToken ct)
    {
        var (@case, problem) = await TryAsync(id, whole, act, ct);
        return @case is null ? problem! : TypedResults.Ok(await ViewAsync(@case, ct));
    }

    public async Task<CaseView> ViewAsync(Case @case, CancellationToken ct) => (await ViewsAsync([@case], ct))[0];

    public async Task<IReadOnlyList<CaseView>> ViewsAsync(IReadOnlyCollection<Case> cases, CancellationToken ct)
    {
        var ids = cases.Select(c => c.Id).ToList();
        // Through the alerts' own filter: an alert of another school is not even counted.
        var counts = await db.CaseAlerts.Where(l => ids.Contains(l.CaseId)).Join(db.Alerts, l => l.AlertId, e => e.Id, (l, e) => l.CaseId)
            .GroupBy(id => id).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        var schools = cases.SelectMany(c => c.Schools).Select(s => s.SchoolId).Where(user.Sees).Distinct().ToList();
        var names = await db.Schools.Where(s => schools.Contains(s.Id)).Select(s => new { s.Id, s.Name })
            .ToDictionaryAsync(s => s.Id, s => s.Name, ct);
        var into = cases.Select(c => c.MergedIntoId).OfType<Guid>().Distinct().ToList();
        var merged = await db.Cases.Where(c => into.Contains(c.Id)).Select(c => new { c.Id, c.Number })
            .ToDictionaryAsync(c => c.Id, c => Case.ReferenceOf(c.Number), ct);
        return [
            .. cases.Select(c => CaseView.Of(c, SeesWhole(c), user.Sees, names, counts.GetValueOrDefault(c.Id),
                c.MergedIntoId is { } m ? merged.GetValueOrDefault(m) : null))];
    }

    private static ProblemHttpResult Partial() =>
        Problems.Forbidden("case.partial", "The case touches schools that are not yours; this is for those who see all of them.");
}
