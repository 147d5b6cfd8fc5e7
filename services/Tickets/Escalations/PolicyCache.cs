using Mat.Tickets.Data;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Escalations;

/// <summary>Caches the enabled policies for ten seconds.</summary>
internal sealed class PolicyCache(TimeProvider clock)
{
    private static readonly TimeSpan CacheTtl = TimeSpan.FromSeconds(10);
    private (IReadOnlyList<EscalationPolicy> Policies, long ReadAt)? _known;

    public async Task<IReadOnlyList<EscalationPolicy>> GetAsync(TicketsDb db, CancellationToken ct)
    {
        if (_known is { } known && clock.GetElapsedTime(known.ReadAt) < CacheTtl)
            return known.Policies;
        var readAt = clock.GetTimestamp();
        var policies = await db.Policies.AsNoTracking().Where(p => p.Enabled).ToListAsync(ct);
        _known = (policies, readAt);
        return policies;
    }

    public void Evict() => _known = null;
}
