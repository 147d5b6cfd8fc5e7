using System.Security.Cryptography;
using Mat.Partners.Data;
using Mat.Partners.Endpoints;
using Mat.Platform.Auth;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Mat.Partners.Deliveries;

/// <summary>A delivery that is ours until the lease ends.</summary>
/// <param name="Secrets">In force now, newest first; empty when they cannot be read, and for e-mail.</param>
/// <param name="Headers">What the endpoint wants besides; null when it cannot be read.</param>
internal sealed record ClaimedDelivery(Delivery Delivery, Guid Claim, string Url, IReadOnlyList<string> Secrets,
    IReadOnlyDictionary<string, string>? Headers);

/// <param name="Left">Something due was left, since another replica looked at its endpoint in this moment.</param>
internal sealed record ClaimBatch(IReadOnlyList<ClaimedDelivery> Work, bool Left);

/// <summary>
/// Takes due deliveries, in one short transaction with as many statements for one endpoint as for a thousand. Fairness is part
/// of the claim and not of what happens after it: each endpoint gets its own few places, found by its own index range, so that
/// a dead endpoint with a hundred thousand waiting costs the others nothing.
/// </summary>
internal sealed class DeliveryClaims(TimeProvider clock, IOptions<PartnersOptions> options, ISecretProtector protector,
    ILogger<DeliveryClaims> log)
{
    /// <summary>After this many failures in a row an endpoint is probed by one attempt at a time, with a rest in between.</summary>
    public const int FailingAfter = 5;

    /// <summary>Longer than any attempt and its bookkeeping, which is what an endpoint waits for when a process dies with all its
    /// places.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(45);

    private static readonly ClaimBatch None = new([], false);

    public async Task<ClaimBatch> TakeAsync(PartnersDb db, int slots, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var due = await DueDeliveries.EndpointsAsync(db, now, ct);
        if (due.Count == 0)
            return None;

        // Those that answer before those that fail, else in random order: nobody is always the last.
        var endpoints = due.OrderBy(e => e.Failures >= FailingAfter).ThenBy(_ => RandomNumberGenerator.GetInt32(int.MaxValue)).Take(slots)
            .ToList();
        var claim = Guid.CreateVersion7();
        List<Delivery> taken = [];
        var left = false;
        await db.InTransactionAsync(async token =>
        {
            var mine = await DueDeliveries.LockAsync(db, endpoints, token);
            left = mine.Count < endpoints.Count;
            var underWay = await DueDeliveries.UnderWayAsync(db, mine, now, token);
            List<EndpointQuota> places = [];
            foreach (var e in mine)
            {
                var free = Math.Min(Cap(e) - underWay.GetValueOrDefault(e.Id), slots - places.Sum(p => p.Count));
                if (free > 0)
                    places.Add(new(e.Id, free, e.Ordered, Rests(e, now) ? Delivery.AtOnce : now));
            }

            taken = await DueDeliveries.PickAsync(db, places, token);
            if (taken.Count > 0)
                await ClaimAsync(db, taken, claim, now, token);
        }, ct);
        return new(taken.Count == 0 ? [] : await CompleteAsync(db, endpoints, taken, claim, now, ct), left);
    }

    /// <summary>A failing endpoint is left alone between two attempts: for a second, then twice as long each time, up to a
    /// minute.</summary>
    private static bool Rests(WebhookEndpoint e, DateTimeOffset now) => e.Failures >= FailingAfter && e.LastFailureAt is { } last
        && now < last + TimeSpan.FromSeconds(Math.Min(60, Math.Pow(2, e.Failures - FailingAfter)));

    private int Cap(WebhookEndpoint e) => e.Ordered || e.Failures >= FailingAfter ? 1 : e.Concurrency ?? options.Value.PerEndpoint;

    /// <summary>A row that still has a claim was left by a process that died: its attempt is made again and does not count twice.</summary>
    private async Task ClaimAsync(PartnersDb db, List<Delivery> taken, Guid claim, DateTimeOffset now, CancellationToken ct)
    {
        var ids = taken.Select(d => d.Id).ToList();
        await db.Deliveries.Where(d => ids.Contains(d.Id)).ExecuteUpdateAsync(u => u
            .SetProperty(d => d.AttemptCount, d => d.ClaimId == null ? d.AttemptCount + 1 : d.AttemptCount)
            .SetProperty(d => d.ClaimId, claim)
            .SetProperty(d => d.NextAttemptAt, now + Lease)
            .SetProperty(d => d.Version, d => d.Version + 1)
            .SetProperty(d => d.UpdatedAt, now), ct);
        foreach (var delivery in taken)
        {
            if (delivery.ClaimId is null)
            {
                delivery.AttemptCount++;
                continue;
            }

            log.LogWarning("Delivery attempt interrupted; retrying. attempt={Number} delivery={Delivery}", delivery.AttemptCount,
                delivery.Id);
            db.Attempts.Add(new DeliveryAttempt
            {
                DeliveryId = delivery.Id,
                Number = delivery.AttemptCount,
                StartedAt = delivery.UpdatedAt,
                Error = "interrupted: the process ended before the answer",
            });
        }

        await db.SaveChangesAsync(ct);
    }

    private async Task<IReadOnlyList<ClaimedDelivery>> CompleteAsync(
        PartnersDb db, List<WebhookEndpoint> endpoints, List<Delivery> taken, Guid claim, DateTimeOffset now, CancellationToken ct)
    {
        var ids = taken.Select(d => d.EndpointId).Distinct().ToList();
        var secrets = (await db.Secrets.AsNoTracking().Where(s => ids.Contains(s.EndpointId) && (s.ExpiresAt == null || s.ExpiresAt > now))
            .ToListAsync(ct))
            .ToLookup(s => s.EndpointId);
        var ready = endpoints.Where(e => ids.Contains(e.Id)).ToDictionary(
            e => e.Id,
            e => (e.Url, Secrets: Read(() => SecretsOf(secrets[e.Id])) ?? [],
                Headers: Read(() => EndpointHeaders.Open(e.SealedHeaders, protector))));
        return [
            .. taken.Select(d => new ClaimedDelivery(d, claim, ready[d.EndpointId].Url, ready[d.EndpointId].Secrets,
                ready[d.EndpointId].Headers))];
    }

    private List<string> SecretsOf(IEnumerable<EndpointSecret> secrets) =>
        [.. secrets.OrderBy(s => s.ExpiresAt is not null).ThenByDescending(s => s.CreatedAt).ThenByDescending(s => s.Id)
            .Select(s => protector.Unprotect(s.Sealed))];

    private T? Read<T>(Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            log.LogError("Endpoint secret cannot be decrypted: {Reason}", e.Message);
            return null;
        }
    }
}
