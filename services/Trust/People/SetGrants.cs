using System.ComponentModel.DataAnnotations;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Trust.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Trust.People;

/// <summary>All grants of the person, in place of those that are there.</summary>
public sealed record SetGrants([property: Required, NoNulls, MaxLength(20)] IReadOnlyList<GrantView> Grants);

internal static class SetGrantsEndpoint
{
    public static async Task<Results<Ok<PersonView>, ProblemHttpResult>> Handle(
        Guid id, SetGrants request, IfMatch ifMatch, TrustDb db, CurrentUser user, CancellationToken ct)
    {
        if (await db.People.FirstOrDefaultAsync(p => p.Id == id, ct) is not { } person)
            return Problems.NotFound();
        if ((ifMatch.Validate(person.Version) ?? PeopleAccess.OutOfReach(user, person)) is { } refusal)
            return refusal;
        var grants = GrantRules.Tidy(request.Grants.Select(g => g.ToGrant()));
        if (await PeopleAccess.RefusesAsync(user, grants, db, ct) is { } wider)
            return wider;

        var last = false;
        await db.InTransactionAsync(async token =>
        {
            var loses = person is { Active: true, IsAdmin: true } && !grants.Any(g => g.Role == GrantRules.Admin && g.Schools is null);
            last = loses && await PeopleAccess.IsLastAdminAsync(db, id, token);
            if (last)
                return;
            person.Hold(grants);
            db.Announce(person);
            await db.SaveChangesAsync(token);
        }, ct);
        return last ? PeopleAccess.LastAdmin() : TypedResults.Ok(PersonView.Of(person, await db.LastSignInAsync(id, ct)));
    }
}
