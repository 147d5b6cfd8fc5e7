using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Mat.Platform.Data;

/// <summary>
/// One prepared statement that is run for many rows. The provider's own command looks every parameter up by name for each row,
/// which is most of the time of a bulk insert; this binds by place, in the same text forms as the provider.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;

    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _connection = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(_connection, sql, out _statement), raw.SQLITE_OK);
    }

    /// <returns>How many rows it changed.</returns>
    public int Run(ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
            Check(Bind(i + 1, values[i]), raw.SQLITE_OK);
        var result = raw.sqlite3_step(_statement);
        if (result != raw.SQLITE_DONE)
        {
            raw.sqlite3_reset(_statement);
            Check(result, raw.SQLITE_DONE);
        }

        raw.sqlite3_reset(_statement);
        return raw.sqlite3_changes(_connection);
    }

    public void Dispose() => _statement.Dispose();

    private int Bind(int at, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(_statement, at),
        string text => raw.sqlite3_bind_text(_statement, at, text),
        int number => raw.sqlite3_bind_int(_statement, at, number),
        long number => raw.sqlite3_bind_int64(_statement, at, number),
        bool flag => raw.sqlite3_bind_int(_statement, at, flag ? 1 : 0),
        Guid id => raw.sqlite3_bind_text(_statement, at, id.ToString().ToUpperInvariant()),
        DateTime time => raw.sqlite3_bind_text(_statement, at, time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture)),
        DateOnly day => raw.sqlite3_bind_text(_statement, at, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        decimal amount =>
            raw.sqlite3_bind_text(_statement, at, amount.ToString("0.0###########################", CultureInfo.InvariantCulture)),
        byte[] bytes => raw.sqlite3_bind_blob(_statement, at, bytes),
        _ => throw new NotSupportedException($"A column of {value.GetType().Name} cannot be written in bulk."),
    };

    private void Check(int result, int expected)
    {
        if (result != expected)
            SqliteException.ThrowExceptionForRC(result, _connection);
    }
}
