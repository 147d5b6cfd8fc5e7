using System.Globalization;
using Mat.Partners.Data;
using Mat.Partners.Registry;
using Microsoft.EntityFrameworkCore;

namespace Mat.Partners.Escalations;

/// <summary>How a partner stands now, for the routing to weigh.</summary>
/// <param name="ExpiredDocument">The document that ran out; then it gets nothing.</param>
/// <param name="Promised">Escalations of the last half year whose first answer was promised, and how many of them came in time.</param>
internal sealed record PartnerReliability(bool OpenNow, string? ExpiredDocument, int Promised, int InTime)
{
    public static readonly PartnerReliability Unknown = new(true, null, 0, 0);
    private const int Enough = 5;

    /// <summary>Late more often than not, over enough escalations to say so.</summary>
    public bool Unreliable => Promised >= Enough && InTime * 2 < Promised;

    public string? Words =>
        Promised < Enough ? null : string.Create(CultureInfo.InvariantCulture, $"{InTime} of {Promised} answered in time");
}

internal static class ReliabilityQuery
{
    private static readonly TimeSpan Span = TimeSpan.FromDays(180);

    public static async Task<Dictionary<Guid, PartnerReliability>> StandingsAsync(
        this PartnersDb db, IReadOnlyList<Partner> partners, DateOnly day, DateTimeOffset now, CancellationToken ct)
    {
        var from = now - Span;
        var documents = (await db.Documents.AsNoTracking().ToListAsync(ct)).ToLookup(p => p.PartnerId);
        var past = (await db.Escalations.IgnoreQueryFilters() // how well a partner works does not depend on who asks
            .Where(e => e.PartnerId != null && e.RequestedAt >= from && e.AnswerDueAt != null
                && (e.AcknowledgedAt != null || e.AnswerDueAt < now))
            .Select(e => new { e.PartnerId, Late = e.AcknowledgedAt == null || e.AcknowledgedAt > e.AnswerDueAt })
            .GroupBy(e => new { e.PartnerId, e.Late }).Select(g => new { g.Key.PartnerId, g.Key.Late, Count = g.Count() })
            .ToListAsync(ct)).ToLookup(g => g.PartnerId!.Value);
        return partners.ToDictionary(p => p.Id, p => new PartnerReliability(
            p.Hours?.OpenAt(now) ?? true, ComplianceDocuments.FindExpired(p, documents[p.Id], day),
            past[p.Id].Sum(g => g.Count), past[p.Id].Where(g => !g.Late).Sum(g => g.Count)));
    }
}
