using Mat.Alerts.Data;
using Mat.Alerts.Episodes;
using Mat.Contracts.Alerts;
using Microsoft.EntityFrameworkCore;

namespace Mat.Alerts.Correlation;

/// <summary>Looks again at open alerts when the register has changed under them.</summary>
internal sealed class Recorrelator(AlertsDb db, AlertPublisher announcer)
{
    private const int Max = 1000;

    /// <summary>Alerts that no school was known for; those that one is known for now get it, and their ticket if the rules want
    /// one.</summary>
    public async Task PlaceAsync(IQueryable<Alert> unassigned, CancellationToken ct)
    {
        var waiting = await unassigned.Where(e => e.SchoolId == null && e.Status != AlertStatus.Resolved).OrderBy(e => e.Id).Take(Max)
            .ToListAsync(ct);
        if (waiting.Count == 0)
            return;
        var sources = waiting.Select(e => e.SourceId).Distinct().ToList();
        var schools = await db.Sources.Where(s => sources.Contains(s.Id)).ToDictionaryAsync(s => s.Id, s => s.SchoolId, ct);
        var clues = waiting.ToDictionary(e => e.Id, e => e.Clues(schools.GetValueOrDefault(e.SourceId)));
        var register = await AssetIndex.ReadAsync(db, clues.Values, ct);
        foreach (var episode in waiting)
        {
            var placement = register.Place(clues[episode.Id]);
            if (placement.SchoolId is null && placement.Why == episode.Why)
                continue;
            episode.Place(placement);
            if (placement.SchoolId is not null)
                await announcer.ChangeAsync(episode, "correlated", weigh: true, ct);
        }
    }

    /// <summary>Open alerts of assets that belong to another school now follow them.</summary>
    public async Task FollowAsync(IReadOnlyCollection<AssetReplica> assets, CancellationToken ct)
    {
        var ids = assets.Select(a => a.Id).ToList();
        var schools = assets.ToDictionary(a => a.Id);
        var open = await db.Episodes.Where(e => ids.Contains(e.AssetId!.Value) && e.Status != AlertStatus.Resolved).ToListAsync(ct);
        foreach (var episode in open)
        {
            var asset = schools[episode.AssetId!.Value];
            episode.AssetTag = asset.Tag;
            if (episode.SchoolId == asset.SchoolId)
                continue;
            episode.SchoolId = asset.SchoolId;
            episode.Why = $"{asset.Tag} belongs to another school now.";
            await announcer.ChangeAsync(episode, "correlated", weigh: true, ct);
        }
    }
}
