using Mat.Assets.Data;
using Mat.Assets.Imports.Formats;
using Mat.Platform.Data;
using Mat.Platform.Http;
using Microsoft.EntityFrameworkCore;

namespace Mat.Assets.Imports;

/// <summary>
/// One worker's hold on one import. Rows are applied in chunks; each chunk is one transaction that also moves the import's
/// own progress and asks whether the hold is still ours. So whenever a worker dies, the next one goes on at the row after
/// the last committed chunk, and nothing is done twice.
/// </summary>
internal sealed class ImportRun(Guid id, Guid owner, IServiceScopeFactory scopes, TimeProvider clock, AssetsOptions options, ILogger log)
{
    private const int MaxAttempts = 6;

    private AssetImport? _import;
    private Merge? _merge;
    private SchoolFinder? _schools;
    private ImportSource? _source;
    private IEnumerator<ImportRecord>? _rows;
    private List<ProblemCount> _problems = [];
    private Queue<string> _tags = new();

    public Guid Id { get; } = id;

    /// <summary>Rows that are done.</summary>
    public int Processed { get; private set; }

    /// <summary>Does the next chunk.</summary>
    /// <returns>False when there is nothing more to do, for whatever reason.</returns>
    public async Task<bool> NextAsync(CancellationToken ct)
    {
        try
        {
            if (_rows is null && !await OpenAsync(ct))
                return false;
            var chunk = Take();
            return chunk.Count == 0 ? await FinishAsync(ct) : await TryAsync(chunk, ct);
        }
        catch (UnusableFileException e)
        {
            await FailAsync(e.Problem, ct);
            return false;
        }
    }

    /// <summary>Ends the import as failed.</summary>
    public Task FailAsync(AssetImportProblem problem, CancellationToken ct)
    {
        ProblemCount.Add(_problems, problem, 0);
        var last = _problems.FindLastIndex(p => p.Code == problem.Code);
        if (last >= 0)
            _problems[last] = _problems[last] with { Rows = 0 };
        return EndAsync(AssetImportStatus.Failed, ct);
    }

    /// <summary>Gives the import back at a stop, so that the next process need not wait for the lease.</summary>
    public async Task LetGoAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AssetsDb>();
        await db.InTransactionAsync(ct => Ours(db)
            .ExecuteUpdateAsync(u => u.SetProperty(i => i.LeaseUntil, (DateTimeOffset?)DateTimeOffset.UnixEpoch), ct),
            CancellationToken.None);
    }

    private async Task<bool> OpenAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AssetsDb>();
        _import = await Ours(db).AsNoTracking().FirstOrDefaultAsync(ct);
        if (_import is null)
            return false;
        _problems = ProblemCount.Read(_import.Problems);
        var bytes = await db.Files.Where(f => f.Id == _import.FileId).Select(f => f.Bytes).FirstOrDefaultAsync(ct)
            ?? throw new UnusableFileException(new AssetImportProblem("import.file_gone", "The file is no longer kept; send it again."));
        var writable = _import.Writable?.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Guid.Parse).ToHashSet();
        _schools = new SchoolFinder(await db.Schools.AsNoTracking().ToListAsync(ct), writable, _import.SchoolId);
        _merge = new Merge(_schools, WireEnum<AssetImportFormat>.Of(_import.Format), () => _tags.TryDequeue(out var tag) ? tag : "");
        _source = ImportSource.Open(bytes, _import.Format, ColumnMapping.Parse(_import.Mapping).Mapping ?? ColumnMapping.None)!;
        _rows = _source.Read().GetEnumerator();
        for (; Processed < _import.Processed && _rows.MoveNext(); Processed++)
            _merge.Admit(_rows.Current);
        return true;
    }

    private List<(ImportRecord Row, RowOutcome? Refused)> Take()
    {
        var chunk = new List<(ImportRecord, RowOutcome?)>();
        while (chunk.Count < options.ChunkRows && _rows!.MoveNext())
            chunk.Add((_rows.Current, _merge!.Admit(_rows.Current)));
        if (Processed == 0)
            _problems = [.. _source!.Problems.Select(p => new ProblemCount(p.Code, p.Message, p.Column, 0, 0)), .. _problems];
        return chunk;
    }

    /// <summary>A chunk that meets another writer (a person, another import) is decided again on the current rows.</summary>
    private async Task<bool> TryAsync(List<(ImportRecord Row, RowOutcome? Refused)> chunk, CancellationToken ct)
    {
        var notes = chunk.ConvertAll(c => c.Row.Notes.Count);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (!await ChunkAsync(chunk, ct))
                    return false;
                Processed += chunk.Count;
                return true;
            }
            catch (Exception e) when (attempt < MaxAttempts
                && (e is DbUpdateConcurrencyException || Storage.IsUniqueViolation(e) || Storage.IsTransient(e)))
            {
                log.LogInformation("Import chunk failed; retrying. import={Import} row={Row}: {Reason}", Id, chunk[0].Row.Row, e.Message);
                for (var i = 0; i < chunk.Count; i++)
                    chunk[i].Row.Notes.RemoveRange(notes[i], chunk[i].Row.Notes.Count - notes[i]);
                await Task.Delay(Random.Shared.Next(10, 50 * attempt), ct);
            }
        }
    }

    private async Task<bool> ChunkAsync(List<(ImportRecord Row, RowOutcome? Refused)> chunk, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AssetsDb>();
        var problems = new List<ProblemCount>(_problems);
        try
        {
            await db.InTransactionAsync(token => WriteAsync(db, chunk, problems, token), ct);
        }
        catch (LostException)
        {
            return false;
        }

        _problems = problems;
        return true;
    }

    private async Task WriteAsync(AssetsDb db, List<(ImportRecord Row, RowOutcome? Refused)> chunk, List<ProblemCount> problems,
        CancellationToken ct)
    {
        await db.TakeTurnsAsync(ct);
        if (!db.IsPostgres)
        {
            // Keys of an import fall all over the indexes; with the usual cache every chunk would read most of their pages again.
            await db.Database.ExecuteSqlRawAsync("PRAGMA cache_size=-48000", ct);
        }

        var known = await KnownRows.LoadAsync(db, chunk.Where(c => c.Refused is null).Select(c => c.Row).ToList(), ct);
        _tags = _import!.DryRun ? new()
            : await TagNumbers.TakeAsync(db, chunk.Count(c => c.Refused is null && KnownRows.NeedsTag(c.Row, known)), ct);
        var outcomes = chunk.ConvertAll(c => (c.Row, Outcome: c.Refused ?? _merge!.Apply(c.Row, known)));
        var software = new ChunkSoftware(db, clock.GetUtcNow());
        outcomes = await software.CompareAsync(outcomes, ct);
        var writer = new ChunkWriter(db, _import, clock.GetUtcNow());
        if (!_import.DryRun)
        {
            await writer.WriteAssetsAsync(outcomes, ct);
            await software.WriteAsync(WireEnum<AssetImportFormat>.Of(_import.Format), ct);
        }

        await writer.WriteRowsAsync(outcomes, problems, ct);
        if (!await writer.MoveOnAsync(Ours(db), outcomes, problems, clock.GetUtcNow() + ImportQueue.Lease, ct))
            throw new LostException();
    }

    private async Task<bool> FinishAsync(CancellationToken ct)
    {
        await EndAsync(AssetImportStatus.Finished, ct);
        return false;
    }

    private async Task EndAsync(AssetImportStatus status, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AssetsDb>();
        await db.InTransactionAsync(async token =>
        {
            if (await Ours(db).FirstOrDefaultAsync(token) is not { } import)
                return;
            import.Status = status;
            import.FinishedAt = clock.GetUtcNow();
            import.LeaseOwner = null;
            import.LeaseUntil = null;
            import.Problems = ProblemCount.Write(_problems);
            if (!import.DryRun)
                db.Audit("import_" + WireEnum<AssetImportStatus>.Of(status), "asset_import", import.Id,
                    new
                    {
                        import.FileName,
                        import.RequestedBy,
                        import.Created,
                        import.Updated,
                        import.Unchanged,
                        import.Skipped,
                        import.Failed
                    });
            await db.SaveChangesAsync(token);
        }, ct);
    }

    private IQueryable<AssetImport> Ours(AssetsDb db) =>
        db.Imports.Where(i => i.Id == Id && i.LeaseOwner == owner && i.Status == AssetImportStatus.Running);

    /// <summary>The import was cancelled, or another worker has it: this chunk must leave nothing behind.</summary>
    private sealed class LostException : Exception;
}
