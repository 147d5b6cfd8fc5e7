using Mat.Alerts.Data;
using Mat.Contracts.Assets;
using Mat.Platform.Data;
using Mat.Platform.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Mat.Alerts.Correlation;

/// <summary>Keeps the copy of the register and looks again at alerts that it concerns.</summary>
internal sealed class AssetsChangedConsumer(AlertsDb db, Recorrelator replacer, TimeProvider clock) : IConsumer<AssetsChanged>
{
    public async Task Consume(AssetsChanged message, MessageContext context, CancellationToken ct)
    {
        var newest = message.Assets.GroupBy(a => a.Id).Select(g => g.MaxBy(a => a.Version)!).ToList();
        var ids = newest.Select(a => a.Id).ToList();
        var copies = await db.Assets.Include(a => a.Macs).Include(a => a.Ips).AsSplitQuery().Where(a => ids.Contains(a.Id))
            .ToDictionaryAsync(a => a.Id, ct);
        var (changed, fresh) = (new List<AssetReplica>(), new List<AssetReplica>());
        foreach (var facts in newest)
        {
            if (!copies.TryGetValue(facts.Id, out var copy))
                fresh.Add(copy = new AssetReplica { Id = facts.Id });
            else if (copy.SourceVersion >= facts.Version)
                continue;
            copy.Take(facts);
            changed.Add(copy);
        }
        if (changed.Count == 0)
            return;
        // The decisions below read the register, so it has to hold these first (same transaction).
        await db.SaveChangesAsync(ct);
        var bulk = new BulkWriter(db, clock.GetUtcNow());
        await bulk.InsertAsync(fresh, ct);
        await bulk.InsertAsync([.. fresh.SelectMany(a => a.Macs)], ct);
        await bulk.InsertAsync([.. fresh.SelectMany(a => a.Ips)], ct);

        await replacer.FollowAsync(changed, ct);
        var hosts = changed.Select(a => a.ShortHost).OfType<string>().Distinct().ToList();
        var serials = changed.Select(a => a.Serial).OfType<string>().Distinct().ToList();
        var macs = changed.SelectMany(a => a.Macs).Select(m => m.Mac).Distinct().ToList();
        var ips = changed.SelectMany(a => a.Ips).Select(i => i.Ip).Distinct().ToList();
        await replacer.PlaceAsync(
            db.Episodes.Where(e => hosts.Contains(e.ShortHost!) || serials.Contains(e.Serial!) || macs.Contains(e.Mac!)
                || ips.Contains(e.Ip!)), ct);
    }
}
