using System.ComponentModel.DataAnnotations;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Trust.Data;
using Mat.Trust.People;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Mat.Trust.ApiTokens;

public sealed record CreateToken(
    [property: Required, StringLength(100, MinimumLength = 1)] string Name,
    [property: Required, NoNulls, MinLength(1), MaxLength(20)] IReadOnlyList<string> Scopes,
    [property: Required, NoNulls, MinLength(1), MaxLength(20)] IReadOnlyList<GrantView> Grants,
    DateTimeOffset? ExpiresAt);

internal static class CreateTokenEndpoint
{
    public static async Task<Results<Created<ApiTokenView>, ProblemHttpResult>> Handle(
        CreateToken request, TrustDb db, CurrentUser user, TimeProvider clock, CancellationToken ct)
    {
        // A leaked token must not make itself successors that outlive its revocation.
        if (user.Kind != ActorKind.Person)
            return Problems.Forbidden("auth.person", "Only a person makes API tokens.");
        if (TokenScopes.FirstUnknown(request.Scopes) is { } unknown)
            return Problems.Unprocessable("token.scope", $"There is no scope '{unknown}'.");
        if (request.ExpiresAt <= clock.GetUtcNow())
            return Problems.Unprocessable("token.expiry", "The token would have expired already.");
        var grants = GrantRules.Tidy(request.Grants.Select(g => g.ToGrant()));
        if (await PeopleAccess.RefusesAsync(user, grants, db, ct) is { } refusal)
            return refusal;

        var (token, hash) = Tokens.New(Tokens.ApiPrefix);
        var made = new ApiToken
        {
            Name = request.Name.Trim(),
            OwnerId = user.PersonId,
            TokenHash = hash,
            Prefix = token[..10],
            Scopes = [.. request.Scopes.Distinct().Order(StringComparer.Ordinal)],
            Grants = grants,
            ExpiresAt = request.ExpiresAt?.ToUniversalTime(),
        };
        db.Tokens.Add(made);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/trust/tokens/{made.Id}", ApiTokenView.Of(made) with { Token = token });
    }
}
