using Mat.Assets.Data;
using Mat.Assets.Software;

namespace Mat.Assets.Imports;

/// <summary>What a chunk's rows say about installed software. A row that does not speak of it leaves the list as it is.</summary>
internal sealed class ChunkSoftware(AssetsDb db, DateTimeOffset now)
{
    private readonly SoftwareWriter _book = new(db, now);
    private Dictionary<Guid, SoftwareDifference> _differences = [];

    /// <summary>The outcomes with what changes in the lists; an asset of which only the list changes is updated as well.</summary>
    public async Task<List<(ImportRecord Row, RowOutcome Outcome)>> CompareAsync(List<(ImportRecord Row, RowOutcome Outcome)> outcomes,
        CancellationToken ct)
    {
        // Two rows that found the same asset: the later one counts.
        var told = outcomes.Where(
            o => o is
            {
                Row.Software: not null, Outcome.Asset: not null,
                Outcome.Result: not (AssetImportResult.Failed or AssetImportResult.Skipped)
            })
            .GroupBy(o => o.Outcome.Asset!.Id).ToDictionary(g => g.Key, g => g.Last());
        if (told.Count == 0)
            return outcomes;
        _differences = await _book.CompareAsync(
            [.. told.Select(t => new ReportedSoftware(t.Key, t.Value.Row.LastSeenAt ?? now, t.Value.Row.Software!))], ct);
        return outcomes.ConvertAll(o => o.Outcome.Asset is { } asset && told.TryGetValue(asset.Id, out var last)
            && ReferenceEquals(last.Row, o.Row) ? (o.Row, With(o.Row, o.Outcome, _differences[asset.Id])) : o);
    }

    /// <param name="source">The format of the import.</param>
    public Task WriteAsync(string source, CancellationToken ct) =>
        _differences.Count == 0 ? Task.CompletedTask : _book.WriteAsync(_differences.Values, source, ct);

    private static RowOutcome With(ImportRecord row, RowOutcome outcome, SoftwareDifference difference)
    {
        if (difference.Older)
            row.Note("import.software_older", $"A later inventory of {outcome.Asset!.Tag} is known; its list of software stays.");
        if (difference.Older || difference.Same || outcome.Result == AssetImportResult.Created)
            return outcome;
        return outcome with { Result = AssetImportResult.Updated, Changes = [.. outcome.Changes, .. difference.Changes] };
    }
}
