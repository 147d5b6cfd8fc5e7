using Mat.Insights.Data;
using Mat.Platform.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Mat.Insights.Rebuild;

/// <summary>
/// Ends a rebuild. No service says "that was all", so it ends when nothing was announced again for a while; then the
/// counters are recounted from the rows, which also mends what an earlier release may have counted wrongly.
/// </summary>
internal sealed partial class RebuildWatcher(
    IServiceScopeFactory scopes, IOptions<InsightsOptions> options, TimeProvider clock, ILogger<RebuildWatcher> logger) : BackgroundService
{
    /// <summary>Where things are imported all day it is never quiet; an hour is enough for the largest trust.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        PeriodicJob.RunAsync(TimeSpan.FromSeconds(options.Value.WatchSeconds), TimeProvider.System, logger, LookAsync, stoppingToken);

    private async Task LookAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<InsightsDb>();
        if (await db.Rebuilds.FirstOrDefaultAsync(r => r.Status == RebuildStatus.Running, ct) is not { } run)
            return;
        var now = clock.GetUtcNow();
        var last = await LastReplayAsync(db, ct) is { } replayed && replayed > run.CreatedAt ? replayed : run.CreatedAt;
        if (now - last < TimeSpan.FromSeconds(options.Value.QuietSeconds) && now - run.CreatedAt < Longest)
            return;
        await db.InTransactionAsync(async transaction =>
        {
            await Recount.RunAsync(db, now, transaction);
            var (confirmed, unconfirmed) = await ConfirmedAsync(db, run.CreatedAt, transaction);
            run.Finish(confirmed, unconfirmed, now);
            await db.SaveChangesAsync(transaction);
        }, ct);
        Finished(logger, run.Id, run.Confirmed, run.Unconfirmed);
    }

    private static async Task<DateTimeOffset?> LastReplayAsync(InsightsDb db, CancellationToken ct) => new[]
    {
        await db.Tickets.MaxAsync(t => t.ReplayedAt, ct),
        await db.Alerts.MaxAsync(t => t.ReplayedAt, ct),
        await db.Escalations.MaxAsync(t => t.ReplayedAt, ct),
        await db.Assets.MaxAsync(t => t.ReplayedAt, ct),
    }.Max();

    private static async Task<(long Confirmed, long Unconfirmed)> ConfirmedAsync(InsightsDb db, DateTimeOffset since, CancellationToken ct)
    {
        var confirmed = await db.Tickets.LongCountAsync(t => t.ReplayedAt >= since, ct)
            + await db.Alerts.LongCountAsync(t => t.ReplayedAt >= since, ct)
            + await db.Escalations.LongCountAsync(t => t.ReplayedAt >= since, ct)
            + await db.Assets.LongCountAsync(t => t.ReplayedAt >= since, ct);
        var all = await db.Tickets.LongCountAsync(ct) + await db.Alerts.LongCountAsync(ct) + await db.Escalations.LongCountAsync(ct)
            + await db.Assets.LongCountAsync(ct);
        return (confirmed, all - confirmed);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Rebuild {RequestId} finished: {Confirmed} announced again, {Unconfirmed} not")]
    private static partial void Finished(ILogger logger, Guid requestId, long confirmed, long unconfirmed);
}
