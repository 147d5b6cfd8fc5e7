using Mat.Assets.Data;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Assets.Imports;

/// <summary>An import may hold rows of every school, so only its own person and the trust's central team see it.</summary>
internal static class ImportAccess
{
    public static IQueryable<AssetImport> Visible(AssetsDb db, CurrentUser user) =>
        user.AllSchools ? db.Imports : db.Imports.Where(i => i.RequestedById == user.PersonId);
}

internal static class ListImportsEndpoint
{
    private static readonly SortKeys<AssetImport> Keys = new SortKeys<AssetImport>().Add("createdAt", i => i.CreatedAt)
        .Default("-createdAt");

    public static Task<Ok<Page<AssetImportView>>> Handle([AsParameters] PageQuery page, AssetsDb db, CurrentUser user,
        CancellationToken ct) =>
        ImportAccess.Visible(db, user).ToPageAsync(page, Keys, AssetImportView.Of, ct);
}

internal static class GetImportEndpoint
{
    public static async Task<Results<Ok<AssetImportView>, ProblemHttpResult>> Handle(Guid id, AssetsDb db, CurrentUser user,
        CancellationToken ct) =>
        await ImportAccess.Visible(db, user).AsNoTracking().FirstOrDefaultAsync(i => i.Id == id, ct) is { } import
            ? TypedResults.Ok(AssetImportView.Of(import)) : Problems.NotFound();
}

internal static class ListImportRowsEndpoint
{
    private static readonly SortKeys<ImportRow> Keys = new SortKeys<ImportRow>().Add("row", r => r.Row).Default("row");

    public static async Task<Results<Ok<Page<AssetImportRowView>>, ProblemHttpResult>> Handle(
        Guid id, string? result, [AsParameters] PageQuery page, AssetsDb db, CurrentUser user, CancellationToken ct)
    {
        if (!await ImportAccess.Visible(db, user).AnyAsync(i => i.Id == id, ct))
            return Problems.NotFound();
        var rows = db.Rows.Where(r => r.ImportId == id);
        if (!string.IsNullOrEmpty(result))
        {
            if (!WireEnum<AssetImportResult>.TryParse(result, out var wanted, ignoreCase: true))
                return Problems.BadRequest("filter.result", $"The result is one of {string.Join(", ", WireEnum<AssetImportResult>.All)}.");
            rows = rows.Where(r => r.Result == wanted);
        }

        return await rows.ToPageAsync(page, Keys, r => new AssetImportRowView(r.Row, r.Result, r.Tag, r.Serial, r.Code, r.Reason), ct);
    }
}
