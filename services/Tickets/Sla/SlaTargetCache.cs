using Mat.Tickets.Data;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Sla;

/// <summary>Caches the SLA targets for ten seconds.</summary>
internal sealed class SlaTargetCache(TimeProvider clock)
{
    private static readonly TimeSpan CacheTtl = TimeSpan.FromSeconds(10);
    private (SlaTargets Targets, long ReadAt)? _known;

    public async Task<SlaTargets> GetAsync(TicketsDb db, CancellationToken ct)
    {
        if (_known is { } known && clock.GetElapsedTime(known.ReadAt) < CacheTtl)
            return known.Targets;
        var readAt = clock.GetTimestamp();
        var targets = (await db.Settings.AsNoTracking().FirstOrDefaultAsync(s => s.Id == TicketSettings.SingletonId, ct))?.Targets
            ?? SlaTargets.Default;
        _known = (targets, readAt);
        return targets;
    }

    public void Evict() => _known = null;
}
