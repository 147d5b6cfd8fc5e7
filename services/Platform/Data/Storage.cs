using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Mat.Platform.Data;

/// <summary>What the two databases say when something goes wrong.</summary>
public static class Storage
{
    private const int SqliteConstraintUnique = 2067;
    private const int SqliteConstraintPrimaryKey = 1555;

    public static bool IsUniqueViolation(Exception exception) => Inner(exception) switch
    {
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } => true,
        SqliteException { SqliteExtendedErrorCode: SqliteConstraintUnique or SqliteConstraintPrimaryKey } => true,
        _ => false,
    };

    /// <summary>The database is away, starting, stopping, full of connections or a lock was not had: the same call may work
    /// later.</summary>
    public static bool IsTransient(Exception exception) => Inner(exception) switch
    {
        PostgresException e => e.IsTransient || e.SqlState[..2] is "57" or "53" or "08"
            || e.SqlState is "40001" or "40P01" or "55P03" or "3D000",
        NpgsqlException => true,
        SqliteException e => e.SqliteErrorCode is 5 or 6 or 10 or 13, // busy, locked, I/O, full
        _ => false,
    };

    private static Exception? Inner(Exception? exception)
    {
        while (exception is not null and not DbException)
            exception = exception.InnerException;
        return exception;
    }
}
