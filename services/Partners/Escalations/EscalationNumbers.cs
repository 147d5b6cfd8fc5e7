using Mat.Partners.Data;
using Microsoft.EntityFrameworkCore;

namespace Mat.Partners.Escalations;

/// <summary>
/// Hands out the numbers of references. On PostgreSQL a process takes a block at a time, committed at once, so that
/// nobody waits for somebody else's work; a lost block leaves a gap and nothing else. SQLite has one writer anyway, so there
/// a number is part of the transaction that needs it.
/// </summary>
internal sealed class EscalationNumbers : IDisposable
{
    private const string Name = "escalation";
    private const long First = 1001;
    private const int Block = 10;

    private readonly SemaphoreSlim _taking = new(1, 1);
    private long _next;
    private long _end;

    public async Task<long> NextAsync(PartnersDb db, CancellationToken ct)
    {
        if (!db.IsPostgres) return await TakeAsync(db, ct);
        await _taking.WaitAsync(ct);
        try
        {
            if (_next == _end)
            {
                _next = await db.AllocateNumbersAsync(Name, Block, First, ct);
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

    private static async Task<long> TakeAsync(PartnersDb db, CancellationToken ct)
    {
        long taken = 0;
        await db.InTransactionAsync(async token =>
        {
            await db.Database.ExecuteSqlAsync($"INSERT INTO number_blocks (name, next) VALUES ({Name}, {First + 1}) ON CONFLICT (name) DO UPDATE SET next = next + 1", token);
            taken = await db.NumberBlocks.AsNoTracking().Where(b => b.Name == Name).Select(b => b.Next).SingleAsync(token) - 1;
        }, ct);
        return taken;
    }
}
