using Mat.Alerts.Data;
using Mat.Alerts.Intake;
using Microsoft.EntityFrameworkCore;

namespace Mat.Alerts.Correlation;

/// <summary>The part of the register that some clues can touch, read at once for many alerts.</summary>
internal sealed class AssetIndex(IReadOnlyCollection<KnownAsset> assets, IReadOnlyCollection<KnownSchool> schools,
    IReadOnlyCollection<KnownPerson> people)
{
    public CorrelationResult Place(CorrelationKeys clues) => Correlator.Decide(clues, assets, schools, people);

    public static async Task<AssetIndex> ReadAsync(AlertsDb db, IReadOnlyCollection<CorrelationKeys> clues, CancellationToken ct)
    {
        var serials = clues.Select(c => c.Serial).OfType<string>().Distinct().ToList();
        var macs = clues.Select(c => c.Mac).OfType<string>().Distinct().ToList();
        var hosts = clues.SelectMany(c => c.Hosts).Select(IdentifierNormalizer.Short).Distinct().ToList();
        var ips = clues.Select(c => c.Ip).OfType<string>().Distinct().ToList();

        // One seek per kind of clue: a single query with ORs over four tables would read them all.
        var ids = new HashSet<Guid>();
        if (serials.Count > 0)
            ids.UnionWith(await db.Assets.Where(a => serials.Contains(a.Serial!)).Select(a => a.Id).ToListAsync(ct));
        if (hosts.Count > 0)
            ids.UnionWith(await db.Assets.Where(a => hosts.Contains(a.ShortHost!)).Select(a => a.Id).ToListAsync(ct));
        if (macs.Count > 0)
            ids.UnionWith(await db.AssetMacs.Where(m => macs.Contains(m.Mac)).Select(m => m.AssetId).ToListAsync(ct));
        if (ips.Count > 0)
            ids.UnionWith(await db.AssetIps.Where(i => ips.Contains(i.Ip)).Select(i => i.AssetId).ToListAsync(ct));
        var assets = ids.Count == 0 ? []
            : await db.Assets.AsNoTracking().Include(a => a.Macs).Include(a => a.Ips).AsSplitQuery().Where(a => ids.Contains(a.Id))
            .ToListAsync(ct);
        var schools = await db.Schools.AsNoTracking().ToListAsync(ct);
        var accounts = clues.Select(c => c.User).OfType<string>().Select(Correlator.Account).Distinct().ToList();
        var people = accounts.Count == 0 ? []
            : await db.People.AsNoTracking().Where(p => p.Active && accounts.Contains(p.Email))
            .Select(p => new KnownPerson(p.Id, p.Name, p.Email, p.SchoolId)).ToListAsync(ct);
        return new AssetIndex([.. assets.Select(a => a.Known())], [.. schools.Select(s => s.Known())], people);
    }
}
