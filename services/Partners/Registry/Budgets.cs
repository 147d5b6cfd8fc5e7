using System.ComponentModel.DataAnnotations;
using Mat.Partners.Data;
using Mat.Platform.Auth;
using Mat.Platform.Data;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Partners.Registry;

/// <summary>What a school may spend on partners in a trust's financial year (1 September to 31 August).</summary>
internal sealed class SchoolBudget : Entity, ISchoolOwned, IAudited
{
    public Guid SchoolId { get; init; }

    /// <summary>The year in which it begins.</summary>
    public int Year { get; init; }

    public long AmountPence { get; set; }
}

public sealed record SetBudget([property: Required, Range(0, 1_000_000_000)] int? AmountPence);

/// <param name="AmountPence">Null: no budget was set.</param>
/// <param name="SpentPence">Of escalations that ended in the year.</param>
/// <param name="OpenEscalations">Not ended yet, so not in the sum.</param>
public sealed record BudgetView(Guid SchoolId, string? SchoolName, int Year, int Version, long? AmountPence, long SpentPence,
    int Escalations, int OpenEscalations) : IVersioned;

public sealed record BudgetList(int Year, IReadOnlyList<BudgetView> Items);

internal static class Budgets
{
    public static int YearOf(DateTimeOffset at) => at.Month >= 9 ? at.Year : at.Year - 1;

    /// <summary>A line for each school that spent or may spend something; a trust has a few dozen schools, so it is one page.</summary>
    public static async Task<Results<Ok<BudgetList>, ProblemHttpResult>> List(int? year, PartnersDb db, TimeProvider clock,
        CancellationToken ct)
    {
        if (year is < 2000 or > 2100)
            return Problems.BadRequest("budget.year", "A year is a number from 2000 to 2100.");
        var of = year ?? YearOf(clock.GetUtcNow());
        return TypedResults.Ok(new BudgetList(of, await ViewsAsync(db, of, null, ct)));
    }

    public static async Task<Results<Ok<BudgetView>, ProblemHttpResult>> Set(
        Guid schoolId, int year, SetBudget request, IfMatch ifMatch, PartnersDb db, CurrentUser user, CancellationToken ct)
    {
        if (!user.Sees(schoolId) || !await db.Schools.AnyAsync(s => s.Id == schoolId, ct) || year is < 2000 or > 2100)
            return Problems.NotFound();
        var budget = await db.Budgets.SingleOrDefaultAsync(b => b.SchoolId == schoolId && b.Year == year, ct);
        if (ifMatch.Validate(budget?.Version ?? 0) is { } refusal)
            return refusal;
        if (budget is null)
            db.Budgets.Add(budget = new SchoolBudget { SchoolId = schoolId, Year = year });
        budget.AmountPence = request.AmountPence!.Value;
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok((await ViewsAsync(db, year, schoolId, ct))[0]);
    }

    private static async Task<IReadOnlyList<BudgetView>> ViewsAsync(PartnersDb db, int year, Guid? school, CancellationToken ct)
    {
        var (from, to) = (new DateTimeOffset(year, 9, 1, 0, 0, 0, TimeSpan.Zero),
            new DateTimeOffset(year + 1, 9, 1, 0, 0, 0, TimeSpan.Zero));
        var budgets = await db.Budgets.AsNoTracking().Where(b => b.Year == year && (school == null || b.SchoolId == school))
            .ToListAsync(ct);
        var spent = await db.Escalations.Where(e => e.ClosedAt >= from && e.ClosedAt < to && e.CostPence != null
            && (school == null || e.SchoolId == school))
            .GroupBy(e => e.SchoolId).Select(g => new { g.Key, Sum = g.Sum(e => e.CostPence!.Value), Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, ct);
        var open = await db.Escalations.Where(e => e.PartnerId != null && e.ClosedAt == null && (school == null || e.SchoolId == school))
            .GroupBy(e => e.SchoolId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        var ids = budgets.Select(b => b.SchoolId).Union(spent.Keys).ToList();
        var names = await db.Schools.Where(s => ids.Contains(s.Id)).ToDictionaryAsync(s => s.Id, s => s.Name, ct);
        return [.. ids.Select(id => (Id: id, Budget: budgets.FirstOrDefault(b => b.SchoolId == id), Spent: spent.GetValueOrDefault(id)))
            .Select(x => new BudgetView(x.Id, names.GetValueOrDefault(x.Id), year, x.Budget?.Version ?? 0, x.Budget?.AmountPence,
                x.Spent?.Sum ?? 0, x.Spent?.Count ?? 0, open.GetValueOrDefault(x.Id)))
            .OrderBy(v => v.SchoolName, StringComparer.OrdinalIgnoreCase).ThenBy(v => v.SchoolId)];
    }
}
