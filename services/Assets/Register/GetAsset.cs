using Mat.Assets.Data;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Mat.Assets.Register;

internal static class GetAssetEndpoint
{
    public static async Task<Results<Ok<AssetView>, ProblemHttpResult>> Handle(string id, AssetsDb db, CurrentUser user,
        CancellationToken ct) =>
        await AssetSaver.FindAsync(db, id, ct) is { } asset ? TypedResults.Ok(AssetView.Of(asset, user.OnlyStaff)) : Problems.NotFound();
}

internal static class ListKindsEndpoint
{
    public static Ok<IReadOnlyList<AssetKindView>> Handle() => TypedResults.Ok(KindCatalogue.Kinds);
}
