using Mat.Partners.Data;
using Mat.Partners.Deliveries;
using Mat.Partners.Endpoints;
using Mat.Platform.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Mat.Partners.Recoveries;

/// <summary>
/// Feeds running recoveries into the queue. Each step is one save that also moves the recovery's own place, guarded by its
/// version: two replicas on one recovery, or a cancel in between, cost one of them its step and nothing else.
/// </summary>
internal sealed class RecoveryWorker(IServiceScopeFactory scopes, RetrySchedule schedule, TimeProvider clock, ILogger<RecoveryWorker> log)
    : BackgroundService
{
    /// <summary>An endpoint under recovery has at most this many messages waiting.</summary>
    internal const int MaxWaiting = 50;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        PeriodicJob.RunAsync(TimeSpan.FromSeconds(1), clock, log, PassAsync, stoppingToken);

    private async Task PassAsync(CancellationToken ct)
    {
        List<Guid> running;
        await using (var scope = scopes.CreateAsyncScope())
            running = await scope.ServiceProvider.GetRequiredService<PartnersDb>().Recoveries.Where(r => r.Status == RecoveryStatus.Running)
                .Select(r => r.Id).ToListAsync(ct);
        foreach (var id in running)
        {
            await using var scope = scopes.CreateAsyncScope();
            try
            {
                await StepAsync(scope.ServiceProvider.GetRequiredService<PartnersDb>(), id, ct);
            }
            catch (DbUpdateConcurrencyException)
            {
                log.LogDebug("Recovery step skipped after a concurrent update. recovery={Recovery}", id);
            }
        }
    }

    private async Task StepAsync(PartnersDb db, Guid id, CancellationToken ct)
    {
        if (await db.Recoveries.SingleOrDefaultAsync(r => r.Id == id && r.Status == RecoveryStatus.Running, ct) is not { } recovery)
            return;
        var now = clock.GetUtcNow();
        if (!await db.Endpoints.AnyAsync(e => e.Id == recovery.EndpointId && e.Status == PartnerEndpointStatus.Active, ct))
        {
            recovery.End(RecoveryStatus.Stopped, "the endpoint was switched off", now);
            await db.SaveChangesAsync(ct);
            return;
        }

        var places = MaxWaiting - await db.Deliveries.CountAsync(d => d.EndpointId == recovery.EndpointId && d.NextAttemptAt != null, ct);
        if (places <= 0)
            return;
        var after = recovery.Cursor;
        var lost = await Recovery.Lost(db, recovery.PartnerId, recovery.EndpointId, recovery.Since, recovery.Until)
            .AsNoTracking().Where(d => d.Id.CompareTo(after) > 0).OrderBy(d => d.Id).Take(places).ToListAsync(ct);
        foreach (var delivery in lost)
            db.Deliveries.Add(delivery.Again(schedule.Attempts, now));
        recovery.Queued += lost.Count;
        if (lost.Count > 0)
            recovery.Cursor = lost[^1].Id;
        if (lost.Count < places)
            recovery.End(RecoveryStatus.Finished, null, now);
        await db.SaveChangesAsync(ct);
    }
}
