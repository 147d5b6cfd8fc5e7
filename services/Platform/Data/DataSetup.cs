using Mat.Platform.Hosting;
using Mat.Platform.Messaging;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Mat.Platform.Data;

public static class DataSetup
{
    internal const string History = "migrations";

    /// <summary>The service's own database in the storage that <c>Mat:Storage</c> names, with outbox relay and cleanup.</summary>
    public static void AddServiceDb<TDb>(this IHostApplicationBuilder builder, string service)
        where TDb : ServiceDb
    {
        var options = MatOptions.From(builder.Configuration);
        var postgres = options.Storage == "postgres";
        builder.Services.AddSingleton(
            s => new DbRuntime(service, typeof(TDb), postgres ? Postgres(options, service, most: 2) : null,
                s.GetRequiredService<TimeProvider>()));
        builder.Services.AddKeyedSingleton(service, (s, _) => s.GetServices<DbRuntime>().Single(r => r.Service == service));
        builder.Services.AddKeyedSingleton(typeof(TDb), (s, _) => s.GetRequiredKeyedService<DbRuntime>(service));
        var npgsql = postgres ? Postgres(options, service) : null;
        builder.Services.AddDbContext<TDb>((s, o) =>
        {
            if (npgsql is not null)
                o.UseNpgsql(npgsql, p => p.MigrationsHistoryTable(History)).AddInterceptors(ForceCustomPlanInterceptor.Instance);
            else
                o.UseSqlite(Sqlite(s.GetRequiredService<DataFolder>(), service), p => p.MigrationsHistoryTable(History))
                    .AddInterceptors(SqlitePragmas.Instance);
            o.ConfigureWarnings(w => w.Ignore(RelationalEventId.PendingModelChangesWarning));
        }, ServiceLifetime.Scoped, ServiceLifetime.Singleton);
        builder.Services.AddHostedService<Cleanup<TDb>>();
        builder.Services.AddSingleton<IOutboxRelay, OutboxRelay<TDb>>();
    }

    internal static string Sqlite(DataFolder folder, string service) => new SqliteConnectionStringBuilder
    {
        DataSource = Path.Combine(folder.Path, service + ".db"),
        ForeignKeys = true,
        DefaultTimeout = 30,
    }.ToString();

    /// <param name="most">Connections; as many as the settings say when null.</param>
    internal static NpgsqlDataSource Postgres(MatOptions options, string service, int? most = null)
    {
        var connection = new NpgsqlConnectionStringBuilder(options.Postgres)
        {
            Database = options.DatabasePrefix + service,
            ApplicationName = "mat-" + service,
        };
        if (most is { } size)
            (connection.MinPoolSize, connection.MaxPoolSize) = (0, size);
        connection.MaxAutoPrepare = Math.Max(connection.MaxAutoPrepare, 100);
        // Nothing here leaves anything behind in a session, so a connection that changes hands needs no wiping.
        connection.NoResetOnClose = true;
        return new NpgsqlDataSourceBuilder(connection.ToString()) { Name = most is null ? service : $"{service}-aside" }.Build();
    }
}

/// <summary>Acknowledged means on the disk: every commit waits for it (WAL with synchronous=FULL).</summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    public static readonly SqlitePragmas Instance = new();
    private const string Pragmas = "PRAGMA synchronous=FULL; PRAGMA busy_timeout=10000; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-8000;";

    public override void ConnectionOpened(System.Data.Common.DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    public override Task ConnectionOpenedAsync(System.Data.Common.DbConnection connection, ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default)
    {
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}
