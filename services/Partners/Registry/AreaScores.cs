using Mat.Partners.Data;
using Mat.Partners.Escalations;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Partners.Registry;

/// <summary>One area of expertise: who could be asked, how often somebody was, and what came of it.</summary>
/// <param name="Partners">Active ones whose agreement, if there is one on record, is in force.</param>
/// <param name="Nobody">Escalations for which no partner was found.</param>
/// <param name="MedianResolutionMinutes">Wall clock from the request; null without any.</param>
public sealed record AreaScoreView(
    PartnerArea Area, string Label, int Partners, int Escalations, int Resolved, int Nobody, int Reopened, int? MedianResolutionMinutes, int MinutesSpent, long CostPence);

public sealed record AreaScores(int Days, IReadOnlyList<AreaScoreView> Items);

internal static class AreaScorecard
{
    private const int MostDays = 730;

    public static async Task<Results<Ok<AreaScores>, ProblemHttpResult>> Get(int? days, PartnersDb db, TimeProvider clock, CancellationToken ct)
    {
        if (days is < 1 or > MostDays) return Problems.BadRequest("scorecard.days", $"Days are a number from 1 to {MostDays}.");
        var (now, span) = (clock.GetUtcNow(), days ?? 90);
        var (from, today) = (now.AddDays(-span), DateOnly.FromDateTime(now.UtcDateTime));
        var partners = await db.Partners.AsNoTracking()
            .Where(p => p.Status == PartnerStatus.Active && (p.AgreementStartsOn == null || p.AgreementStartsOn <= today) && (p.AgreementEndsOn == null || p.AgreementEndsOn >= today)).ToListAsync(ct);
        var rows = (await db.Escalations.Where(e => e.RequestedAt >= from && e.Status != EscalationState.Cancelled)
            .Select(e => new { e.Area, e.Status, e.RequestedAt, e.ClosedAt, e.TimeSpentMinutes, e.CostPence, Reopened = e.ReopenedAt != null }).ToListAsync(ct)).ToLookup(e => e.Area);
        return TypedResults.Ok(new AreaScores(span, [.. Enum.GetValues<PartnerArea>().Select(area =>
        {
            var of = rows[area.Name()].ToList();
            var minutes = of.Where(e => e.Status == EscalationState.Resolved).Select(e => (e.ClosedAt!.Value - e.RequestedAt).TotalMinutes).Order().ToList();
            return new AreaScoreView(
                area, area.Label(), partners.Count(p => p.Areas.Contains(area.Name())), of.Count, minutes.Count, of.Count(e => e.Status == EscalationState.Unroutable), of.Count(e => e.Reopened),
                minutes.Count == 0 ? null : (int)Math.Round(minutes[(minutes.Count - 1) / 2]), of.Sum(e => e.TimeSpentMinutes ?? 0), of.Sum(e => e.CostPence ?? 0));
        })]));
    }
}
