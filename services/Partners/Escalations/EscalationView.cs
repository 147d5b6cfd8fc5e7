using Mat.Contracts.Tickets;
using Mat.Partners.Data;
using Mat.Platform.Http;
using Microsoft.EntityFrameworkCore;

namespace Mat.Partners.Escalations;

public sealed record EscalationOutcome(string Summary, string? Cause, string? Fix, int? TimeSpentMinutes)
{
    internal static EscalationOutcome? Of(Escalation e) => e.Summary is null ? null : new(e.Summary, e.Cause, e.Fix, e.TimeSpentMinutes);
}

/// <param name="CostPence">By the invoice, or by the rate card; null as long as neither says anything.</param>
public sealed record EscalationCost(string? PurchaseOrder, bool CalledOut, int? InvoicePence, long? CostPence);

/// <summary>What the partner asked last, and when it was answered.</summary>
public sealed record EscalationQuestion(string Text, DateTimeOffset AskedAt, DateTimeOffset? AnsweredAt)
{
    internal static EscalationQuestion? Of(Escalation e) => e.Question is null ? null : new(e.Question, e.AskedAt!.Value, e.AnsweredAt);
}

public sealed record EscalationActivityView(Guid Id, EscalationActivityKind Kind, string By, string? Text, DateTimeOffset At)
{
    internal static EscalationActivityView Of(EscalationActivity s) => new(s.Id, s.Kind, s.By, s.Text, s.At);
}

/// <param name="WaitingSince">The partner's clock stands still since then: its question is open.</param>
/// <param name="WaitedMinutes">How long it stood still before that; the resolution is due that much later.</param>
public sealed record EscalationView(
    Guid Id, int Version, string Reference, Guid TicketId, string TicketReference, Guid SchoolId, string SchoolName, string Area,
    Guid? PartnerId, string? PartnerName, EscalationState Status, string Priority, string Reason, string RequestedBy,
    DateTimeOffset RequestedAt,
    EscalationRouting Routing, EscalationContext Pack, DateTimeOffset? SentAt, DateTimeOffset? AcknowledgedAt, DateTimeOffset? ExpectedAt,
    string? PartnerReference, EscalationQuestion? Question, DateTimeOffset? ClosedAt, EscalationOutcome? Outcome, EscalationCost Cost,
    DateTimeOffset? AnswerDueAt, DateTimeOffset? ResolveDueAt, DateTimeOffset? WaitingSince, int WaitedMinutes,
    IReadOnlyList<EscalationActivityView> Steps) : IVersioned
{
    internal static EscalationView Of(Escalation e, string schoolName, IEnumerable<EscalationActivity> steps) => new(
        e.Id, e.Version, e.Reference, e.TicketId, e.TicketReference, e.SchoolId, schoolName, e.Area, e.PartnerId, e.PartnerName, e.Status,
        e.Priority,
        e.Reason, e.RequestedBy, e.RequestedAt, e.Routing, e.Pack, e.SentAt, e.AcknowledgedAt, e.ExpectedAt, e.PartnerReference,
        EscalationQuestion.Of(e), e.ClosedAt,
        EscalationOutcome.Of(e), new(e.PurchaseOrder, e.CalledOut, e.InvoicePence, e.CostPence), e.AnswerDueAt, e.ResolveDueAt,
        e.WaitingSince, (int)(e.WaitedTicks / TimeSpan.TicksPerMinute),
        [.. steps.OrderBy(s => s.At).ThenBy(s => s.Id).Select(EscalationActivityView.Of)]);

    internal static async Task<IReadOnlyList<EscalationView>> OfAsync(IReadOnlyCollection<Escalation> rows, PartnersDb db,
        CancellationToken ct)
    {
        var ids = rows.Select(e => e.Id).ToList();
        var steps = (await db.Steps.AsNoTracking().Where(s => ids.Contains(s.EscalationId)).ToListAsync(ct)).ToLookup(s => s.EscalationId);
        var names = await SchoolNamesAsync(rows, db, ct);
        return [.. rows.Select(e => Of(e, names.GetValueOrDefault(e.SchoolId, e.SchoolName), steps[e.Id]))];
    }

    /// <summary>Names as they are now; a school that was renamed since the escalation is found by its new one.</summary>
    internal static Task<Dictionary<Guid, string>> SchoolNamesAsync(IReadOnlyCollection<Escalation> rows, PartnersDb db,
        CancellationToken ct)
    {
        var schools = rows.Select(e => e.SchoolId).Distinct().ToList();
        return db.Schools.Where(s => schools.Contains(s.Id)).ToDictionaryAsync(s => s.Id, s => s.Name, ct);
    }
}
