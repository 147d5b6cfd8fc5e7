using Mat.Tickets.Data;
using Mat.Tickets.Lifecycle;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Settings;

/// <summary>The goals in force, kept for ten seconds.</summary>
internal sealed class GoalBook(TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);
    private (Goals Goals, long ReadAt)? _known;

    public async Task<Goals> GetAsync(TicketsDb db, CancellationToken ct)
    {
        if (_known is { } known && clock.GetElapsedTime(known.ReadAt) < Fresh) return known.Goals;
        var readAt = clock.GetTimestamp();
        var goals = (await db.Settings.AsNoTracking().FirstOrDefaultAsync(s => s.Id == TicketSettings.TheOne, ct))?.Goals ?? Goals.Default;
        _known = (goals, readAt);
        return goals;
    }

    public void Forget() => _known = null;
}
