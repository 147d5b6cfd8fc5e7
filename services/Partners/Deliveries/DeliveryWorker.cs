using System.Collections.Concurrent;
using System.Diagnostics;
using Mat.Partners.Data;
using Mat.Partners.Endpoints;
using Mat.Partners.Outbound;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Mat.Partners.Deliveries;

/// <summary>
/// Sends what is due, in any number of processes at once. Nothing is kept in memory that matters: a row says when it is due,
/// a claim says who sends it, and a stop lets attempts that are under way come to their end. Kept by hand: a resilience library retries in
/// memory and for seconds, these retries last days (ADR 11).
/// </summary>
internal sealed class DeliveryWorker(
    IServiceScopeFactory scopes, DeliverySignal signal, DeliveryClaims claims, DeliveryResults results, SuccessWriter successes,
    DeliverySender sender,
    DeliveryMetrics meter, TimeProvider clock, IOptions<PartnersOptions> options, ILogger<DeliveryWorker> log) : BackgroundService
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WaitAfterError = TimeSpan.FromSeconds(1);

    /// <summary>Under load places come free one by one: a claim for each would cost more than the deliveries.</summary>
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(20);

    /// <summary>An attempt that is older holds no slot: it waits for a receiver and costs nothing but its memory.</summary>
    private static readonly TimeSpan Lingering = TimeSpan.FromSeconds(2);

    /// <summary>How many slots' worth of attempts may linger, or have their answer and wait to be written.</summary>
    private const int MaxLingering = 16;

    private readonly ConcurrentDictionary<Task, byte> _running = new();

    /// <summary>Claimed and waiting for a slot, so that one that comes free is not idle while the next are claimed. It is its own
    /// lock.</summary>
    private readonly Queue<ClaimedDelivery> _ready = [];

    /// <summary>Deliveries whose answer is awaited, and since when.</summary>
    private readonly ConcurrentDictionary<Guid, long> _sending = new();
    private readonly CancellationTokenSource _abandon = new();

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        List<ClaimedDelivery> unsent;
        lock (_ready)
        {
            unsent = [.. _ready];
            _ready.Clear();
        }

        var rest = Task.WhenAll([.. _running.Keys, .. unsent.Select(GiveBackAsync)]);
        try
        {
            await rest.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Out of time: break off and give the rows back, so that another process need not wait for the lease.
            await _abandon.CancelAsync();
            await rest;
        }
    }

    public override void Dispose()
    {
        _abandon.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var sweep = 0L;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (sweep == 0 || Stopwatch.GetElapsedTime(sweep) >= SweepEvery)
                {
                    await SweepAsync(stoppingToken);
                    sweep = Stopwatch.GetTimestamp();
                }

                StartReady();
                var places = Places();
                var (taken, left) = places > 0 ? await TakeAsync(places, stoppingToken) : (0, false);

                // Whatever could be taken was taken: the next thing to do is new, freed, or due later.
                if (taken > 0 && taken < places)
                    await Task.Delay(Round, stoppingToken);
                else
                    await signal.WaitAsync(left && LookAgain < options.Value.Poll ? LookAgain : options.Value.Poll, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                log.LogWarning("Delivery claim failed; retrying: {Reason}", e.Message);
                await signal.WaitAsync(WaitAfterError, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private int Ahead => options.Value.Slots / 2;

    private int FreeSlots() => options.Value.Slots - _sending.Count(s => Stopwatch.GetElapsedTime(s.Value) < Lingering);

    /// <summary>
    /// How many to claim now: none while enough are ready, since a claim for a few costs as much as one for many. What is ready
    /// counts to what may be under way, so that it never waits for more than a slot and its lease never runs out unsent.
    /// </summary>
    private int Places()
    {
        lock (_ready)
        {
            var places = FreeSlots() + Ahead - _ready.Count;
            return places < Ahead / 2 ? 0
                : Math.Max(0, Math.Min(places, (options.Value.Slots * MaxLingering) - _running.Count - _ready.Count));
        }
    }

    private async Task<(int Taken, bool Left)> TakeAsync(int places, CancellationToken ct)
    {
        ClaimBatch taken;
        await using (var scope = scopes.CreateAsyncScope())
            taken = await claims.TakeAsync(scope.ServiceProvider.GetRequiredService<PartnersDb>(), places, ct);
        lock (_ready)
            foreach (var claimed in taken.Work)
                _ready.Enqueue(claimed);
        StartReady();
        return (taken.Work.Count, taken.Left);
    }

    /// <summary>Starts what is ready, as far as there are slots.</summary>
    private void StartReady()
    {
        lock (_ready)
        {
            if (_ready.Count == 0)
                return;
            for (var free = FreeSlots(); free > 0 && _ready.TryDequeue(out var claimed); free--)
            {
                _sending[claimed.Delivery.Id] = Stopwatch.GetTimestamp();
                var task = Task.Run(() => AttemptAsync(claimed), CancellationToken.None);
                _running[task] = 0;
                _ = task.ContinueWith(
                    t =>
                    {
                        _running.TryRemove(t, out _);
                        signal.Set();
                    },
                    CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }
        }
    }

    private async Task AttemptAsync(ClaimedDelivery work)
    {
        var startedAt = clock.GetUtcNow();
        AttemptResult result;
        try
        {
            using var span = meter.Starting(work.Delivery, startedAt);
            result = await sender.SendAsync(work, startedAt, _abandon.Token);
            meter.Finished(work.Delivery, result, span);
        }
        catch (OperationCanceledException)
        {
            await GiveBackAsync(work);
            return;
        }
        catch (Exception e)
        {
            // A bug of ours is a failed attempt like another: recorded, retried on schedule, visible.
            log.LogError(e, "Delivery attempt failed unexpectedly. delivery={Delivery}", work.Delivery.Id);
            result = new(AttemptFailure.Protocol, null, "protocol: the attempt could not be made", null, null,
                clock.GetUtcNow() - startedAt);
        }
        finally
        {
            // The slot is for the network; what the answer was is written while the next ones are sent.
            _sending.TryRemove(work.Delivery.Id, out _);
            StartReady();
            signal.Set();
        }

        var outcome = new AttemptOutcome(work, startedAt, result);
        if (result.Succeeded)
        {
            try
            {
                await successes.WriteAsync(outcome);
                return;
            }
            catch (Exception e)
            {
                log.LogDebug("Delivery results batch failed; writing each alone: {Reason}", e.Message);
            }
        }

        await WriteAsync(work, (db, ct) => results.RecordAsync(db, outcome, ct));
    }

    private Task GiveBackAsync(ClaimedDelivery work) => WriteAsync(work, (db, ct) => results.ReleaseAsync(db, work, ct));

    /// <summary>
    /// Writes until it is written or somebody else must take over: what the receiver answered is worth more than one try.
    /// </summary>
    private async Task WriteAsync(ClaimedDelivery work, Func<PartnersDb, CancellationToken, Task> write)
    {
        var limit = TimeSpan.FromSeconds(60);
        var started = Stopwatch.GetTimestamp();
        for (var pause = 20; ; pause = Math.Min(pause * 2, 2000))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await write(scope.ServiceProvider.GetRequiredService<PartnersDb>(), CancellationToken.None);
                return;
            }
            catch (Exception e) when (Stopwatch.GetElapsedTime(started) < limit && !_abandon.IsCancellationRequested)
            {
                // The desk or the partner changed the escalation at the same moment, or the database is away.
                log.LogWarning("Delivery result not saved; retrying. delivery={Delivery}: {Reason}", work.Delivery.Id, e.Message);
                await Task.Delay(Random.Shared.Next(pause / 2, pause), CancellationToken.None);
            }
            catch (Exception e)
            {
                log.LogError(e, "Delivery result lost; the delivery will be retried. delivery={Delivery}", work.Delivery.Id);
                return;
            }
        }
    }

    /// <summary>Drops what was queued in the moment an endpoint was switched off or deleted, and measures what waits.</summary>
    private async Task SweepAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PartnersDb>();
        var now = clock.GetUtcNow();
        var idle = db.Endpoints.Where(e => e.Status != PartnerEndpointStatus.Active
            && db.Deliveries.Any(d => d.EndpointId == e.Id && d.NextAttemptAt <= now));
        foreach (var id in await idle.Select(e => e.Id).ToListAsync(ct))
        {
            await using var own = scopes.CreateAsyncScope();
            var ownDb = own.ServiceProvider.GetRequiredService<PartnersDb>();
            await ownDb.InTransactionAsync(async token =>
            {
                await DeliveryResults.DropAsync(ownDb, id, "the endpoint was switched off or deleted", now, token);
                await ownDb.SaveChangesAsync(token);
            }, ct);
        }

        var pending = db.Deliveries.Where(d => d.NextAttemptAt != null);
        meter.Waiting(
            await pending.CountAsync(ct),
            await pending.Where(d => d.ClaimId == null && d.NextAttemptAt > Delivery.AtOnce).MinAsync(d => d.NextAttemptAt, ct), now,
            await db.Endpoints.CountAsync(e => e.Status == PartnerEndpointStatus.Disabled, ct));
    }
}
