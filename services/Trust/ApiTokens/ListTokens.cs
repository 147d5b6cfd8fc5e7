using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Trust.Data;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Mat.Trust.ApiTokens;

internal static class ListTokensEndpoint
{
    private static readonly SortKeys<ApiToken> Keys = new SortKeys<ApiToken>()
        .Add("createdAt", t => t.CreatedAt).Add("name", t => t.Name).Default("-createdAt");

    public static Task<Ok<Page<ApiTokenView>>> Handle([AsParameters] PageQuery page, TrustDb db, CurrentUser user, CancellationToken ct) =>
        db.Tokens.Reachable(user).ToPageAsync(page, Keys, ApiTokenView.Of, ct);

    /// <summary>An admin of some schools reaches their own tokens only.</summary>
    internal static IQueryable<ApiToken> Reachable(this IQueryable<ApiToken> tokens, CurrentUser user)
    {
        var owner = user.PersonId;
        return user.AllSchools ? tokens : tokens.Where(t => t.OwnerId == owner);
    }
}
