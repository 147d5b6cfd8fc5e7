using System.Collections.Concurrent;
using Mat.Alerts.Data;
using Mat.Alerts.Episodes;
using Mat.Alerts.Intake;
using Mat.Contracts.Alerts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Mat.Alerts.Storms;

/// <summary>
/// Something random among the fields that identify an alert would make a new one of every event. So the open alerts of one
/// rule of one source are limited: beyond the limit new ones are kept out and counted, known ones go on.
/// </summary>
internal sealed class RuleLimits(IOptions<AlertsOptions> options, TimeProvider clock)
{
    private const int MaxKept = 10_000;
    private static readonly TimeSpan Believed = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<(Guid, string), Counted> _open = new();

    /// <summary>Null for an alert that is known, over, or within the limit.</summary>
    public async Task<Rejection?> RefusesAsync(AlertsDb db, Guid sourceId, IEnumerable<ItemReading> items, AlertSeries state,
        CancellationToken ct)
    {
        if (state.Head is not null || items.FirstOrDefault(i => !i.Finding!.Resolves) is not { } firing)
            return null;
        var rule = firing.Finding!.Rule;
        var counted = await CountAsync(db, sourceId, rule, ct);
        if (Interlocked.Increment(ref counted.Open) <= options.Value.OpenPerRule)
            return null;
        return new("alert.limit",
            $"There are {options.Value.OpenPerRule} open alerts of this rule already: something that changes with every event may be among the fields that identify them.");
    }

    private async Task<Counted> CountAsync(AlertsDb db, Guid sourceId, string? rule, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var key = (sourceId, rule ?? "");
        if (_open.TryGetValue(key, out var known) && now - known.At < Believed)
            return known;
        if (_open.Count > MaxKept)
            _open.Clear();
        var open = await db.Episodes.Where(e => e.SourceId == sourceId && e.Rule == rule && e.Status != AlertStatus.Resolved)
            .Take(options.Value.OpenPerRule).CountAsync(ct);
        return _open[key] = new Counted { Open = open, At = now };
    }

    private sealed class Counted
    {
        public int Open;
        public DateTimeOffset At;
    }
}
