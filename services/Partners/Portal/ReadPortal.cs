using Mat.Partners.Data;
using Mat.Partners.Escalations;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Partners.Portal;

public sealed class PortalQuery
{
    /// <summary>One status or several with commas; <c>open</c> stands for all that are not over.</summary>
    public string? Status { get; init; }
}

internal static class ReadPortal
{
    public static async Task<Ok<Page<PortalEscalation>>> List(
        [AsParameters] PageQuery page, [AsParameters] PortalQuery filter, PartnersDb db, CurrentUser user, CancellationToken ct)
    {
        var escalations = Own(db, user);
        if (ReadEscalations.States(filter.Status) is { } states)
            escalations = escalations.Where(e => states.Contains(e.Status));
        var (rows, next) = await escalations.ToRowsAsync(page, ReadEscalations.Keys, ct);
        return TypedResults.Ok(new Page<PortalEscalation>(await PortalEscalation.OfAsync(rows, db, ct), next));
    }

    public static async Task<Results<Ok<PortalEscalation>, ProblemHttpResult>> Get(Guid id, PartnersDb db, CurrentUser user,
        CancellationToken ct) =>
        await Own(db, user).AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, ct) is { } escalation
            ? TypedResults.Ok((await PortalEscalation.OfAsync([escalation], db, ct))[0])
            : Problems.NotFound();

    /// <summary>What the partner has now. The partner is the scope here; the schools are whatever was escalated to it.</summary>
    public static IQueryable<Escalation> Own(PartnersDb db, CurrentUser user) => db.Escalations.Where(e => e.PartnerId == user.PersonId);
}
