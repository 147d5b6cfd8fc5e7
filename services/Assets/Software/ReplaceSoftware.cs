using System.ComponentModel.DataAnnotations;
using Mat.Assets.Data;
using Mat.Assets.Register;
using Mat.Contracts.Assets;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Mat.Assets.Software;

/// <summary>One program that is installed.</summary>
public sealed record ProgramOnAsset(
    [property: Required, StringLength(FoundSoftware.MaxName, MinimumLength = 1)] string Name,
    [property: StringLength(FoundSoftware.MaxName)] string? Publisher = null,
    [property: StringLength(SoftwareVersion.MaxLength)] string? Version = null);

/// <summary>Everything that is installed on an asset: what is not in it is gone.</summary>
/// <param name="SeenAt">When the inventory was taken; now when not said. One that is older than what is known is refused.</param>
public sealed record ReplaceSoftware([property: Required, MaxLength(SoftwareInventory.MaxPrograms)] IReadOnlyList<ProgramOnAsset> Items,
    DateTimeOffset? SeenAt = null);

internal static class ReplaceSoftwareEndpoint
{
    public static async Task<Results<Ok<SoftwareListView>, ProblemHttpResult>> Handle(
        string id, ReplaceSoftware request, AssetsDb db, CurrentUser user, TimeProvider clock, CancellationToken ct)
    {
        if (await AssetSaver.FindAsync(db, id, ct) is not { } asset)
            return Problems.NotFound();
        if (asset.Status == AssetStatus.Disposed)
            return Problems.Conflict("asset.disposed", "The asset has been disposed of; its record is closed.");
        var now = clock.GetUtcNow();
        var seenAt = request.SeenAt?.ToUniversalTime() ?? now;
        if (seenAt > now.AddDays(1) || seenAt.Year < 2000)
            return Problems.Unprocessable("software.seen_at", "No inventory was taken then.");
        var told = new ReportedSoftware(asset.Id, seenAt,
            SoftwareInventory.Of(request.Items.Select(i => FoundSoftware.Of(i.Name, i.Publisher, i.Version))));
        SoftwareDifference? difference = null;
        await db.InTransactionAsync(async token =>
        {
            await db.TakeTurnsAsync(token);
            var book = new SoftwareWriter(db, now);
            difference = (await book.CompareAsync([told], token))[asset.Id];
            if (difference.Older)
                return;
            if (!difference.Same)
            {
                db.Changes.Add(new AssetChange
                {
                    AssetId = asset.Id,
                    ActorId = user.PersonId,
                    Actor = user.Name,
                    Action = "software",
                    Changes = [.. difference.Changes]
                });
                db.Audit("software_listed", "asset", asset.Id,
                    new { programs = told.Inventory.Programs.Count, added = difference.Added.Count, removed = difference.Removed.Count });
                // Its facts stay the same: this is for those who follow what is installed by the asset's id.
                db.Publish(new AssetsChanged([asset.ToFacts(asset.Version)]));
            }

            await book.WriteAsync([difference], "manual", token);
        }, ct);
        return difference!.Older
            ? Problems.Conflict("software.older", "A later inventory of the asset is known.")
            : TypedResults.Ok(await SoftwareReader.ReadAsync(db, asset.Id, ct));
    }
}
