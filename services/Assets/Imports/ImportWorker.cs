using Mat.Platform.Data;
using Microsoft.Extensions.Options;

namespace Mat.Assets.Imports;

/// <summary>Works off imports, some at a time, for as long as the process runs.</summary>
internal sealed class ImportWorker(ImportQueue queue, ImportSignal signal, TimeProvider clock, IOptions<AssetsOptions> options,
    ILogger<ImportWorker> log) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.ImportsAtOnce == 0)
            return;
        await Task.Yield();
        await GuardAsync(queue.ReleaseAllAsync, stoppingToken);
        await Task.WhenAll(Enumerable.Range(0, options.Value.ImportsAtOnce)
            .Select(i => Task.Run(() => LoopAsync(i == 0, stoppingToken), CancellationToken.None)));
    }

    private async Task LoopAsync(bool sweeps, CancellationToken ct)
    {
        var swept = DateTimeOffset.MinValue;
        while (!ct.IsCancellationRequested)
        {
            if (await GuardAsync(OneAsync, ct))
                continue;
            if (sweeps && clock.GetUtcNow() - swept > TimeSpan.FromHours(6))
            {
                swept = clock.GetUtcNow();
                await GuardAsync(queue.ForgetFilesAsync, ct);
            }

            await signal.WaitAsync(Poll, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> OneAsync(CancellationToken ct)
    {
        if (await queue.ClaimAsync(ct) is not { } run)
            return false;
        // Another may wait behind this one for the worker beside us.
        signal.Set();
        try
        {
            while (await run.NextAsync(ct))
                log.LogDebug("Import progress. import={Import} rows={Rows}", run.Id, run.Processed);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            await run.LetGoAsync();
        }
        catch (Exception e) when (!Storage.IsTransient(e))
        {
            // A bug in a reader must not be tried again for ever; the import says that it failed.
            log.LogError(e, "Import failed. import={Import}", run.Id);
            await run.FailAsync(new AssetImportProblem("import.internal",
                "Something went wrong on our side; nothing after the last counted row was written."), CancellationToken.None);
        }

        return true;
    }

    private Task GuardAsync(Func<CancellationToken, Task> work, CancellationToken ct) => GuardAsync(async token =>
    {
        await work(token);
        return false;
    }, ct);

    private async Task<bool> GuardAsync(Func<CancellationToken, Task<bool>> work, CancellationToken ct)
    {
        try
        {
            return await work(ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception e)
        {
            // The database is away: the lease runs out and the import is taken up again from its last chunk.
            log.LogWarning("Import worker failed; retrying: {Reason}", e.Message);
            return false;
        }
    }
}
