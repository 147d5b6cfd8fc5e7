using System.Data.Common;
using System.Globalization;
using Mat.Assets.Register;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Mat.Assets.Data;

/// <summary>Gives tags that no asset has: <c>A-10001</c> and on.</summary>
internal static class TagNumbers
{
    /// <summary>Runs in the caller's transaction, so that a number that is not used is not lost.</summary>
    public static async Task<Queue<string>> TakeAsync(AssetsDb db, int count, CancellationToken ct)
    {
        var free = new Queue<string>();
        while (free.Count < count)
        {
            var wanted = count - free.Count;
            var next = await ReserveAsync(db, wanted, ct);
            var tags = Enumerable.Range(0, wanted).Select(i => string.Create(CultureInfo.InvariantCulture, $"A-{next - wanted + i}")).ToList();
            var keys = tags.ConvertAll(Identifiers.Key);
            // Somebody may have written such a tag by hand, at any school.
            var taken = await db.Assets.IgnoreQueryFilters().Where(a => keys.Contains(a.TagKey)).Select(a => a.TagKey).ToListAsync(ct);
            foreach (var tag in tags.Where(t => !taken.Contains(Identifiers.Key(t))))
                free.Enqueue(tag);
        }

        return free;
    }

    private static async Task<long> ReserveAsync(AssetsDb db, int count, CancellationToken ct)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
        command.CommandText = "INSERT INTO counters (name, next) VALUES ('tag', 10001 + @count) ON CONFLICT (name) DO UPDATE SET next = counters.next + @count RETURNING next";
        DbParameter parameter = command.CreateParameter();
        parameter.ParameterName = "@count";
        parameter.Value = (long)count;
        command.Parameters.Add(parameter);
        return Convert.ToInt64(await command.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture);
    }
}
