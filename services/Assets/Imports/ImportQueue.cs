using Mat.Assets.Data;
using Mat.Platform.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Mat.Assets.Imports;

/// <summary>Wakes this process's workers when somebody has queued an import here.</summary>
internal sealed class ImportSignal
{
    private readonly AsyncAutoResetEvent _signal = new();

    public void Set() => _signal.Set();

    public Task WaitAsync(TimeSpan most, CancellationToken ct) => _signal.WaitAsync(most, ct);
}

/// <summary>Hands out imports that wait, and those whose worker has died.</summary>
internal sealed class ImportQueue(IServiceScopeFactory scopes, TimeProvider clock, IOptions<AssetsOptions> options,
    ILogger<ImportQueue> log)
{
    /// <summary>A worker that has not finished a chunk for this long counts as dead; a chunk takes well under a second.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Claims the oldest import that can be worked on. The condition is repeated in the update, so of two workers that see
    /// the same row one changes it and the other changes none.
    /// </summary>
    public async Task<ImportRun?> ClaimAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AssetsDb>();
        var now = clock.GetUtcNow();
        var waiting = db.Imports.Where(i => i.Status == AssetImportStatus.Queued || i.Status == AssetImportStatus.Running
            && i.LeaseUntil < now);
        var id = await waiting.OrderBy(i => i.Id).Select(i => (Guid?)i.Id).FirstOrDefaultAsync(ct);
        if (id is null)
            return null;
        Guid? owner = Guid.NewGuid();
        DateTimeOffset? until = now + Lease;
        var claimed = 0;
        await db.InTransactionAsync(async token =>
        {
            claimed = await waiting.Where(i => i.Id == id).ExecuteUpdateAsync(u => u
                .SetProperty(i => i.Status, AssetImportStatus.Running)
                .SetProperty(i => i.LeaseOwner, owner)
                .SetProperty(i => i.LeaseUntil, until)
                .SetProperty(i => i.StartedAt, i => i.StartedAt ?? now)
                .SetProperty(i => i.Version, i => i.Version + 1), token);
        }, ct);
        return claimed == 0 ? null : new ImportRun(id.Value, owner.Value, scopes, clock, options.Value, log);
    }

    /// <summary>
    /// At a start of the embedded shape no other worker can be alive, since the data folder belongs to one process: what
    /// stands as running was cut off and need not wait for its lease to end.
    /// </summary>
    public async Task ReleaseAllAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AssetsDb>();
        if (db.IsPostgres)
            return;
        await db.InTransactionAsync(token => db.Imports.Where(i => i.Status == AssetImportStatus.Running)
            .ExecuteUpdateAsync(u => u.SetProperty(i => i.LeaseUntil, (DateTimeOffset?)DateTimeOffset.UnixEpoch), token), ct);
    }

    /// <summary>Forgets files whose time is over; the imports and their rows stay.</summary>
    public async Task ForgetFilesAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AssetsDb>();
        var before = clock.GetUtcNow() - TimeSpan.FromDays(options.Value.KeepFilesDays);
        await db.InTransactionAsync(token => db.Files.Where(f => f.CreatedAt < before).ExecuteDeleteAsync(token), ct);
    }
}
