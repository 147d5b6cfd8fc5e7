using System.ComponentModel.DataAnnotations;
using Mat.Partners.Data;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Partners.Escalations;

/// <summary>What is missing stays as it is; null clears.</summary>
public sealed record ChangeCost : PatchBody
{
    [StringLength(100)]
    public string? PurchaseOrder { get; init; }

    /// <summary>Whether the partner came; the rate card then adds its call-out.</summary>
    [CannotClear]
    public bool? CalledOut { get; init; }

    /// <summary>The amount of the invoice, in pence, in place of what the rate card makes; null goes back to that.</summary>
    [Range(0, 100_000_000)]
    public int? InvoicePence { get; init; }
}

internal static class ChangeCostEndpoint
{
    public static async Task<Results<Ok<EscalationView>, ProblemHttpResult>> Handle(
        Guid id, ChangeCost request, IfMatch ifMatch, PartnersDb db, CancellationToken ct)
    {
        if (await db.Escalations.SingleOrDefaultAsync(e => e.Id == id, ct) is not { } escalation)
            return Problems.NotFound();
        if (ifMatch.Validate(escalation.Version) is { } refusal)
            return refusal;
        var rates = await db.Partners.Where(p => p.Id == escalation.PartnerId).Select(p => p.Rates).SingleOrDefaultAsync(ct);
        escalation.Charge(
            request.Or(request.PurchaseOrder, escalation.PurchaseOrder), request.CalledOut ?? escalation.CalledOut,
            request.Or(request.InvoicePence, escalation.InvoicePence), rates);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok((await EscalationView.OfAsync([escalation], db, ct))[0]);
    }
}
