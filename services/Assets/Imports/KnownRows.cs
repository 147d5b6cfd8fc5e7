using Mat.Assets.Data;
using Mat.Assets.Register;
using Microsoft.EntityFrameworkCore;

namespace Mat.Assets.Imports;

/// <summary>Loads what a chunk of rows may be about, in two queries instead of two for each row.</summary>
internal static class KnownRows
{
    public static async Task<KnownAssets> LoadAsync(AssetsDb db, List<ImportRecord> rows, CancellationToken ct)
    {
        var serials = rows.Where(r => r.Serial is not null).Select(r => Identifiers.Key(r.Serial!)).ToList();
        var tags = rows.Where(r => r.Tag is not null).Select(r => Identifiers.Key(r.Tag!)).ToList();
        var agents = rows.Where(r => r is { Serial: null, Tag: null }).Select(r => r.Attributes["inventoryId"]).ToList();
        var found = new Dictionary<Guid, Asset>();
        // EF.Parameter sends the keys as one parameter; a thousand of them cost more than the query itself.
        // Two queries with one index each: an OR over both is a scan on either database.
        if (serials.Count > 0)
            Add(await db.Assets.AsNoTracking().Where(a => EF.Parameter(serials).Contains(a.SerialKey!)).ToListAsync(ct));
        if (tags.Count > 0)
            Add(await db.Assets.AsNoTracking().Where(a => EF.Parameter(tags).Contains(a.TagKey)).ToListAsync(ct));
        if (agents.Count > 0)
            Add(await db.Assets.AsNoTracking()
                .Where(a => db.Addresses.Any(x => x.AssetId == a.Id && x.Kind == "agent" && EF.Parameter(agents).Contains(x.Value)))
                .ToListAsync(ct));
        var known = new KnownAssets();
        foreach (var asset in found.Values)
            known.Add(asset);
        return known;

        void Add(List<Asset> assets)
        {
            foreach (var asset in assets)
                found.TryAdd(asset.Id, asset);
        }
    }

    /// <summary>The row will make an asset that has no tag yet.</summary>
    public static bool NeedsTag(ImportRecord row, KnownAssets known) =>
        row is { Tag: null, Serial: { } serial } && known.BySerial(serial) is null;
}
