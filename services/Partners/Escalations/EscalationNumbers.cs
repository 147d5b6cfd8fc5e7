using Mat.Partners.Data;
using Microsoft.EntityFrameworkCore;

namespace Mat.Partners.Escalations;

/// <summary>
/// Hands out the numbers of references. On PostgreSQL a process takes a block in a short transaction of its own, so that
/// nobody waits for somebody else's work; a lost block leaves a gap and nothing else. SQLite has one writer anyway, so there
/// a number is part of the transaction that needs it.
/// </summary>
internal sealed class EscalationNumbers(IServiceScopeFactory scopes) : IDisposable
{
    private const string Name = "escalation";
    private const long First = 1001;
    private const int Block = 10;

    private readonly SemaphoreSlim _taking = new(1, 1);
    private long _next;
    private long _end;

    public async Task<long> NextAsync(PartnersDb db, CancellationToken ct)
    {
        if (!db.IsPostgres) return await TakeAsync(db, 1, ct);
        await _taking.WaitAsync(ct);
        try
        {
            if (_next == _end)
            {
                await using var scope = scopes.CreateAsyncScope();
                _next = await TakeAsync(scope.ServiceProvider.GetRequiredService<PartnersDb>(), Block, ct);
                _end = _next + Block;
            }

            return _next++;
        }
        finally
        {
            _taking.Release();
        }
    }

    public void Dispose() => _taking.Dispose();

    private static async Task<long> TakeAsync(PartnersDb db, int count, CancellationToken ct)
    {
        long taken = 0;
        await db.InTransactionAsync(async token =>
        {
            var rows = await db.NumberBlocks.Where(b => b.Name == Name).ExecuteUpdateAsync(u => u.SetProperty(b => b.Next, b => b.Next + count), token);
            if (rows == 0)
            {
                // Two first processes may both come here; the second waits for the first, then adds to its row.
                await db.Database.ExecuteSqlAsync(
                    $"INSERT INTO number_blocks (name, next) VALUES ({Name}, {First + count}) ON CONFLICT (name) DO UPDATE SET next = number_blocks.next + {count}", token);
            }

            taken = await db.NumberBlocks.AsNoTracking().Where(b => b.Name == Name).Select(b => b.Next).SingleAsync(token) - count;
        }, ct);
        return taken;
    }
}
