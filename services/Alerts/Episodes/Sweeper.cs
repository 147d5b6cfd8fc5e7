using Mat.Alerts.Data;
using Mat.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Mat.Alerts.Episodes;

/// <summary>Asks for the tickets that were held back while alerts flapped, and forgets old signals.</summary>
internal sealed class Sweeper(IServiceScopeFactory scopes, IOptions<AlertsOptions> options, TimeProvider clock, ILogger<Sweeper> log) : BackgroundService
{
    private const int BatchSize = 1000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.SweepSeconds), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SettleAsync(stoppingToken);
                await ForgetAsync(stoppingToken);
            }
            catch (Exception e) when (Storage.IsTransient(e) || e is DbUpdateConcurrencyException)
            {
                // Somebody else was at an alert, or the database is away: the next round does it.
                log.LogWarning("Sweeping waits for the next round: {Reason}", e.Message);
            }
        }
    }

    internal async Task SettleAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AlertsDb>();
        var announcer = scope.ServiceProvider.GetRequiredService<Announcer>();
        var settled = clock.GetUtcNow() - Timeline.FlapWindow;
        // The newest change of an open episode is its beginning.
        var episodes = await db.Episodes.Where(e => e.Flapping && e.Status != AlertStatus.Resolved && e.FirstSeenAt < settled)
            .OrderBy(e => e.FirstSeenAt).Take(BatchSize).ToListAsync(ct);
        if (episodes.Count == 0) return;
        foreach (var episode in episodes) await announcer.SettleAsync(episode, ct);
        await db.SaveChangesAsync(ct);
    }

    internal async Task ForgetAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AlertsDb>();
        var old = clock.GetUtcNow().AddDays(-options.Value.RememberDays);
        for (var gone = BatchSize; gone == BatchSize;)
        {
            await db.InTransactionAsync(async token =>
            {
                var batch = await db.Signals.Where(s => s.ReceivedAt < old).OrderBy(s => s.ReceivedAt).Take(BatchSize).ToListAsync(token);
                db.RemoveRange(batch);
                await db.SaveChangesAsync(token);
                gone = batch.Count;
            }, ct);
            db.ChangeTracker.Clear();
        }
    }
}
