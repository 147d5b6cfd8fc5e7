using Mat.Platform.Messaging;

namespace Mat.Platform.Data;

/// <summary>What all contexts of one service's database share in this process.</summary>
public sealed class DbRuntime(string service, Type contextType, bool isPostgres, TimeProvider clock)
{
    private readonly SemaphoreSlim? _gate = isPostgres ? null : new(1, 1);

    public string Service { get; } = service;

    public Type ContextType { get; } = contextType;

    public bool IsPostgres { get; } = isPostgres;

    public TimeProvider Clock { get; } = clock;

    /// <summary>Wakes the relay when a commit has put something in the outbox.</summary>
    internal Signal Outbox { get; } = new();

    /// <summary>
    /// SQLite has one writer at a time and its driver waits by sleeping; a queue in the process is fair and quick.
    /// PostgreSQL needs none.
    /// </summary>
    internal async ValueTask<WriteLease> EnterAsync(CancellationToken ct)
    {
        if (_gate is not null)
            await _gate.WaitAsync(ct);
        return new(_gate);
    }

    internal readonly struct WriteLease(SemaphoreSlim? gate) : IDisposable
    {
        public void Dispose() => gate?.Release();
    }
}
