using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Trust.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Trust.People;

internal static class GetPersonEndpoint
{
    public static async Task<Results<Ok<PersonView>, ProblemHttpResult>> Handle(Guid id, TrustDb db, CurrentUser user, CancellationToken ct)
    {
        if (await db.People.VisibleTo(user).AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, ct) is not { } person)
            return Problems.NotFound();
        return TypedResults.Ok(PersonView.Of(person, await db.LastSignInAsync(id, ct)));
    }
}
