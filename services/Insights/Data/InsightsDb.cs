using System.Globalization;
using System.Text;
using Mat.Insights.Counting;
using Mat.Insights.Facts;
using Mat.Insights.Rebuild;
using Mat.Platform.Auth;
using Mat.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Mat.Insights.Data;

/// <summary>The read model: one row of facts for each aggregate, and the counters that follow from them.</summary>
public sealed class InsightsDb(DbContextOptions<InsightsDb> options, CurrentUser user) : ServiceDb(options, user)
{
    private const int RowsAtOnce = 200;

    public DbSet<SchoolReplica> Schools => Set<SchoolReplica>();
    public DbSet<TicketReplica> Tickets => Set<TicketReplica>();
    public DbSet<AlertReplica> Alerts => Set<AlertReplica>();
    public DbSet<EscalationReplica> Escalations => Set<EscalationReplica>();
    public DbSet<AssetReplica> Assets => Set<AssetReplica>();
    public DbSet<Counter> Counters => Set<Counter>();
    public DbSet<RebuildRun> Rebuilds => Set<RebuildRun>();

    /// <summary>
    /// Adds differences in the current transaction, in the database itself and in one order: consumers of one school's
    /// events wait for each other's row and neither reads a figure that the other is about to change.
    /// </summary>
    internal async Task CountAsync(CounterDelta tally, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var rows in tally.Changes.Chunk(RowsAtOnce))
        {
            var sql = new StringBuilder("INSERT INTO counters (measure, bucket, school_id, value, changed_at) VALUES ");
            var values = new List<object>(rows.Length * 5);
            foreach (var (key, amount) in rows)
            {
                sql.Append(values.Count == 0 ? "" : ", ").Append('(')
                    .AppendJoin(", ",
                        Enumerable.Range(values.Count, 5).Select(i => string.Create(CultureInfo.InvariantCulture, $"{{{i}}}"))).Append(')');
                values.AddRange([key.Measure, key.Bucket, key.SchoolId, amount, now.UtcDateTime]);
            }
            sql.Append(
                " ON CONFLICT (measure, bucket, school_id) DO UPDATE SET value = counters.value + excluded.value, changed_at = excluded.changed_at");
            await Database.ExecuteSqlRawAsync(sql.ToString(), values, ct);
        }
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<SchoolReplica>(e =>
        {
            e.ToTable("schools");
            e.Property(s => s.Name).HasMaxLength(200);
            e.Property(s => s.Phase).HasMaxLength(40);
        });
        modelBuilder.Entity<TicketReplica>(e =>
        {
            e.ToTable("tickets");
            // What is late or nearly so is asked of open tickets alone; they stay few however many there were.
            e.HasIndex(t => new { t.Open, t.SchoolId, t.Breached, t.DueAt });
            e.HasIndex(t => t.ReplayedAt);
        });
        modelBuilder.Entity<AlertReplica>(e =>
        {
            e.ToTable("alerts");
            e.Property(a => a.Severity).HasMaxLength(20);
            e.HasIndex(a => a.ReplayedAt);
        });
        modelBuilder.Entity<EscalationReplica>(e =>
        {
            e.ToTable("escalations");
            e.HasIndex(x => x.ReplayedAt);
        });
        modelBuilder.Entity<AssetReplica>(e =>
        {
            e.ToTable("assets");
            e.Property(a => a.Kind).HasMaxLength(40);
            e.HasIndex(a => a.ReplayedAt);
        });
        modelBuilder.Entity<Counter>(e =>
        {
            e.ToTable("counters");
            e.HasKey(c => new { c.Measure, c.Bucket, c.SchoolId });
            e.Property(c => c.Measure).HasMaxLength(40);
            e.Property(c => c.Bucket).HasMaxLength(60);
        });
        modelBuilder.Entity<RebuildRun>(e =>
        {
            e.ToTable("rebuilds");
            e.Property(r => r.RequestedBy).HasMaxLength(200);
            e.HasIndex(r => r.CreatedAt);
        });
        base.OnModelCreating(modelBuilder);
    }
}
