using Mat.Assets.Data;
using Mat.Assets.Register;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Assets.Software;

/// <summary>One installed program.</summary>
/// <param name="SeenAt">When an inventory first found this version there (UTC).</param>
public sealed record InstalledView(string Name, string? Publisher, string? Version, DateTimeOffset SeenAt);

/// <summary>All that is installed on an asset, by name.</summary>
/// <param name="SeenAt">When the inventory was taken; null: nobody has said what is installed.</param>
/// <param name="Source"><c>manual</c>, or the format of an import.</param>
public sealed record SoftwareListView(Guid AssetId, DateTimeOffset? SeenAt, string? Source, IReadOnlyList<InstalledView> Items);

internal static class SoftwareReader
{
    public static async Task<SoftwareListView> ReadAsync(AssetsDb db, Guid assetId, CancellationToken ct)
    {
        var list = await db.SoftwareLists.AsNoTracking().FirstOrDefaultAsync(l => l.Id == assetId, ct);
        var items = await db.Installed.Where(i => i.AssetId == assetId)
            .Join(db.Titles, i => i.TitleId, t => t.Id, (i, t) => new InstalledView(t.Name, t.Publisher, t.Version, i.SeenAt))
            .ToListAsync(ct);
        return new(assetId, list?.SeenAt, list?.Source,
            [.. items.OrderBy(i => i.Name, StringComparer.OrdinalIgnoreCase).ThenBy(i => i.Version, StringComparer.OrdinalIgnoreCase)]);
    }
}

internal static class GetSoftwareEndpoint
{
    public static async Task<Results<Ok<SoftwareListView>, ProblemHttpResult>> Handle(string id, AssetsDb db, CancellationToken ct) =>
        await AssetSaver.FindAsync(db, id, ct) is { } asset ? TypedResults.Ok(await SoftwareReader.ReadAsync(db, asset.Id, ct))
        : Problems.NotFound();
}

internal static class ExportSoftwareEndpoint
{
    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> Handle(string id, AssetsDb db, CancellationToken ct)
    {
        if (await AssetSaver.FindAsync(db, id, ct) is not { } asset)
            return Problems.NotFound();
        var list = await SoftwareReader.ReadAsync(db, asset.Id, ct);
        return Csv.File("software.csv",
            [["Asset", "Program", "Publisher", "Version", "First seen"],
                .. list.Items.Select(i => new[] { asset.Tag, i.Name, i.Publisher, i.Version, $"{i.SeenAt.UtcDateTime:yyyy-MM-dd}" })]);
    }
}
