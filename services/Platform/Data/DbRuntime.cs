using Mat.Platform.Messaging;
using Npgsql;

namespace Mat.Platform.Data;

/// <summary>What all contexts of one service's database share in this process.</summary>
public sealed class DbRuntime(string service, Type contextType, NpgsqlDataSource? aside, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim? _gate = aside is null ? new(1, 1) : null;

    public string Service { get; } = service;

    public Type ContextType { get; } = contextType;

    public bool IsPostgres => aside is not null;

    /// <summary>
    /// A few connections beside the pool, for an instant's work that others with a connection wait for: a pool whose every connection
    /// waited for one more of it would stand still. PostgreSQL only.
    /// </summary>
    internal NpgsqlDataSource Aside => aside ?? throw new InvalidOperationException("Only PostgreSQL has connections aside.");

    public TimeProvider Clock { get; } = clock;

    /// <summary>Wakes the relay when a commit has put something in the outbox.</summary>
    internal AsyncAutoResetEvent Outbox { get; } = new();

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

    public void Dispose() => aside?.Dispose();

    internal readonly struct WriteLease(SemaphoreSlim? gate) : IDisposable
    {
        public void Dispose() => gate?.Release();
    }
}
