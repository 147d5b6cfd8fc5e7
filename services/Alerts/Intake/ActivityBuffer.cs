using Mat.Alerts.Data;
using Mat.Platform.Data;
using Mat.Platform.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Mat.Alerts.Intake;

/// <summary>What one batch adds to what is known of its source.</summary>
internal readonly record struct Counted(long Received, long Truncated, long Dropped, DateTimeOffset At);

/// <summary>
/// Counts what sources send and writes it down once a second: every batch of a source would meet at this one row, and wait
/// there for the disk of the one before. What a process that is killed has counted in its last second is missing from these
/// figures, and from nothing else.
/// </summary>
internal sealed class ActivityBuffer(IServiceScopeFactory scopes, TimeProvider clock, ILogger<ActivityBuffer> log) : BackgroundService
{
    private readonly Lock _lock = new();
    private Dictionary<Guid, Counted> _counted = [];

    public void Add(Guid source, Counted more)
    {
        lock (_lock)
        {
            var known = _counted.GetValueOrDefault(source);
            _counted[source] = new(known.Received + more.Received, known.Truncated + more.Truncated, known.Dropped + more.Dropped,
                more.At > known.At ? more.At : known.At);
        }
    }

    /// <summary>Writes down what was counted so far; who shows the figures calls it first.</summary>
    public async Task WriteAsync(AlertsDb db, CancellationToken ct)
    {
        Dictionary<Guid, Counted> counted;
        lock (_lock)
            (counted, _counted) = (_counted, []);
        try
        {
            // Always in the same order, so that two processes never wait for each other.
            foreach (var (source, a) in counted.OrderBy(c => c.Key))
            {
                await db.InTransactionAsync(token => db.Activity.Where(x => x.SourceId == source).ExecuteUpdateAsync(u => u
                    .SetProperty(x => x.Received, x => x.Received + a.Received)
                    .SetProperty(x => x.Truncated, x => x.Truncated + a.Truncated)
                    .SetProperty(x => x.Dropped, x => x.Dropped + a.Dropped)
                    .SetProperty(x => x.LastReceivedAt,
                        x => x.LastReceivedAt == null || x.LastReceivedAt < a.At ? a.At : x.LastReceivedAt), token), ct);
                counted.Remove(source);
            }
        }
        finally
        {
            // The database is away: it counts with the next.
            foreach (var (source, rest) in counted)
                Add(source, rest);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await RoundAsync(cancellationToken);
        }
        catch (Exception e) when (Storage.IsTransient(e))
        {
            log.LogWarning("Source activity not saved; retrying: {Reason}", e.Message);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        PeriodicJob.RunAsync(TimeSpan.FromSeconds(1), clock, log, RoundAsync, stoppingToken);

    private async Task RoundAsync(CancellationToken ct)
    {
        lock (_lock)
            if (_counted.Count == 0)
                return;
        await using var scope = scopes.CreateAsyncScope();
        await WriteAsync(scope.ServiceProvider.GetRequiredService<AlertsDb>(), ct);
    }
}
