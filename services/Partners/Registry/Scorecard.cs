using Mat.Partners.Data;
using Mat.Partners.Escalations;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Partners.Registry;

/// <summary>
/// How a partner kept one promise. Minutes are of the clock on the wall, for a contract knows no school bell, without those in
/// which the partner waited for an answer to its question.
/// </summary>
/// <param name="LimitMinutes">What the agreement says; null when it says nothing, and then nothing is late.</param>
/// <param name="Done">How often it was done.</param>
/// <param name="Late">How often it came late or is overdue now.</param>
/// <param name="MedianMinutes">Over those that were done; null without any.</param>
public sealed record PromiseView(int? LimitMinutes, int Done, int Late, int? MedianMinutes);

/// <summary>What a partner did with the escalations of a span of time, as far as the reader sees their schools.</summary>
/// <param name="Days">Length of the span that ends now.</param>
/// <param name="Escalations">Everything given to the partner in the span; cancelled ones count nowhere else.</param>
/// <param name="MinutesSpent">The partner's own account of its work.</param>
/// <param name="Reopened">Of those it resolved, how many were taken up again.</param>
public sealed record ScorecardView(
    int Days, int Escalations, int Open, int Resolved, int Rejected, int Cancelled, int MinutesSpent, int Reopened, long CostPence,
    PromiseView Answer, PromiseView Resolution);

/// <summary>One escalation as the scorecard counts it.</summary>
internal sealed record ScoredEscalation(
    EscalationState Status, DateTimeOffset RequestedAt, DateTimeOffset? SentAt, DateTimeOffset? AcknowledgedAt, DateTimeOffset? ClosedAt,
    int? TimeSpentMinutes,
    bool Reopened = false, long? CostPence = null, DateTimeOffset? WaitingSince = null, long WaitedTicks = 0);

internal static class Scorecard
{
    private const int MaxDays = 730;

    public static async Task<Results<Ok<ScorecardView>, ProblemHttpResult>> Get(Guid id, int? days, PartnersDb db, TimeProvider clock,
        CancellationToken ct)
    {
        if (days is < 1 or > MaxDays)
            return Problems.BadRequest("scorecard.days", $"Days are a number from 1 to {MaxDays}.");
        if (await db.Partners.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) is not { } partner)
            return Problems.NotFound();
        var (now, span) = (clock.GetUtcNow(), days ?? 90);
        var from = now.AddDays(-span);
        var rows = await db.Escalations.Where(e => e.PartnerId == id && e.RequestedAt >= from)
            .Select(e => new ScoredEscalation(e.Status, e.RequestedAt, e.SentAt, e.AcknowledgedAt, e.ClosedAt, e.TimeSpentMinutes,
                e.ReopenedAt != null, e.CostPence, e.WaitingSince, e.WaitedTicks)).ToListAsync(ct);
        return TypedResults.Ok(Of(rows, partner.AcknowledgeMinutes, partner.ResolveMinutes, span, now));
    }

    /// <summary>The clock of the contract starts when the request reached the partner; one that never did starts when it was asked
    /// for.</summary>
    public static ScorecardView Of(IReadOnlyCollection<ScoredEscalation> rows, int? answerLimit, int? resolveLimit, int days,
        DateTimeOffset now)
    {
        var counted = rows.Where(r => r.Status != EscalationState.Cancelled).ToList();
        return new(
            days, rows.Count,
            counted.Count(r => r.ClosedAt is null),
            counted.Count(r => r.Status == EscalationState.Resolved),
            counted.Count(r => r.Status == EscalationState.Rejected),
            rows.Count - counted.Count,
            counted.Sum(r => r.TimeSpentMinutes ?? 0),
            counted.Count(r => r.Reopened),
            counted.Sum(r => r.CostPence ?? 0),
            Promise([.. counted.Select(r => (Start(r), r.AcknowledgedAt, now))], answerLimit),
            // A rejection is an answer and no resolution; nothing is overdue after it.
            Promise(
                [.. counted.Where(r => r.Status != EscalationState.Rejected)
                    .Select(r => (Start(r).AddTicks(r.WaitedTicks), r.ClosedAt, r.WaitingSince ?? now))], resolveLimit));
    }

    private static DateTimeOffset Start(ScoredEscalation row) => row.SentAt ?? row.RequestedAt;

    private static PromiseView Promise(IReadOnlyCollection<(DateTimeOffset From, DateTimeOffset? To, DateTimeOffset SoFar)> spans,
        int? limit)
    {
        // An answer may overtake our own note that the request had arrived.
        var done = spans.Where(s => s.To is not null).Select(s => Math.Max(0, (s.To!.Value - s.From).TotalMinutes)).Order().ToList();
        var late = limit is null ? 0 : spans.Count(s => ((s.To ?? s.SoFar) - s.From).TotalMinutes > limit);
        return new(limit, done.Count, late, done.Count == 0 ? null : (int)Math.Round(done[(done.Count - 1) / 2]));
    }
}
