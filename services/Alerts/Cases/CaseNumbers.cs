using System.Globalization;
using Mat.Alerts.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Mat.Alerts.Cases;

/// <summary>The counter of references.</summary>
internal sealed class CaseCounter
{
    public string Name { get; init; } = "";
    public long Next { get; set; }
}

internal static class CaseNumbers
{
    /// <summary>The next number, from <c>C-1001</c> on. Runs in the caller's transaction, so that one that is not used is not lost.</summary>
    public static async Task<long> NextAsync(AlertsDb db, CancellationToken ct)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
        command.CommandText = "INSERT INTO case_counters (name, next) VALUES ('case', 1002) ON CONFLICT (name) DO UPDATE SET next = case_counters.next + 1 RETURNING next";
        return Convert.ToInt64(await command.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture) - 1;
    }
}
