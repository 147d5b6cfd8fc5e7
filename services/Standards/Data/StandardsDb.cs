using Mat.Platform.Auth;
using Mat.Platform.Data;
using Mat.Standards.Readiness;
using Mat.Standards.Schools;
using Microsoft.EntityFrameworkCore;

namespace Mat.Standards.Data;

internal sealed class StandardsDb(DbContextOptions<StandardsDb> options, CurrentUser user) : ServiceDb(options, user)
{
    public DbSet<SchoolReplica> Schools => Set<SchoolReplica>();
    public DbSet<ReadinessItem> ReadinessItems => Set<ReadinessItem>();
    public DbSet<ReadinessRecord> ReadinessRecords => Set<ReadinessRecord>();

    /// <summary>Serialises writers of one school until the transaction ends, in any replica. SQLite has one writer anyway.</summary>
    public Task LockSchoolAsync(Guid schoolId, CancellationToken ct) => IsPostgres
        ? Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({BitConverter.ToInt64(schoolId.ToByteArray(), 8)})", ct)
        : Task.CompletedTask;

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.MapSchools();
        modelBuilder.MapReadiness();
        base.OnModelCreating(modelBuilder);
    }
}
