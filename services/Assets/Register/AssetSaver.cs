using Mat.Assets.Data;
using Mat.Contracts.Assets;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Assets.Register;

/// <summary>What every change of an asset by a person has in common.</summary>
internal static class AssetSaver
{
    /// <summary>Finds an asset by id or tag, within what the caller may see.</summary>
    public static Task<Asset?> FindAsync(AssetsDb db, string idOrTag, CancellationToken ct)
    {
        if (Guid.TryParse(idOrTag, out var id))
            return db.Assets.FirstOrDefaultAsync(a => a.Id == id, ct);
        var key = Identifiers.Key(idOrTag);
        return db.Assets.FirstOrDefaultAsync(a => a.TagKey == key, ct);
    }

    /// <summary>Why the asset cannot stand as it is now; null when it can.</summary>
    public static async Task<ProblemHttpResult?> RefuseAsync(AssetsDb db, CurrentUser user, Asset asset, CancellationToken ct)
    {
        if (!user.Sees(asset.SchoolId) || !await db.Schools.AnyAsync(s => s.Id == asset.SchoolId && s.IsOpen, ct))
            return Problems.Unprocessable("asset.school", "That is no open school that you may write to.");
        // Tags and serial numbers are unique in the trust, so this looks past the caller's schools and says no more than that.
        if (await db.Assets.IgnoreQueryFilters().AnyAsync(a => a.TagKey == asset.TagKey && a.Id != asset.Id, ct))
            return Problems.Conflict("asset.tag_taken", $"Another asset has the tag {asset.Tag}.");
        if (asset.SerialKey is not null && await db.Assets.IgnoreQueryFilters()
            .AnyAsync(a => a.SerialKey == asset.SerialKey && a.Id != asset.Id, ct))
            return Problems.Conflict("asset.serial_taken", $"Another asset has the serial number {asset.Serial}.");
        return null;
    }

    /// <summary>Adds what follows from the change: its line of history, the addresses, the announcement. Saves all.</summary>
    public static async Task SaveAsync(AssetsDb db, CurrentUser user, Asset asset, string action, List<AssetFieldChange> changes,
        CancellationToken ct)
    {
        db.Changes.Add(new AssetChange
        {
            AssetId = asset.Id,
            ActorId = user.PersonId,
            Actor = user.Name,
            Action = action,
            Changes = changes
        });
        var wanted = AssetAddress.Of(asset).ToList();
        var have = await db.Addresses.IgnoreQueryFilters().Where(a => a.AssetId == asset.Id).ToListAsync(ct);
        foreach (var address in have)
        {
            if (wanted.Exists(w => w.Kind == address.Kind && w.Value == address.Value))
                address.SchoolId = asset.SchoolId;
            else
                db.Addresses.Remove(address);
        }

        db.Addresses.AddRange(wanted.Where(w => !have.Exists(h => h.Kind == w.Kind && h.Value == w.Value)));
        db.Publish(new AssetsChanged([asset.ToFacts(asset.Version + 1)]));
        await db.SaveChangesAsync(ct);
    }
}
