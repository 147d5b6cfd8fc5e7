using Mat.Assets.Data;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Assets.Imports;

internal static class ApplyImportEndpoint
{
    public static async Task<Results<Accepted<AssetImportView>, ProblemHttpResult>> Handle(Guid id, AssetsDb db, CurrentUser user,
        ImportSignal signal, CancellationToken ct)
    {
        var tried = await ImportAccess.Visible(db, user).FirstOrDefaultAsync(i => i.Id == id, ct);
        if (tried is null)
            return Problems.NotFound();
        if (!tried.DryRun || tried.Status != AssetImportStatus.Finished)
            return Problems.Conflict("import.not_a_dry_run", "Only a finished dry run can be applied.");
        if (tried.AppliedId is not null)
            return Problems.Conflict("import.applied", "This dry run has been applied already.");
        if (!await db.Files.AnyAsync(f => f.Id == tried.FileId, ct))
            return Problems.Conflict("import.file_gone", "The file is no longer kept; send it again.");
        var import = new AssetImport
        {
            FileId = tried.FileId,
            FileName = tried.FileName,
            Format = tried.Format,
            SchoolId = tried.SchoolId,
            Mapping = tried.Mapping,
            RequestedById = user.PersonId,
            RequestedBy = user.Name,
            Writable = user.AllSchools ? null : string.Join(' ', user.Schools),
            Rows = tried.Rows,
        };
        tried.AppliedId = import.Id;
        db.Imports.Add(import);
        db.Audit("import_started", "asset_import", import.Id, new { import.FileName, import.Format, import.Rows });
        await db.SaveChangesAsync(ct);
        signal.Set();
        return TypedResults.Accepted($"/api/assets/imports/{import.Id}", AssetImportView.Of(import));
    }
}

internal static class CancelImportEndpoint
{
    public static async Task<Results<Ok<AssetImportView>, ProblemHttpResult>> Handle(Guid id, AssetsDb db, CurrentUser user,
        TimeProvider clock, CancellationToken ct)
    {
        if (!await ImportAccess.Visible(db, user).AnyAsync(i => i.Id == id, ct))
            return Problems.NotFound();
        DateTimeOffset? now = clock.GetUtcNow();
        var stopped = 0;
        // Not through the entity: its version moves with every chunk, and a cancel must not lose that race.
        await db.InTransactionAsync(async token =>
        {
            stopped = await db.Imports.Where(i => i.Id == id
                && (i.Status == AssetImportStatus.Queued || i.Status == AssetImportStatus.Running))
                .ExecuteUpdateAsync(u => u
                    .SetProperty(i => i.Status, AssetImportStatus.Cancelled)
                    .SetProperty(i => i.FinishedAt, now)
                    .SetProperty(i => i.Version, i => i.Version + 1), token);
            if (stopped == 0)
                return;
            db.Audit("import_cancelled", "asset_import", id);
            await db.SaveChangesAsync(token);
        }, ct);
        if (stopped == 0)
            return Problems.Conflict("import.over", "The import is over already.");
        return TypedResults.Ok(AssetImportView.Of(await db.Imports.AsNoTracking().FirstAsync(i => i.Id == id, ct)));
    }
}
