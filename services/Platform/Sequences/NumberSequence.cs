using System.Data.Common;
using System.Globalization;
using Mat.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Mat.Platform.Sequences;

/// <summary>
/// The next number of a sequence that people read (T-10293, C-1001), a row of <c>number_sequences</c>. Each number is given
/// once, whichever process asks. With a block size a process takes a block at a time, committed at once, so that no caller waits
/// for another's transaction; what is left of a block at the end is a gap. Without one a number belongs to the caller's
/// transaction: one that is rolled back is given again, and callers queue for the row.
/// </summary>
/// <param name="block">The smallest block; 0 for none.</param>
public class NumberSequence(string name, long first, int block = 0) : IDisposable
{
    private const int MaxBlock = 2_000;

    private readonly SemaphoreSlim _refill = new(1, 1);
    private readonly Queue<long> _numbers = new();
    private DateTimeOffset _refilledAt;
    private int _size;

    public async Task<long> NextAsync(ServiceDb db, CancellationToken ct)
    {
        // SQLite has one writer: inside a transaction a block cannot be committed before it, and must not outlive its rollback.
        if (block == 0 || (!db.IsPostgres && db.Database.CurrentTransaction is not null))
            return await ReserveAsync(db, 1, ct);
        await _refill.WaitAsync(ct);
        try
        {
            if (_numbers.Count == 0)
                await RefillAsync(db, ct);
            return _numbers.Dequeue();
        }
        finally
        {
            _refill.Release();
        }
    }

    /// <summary>Takes numbers in the caller's transaction.</summary>
    /// <returns>The first of <paramref name="count"/> numbers in a row.</returns>
    public async Task<long> ReserveAsync(ServiceDb db, int count, CancellationToken ct)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
        return await ReserveAsync(command, count, ct);
    }

    public void Dispose()
    {
        _refill.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task RefillAsync(ServiceDb db, CancellationToken ct)
    {
        // A process that used its block up within seconds takes a larger one.
        var now = db.Now;
        _size = now - _refilledAt < TimeSpan.FromSeconds(5) ? Math.Min(_size * 2, MaxBlock) : block;
        long start = 0;
        if (db.IsPostgres)
        {
            await using var command = db.Aside.CreateCommand();
            start = await ReserveAsync(command, _size, ct);
        }
        else
        {
            await db.InTransactionAsync(async token => start = await ReserveAsync(db, _size, token), ct);
        }

        for (var i = 0; i < _size; i++)
            _numbers.Enqueue(start + i);
        _refilledAt = now;
    }

    private async Task<long> ReserveAsync(DbCommand command, int count, CancellationToken ct)
    {
        command.CommandText =
            "INSERT INTO number_sequences (name, next) VALUES (@name, @after) " +
            "ON CONFLICT (name) DO UPDATE SET next = number_sequences.next + @count RETURNING next - @count";
        Add("@name", name);
        Add("@after", first + count);
        Add("@count", (long)count);
        return Convert.ToInt64(await command.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture);

        void Add(string parameter, object value)
        {
            var added = command.CreateParameter();
            (added.ParameterName, added.Value) = (parameter, value);
            command.Parameters.Add(added);
        }
    }
}
