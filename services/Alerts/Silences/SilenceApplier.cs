using Mat.Alerts.Data;
using Mat.Alerts.Episodes;
using Mat.Contracts.Alerts;
using Microsoft.EntityFrameworkCore;

namespace Mat.Alerts.Silences;

/// <summary>Carries a new, changed or ended silence over to the alerts that are open already.</summary>
internal sealed class SilenceApplier(AlertsDb db, SuppressionEvaluator mutes, TimeProvider clock)
{
    /// <summary>Beyond these, newest first, an alert becomes quiet when it is next looked at.</summary>
    private const int Max = 2000;

    /// <returns>How many alerts it keeps quiet now.</returns>
    public async Task<int> MarkAsync(Silence silence, CancellationToken ct)
    {
        mutes.Forget();
        var open = await Open(silence).Where(e => e.MutedKind == null).OrderByDescending(e => e.LastSeenAt).Take(Max).ToListAsync(ct);
        foreach (var episode in open)
            if (await mutes.FitsAsync(silence, episode, ct))
                episode.KeepQuiet(await mutes.FindAsync(episode, ct));
        await db.SaveChangesAsync(ct);
        return await db.Episodes.CountAsync(e => e.MutedById == silence.Id && e.Status != AlertStatus.Resolved, ct);
    }

    public async Task<IReadOnlyList<Alert>> FittingAsync(Silence silence, CancellationToken ct)
    {
        var fitting = new List<Alert>();
        foreach (var episode in await Open(silence).AsNoTracking().OrderByDescending(e => e.LastSeenAt).Take(Max).ToListAsync(ct))
            if (await mutes.FitsAsync(silence, episode, ct))
                fitting.Add(episode);
        return fitting;
    }

    /// <summary>The sweeper looks at them in its next round. No new version: what is true of an alert has not changed yet.</summary>
    public Task LookAgainAsync(Guid silenceId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return db.Episodes.IgnoreQueryFilters().Where(e => e.MutedById == silenceId)
            .ExecuteUpdateAsync(u => u.SetProperty(e => e.MuteCheckAt, now), ct);
    }

    private IQueryable<Alert> Open(Silence silence)
    {
        var open = AlertFilterTranslator.By(db.Episodes.Where(e => e.Status != AlertStatus.Resolved), silence.Matchers);
        return silence.SchoolId is { } school ? open.Where(e => e.SchoolId == school) : open;
    }
}
