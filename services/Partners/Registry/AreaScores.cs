using System.Globalization;
using Mat.Partners.Data;
using Mat.Partners.Escalations;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Partners.Registry;

/// <summary>One area of expertise: who could be asked, how often somebody was, what came of it, and whether it was worth it.</summary>
/// <param name="Partners">Active ones whose agreement, if there is one on record, is in force.</param>
/// <param name="SkillHolders">People of the trust who hold the skill, by the events of Trust.</param>
/// <param name="Uncovered">Neither skill nor partner: nobody to give it to.</param>
/// <param name="Nobody">Escalations for which no partner was found.</param>
/// <param name="MedianResolutionMinutes">Wall clock from the request; null without any.</param>
/// <param name="WithPartner">Tickets of the area that were resolved in the span and had been escalated.</param>
/// <param name="WithoutPartner">Tickets of the area that were resolved in the span and never escalated.</param>
/// <param name="MinutesSaved">How much sooner an escalated ticket is resolved, by the medians; negative: how much later; null when either
/// is missing.</param>
public sealed record AreaScoreView(
    PartnerArea Area, string Label, int Partners, int SkillHolders, bool Uncovered, int Escalations, int Resolved, int Nobody,
    int Reopened, int? MedianResolutionMinutes,
    int MinutesSpent, long CostPence, AreaTimeView WithPartner, AreaTimeView WithoutPartner, int? MinutesSaved);

/// <param name="MedianMinutes">Wall clock from opening to resolution; null without any.</param>
public sealed record AreaTimeView(int Tickets, int? MedianMinutes);

public sealed record AreaScores(int Days, IReadOnlyList<AreaScoreView> Items);

internal static class AreaScorecard
{
    private const int MaxDays = 730;

    public static async Task<Results<Ok<AreaScores>, ProblemHttpResult>> Get(int? days, PartnersDb db, TimeProvider clock,
        CancellationToken ct) =>
        days is < 1 or > MaxDays ? Refused() : TypedResults.Ok(await ReadAsync(days ?? 90, db, clock.GetUtcNow(), ct));

    /// <summary>The same as a file: minutes, and pounds with pence.</summary>
    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> Export(int? days, PartnersDb db, TimeProvider clock,
        CancellationToken ct)
    {
        if (days is < 1 or > MaxDays)
            return Refused();
        var scores = await ReadAsync(days ?? 90, db, clock.GetUtcNow(), ct);
        return Csv.File("areas.csv", [
            [
                "Area", "Partners", "Skill holders", "Nobody to give it to", "Escalations", "Resolved by partners", "No partner found",
                "Taken up again", "Partner's minutes", "Cost in pounds",
                "Escalated tickets", "Their median minutes", "Other tickets", "Their median minutes", "Minutes saved",
            ],
            .. scores.Items.Select(a => new object?[]
            {
                a.Label, a.Partners, a.SkillHolders, a.Uncovered ? "yes" : "no", a.Escalations, a.Resolved, a.Nobody, a.Reopened,
                a.MinutesSpent, (a.CostPence / 100m).ToString("F2", CultureInfo.InvariantCulture),
                a.WithPartner.Tickets, a.WithPartner.MedianMinutes, a.WithoutPartner.Tickets, a.WithoutPartner.MedianMinutes,
                a.MinutesSaved,
            }.Select(cell => Convert.ToString(cell, CultureInfo.InvariantCulture))),
        ]);
    }

    private static async Task<AreaScores> ReadAsync(int span, PartnersDb db, DateTimeOffset now, CancellationToken ct)
    {
        var (from, today) = (now.AddDays(-span), DateOnly.FromDateTime(now.UtcDateTime));
        var partners = await db.Partners.AsNoTracking()
            .Where(p => p.Status == PartnerStatus.Active && (p.AgreementStartsOn == null || p.AgreementStartsOn <= today)
                && (p.AgreementEndsOn == null || p.AgreementEndsOn >= today)).ToListAsync(ct);
        var skills = (await db.SkillHolders.AsNoTracking().ToListAsync(ct)).SelectMany(h => h.Areas).CountBy(a => a).ToDictionary();
        var rows = (await db.Escalations.Where(e => e.RequestedAt >= from && e.Status != EscalationState.Cancelled)
            .Select(e => new
            {
                e.Area,
                e.Status,
                e.RequestedAt,
                e.ClosedAt,
                e.TimeSpentMinutes,
                e.CostPence,
                Reopened = e.ReopenedAt != null
            }).ToListAsync(ct)).ToLookup(e => e.Area);
        var times = (await db.TicketTimes.Where(t => t.ResolvedAt >= from).Select(t => new { t.Area, t.Escalated, t.Minutes })
            .ToListAsync(ct))
            .ToLookup(t => (t.Area, t.Escalated), t => t.Minutes);
        return new(span, [.. Enum.GetValues<PartnerArea>().Select(area =>
        {
            var of = rows[area.ToWire()].ToList();
            var minutes = of.Where(e => e.Status == EscalationState.Resolved)
                .Select(e => (int)Math.Round((e.ClosedAt!.Value - e.RequestedAt).TotalMinutes)).ToList();
            var (able, holders) = (partners.Count(p => p.Areas.Contains(area.ToWire())), skills.GetValueOrDefault(area.ToWire()));
            var (with, without) = (Time(times[(area.ToWire(), true)]), Time(times[(area.ToWire(), false)]));
            return new AreaScoreView(
                area, area.Label(), able, holders, able + holders == 0, of.Count, minutes.Count,
                of.Count(e => e.Status == EscalationState.Unroutable), of.Count(e => e.Reopened),
                Median(minutes), of.Sum(e => e.TimeSpentMinutes ?? 0), of.Sum(e => e.CostPence ?? 0), with, without,
                without.MedianMinutes - with.MedianMinutes);
        })]);
    }

    private static ProblemHttpResult Refused() => Problems.BadRequest("scorecard.days", $"Days are a number from 1 to {MaxDays}.");

    private static AreaTimeView Time(IEnumerable<int> minutes)
    {
        var all = minutes.ToList();
        return new(all.Count, Median(all));
    }

    private static int? Median(List<int> minutes) => minutes.Count == 0 ? null : minutes.Order().ElementAt((minutes.Count - 1) / 2);
}
