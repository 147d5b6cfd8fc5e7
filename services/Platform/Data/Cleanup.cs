using Mat.Platform.Hosting;
using Mat.Platform.Http;
using Mat.Platform.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Mat.Platform.Data;

/// <summary>Forgets what has had its time: inbox rows after 14 days (longer than any replay), idempotency keys after 48 hours.</summary>
internal sealed class Cleanup<TDb>(IServiceScopeFactory scopes, TimeProvider clock, ILogger<Cleanup<TDb>> log) : BackgroundService
    where TDb : ServiceDb
{
    private const int Batch = 1000;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        PeriodicJob.RunAsync(TimeSpan.FromMinutes(30), clock, log, async ct =>
        {
            while (await PassAsync(ct) == Batch)
                log.LogDebug("More rows to purge");
        }, stoppingToken);

    /// <summary>Bounded batches, so that no sweep holds the database.</summary>
    internal async Task<int> PassAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        var inbox = clock.GetUtcNow() - InboxEntry.Retention;
        var keys = clock.GetUtcNow() - Idempotency.Retention;
        var most = 0;
        await db.InTransactionAsync(async token =>
        {
            var old = await db.Set<InboxEntry>().Where(e => e.At < inbox).OrderBy(e => e.At).Take(Batch).ToListAsync(token);
            db.RemoveRange(old);
            var used = await db.Set<IdempotencyRow>().Where(e => e.CreatedAt < keys).OrderBy(e => e.CreatedAt).Take(Batch)
                .ToListAsync(token);
            db.RemoveRange(used);
            await db.SaveChangesAsync(token);
            most = Math.Max(old.Count, used.Count);
        }, ct);
        return most;
    }
}
