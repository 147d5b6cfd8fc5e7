using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Mat.Platform.Data;

/// <summary>
/// Has PostgreSQL plan each search for the words it carries. Npgsql prepares what comes for the fifth time, and the plan of a prepared
/// statement may no longer know its values (PostgreSQL, PREPARE, "generic plans"): one plan for a word in every row and for a word
/// in none. No text that comes once is prepared, so each search gets a number behind it.
/// </summary>
internal sealed class ForceCustomPlanInterceptor : DbCommandInterceptor
{
    public static readonly ForceCustomPlanInterceptor Instance = new();

    /// <summary>Tag of a query that gets a custom plan.</summary>
    public const string Tag = "search";

    private long _searches;

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData,
        InterceptionResult<DbDataReader> result)
    {
        if (command.CommandText.StartsWith("-- " + Tag + "\n", StringComparison.Ordinal))
            command.CommandText += $"\n-- {Interlocked.Increment(ref _searches)}";
        return result;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default) =>
        new(ReaderExecuting(command, eventData, result));
}
