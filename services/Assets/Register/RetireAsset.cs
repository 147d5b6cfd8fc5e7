using System.ComponentModel.DataAnnotations;
using Mat.Assets.Data;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Mat.Assets.Register;

/// <param name="Disposed">The thing has left the trust; then <paramref name="Certificate"/> is needed.</param>
/// <param name="Certificate">Reference of the WEEE and data-destruction certificate.</param>
public sealed record RetireAsset(
    [property: Required, StringLength(500, MinimumLength = 1)] string Reason, bool? Disposed,
    [property: StringLength(200)] string? Certificate);

internal static class RetireAssetEndpoint
{
    public static async Task<Results<Ok<AssetView>, ProblemHttpResult>> Handle(string id, RetireAsset request, AssetsDb db,
        CurrentUser user, CancellationToken ct)
    {
        if (await AssetSaver.FindAsync(db, id, ct) is not { } asset)
            return Problems.NotFound();
        var disposed = request.Disposed == true;
        if (asset.Status == AssetStatus.Disposed)
            return Problems.Conflict("asset.disposed", "The asset has been disposed of already.");
        if (asset.Status == AssetStatus.Retired && !disposed)
            return Problems.Conflict("asset.retired", "The asset is retired already.");
        if (string.IsNullOrWhiteSpace(request.Reason))
            return Problems.Unprocessable("asset.reason_required", "Say why the asset is retired.");
        if (disposed && string.IsNullOrWhiteSpace(request.Certificate))
            return Problems.Unprocessable("asset.certificate_required",
                "Disposal needs the reference of the disposal and data-destruction certificate.");
        var before = AssetFields.Take(asset);
        asset.Status = disposed ? AssetStatus.Disposed : AssetStatus.Retired;
        asset.RetireReason = request.Reason.Trim();
        asset.DisposalCertificate = string.IsNullOrWhiteSpace(request.Certificate) ? asset.DisposalCertificate : request.Certificate.Trim();
        asset.Settle();
        await AssetSaver.SaveAsync(db, user, asset, disposed ? "disposed" : "retired", before.Differences(asset), ct);
        return TypedResults.Ok(AssetView.Of(asset));
    }
}
