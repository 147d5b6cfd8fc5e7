using Mat.Contracts.Tickets;
using Mat.Partners.Data;
using Mat.Partners.Escalations;
using Mat.Platform.Http;
using Microsoft.EntityFrameworkCore;

namespace Mat.Partners.Portal;

/// <summary>
/// An escalation as its partner sees it: the pack and its own conversation. How it was routed, who else was looked at and
/// what an earlier partner said stay with the trust.
/// </summary>
public sealed record PortalEscalation(
    Guid Id, int Version, string Reference, string TicketReference, string SchoolName, string SchoolUrn, string Area,
    EscalationState Status, string Priority,
    string Reason, string RequestedBy, DateTimeOffset RequestedAt, EscalationContext Pack, DateTimeOffset? SentAt,
    DateTimeOffset? AcknowledgedAt,
    DateTimeOffset? ExpectedAt, string? PartnerReference, EscalationQuestion? Question, DateTimeOffset? ClosedAt,
    EscalationOutcome? Outcome, IReadOnlyList<EscalationActivityView> Steps) : IVersioned
{
    private static readonly EscalationActivityKind[] Shown =
    [
        EscalationActivityKind.Sent, EscalationActivityKind.Acknowledged, EscalationActivityKind.Commented,
        EscalationActivityKind.Questioned, EscalationActivityKind.Answered,
        EscalationActivityKind.Resolved, EscalationActivityKind.Rejected, EscalationActivityKind.Cancelled,
    ];

    internal static async Task<IReadOnlyList<PortalEscalation>> OfAsync(IReadOnlyCollection<Escalation> rows, PartnersDb db,
        CancellationToken ct)
    {
        var ids = rows.Select(e => e.Id).ToList();
        var steps = (await db.Steps.AsNoTracking().Where(s => ids.Contains(s.EscalationId) && Shown.Contains(s.Kind))
            .ToListAsync(ct)).ToLookup(s => s.EscalationId);
        var names = await EscalationView.SchoolNamesAsync(rows, db, ct);
        return [.. rows.Select(e => new PortalEscalation(
            e.Id, e.Version, e.Reference, e.TicketReference, names.GetValueOrDefault(e.SchoolId, e.SchoolName), e.SchoolUrn, e.Area,
            e.Status, e.Priority, e.Reason,
            e.RequestedBy, e.RequestedAt, e.Pack, e.SentAt, e.AcknowledgedAt, e.ExpectedAt, e.PartnerReference, EscalationQuestion.Of(e),
            e.ClosedAt, EscalationOutcome.Of(e),
            [.. steps[e.Id].Where(s => s.PartnerId == e.PartnerId).OrderBy(s => s.At).ThenBy(s => s.Id)
                .Select(EscalationActivityView.Of)]))];
    }
}
