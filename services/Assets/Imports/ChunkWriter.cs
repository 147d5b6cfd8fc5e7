using Mat.Assets.Data;
using Mat.Assets.Register;
using Mat.Contracts.Assets;
using Mat.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Mat.Assets.Imports;

/// <summary>Writes what a chunk's rows came to: assets, addresses, history, announcements, row results and progress.</summary>
internal sealed class ChunkWriter(AssetsDb db, AssetImport import, DateTimeOffset now)
{
    /// <summary>Rows up to this number are listed even when there is nothing to say about them.</summary>
    private const int Listed = 1000;

    private readonly BulkWriter _bulk = new(db, now);

    public async Task WriteAssetsAsync(List<(ImportRecord Row, RowOutcome Outcome)> outcomes, CancellationToken ct)
    {
        var created = outcomes.Where(o => o.Outcome.Result == AssetImportResult.Created).Select(o => o.Outcome.Asset!).ToList();
        // A row may add to an asset that another row of this chunk has made; it is then new, with both.
        var fresh = created.ToHashSet();
        var updated = outcomes.Where(o => o.Outcome.Result == AssetImportResult.Updated && !fresh.Contains(o.Outcome.Asset!))
            .Select(o => o.Outcome).ToList();
        // Updates first and in the order of the rows: a tag that one row gives up may be taken by a later one.
        await _bulk.UpdateAsync([.. updated.Select(u => u.Asset!).Distinct()], ct);
        await _bulk.InsertAsync(created, ct);

        var moved = updated.Where(
            u => u.Changes.Any(c => c.Field is "schoolId" or "hostName" or "macs" or "ips" or "attributes.inventoryId"))
                .Select(u => u.Asset!).Distinct().ToList();
        if (moved.Count > 0)
        {
            var ids = moved.ConvertAll(a => a.Id);
            await db.Addresses.Where(a => ids.Contains(a.AssetId)).ExecuteDeleteAsync(ct);
        }

        await _bulk.InsertAsync([.. created.Concat(moved).SelectMany(AssetAddress.Of)], ct);
        var told = outcomes.Where(o => o.Outcome.Announce).Select(o => o.Outcome).ToList();
        await _bulk.InsertAsync([.. told.Select(o => new AssetChange
        {
            AssetId = o.Asset!.Id,
            ActorId = import.RequestedById,
            Actor = import.RequestedBy,
            Action = o.Result == AssetImportResult.Created ? "registered" : "imported",
            ImportId = import.Id,
            Changes = [.. o.Changes],
        })], ct);
        foreach (var page in told.Select(o => o.Asset!).Distinct().Chunk(AssetsChanged.MaxAssets))
            db.Publish(new AssetsChanged([.. page.Select(a => a.ToFacts(a.Version + 1))]));
        await db.SaveChangesAsync(ct);
    }

    public async Task WriteRowsAsync(List<(ImportRecord Row, RowOutcome Outcome)> outcomes, List<ProblemCount> problems,
        CancellationToken ct)
    {
        var rows = new List<ImportRow>();
        foreach (var (row, outcome) in outcomes)
        {
            AssetImportProblem[] reasons = outcome.Reason is null ? [.. row.Notes] : [outcome.Reason, .. row.Notes];
            foreach (var reason in reasons)
                ProblemCount.Add(problems, reason, row.Row);
            if (reasons.Length == 0 && (row.Row > Listed || outcome.Result == AssetImportResult.Unchanged))
                continue;
            rows.Add(new ImportRow
            {
                ImportId = import.Id,
                Row = row.Row,
                Result = outcome.Result,
                Tag = outcome.Asset?.Tag is { Length: > 0 } tag ? tag : row.Tag,
                Serial = row.Serial,
                Code = reasons.FirstOrDefault()?.Code,
                Reason = reasons.Length > 0 ? Shorten(string.Join(' ', reasons.Select(r => r.Message))) : Changes(outcome),
            });
        }

        await _bulk.InsertAsync(rows, ct);
    }

    /// <returns>False when the import is no longer ours; then the caller drops the transaction.</returns>
    public async Task<bool> MoveOnAsync(IQueryable<AssetImport> ours, List<(ImportRecord Row, RowOutcome Outcome)> outcomes,
        List<ProblemCount> problems, DateTimeOffset? lease, CancellationToken ct)
    {
        int Count(AssetImportResult result) => outcomes.Count(o => o.Outcome.Result == result);
        var (rows, created, updated) = (outcomes.Count, Count(AssetImportResult.Created), Count(AssetImportResult.Updated));
        var (unchanged, skipped, failed) = (Count(AssetImportResult.Unchanged), Count(AssetImportResult.Skipped),
            Count(AssetImportResult.Failed));
        var text = ProblemCount.Write(problems);
        return await ours.ExecuteUpdateAsync(u => u
            .SetProperty(i => i.Processed, i => i.Processed + rows)
            .SetProperty(i => i.Created, i => i.Created + created)
            .SetProperty(i => i.Updated, i => i.Updated + updated)
            .SetProperty(i => i.Unchanged, i => i.Unchanged + unchanged)
            .SetProperty(i => i.Skipped, i => i.Skipped + skipped)
            .SetProperty(i => i.Failed, i => i.Failed + failed)
            .SetProperty(i => i.Problems, text)
            .SetProperty(i => i.LeaseUntil, lease)
            .SetProperty(i => i.UpdatedAt, now)
            .SetProperty(i => i.Version, i => i.Version + 1), ct) == 1;
    }

    private static string? Changes(RowOutcome outcome) =>
        outcome.Changes.Count == 0 ? null : Shorten("Changed: " + string.Join(", ", outcome.Changes.Select(c => c.Field).Distinct()) + ".");

    private static string Shorten(string text) => text.Length <= 1000 ? text : text[..1000] + "…";
}
