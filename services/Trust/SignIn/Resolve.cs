using System.ComponentModel.DataAnnotations;
using Mat.Contracts.Trust;
using Mat.Platform.Auth;
using Mat.Platform.Hosting;
using Mat.Trust.Data;
using Mat.Trust.People;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Mat.Trust.SignIn;

/// <param name="Token">A session's or an API token, as it came.</param>
public sealed record ResolveToken([property: Required, StringLength(200)] string Token);

internal static class ResolveTokenEndpoint
{
    // Often enough to tell idle from busy, seldom enough not to write on every click.
    private static readonly TimeSpan Touch = TimeSpan.FromMinutes(1);

    public static async Task<Results<Ok<ResolvedPrincipal>, ProblemHttpResult>> Handle(
        ResolveToken request, TrustDb db, IOptions<TrustOptions> options, MatOptions mat, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var hash = Tokens.Hash(request.Token);
        var principal = request.Token.StartsWith(Tokens.SessionPrefix, StringComparison.Ordinal)
            ? await OfSessionAsync(request.Token, hash, db, options.Value, mat, now, ct)
            : await OfApiTokenAsync(hash, db, now, ct);
        return principal is null ? SignInProblems.Invalid() : TypedResults.Ok(principal);
    }

    private static async Task<ResolvedPrincipal?> OfSessionAsync(
        string token, string hash, TrustDb db, TrustOptions options, MatOptions mat, DateTimeOffset now, CancellationToken ct)
    {
        if (await db.Sessions.AsNoTracking().FirstOrDefaultAsync(s => s.TokenHash == hash, ct) is not { } session
            || !session.Holds(now, options.SessionIdle))
            return null;
        if (await ActiveAsync(db, session.PersonId, ct) is not { } person)
            return null;
        if (now - session.LastSeenAt >= Touch)
        {
            await db.InTransactionAsync(
                t => db.Sessions.Where(s => s.Id == session.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.LastSeenAt, now), t), ct);
        }

        // Where an identity provider vouches for people, a password of ours opens nothing and need not be changed.
        var mustChange = mat.Auth == "local" && await db.Accounts.Where(a => a.PersonId == person.Id).Select(a => a.MustChange)
            .FirstOrDefaultAsync(ct);
        var view = await SessionView.OfAsync(db, person, mustChange, token, ct);
        return new ResolvedPrincipal(person.Id, person.Name, person.Email, ActorKind.Person, view.Grants, null, view);
    }

    private static async Task<ResolvedPrincipal?> OfApiTokenAsync(string hash, TrustDb db, DateTimeOffset now, CancellationToken ct)
    {
        if (await db.Tokens.AsNoTracking().FirstOrDefaultAsync(t => t.TokenHash == hash, ct) is not { } token || token.ExpiresAt <= now)
            return null;
        if (await ActiveAsync(db, token.OwnerId, ct) is not { } owner)
            return null;
        if (token.LastUsedAt is null || now - token.LastUsedAt >= Touch)
        {
            await db.InTransactionAsync(
                t => db.Tokens.Where(x => x.Id == token.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.LastUsedAt, now), t), ct);
        }

        List<Grant> left = GrantRules.Narrow(owner.Grants, token.Grants);
        return new ResolvedPrincipal(owner.Id, token.Name, owner.Email, ActorKind.ApiToken, GrantView.Of(left), token.Scopes, null);
    }

    private static Task<Person?> ActiveAsync(TrustDb db, Guid personId, CancellationToken ct) =>
        db.People.AsNoTracking().FirstOrDefaultAsync(p => p.Id == personId && p.Active, ct);
}
