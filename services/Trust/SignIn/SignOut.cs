using Mat.Platform.Auth;
using Mat.Trust.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Trust.SignIn;

internal static class SignOutEndpoint
{
    /// <summary>A session that is not there is signed out already.</summary>
    public static async Task<NoContent> Handle(ResolveToken request, TrustDb db, CancellationToken ct)
    {
        var hash = Tokens.Hash(request.Token);
        await db.InTransactionAsync(t => db.Sessions.Where(s => s.TokenHash == hash).ExecuteDeleteAsync(t), ct);
        return TypedResults.NoContent();
    }
}
