using System.Data.Common;
using System.Reflection;
using Mat.Platform.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Mat.Platform.Data;

/// <summary>
/// Brings each database to this build's schema before the process answers. Several replicas may start at once: on PostgreSQL
/// an advisory lock lets one migrate while the others wait; on SQLite the data folder belongs to one process.
/// </summary>
public sealed class Migrator(
    MatOptions options, DataFolder folder, IEnumerable<DbRuntime> runtimes, IServiceScopeFactory scopes, ILogger<Migrator> log)
        : IHostedLifecycleService
{
    private const long LockKey = 0x4D61_744D_6967; // "MatMig"
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>Whether the databases are as this build wants them.</summary>
    public bool Done { get; private set; }

    public Task StartingAsync(CancellationToken cancellationToken) => MigrateAllAsync(cancellationToken);

    /// <summary>Waits for a database that is still starting, up to 90 seconds.</summary>
    public async Task MigrateAllAsync(CancellationToken ct)
    {
        if (options.Storage == "sqlite")
            folder.Lock();
        await Task.WhenAll(runtimes.Select(r => Task.Run(() => MigrateAsync(r, ct), ct)));
        Done = true;
    }

    private async Task MigrateAsync(DbRuntime runtime, CancellationToken ct)
    {
        var started = runtime.Clock.GetTimestamp();
        for (var wait = TimeSpan.FromMilliseconds(200); ; wait = TimeSpan.FromSeconds(Math.Min(5, wait.TotalSeconds * 2)))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var db = (ServiceDb)scope.ServiceProvider.GetRequiredService(runtime.ContextType);
                if (runtime.IsPostgres)
                    await MigratePostgresAsync(runtime.Service, db, ct);
                else
                    await MigrateSqliteAsync(db, ct);
                return;
            }
            catch (Exception e) when (Storage.IsTransient(e) && runtime.Clock.GetElapsedTime(started) < Patience)
            {
                log.LogWarning("Database unavailable. service={Service} ({Reason}); retrying in {Wait}", runtime.Service, e.Message, wait);
                await Task.Delay(wait, runtime.Clock, ct);
            }
        }
    }

    private static async Task MigrateSqliteAsync(ServiceDb db, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        if (await IsCurrentAsync(db, ct))
            return;
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL;", ct);

        // A process killed in a migration leaves EF's lock row behind, and every later start would wait for it for ever. The
        // folder lock says that nobody else is here, so it is stale.
        await db.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\";", ct);
        await ApplyAsync(db, ct);
    }

    /// <summary>
    /// Whether this build's newest migration is there. Asked without EF, which would build its model first: a restart, the
    /// usual start, answers sooner.
    /// </summary>
    private static async Task<bool> IsCurrentAsync(ServiceDb db, CancellationToken ct)
    {
        var newest = db.GetType().Assembly.GetTypes()
            .Where(t => t.GetCustomAttribute<DbContextAttribute>()?.ContextType == db.GetType())
            .Max(t => t.GetCustomAttribute<MigrationAttribute>()?.Id);
        if (newest is null)
            return false;
        await using var ask = db.Database.GetDbConnection().CreateCommand();
        ask.CommandText = $"SELECT COUNT(*) FROM {DataSetup.History} WHERE \"MigrationId\" = '{newest}'";
        try
        {
            return Convert.ToInt64(await ask.ExecuteScalarAsync(ct), System.Globalization.CultureInfo.InvariantCulture) > 0;
        }
        catch (DbException e) when (!Storage.IsTransient(e))
        {
            return false; // no such table yet
        }
    }

    /// <summary>A context without migrations is a test's own: its tables are made from the model.</summary>
    private static Task ApplyAsync(ServiceDb db, CancellationToken ct) =>
        db.Database.GetMigrations().Any() ? db.Database.MigrateAsync(ct) : db.Database.EnsureCreatedAsync(ct);

    private async Task MigratePostgresAsync(string service, ServiceDb db, CancellationToken ct)
    {
        await EnsureDatabaseAsync(service, ct);
        await db.Database.OpenConnectionAsync(ct);
        if (await IsCurrentAsync(db, ct))
            return;
        await using var source = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(options.Postgres)
        {
            Database = options.DatabasePrefix + service,
            Pooling = false,
        }.ToString());
        await source.OpenAsync(ct);
        await using (var take = new NpgsqlCommand($"SELECT pg_advisory_lock({LockKey})", source) { CommandTimeout = 600 })
            await take.ExecuteNonQueryAsync(ct);
        await ApplyAsync(db, ct);
    }

    private async Task EnsureDatabaseAsync(string service, CancellationToken ct)
    {
        var name = options.DatabasePrefix + service;
        var own = new NpgsqlConnectionStringBuilder(options.Postgres) { Database = name, Pooling = false };
        try
        {
            await using var probe = new NpgsqlConnection(own.ToString());
            await probe.OpenAsync(ct);
            return;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            log.LogInformation("Creating database. name={Name}", name);
        }

        await using var admin =
            new NpgsqlConnection(new NpgsqlConnectionStringBuilder(options.Postgres) { Database = "postgres", Pooling = false }.ToString());
        await admin.OpenAsync(ct);
        await using var create = new NpgsqlCommand($"CREATE DATABASE \"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", admin);
        try
        {
            await create.ExecuteNonQueryAsync(ct);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another replica was quicker.
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Whether each database answers.</summary>
internal sealed class DatabasesCheck(IEnumerable<DbRuntime> runtimes, IServiceScopeFactory scopes) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        foreach (var runtime in runtimes)
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = (ServiceDb)scope.ServiceProvider.GetRequiredService(runtime.ContextType);
            if (!await db.Database.CanConnectAsync(cancellationToken))
                return HealthCheckResult.Unhealthy($"{runtime.Service}: the database does not answer");
        }

        return HealthCheckResult.Healthy();
    }
}
