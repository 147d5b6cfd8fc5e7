using Mat.Partners.Data;
using Mat.Partners.Escalations;
using Microsoft.EntityFrameworkCore;

namespace Mat.Partners.Portal;

public enum AnswerKind { Acknowledge, Comment, Question, Resolve, Reject }

/// <summary>What a partner says, by whichever of the ways: portal, signed message or link.</summary>
internal sealed record PartnerReply(
    AnswerKind Kind, string? Text, DateTimeOffset? ExpectedAt = null, string? Reference = null, string? Cause = null, string? Fix = null,
    int? TimeSpentMinutes = null)
{
    public (AnswerOutcome Result, EscalationActivity? Step) ApplyTo(Escalation e, string by, DateTimeOffset now) => Kind switch
    {
        AnswerKind.Acknowledge => e.Acknowledge(ExpectedAt?.ToUniversalTime(), Blank(Reference), Blank(Text), now),
        AnswerKind.Question => e.Ask(Text!, now),
        AnswerKind.Resolve => e.Resolve(Text!, Blank(Cause), Blank(Fix), TimeSpentMinutes, now),
        AnswerKind.Reject => e.Reject(Text!, now),
        _ => (AnswerOutcome.Taken, e.Comment(by, Text!, now)),
    };

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}

internal static class PartnerReplyService
{
    /// <summary>
    /// The escalation, if it is this partner's, to be answered within the caller's transaction. A partner sends no If-Match:
    /// two of its answers at once, or one beside the note of a delivery, both count. They are decided one after the other, on
    /// SQLite by its single writer, on PostgreSQL by the row's lock.
    /// </summary>
    public static async Task<Escalation?> LockAsync(this PartnersDb db, Guid id, Guid partnerId, CancellationToken ct)
    {
        if (db.IsPostgres)
            await db.Database.ExecuteSqlAsync($"SELECT 1 FROM escalations WHERE id = {id} FOR UPDATE", ct);
        return await db.Escalations.SingleOrDefaultAsync(e => e.Id == id && e.PartnerId == partnerId, ct);
    }

    /// <summary>For ways that cannot be told "too late": what comes after the end is kept as words, so that people read it.</summary>
    public static async Task<AnswerOutcome> TakeOrKeepAsync(
        this PartnersDb db, Escalation escalation, PartnerReply answer, string by, DateTimeOffset now, CancellationToken ct)
    {
        var (result, step) = answer.ApplyTo(escalation, by, now);
        if (result == AnswerOutcome.Closed)
            step = escalation.Comment(by, $"Came too late to count ({answer.Kind.ToString().ToLowerInvariant()}): {answer.Text}", now);
        if (step is not null)
            db.Take(escalation, step);
        await db.ChargeAsync(escalation, step, ct);
        return result;
    }

    /// <summary>What the work cost, by the rate card of the day on which it was done.</summary>
    public static async Task ChargeAsync(this PartnersDb db, Escalation escalation, EscalationActivity? step, CancellationToken ct)
    {
        if (step?.Kind != EscalationActivityKind.Resolved)
            return;
        var rates = await db.Partners.Where(p => p.Id == escalation.PartnerId).Select(p => p.Rates).SingleOrDefaultAsync(ct);
        escalation.Charge(escalation.PurchaseOrder, escalation.CalledOut, escalation.InvoicePence, rates);
    }
}
