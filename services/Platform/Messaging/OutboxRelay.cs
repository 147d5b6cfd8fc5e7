using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Mat.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mat.Platform.Messaging;

/// <summary>A relay as the message pump runs it.</summary>
internal interface IOutboxRelay
{
    Task RunAsync(CancellationToken ct);
}

/// <summary>
/// Takes committed events out of one service's outbox and sends them. On PostgreSQL any number of replicas share the work:
/// each claims a batch in a short transaction (SKIP LOCKED) under a lease, sends it outside of any transaction and deletes by
/// id and claim, so a relay that was overtaken deletes nothing. MassTransit.EntityFrameworkCore's outbox holds a transaction while it
/// publishes, and its package is not served (ADR 3).
/// </summary>
internal sealed class OutboxRelay<TDb>(
    IServiceScopeFactory scopes, ITransport transport, MessagingMetrics meter, TimeProvider clock, IServiceProvider services,
    ILogger<OutboxRelay<TDb>> log) : IOutboxRelay
    where TDb : ServiceDb
{
    private const int Batch = 200;
    private const int Parallel = 8;
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    private readonly DbRuntime _runtime = services.GetRequiredKeyedService<DbRuntime>(typeof(TDb));

    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                if (await PassAsync(ct) < Batch)
                    await _runtime.Outbox.WaitAsync(Poll, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                log.LogWarning("Outbox relay failed; retrying. service={Service}: {Reason}", _runtime.Service, e.Message);
                await Task.Delay(Poll, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <returns>How many were taken.</returns>
    internal async Task<int> PassAsync(CancellationToken ct)
    {
        var claim = Guid.NewGuid();
        var rows = await TakeAsync(claim, ct);
        if (rows.Count == 0)
            return 0;

        var sent = new ConcurrentBag<Guid>();
        var failed = new ConcurrentBag<(OutboxMessage Row, Exception Error)>();
        await System.Threading.Tasks.Parallel.ForEachAsync(rows,
            new ParallelOptions
            {
                MaxDegreeOfParallelism = _runtime.IsPostgres ? Batch : Parallel,
                CancellationToken = CancellationToken.None
            }, async (row, _) =>
        {
            try
            {
                await transport.SendAsync(row, ct);
                sent.Add(row.Id);
                meter.Sent(_runtime.Service, clock.GetUtcNow() - (row.Attempts > 0 ? row.CreatedAt : row.DueAt));
            }
            catch (Exception e)
            {
                failed.Add((row, e));
            }
        });

        await SettleAsync(claim, sent, failed);
        if (!failed.IsEmpty && sent.IsEmpty && !ct.IsCancellationRequested)
            await Task.Delay(Poll, clock, ct);
        return rows.Count;
    }

    private async Task<List<OutboxMessage>> TakeAsync(Guid claim, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        var now = clock.GetUtcNow();
        if (!_runtime.IsPostgres)
            return await db.Set<OutboxMessage>().AsNoTracking()
                .Where(m => m.DeadLetteredAt == null && m.DueAt <= now)
                .OrderBy(m => m.DueAt).ThenBy(m => m.Id).Take(Batch).ToListAsync(ct);

        var (from, until) = (now.UtcDateTime, (now + Lease).UtcDateTime);
        return await db.Set<OutboxMessage>().FromSql(FormattableStringFactory.Create($$"""
            UPDATE outbox_messages m SET claim_id = {0}, claimed_until = {1}
            WHERE id IN (
                SELECT id FROM outbox_messages
                WHERE dead_lettered_at IS NULL AND due_at <= {2} AND (claimed_until IS NULL OR claimed_until < {2})
                ORDER BY due_at, id LIMIT {3} FOR UPDATE SKIP LOCKED)
            RETURNING {{db.ColumnsOf<OutboxMessage>("m")}}
            """, claim, until, from, Batch)).AsNoTracking().ToListAsync(ct);
    }

    /// <summary>Not cancelled by a stop: what was sent should be forgotten, so that the next start does not send it again.</summary>
    private async Task SettleAsync(Guid claim, IReadOnlyCollection<Guid> sent,
        IReadOnlyCollection<(OutboxMessage Row, Exception Error)> failed)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        var ours = db.Set<OutboxMessage>().Where(m => !_runtime.IsPostgres || m.ClaimId == claim);
        if (_runtime.IsPostgres && failed.Count == 0)
        {
            // The usual case is one statement, which is a transaction already.
            await ours.Where(m => sent.Contains(m.Id)).ExecuteDeleteAsync(CancellationToken.None);
            return;
        }

        await db.InTransactionAsync(async ct =>
        {
            if (sent.Count > 0)
                await ours.Where(m => sent.Contains(m.Id)).ExecuteDeleteAsync(ct);
            foreach (var (row, error) in failed)
            {
                log.LogWarning("Outbox message not sent. message={Message} type={Type} service={Service} attempt={Attempt}: {Reason}",
                    row.Id, row.Type, _runtime.Service, row.Attempts + 1, error.Message);
                var due = clock.GetUtcNow() + Subscription.Backoff(row.Attempts + 1);
                var reason = error.ToString()[..Math.Min(error.ToString().Length, 2000)];
                await ours.Where(m => m.Id == row.Id).ExecuteUpdateAsync(u => u
                    .SetProperty(m => m.Attempts, m => m.Attempts + 1)
                    .SetProperty(m => m.DueAt, due)
                    .SetProperty(m => m.LastError, reason)
                    .SetProperty(m => m.ClaimedUntil, (DateTimeOffset?)null), ct);
            }
        }, CancellationToken.None);
    }
}
