using Mat.Partners.Data;
using Mat.Partners.Deliveries;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Mat.Partners.Inbound;

public sealed record InboundSecretView(string Hint, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt);

/// <summary>Where the partner sends signed answers, and which keys hold now, the newest first.</summary>
public sealed record InboundView(string Path, IReadOnlyList<InboundSecretView> Secrets);

/// <summary>The only time that the secret is shown.</summary>
public sealed record NewInboundSecret(string Path, string Secret, DateTimeOffset? PreviousUntil);

internal static class InboundSecrets
{
    private const int Max = 10;

    public static async Task<Results<Ok<InboundView>, ProblemHttpResult>> Get(Guid id, PartnersDb db, TimeProvider clock,
        CancellationToken ct)
    {
        if (!await db.Partners.AnyAsync(p => p.Id == id, ct))
            return Problems.NotFound();
        var secrets = await InForce(db, id, clock.GetUtcNow()).AsNoTracking().ToListAsync(ct);
        return TypedResults.Ok(new InboundView(PathOf(id),
            [.. secrets.Select(s => new InboundSecretView(s.Hint, s.CreatedAt, s.ExpiresAt))]));
    }

    /// <summary>The first one, or a new one beside the old, which holds for the time of grace.</summary>
    public static async Task<Results<Ok<NewInboundSecret>, ProblemHttpResult>> Rotate(
        Guid id, PartnersDb db, ISecretProtector protector, IOptions<PartnersOptions> options, TimeProvider clock, CancellationToken ct)
    {
        if (!await db.Partners.AnyAsync(p => p.Id == id, ct))
            return Problems.NotFound();
        var now = clock.GetUtcNow();
        var old = await InForce(db, id, now).ToListAsync(ct);
        if (old.Count >= Max)
            return Problems.Conflict("inbound.secrets", "Ten secrets are in force; wait until the oldest has ended.");
        var until = now + options.Value.SecretGrace;
        foreach (var secret in old.Where(s => s.ExpiresAt is null))
            secret.ExpiresAt = until;
        var text = WebhookSignature.NewSecret();
        db.InboundSecrets.Add(new InboundSecret
        {
            PartnerId = id,
            Sealed = protector.Protect(text),
            Hint = "…" + text[^4..],
            CreatedAt = now
        });
        db.Audit("inbound.secret_rotated", "partner", id);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(new NewInboundSecret(PathOf(id), text, old.Count > 0 ? until : null));
    }

    /// <summary>From now on nothing signed is believed.</summary>
    public static async Task<Results<NoContent, ProblemHttpResult>> Remove(Guid id, PartnersDb db, CancellationToken ct)
    {
        if (!await db.Partners.AnyAsync(p => p.Id == id, ct))
            return Problems.NotFound();
        db.InboundSecrets.RemoveRange(await db.InboundSecrets.Where(s => s.PartnerId == id).ToListAsync(ct));
        db.Audit("inbound.removed", "partner", id);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }

    public static IQueryable<InboundSecret> InForce(PartnersDb db, Guid partnerId, DateTimeOffset now) =>
        db.InboundSecrets.Where(s => s.PartnerId == partnerId && (s.ExpiresAt == null || s.ExpiresAt > now))
        .OrderByDescending(s => s.CreatedAt);

    private static string PathOf(Guid id) => $"/api/partners/inbound/{id}";
}
