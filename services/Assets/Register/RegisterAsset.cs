using Mat.Assets.Data;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Mat.Assets.Register;

/// <summary>A new asset. Kind and school are needed; without a tag it gets the next number.</summary>
public sealed record RegisterAsset : AssetInput;

internal static class RegisterAssetEndpoint
{
    public static async Task<Results<Created<AssetView>, ProblemHttpResult>> Handle(RegisterAsset request, AssetsDb db, CurrentUser user,
        CancellationToken ct)
    {
        var asset = new Asset { Source = "manual" };
        // The kind decides which attributes there are, and the writer sets it before them.
        var errors = AssetWriter.Write(request, asset);
        if (request.Kind is null)
            errors["kind"] = ["This is needed."];
        if (request.SchoolId is null)
            errors["schoolId"] = ["This is needed."];
        if (errors.Count > 0)
            return Problems.Unprocessable("asset.fields", "Some fields are missing or not as they should be.", errors);
        if (asset.IsFinal)
            return Problems.Unprocessable("asset.use_retire", "An asset is retired by its own route, with a reason.");
        ProblemHttpResult? refusal = null;
        await db.InTransactionAsync(async token =>
        {
            if (asset.Tag.Length == 0)
                asset.Tag = (await TagNumbers.TakeAsync(db, 1, token)).Dequeue();
            if (asset.Name.Length == 0)
                asset.Name = asset.Model ?? asset.HostName ?? asset.Tag;
            asset.Settle();
            refusal = await AssetSaver.RefuseAsync(db, user, asset, token);
            if (refusal is not null)
                return;
            db.Assets.Add(asset);
            await AssetSaver.SaveAsync(db, user, asset, "registered", [], token);
        }, ct);
        return refusal is not null ? refusal : TypedResults.Created($"/api/assets/{asset.Id}", AssetView.Of(asset));
    }
}
