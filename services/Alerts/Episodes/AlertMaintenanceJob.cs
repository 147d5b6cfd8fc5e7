using Mat.Alerts.Data;
using Mat.Alerts.Storms;
using Mat.Contracts.Alerts;
using Mat.Platform.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Mat.Alerts.Episodes;

/// <summary>Asks for the tickets that were held back while alerts flapped, and forgets old signals.</summary>
internal sealed class AlertMaintenanceJob(IServiceScopeFactory scopes, IOptions<AlertsOptions> options, TimeProvider clock,
    ILogger<AlertMaintenanceJob> log) : BackgroundService
{
    private const int BatchSize = 1000;
    private const int UnmuteBatch = 200;

    /// <summary>What was received before is dealt with; what was open then is looked at again after a restart.</summary>
    private DateTimeOffset _rawForgotten = DateTimeOffset.UnixEpoch;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        PeriodicJob.RunAsync(TimeSpan.FromSeconds(options.Value.SweepSeconds), clock, log, PassAsync, stoppingToken);

    private async Task PassAsync(CancellationToken ct)
    {
        await SettleAsync(ct);
        await UnmuteAsync(ct);
        await EndStormsAsync(ct);
        await ForgetAsync(ct);
        await ForgetRawAsync(ct);
    }

    internal async Task SettleAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AlertsDb>();
        var announcer = scope.ServiceProvider.GetRequiredService<AlertPublisher>();
        var settled = clock.GetUtcNow() - AlertTimeline.FlapWindow;
        // The newest change of an open episode is its beginning.
        var episodes = await db.Episodes.Where(e => e.Flapping && e.Status != AlertStatus.Resolved && e.FirstSeenAt < settled)
            .OrderBy(e => e.FirstSeenAt).Take(BatchSize).ToListAsync(ct);
        if (episodes.Count == 0)
            return;
        foreach (var episode in episodes)
            await announcer.SettleAsync(episode, ct);
        await db.SaveChangesAsync(ct);
    }

    /// <summary>What kept alerts quiet may have ended: each still open one is told once, with its ticket where the rules want
    /// one.</summary>
    internal async Task UnmuteAsync(CancellationToken ct)
    {
        for (var after = Guid.Empty; ;)
        {
            // A batch is a scope, so that each sees the silences as they are.
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<AlertsDb>();
            var announcer = scope.ServiceProvider.GetRequiredService<AlertPublisher>();
            var now = clock.GetUtcNow();
            var due = await db.Episodes.Where(e => e.MuteCheckAt <= now && e.Status != AlertStatus.Resolved && e.Id > after)
                .OrderBy(e => e.Id).Take(UnmuteBatch).ToListAsync(ct);
            foreach (var episode in due)
                await announcer.LookAgainAsync(episode, ct);
            await db.SaveChangesAsync(ct);
            if (due.Count < UnmuteBatch)
                return;
            after = due[^1].Id;
        }
    }

    internal async Task EndStormsAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        await services.GetRequiredService<StormWatch>()
            .EndAsync(services.GetRequiredService<AlertsDb>(), services.GetRequiredService<AlertPublisher>(), ct);
    }

    /// <summary>What the tools sent is kept as long as the policy says, and as long as an alert is open.</summary>
    internal async Task ForgetRawAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AlertsDb>();
        var old = clock.GetUtcNow().AddDays(-options.Value.RawDays);
        byte[] nothing = [];
        var batch = await db.RawAlerts.Where(r => r.ReceivedAt >= _rawForgotten && r.ReceivedAt < old && r.Body != nothing
            && db.Episodes.Any(e => e.Id == r.AlertId && e.Status == AlertStatus.Resolved))
            .OrderBy(r => r.ReceivedAt).Take(BatchSize).ToListAsync(ct);
        foreach (var raw in batch)
            raw.Body = [];
        await db.SaveChangesAsync(ct);
        if (batch.Count < BatchSize)
            _rawForgotten = old;
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
