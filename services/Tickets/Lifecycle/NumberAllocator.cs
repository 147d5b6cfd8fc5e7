using System.Collections.Concurrent;
using Mat.Tickets.Data;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Lifecycle;

/// <summary>
/// Numbers for references, each once. On PostgreSQL a process takes a block at a time, committed at once, so that
/// opening a ticket never waits for another that is being opened; what is left of a block at the end is a gap. On SQLite
/// the process owns the database, so it counts on from the highest number, and takes no write lock inside a request that
/// may hold it.
/// </summary>
internal sealed class NumberAllocator(IServiceScopeFactory scopes, TimeProvider clock) : IDisposable
{
    private const int Smallest = 50;
    private const int Largest = 2_000;

    private readonly SemaphoreSlim _refill = new(1, 1);
    private readonly ConcurrentQueue<long> _numbers = new();
    private long _lastRefill;
    private int _size = Smallest;

    public async ValueTask<long> NextAsync(CancellationToken ct)
    {
        long number;
        while (!_numbers.TryDequeue(out number)) await RefillAsync(ct);
        return number;
    }

    public void Dispose() => _refill.Dispose();

    private async Task RefillAsync(CancellationToken ct)
    {
        await _refill.WaitAsync(ct);
        try
        {
            if (!_numbers.IsEmpty) return;
            // A process that used its block up within seconds takes a larger one.
            _size = _lastRefill != 0 && clock.GetElapsedTime(_lastRefill) < TimeSpan.FromSeconds(5) ? Math.Min(_size * 2, Largest) : Smallest;
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<TicketsDb>();
            var first = db.IsPostgres ? await db.AllocateNumbersAsync(NumberBlock.Tickets, _size, NumberBlock.First, ct) : await HighestAsync(db, ct) + 1;
            for (var i = 0; i < _size; i++) _numbers.Enqueue(first + i);
            _highest = first + _size - 1;
            _lastRefill = clock.GetTimestamp();
        }
        finally
        {
            _refill.Release();
        }
    }

    private long _highest;

    private async Task<long> HighestAsync(TicketsDb db, CancellationToken ct)
    {
        if (_highest > 0) return _highest;
        var highest = await db.Tickets.IgnoreQueryFilters().MaxAsync(t => (long?)t.Number, ct) ?? 0;
        return Math.Max(highest, NumberBlock.First - 1);
    }
}
