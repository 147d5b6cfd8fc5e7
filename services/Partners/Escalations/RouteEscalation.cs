using System.ComponentModel.DataAnnotations;
using Mat.Partners.Data;
using Mat.Partners.Registry;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Partners.Escalations;

public sealed record RouteEscalation([property: Required] Guid? PartnerId);

internal static class RouteEscalationEndpoint
{
    public static async Task<Results<Ok<EscalationView>, ProblemHttpResult>> Handle(
        Guid id, RouteEscalation request, PartnersDb db, EscalationRouter router, CurrentUser user, TimeProvider clock,
        CancellationToken ct)
    {
        if (await db.Escalations.SingleOrDefaultAsync(e => e.Id == id, ct) is not { } escalation)
            return Problems.NotFound();
        if (!escalation.CanRoute)
            return Problems.Conflict("escalation.status",
                "Only an escalation that nobody could take, or that a partner rejected, is routed by hand.");
        if (!await db.Partners.AnyAsync(p => p.Id == request.PartnerId && p.Status == PartnerStatus.Active, ct))
            return Problems.Unprocessable("partner.unavailable", "That partner is not in the register, or is suspended.");
        var documents = await db.Documents.AsNoTracking().Where(p => p.PartnerId == request.PartnerId).ToListAsync(ct);
        var picked = await db.Partners.AsNoTracking().SingleAsync(p => p.Id == request.PartnerId, ct);
        if (ComplianceDocuments.FindExpired(picked, documents, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)) is { } document)
            return Problems.Unprocessable("partner.documents", $"{picked.Name} gets nothing: {document}.");
        await router.RouteAsync(db, escalation, request.PartnerId, user.Name, clock.GetUtcNow(), ct);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok((await EscalationView.OfAsync([escalation], db, ct))[0]);
    }
}
