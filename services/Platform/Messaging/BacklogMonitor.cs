using Mat.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Mat.Platform.Messaging;

/// <summary>
/// Asks each database every ten seconds what waits in it, and keeps the answer for whoever scrapes: the number of scrapes makes
/// no difference to the database. Every replica asks and says the same, so a query takes the maximum and not the sum.
/// </summary>
internal sealed class BacklogMonitor(
    IEnumerable<DbRuntime> runtimes, IServiceScopeFactory scopes, MessagingMetrics meter, TimeProvider clock, ILogger<BacklogMonitor> log)
        : BackgroundService
{
    /// <summary>A count beyond this says nothing more, and would read the whole table.</summary>
    private const int Max = 10_000;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            await PassAsync(stoppingToken);
            await Task.Delay(Every, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    internal Task PassAsync(CancellationToken ct) => Task.WhenAll(runtimes.Select(async runtime =>
    {
        try
        {
            meter.Record(runtime.Service, await AskAsync(runtime, ct));
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            log.LogWarning("Backlog query failed. service={Service}: {Reason}", runtime.Service, e.Message);
            meter.RecordUnavailable(runtime.Service);
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }));

    private async Task<Backlog> AskAsync(DbRuntime runtime, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = (ServiceDb)scope.ServiceProvider.GetRequiredService(runtime.ContextType);
        var now = clock.GetUtcNow();
        // One that failed waits for its next attempt, and waits all the same; one that is for later does not.
        var waiting = db.Set<OutboxMessage>().Where(m => m.DeadLetteredAt == null && (m.DueAt <= now || m.Attempts > 0));
        var depth = await waiting.Take(Max).CountAsync(ct);
        var oldest = depth == 0 ? null
            : await waiting.OrderBy(m => m.Id).Select(m => new { m.CreatedAt, m.DueAt, m.Attempts }).FirstOrDefaultAsync(ct);
        var deadLetters = await db.Set<DeadLetter>().Where(m => m.ReplayedAt == null).Take(Max).CountAsync(ct);
        var since = oldest is null ? now : oldest.Attempts > 0 ? oldest.CreatedAt : oldest.DueAt;
        return new(true, depth, Math.Max(0, (now - since).TotalSeconds), deadLetters);
    }
}
