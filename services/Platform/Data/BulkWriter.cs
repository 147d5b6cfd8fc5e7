using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Mat.Platform.Data;

/// <summary>
/// Writes many rows past the change tracker, in the caller's transaction: COPY on PostgreSQL, one prepared statement on
/// SQLite. Columns and conversions are the model's own, so that what it writes is what the context reads. No row of it is
/// audited: callers keep a history of their own, or copy what another service audits.
/// </summary>
/// <param name="now">Becomes the time that a new or changed <see cref="Entity"/> was saved.</param>
public sealed class BulkWriter(ServiceDb db, DateTimeOffset now)
{
    private DbConnection Connection => db.Database.GetDbConnection();

    /// <summary>Rows that are new: version 1, made and changed now.</summary>
    public async Task InsertAsync<T>(IReadOnlyCollection<T> rows, CancellationToken ct)
        where T : class
    {
        if (rows.Count == 0)
            return;
        var (table, columns) = Columns(typeof(T));
        var names = string.Join(", ", columns.Select(c => c.Name));
        if (Connection is NpgsqlConnection postgres)
        {
            await using var copy = await postgres.BeginBinaryImportAsync($"COPY {table} ({names}) FROM STDIN (FORMAT BINARY)", ct);
            foreach (var row in rows)
            {
                await copy.StartRowAsync(ct);
                foreach (var column in columns)
                {
                    if (Value(column, row, 1) is { } value)
                        await copy.WriteAsync(value, ct);
                    else
                        await copy.WriteNullAsync(ct);
                }
            }

            await copy.CompleteAsync(ct);
            return;
        }

        using var insert = new SqliteStatement((SqliteConnection)Connection,
            $"INSERT INTO {table} ({names}) VALUES ({string.Join(", ", columns.Select((_, i) => Parameter(i)))})");
        var values = new object?[columns.Count];
        foreach (var row in rows)
        {
            for (var i = 0; i < values.Length; i++)
                values[i] = Value(columns[i], row, 1);
            insert.Run(values);
        }
    }

    /// <summary>Rows as they were read and then changed; each gets the next version.</summary>
    /// <exception cref="DbUpdateConcurrencyException">Somebody changed one of them in the meantime.</exception>
    public async Task UpdateAsync<T>(IReadOnlyCollection<T> rows, CancellationToken ct)
        where T : Entity
    {
        if (rows.Count == 0)
            return;
        var (table, all) = Columns(typeof(T));
        var columns = all.Where(c => c.Property.Name is not (nameof(Entity.Id) or nameof(Entity.CreatedAt))).ToList();
        var id = all.Single(c => c.Property.Name == nameof(Entity.Id));
        var version = all.Single(c => c.Property.Name == nameof(Entity.Version));
        var sql =
            $"UPDATE {table} SET {string.Join(", ", columns.Select((c, i) => $"{c.Name} = {Parameter(i)}"))} WHERE {id.Name} = {Parameter(columns.Count)} AND {version.Name} = {Parameter(columns.Count + 1)}";
        var changed = Connection is NpgsqlConnection postgres ? await BatchAsync(postgres) : Each();
        if (changed != rows.Count)
            throw new DbUpdateConcurrencyException("A row was changed since it was read.");

        object?[] Values(T row) => [.. columns.Select(c => Value(c, row, row.Version + 1)), Value(id, row, 0), row.Version];

        async Task<int> BatchAsync(NpgsqlConnection connection)
        {
            await using var batch = new NpgsqlBatch(connection, (NpgsqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction());
            foreach (var row in rows)
            {
                var command = new NpgsqlBatchCommand(sql);
                foreach (var value in Values(row))
                    command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
                batch.BatchCommands.Add(command);
            }

            return await batch.ExecuteNonQueryAsync(ct);
        }

        int Each()
        {
            using var update = new SqliteStatement((SqliteConnection)Connection, sql);
            return rows.Sum(row => update.Run(Values(row)));
        }
    }

    private static string Parameter(int index) => "$" + (index + 1).ToString(CultureInfo.InvariantCulture);

    private (string Table, List<Column> Columns) Columns(Type type)
    {
        var entity = db.Model.FindEntityType(type)!;
        return (entity.GetTableName()!,
            [.. entity.GetProperties()
                .Select(p => new Column(p, p.GetColumnName(), p.GetGetter(), p.GetTypeMapping().Converter?.ConvertToProvider))]);
    }

    private object? Value(Column column, object row, int version)
    {
        object? value = column.Property.Name switch
        {
            nameof(Entity.Version) when row is Entity => version,
            nameof(Entity.UpdatedAt) when row is Entity => now,
            nameof(Entity.CreatedAt) when row is Entity && column.Getter.GetClrValue(row) is DateTimeOffset at && at == default => now,
            _ => column.Getter.GetClrValue(row),
        };
        return value is null || column.Convert is null ? value : column.Convert(value);
    }

    private sealed record Column(IProperty Property, string Name, IClrPropertyGetter Getter, Func<object?, object?>? Convert);
}
