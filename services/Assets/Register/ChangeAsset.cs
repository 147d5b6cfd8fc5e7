using Mat.Assets.Data;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Mat.Assets.Register;

/// <summary>Changes of an asset; what is not sent stays.</summary>
public sealed record ChangeAsset : AssetInput;

internal static class ChangeAssetEndpoint
{
    public static async Task<Results<Ok<AssetView>, ProblemHttpResult>> Handle(
        string id, ChangeAsset request, IfMatch ifMatch, AssetsDb db, CurrentUser user, CancellationToken ct)
    {
        if (await AssetSaver.FindAsync(db, id, ct) is not { } asset)
            return Problems.NotFound();
        if (ifMatch.Validate(asset.Version) is { } stale)
            return stale;
        if (asset.Status == AssetStatus.Disposed)
            return Problems.Conflict("asset.disposed", "The asset has been disposed of; its record is closed.");
        var (before, status, school) = (AssetFields.Take(asset), asset.Status, asset.SchoolId);
        var errors = AssetWriter.Write(request, asset);
        if (errors.Count > 0)
            return Problems.Unprocessable("asset.fields", "Some fields are not as they should be.", errors);
        if (asset.Status != status && asset.IsFinal)
            return Problems.Unprocessable("asset.use_retire", "An asset is retired by its own route, with a reason.");
        if (status == AssetStatus.Retired && asset.Status != status)
            asset.RetireReason = null;
        asset.Settle();
        var changes = before.Differences(asset);
        if (changes.Count == 0)
            return TypedResults.Ok(AssetView.Of(asset));
        // A school that has closed keeps its assets, and their records can still be corrected there.
        if ((asset.SchoolId != school || changes.Exists(c => c.Field is "tag" or "serial"))
            && await AssetSaver.RefuseAsync(db, user, asset, ct) is { } refusal)
            return refusal;
        asset.Source = "manual";
        await AssetSaver.SaveAsync(db, user, asset, "changed", changes, ct);
        return TypedResults.Ok(AssetView.Of(asset));
    }
}
