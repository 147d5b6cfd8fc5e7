using Mat.Tickets.Data;
using Mat.Tickets.Lifecycle;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Settings;

/// <summary>The goals in force, kept for ten seconds.</summary>
internal sealed class SlaTargetCache(TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);
    private (SlaTargets Goals, long ReadAt)? _known;

    public async Task<SlaTargets> GetAsync(TicketsDb db, CancellationToken ct)
    {
        if (_known is { } known && clock.GetElapsedTime(known.ReadAt) < Fresh) return known.Goals;
        var readAt = clock.GetTimestamp();
        var goals = (await db.Settings.AsNoTracking().FirstOrDefaultAsync(s => s.Id == TicketSettings.TheOne, ct))?.Goals ?? SlaTargets.Default;
        _known = (goals, readAt);
        return goals;
    }

    public void Forget() => _known = null;
}
