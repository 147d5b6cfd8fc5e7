using Mat.Assets.Data;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Mat.Assets.Register;

/// <summary>One line of an asset's history as it is shown.</summary>
public sealed record AssetHistoryView(Guid Id, DateTimeOffset At, string Actor, string Action, Guid? ImportId,
    IReadOnlyList<AssetFieldChange> Changes);

internal static class AssetHistoryEndpoint
{
    private static readonly SortKeys<AssetChange> Keys = new SortKeys<AssetChange>().Add("at", c => c.CreatedAt).Default("-at");

    public static async Task<Results<Ok<Page<AssetHistoryView>>, ProblemHttpResult>> Handle(string id, [AsParameters] PageQuery page,
        AssetsDb db, CancellationToken ct)
    {
        if (await AssetSaver.FindAsync(db, id, ct) is not { } asset)
            return Problems.NotFound();
        return await db.Changes.Where(c => c.AssetId == asset.Id)
            .ToPageAsync(page, Keys, c => new AssetHistoryView(c.Id, c.CreatedAt, c.Actor, c.Action, c.ImportId, c.Changes), ct);
    }
}
