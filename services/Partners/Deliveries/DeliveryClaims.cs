using System.Security.Cryptography;
using Mat.Partners.Data;
using Mat.Partners.Endpoints;
using Mat.Platform.Auth;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Mat.Partners.Deliveries;

/// <summary>A delivery that is ours until the lease ends.</summary>
/// <param name="Secrets">In force now, newest first; empty when they cannot be read.</param>
internal sealed record Claimed(Delivery Delivery, Guid Claim, string Url, IReadOnlyList<string> Secrets);

/// <summary>
/// Takes due deliveries. Fairness is part of the claim and not of what happens after it: each endpoint gets its own few
/// places, found by its own index range, so that a dead endpoint with a hundred thousand waiting costs the others nothing.
/// </summary>
internal sealed class DeliveryClaims(TimeProvider clock, IOptions<PartnersOptions> options, ISecretProtector protector, ILogger<DeliveryClaims> log)
{
    /// <summary>After this many failures in a row an endpoint is probed by one attempt at a time.</summary>
    public const int FailingAfter = 5;

    /// <summary>Longer than any attempt and its bookkeeping; only a process that died lets it end.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(90);

    public async Task<IReadOnlyList<Claimed>> TakeAsync(PartnersDb db, int slots, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if ((await DueAsync(db, now, ct)).Count == 0) return [];

        var claim = Guid.CreateVersion7();
        List<Delivery> taken = [];
        await db.InTransactionAsync(async token =>
        {
            foreach (var (endpoint, failures) in await LockAsync(db, await DueAsync(db, now, token), slots, token))
            {
                var cap = failures >= FailingAfter ? 1 : options.Value.PerEndpoint;
                var underWay = await db.Deliveries.CountAsync(d => d.EndpointId == endpoint && d.ClaimId != null && d.NextAttemptAt > now, token);
                var places = Math.Min(cap - underWay, slots - taken.Count);
                if (places > 0) taken.AddRange(await TakeAsync(db, endpoint, places, claim, now, token));
                if (taken.Count == slots) break;
            }

            await db.SaveChangesAsync(token);
        }, ct);
        return await CompleteAsync(db, taken, claim, now, ct);
    }

    /// <summary>Active endpoints with something due: those that answer before those that fail, else in random order.</summary>
    private static async Task<List<(Guid Id, int Failures)>> DueAsync(PartnersDb db, DateTimeOffset now, CancellationToken ct)
    {
        var due = await db.Endpoints
            .Where(e => e.Status == PartnerEndpointStatus.Active && db.Deliveries.Any(d => d.EndpointId == e.Id && d.NextAttemptAt <= now))
            .Select(e => new { e.Id, e.Failures }).ToListAsync(ct);
        return [.. due.OrderBy(e => e.Failures >= FailingAfter).ThenBy(_ => RandomNumberGenerator.GetInt32(int.MaxValue)).Select(e => (e.Id, e.Failures))];
    }

    /// <summary>
    /// On PostgreSQL the endpoint's row is the lock under which its attempts are counted, so that the cap holds over all
    /// replicas; an endpoint that another replica looks at is left to it. On SQLite the writer is alone.
    /// </summary>
    private static async Task<IEnumerable<(Guid Id, int Failures)>> LockAsync(PartnersDb db, List<(Guid Id, int Failures)> due, int slots, CancellationToken ct)
    {
        if (!db.IsPostgres) return due;
        var ids = due.Take(slots).Select(e => e.Id).ToArray();
        var locked = await db.Database.SqlQuery<Guid>($"SELECT id AS \"Value\" FROM endpoints WHERE id = ANY({ids}) ORDER BY id FOR UPDATE SKIP LOCKED").ToListAsync(ct);
        return due.Where(e => locked.Contains(e.Id));
    }

    private async Task<List<Delivery>> TakeAsync(PartnersDb db, Guid endpoint, int places, Guid claim, DateTimeOffset now, CancellationToken ct)
    {
        var due = await db.Deliveries.AsNoTracking().Where(d => d.EndpointId == endpoint && d.NextAttemptAt <= now)
            .OrderBy(d => d.NextAttemptAt).ThenBy(d => d.Id).Take(places).ToListAsync(ct);
        var ids = due.Select(d => d.Id).ToList();
        var until = now + Lease;

        // The condition is asked again under the row's lock: a late result may have finished it since it was read. A row that
        // still has a claim was left by a process that died: its attempt is made again and does not count twice.
        await db.Deliveries.Where(d => ids.Contains(d.Id) && d.NextAttemptAt <= now).ExecuteUpdateAsync(u => u
            .SetProperty(d => d.AttemptCount, d => d.ClaimId == null ? d.AttemptCount + 1 : d.AttemptCount)
            .SetProperty(d => d.ClaimId, claim)
            .SetProperty(d => d.NextAttemptAt, until)
            .SetProperty(d => d.Version, d => d.Version + 1)
            .SetProperty(d => d.UpdatedAt, now), ct);
        foreach (var lost in due.Where(d => d.ClaimId is not null))
        {
            log.LogWarning("Attempt {Number} of delivery {Delivery} was interrupted; it is made again", lost.AttemptCount, lost.Id);
            db.Attempts.Add(new DeliveryAttempt
            {
                DeliveryId = lost.Id,
                Number = lost.AttemptCount,
                StartedAt = lost.UpdatedAt,
                Error = "interrupted: the process ended before the answer",
            });
        }

        return await db.Deliveries.AsNoTracking().Where(d => d.ClaimId == claim && ids.Contains(d.Id)).ToListAsync(ct);
    }

    private async Task<IReadOnlyList<Claimed>> CompleteAsync(PartnersDb db, List<Delivery> taken, Guid claim, DateTimeOffset now, CancellationToken ct)
    {
        if (taken.Count == 0) return [];
        var ids = taken.Select(d => d.EndpointId).Distinct().ToList();
        var urls = await db.Endpoints.Where(e => ids.Contains(e.Id)).ToDictionaryAsync(e => e.Id, e => e.Url, ct);
        var secrets = (await db.Secrets.AsNoTracking().Where(s => ids.Contains(s.EndpointId) && (s.ExpiresAt == null || s.ExpiresAt > now)).ToListAsync(ct))
            .GroupBy(s => s.EndpointId).ToDictionary(g => g.Key, g => Read(g));
        return [.. taken.Select(d => new Claimed(d, claim, urls[d.EndpointId], secrets.GetValueOrDefault(d.EndpointId) ?? []))];
    }

    private List<string> Read(IEnumerable<EndpointSecret> secrets)
    {
        try
        {
            return [.. secrets.OrderBy(s => s.ExpiresAt is not null).ThenByDescending(s => s.CreatedAt).ThenByDescending(s => s.Id).Select(s => protector.Unprotect(s.Sealed))];
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            log.LogError("A signing secret cannot be read: {Reason}", e.Message);
            return [];
        }
    }
}
