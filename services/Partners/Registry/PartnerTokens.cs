using System.ComponentModel.DataAnnotations;
using Mat.Partners.Data;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Partners.Registry;

public sealed record CreatePartnerToken([property: Required, StringLength(100, MinimumLength = 1)] string Name, DateTimeOffset? ExpiresAt);

public sealed record PartnerTokenView(Guid Id, string Name, string Prefix, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt)
{
    internal static PartnerTokenView Of(PartnerToken t) => new(t.Id, t.Name, t.Prefix, t.CreatedAt, t.ExpiresAt, t.LastUsedAt);
}

/// <summary>The only time that the token itself is shown.</summary>
public sealed record NewPartnerToken(
    Guid Id, string Name, string Prefix, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt, string Token);

internal static class PartnerTokens
{
    private static readonly SortKeys<PartnerToken> Keys = new SortKeys<PartnerToken>().Add("createdAt", t => t.CreatedAt)
        .Default("-createdAt");

    public static async Task<Results<Ok<Page<PartnerTokenView>>, ProblemHttpResult>> List(Guid id, [AsParameters] PageQuery page,
        PartnersDb db, CancellationToken ct)
    {
        if (!await db.Partners.AnyAsync(p => p.Id == id, ct))
            return Problems.NotFound();
        return await db.Tokens.Where(t => t.PartnerId == id && t.RevokedAt == null).ToPageAsync(page, Keys, PartnerTokenView.Of, ct);
    }

    public static async Task<Results<Created<NewPartnerToken>, ProblemHttpResult>> Create(
        Guid id, CreatePartnerToken request, PartnersDb db, TimeProvider clock, CancellationToken ct)
    {
        if (!await db.Partners.AnyAsync(p => p.Id == id, ct))
            return Problems.NotFound();
        if (request.ExpiresAt <= clock.GetUtcNow())
            return Problems.Unprocessable("token.expired", "The token would have expired already.");
        var (token, hash) = Tokens.New(Tokens.PartnerPrefix);
        var row = new PartnerToken
        {
            PartnerId = id,
            Name = request.Name.Trim(),
            Prefix = token[..9],
            Hash = hash,
            ExpiresAt = request.ExpiresAt?.ToUniversalTime()
        };
        db.Tokens.Add(row);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created(
            $"/api/partners/{id}/tokens/{row.Id}",
            new NewPartnerToken(row.Id, row.Name, row.Prefix, row.CreatedAt, row.ExpiresAt, null, token));
    }

    public static async Task<Results<NoContent, ProblemHttpResult>> Revoke(Guid id, Guid tokenId, PartnersDb db, TimeProvider clock,
        CancellationToken ct)
    {
        if (await db.Tokens.SingleOrDefaultAsync(t => t.Id == tokenId && t.PartnerId == id && t.RevokedAt == null, ct) is not { } token)
            return Problems.NotFound();
        token.RevokedAt = clock.GetUtcNow();
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }
}

/// <summary>Whose token it is. The hash is the key of the look-up, so there is nothing to compare and nothing to time.</summary>
internal sealed class PartnerTokenLookup(PartnersDb db, TimeProvider clock) : ITokenLookup
{
    private static readonly TimeSpan NoteUseEvery = TimeSpan.FromMinutes(5);

    public async Task<TokenSubject?> FindAsync(string token, HttpContext http, CancellationToken ct)
    {
        var (hash, now) = (Tokens.Hash(token), clock.GetUtcNow());
        var found = await (
            from t in db.Tokens
            join p in db.Partners on t.PartnerId equals p.Id
            where t.Hash == hash && t.RevokedAt == null && (t.ExpiresAt == null || t.ExpiresAt > now)
            select new { t.Id, t.LastUsedAt, PartnerId = p.Id, p.Name }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (found is null)
            return null;
        if (found.LastUsedAt is null || now - found.LastUsedAt > NoteUseEvery)
            await db.InTransactionAsync(t => db.Tokens.Where(x => x.Id == found.Id)
                .ExecuteUpdateAsync(u => u.SetProperty(x => x.LastUsedAt, now), t), ct);
        return new(found.PartnerId, found.Name);
    }
}
