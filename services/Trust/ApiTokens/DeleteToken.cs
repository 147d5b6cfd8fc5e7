using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Trust.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Trust.ApiTokens;

internal static class DeleteTokenEndpoint
{
    public static async Task<Results<NoContent, ProblemHttpResult>> Handle(Guid id, TrustDb db, CurrentUser user, CancellationToken ct)
    {
        if (await db.Tokens.Reachable(user).FirstOrDefaultAsync(t => t.Id == id, ct) is not { } token)
            return Problems.NotFound();
        db.Tokens.Remove(token);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }
}
