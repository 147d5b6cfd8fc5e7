using Mat.Alerts.Correlation;
using Mat.Alerts.Episodes;
using Mat.Alerts.Indicators;
using Mat.Alerts.Notices;
using Mat.Alerts.Rules;
using Mat.Alerts.Silences;
using Mat.Alerts.Sources;
using Mat.Contracts.Alerts;
using Mat.Platform.Auth;
using Mat.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Mat.Alerts.Data;

internal sealed class AlertsDb(DbContextOptions<AlertsDb> options, CurrentUser user) : ServiceDb(options, user)
{
    /// <summary>How many locks the identities of one source share; more would only make a large batch slower.</summary>
    private const int Stripes = 64;

    public DbSet<AlertSource> Sources => Set<AlertSource>();
    public DbSet<SourceActivity> Activity => Set<SourceActivity>();
    public DbSet<AlertRule> Rules => Set<AlertRule>();
    public DbSet<Alert> Episodes => Set<Alert>();
    public DbSet<AlertOccurrence> Signals => Set<AlertOccurrence>();
    public DbSet<RawAlert> RawAlerts => Set<RawAlert>();
    public DbSet<AssetReplica> Assets => Set<AssetReplica>();
    public DbSet<AssetMac> AssetMacs => Set<AssetMac>();
    public DbSet<AssetIp> AssetIps => Set<AssetIp>();
    public DbSet<SchoolReplica> Schools => Set<SchoolReplica>();
    public DbSet<PersonReplica> People => Set<PersonReplica>();
    public DbSet<EmailNotification> Notices => Set<EmailNotification>();
    public DbSet<Silence> Silences => Set<Silence>();
    public DbSet<Inhibition> Inhibitions => Set<Inhibition>();
    public DbSet<Indicator> Indicators => Set<Indicator>();

    /// <summary>
    /// Lets one writer at a time at each identity until the transaction ends, in any replica, so that parallel posts of one
    /// alert queue instead of failing each other. SQLite has one writer anyway.
    /// </summary>
    public async Task LockAsync(Guid sourceId, IEnumerable<Guid> identities, CancellationToken ct)
    {
        if (!IsPostgres)
            return;
        var source = BitConverter.ToInt64(sourceId.ToByteArray(), 8) & ~(long)(Stripes - 1);
        // Always in the same order, so that two batches never wait for each other.
        var keys = identities.Select(i => source | (long)(i.ToByteArray()[15] % Stripes)).Distinct().Order().ToArray();
        if (keys.Length > 0)
            await Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(k) FROM unnest({keys}) AS k", ct);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<AlertSource>(e =>
        {
            e.ToTable("alert_sources");
            e.Property(s => s.Name).HasMaxLength(100);
            e.Property(s => s.TokenHash).HasMaxLength(64);
            e.Property(s => s.TokenHint).HasMaxLength(20);
            e.HasIndex(s => s.TokenHash).IsUnique();
            e.Ignore(s => s.Mapping).Ignore(s => s.Facts);
        });
        modelBuilder.Entity<SourceActivity>(e =>
        {
            e.ToTable("source_activity");
            e.HasKey(a => a.SourceId);
            e.Property(a => a.SourceId).ValueGeneratedNever();
        });
        modelBuilder.Entity<AlertRule>(e =>
        {
            e.ToTable("alert_rules");
            e.Property(r => r.Name).HasMaxLength(100);
            e.Property(r => r.TitleContains).HasMaxLength(200);
            e.Property(r => r.HostStartsWith).HasMaxLength(200);
            e.Property(r => r.EscalateArea).HasMaxLength(60);
            e.HasIndex(r => r.Position);
            e.Ignore(r => r.Match).Ignore(r => r.Action);
            e.HasData(new
            {
                Id = new Guid("01920000-0000-7000-8000-00000000a1e7"),
                Version = 1,
                CreatedAt = DateTimeOffset.UnixEpoch,
                UpdatedAt = DateTimeOffset.UnixEpoch,
                Name = "High and above opens a ticket",
                Enabled = true,
                Position = 1000,
                MinSeverity = (Severity?)Severity.High,
                RuleIds = new List<string>(),
                Checklist = new List<string>(),
                Notify = false,
                MailPeople = new List<string>(),
                MailRoles = new List<string>(),
                OpenTicket = true,
                Stop = false,
            });
        });
        modelBuilder.Entity<Alert>(Episode);
        modelBuilder.Entity<AlertOccurrence>(e =>
        {
            e.ToTable("alert_occurrences");
            e.HasKey(s => new { s.SourceId, s.Content });
            e.HasIndex(s => new { s.SourceId, s.Identity, s.At });
            e.HasIndex(s => s.ReceivedAt);
            e.Ignore(s => s.Mark);
        });
        modelBuilder.Entity<RawAlert>(e =>
        {
            e.ToTable("raw_alerts");
            e.HasKey(r => new { r.AlertId, r.Last });
            e.HasIndex(r => r.ReceivedAt);
        });
        modelBuilder.Entity<AssetReplica>(e =>
        {
            e.ToTable("asset_replicas");
            e.Property(a => a.Id).ValueGeneratedNever();
            e.HasMany(a => a.Macs).WithOne().HasForeignKey(m => m.AssetId);
            e.HasMany(a => a.Ips).WithOne().HasForeignKey(i => i.AssetId);
            e.HasIndex(a => a.Serial);
            e.HasIndex(a => a.ShortHost);
        });
        modelBuilder.Entity<AssetMac>(e =>
        {
            e.ToTable("asset_macs");
            e.HasKey(m => new { m.AssetId, m.Mac });
            e.HasIndex(m => m.Mac);
        });
        modelBuilder.Entity<AssetIp>(e =>
        {
            e.ToTable("asset_ips");
            e.HasKey(i => new { i.AssetId, i.Ip });
            e.HasIndex(i => i.Ip);
        });
        modelBuilder.Entity<SchoolReplica>(e =>
        {
            e.ToTable("school_replicas");
            e.Property(s => s.Id).ValueGeneratedNever();
        });
        modelBuilder.Entity<EmailNotification>(e =>
        {
            e.ToTable("email_notifications");
            e.Property(n => n.RuleName).HasMaxLength(100);
            e.Property(n => n.LastError).HasMaxLength(500);
            e.HasIndex(n => new { n.AlertId, n.PersonId }).IsUnique();
            e.HasIndex(n => n.DueAt);
        });
        modelBuilder.Entity<PersonReplica>(e =>
        {
            e.ToTable("person_replicas");
            e.Property(p => p.Id).ValueGeneratedNever();
            e.Property(p => p.Name).HasMaxLength(200);
            e.HasIndex(p => p.Email);
        });
        modelBuilder.MapSense();
        modelBuilder.MapTextLists();
        base.OnModelCreating(modelBuilder);
    }

    private static void Episode(Microsoft.EntityFrameworkCore.Metadata.Builders.EntityTypeBuilder<Alert> e)
    {
        e.ToTable("episodes");
        e.Property(x => x.HeadKey).HasMaxLength(64);
        e.Property(x => x.SourceName).HasMaxLength(100);
        e.Property(x => x.Title).HasMaxLength(300);
        e.Property(x => x.Description).HasMaxLength(4000);
        e.Property(x => x.Rule).HasMaxLength(128);
        e.Property(x => x.HostName).HasMaxLength(255);
        e.Property(x => x.ShortHost).HasMaxLength(255);
        e.Property(x => x.User).HasMaxLength(320);
        e.Property(x => x.SearchText).HasMaxLength(1000);
        e.HasIndex(x => x.HeadKey).IsUnique();
        e.HasIndex(x => new { x.SourceId, x.Identity });
        e.HasIndex(x => x.LastSeenAt);
        e.HasIndex(x => new { x.SeverityRank, x.LastSeenAt });
        e.HasIndex(x => new { x.SchoolId, x.LastSeenAt });
        e.HasIndex(x => new { x.SchoolId, x.SeverityRank, x.LastSeenAt });
        e.HasIndex(x => new { x.Status, x.LastSeenAt });
        // The few that are open among many that are over, in the order the queue shows them.
        e.HasIndex(x => x.LastSeenAt, "ix_episodes_open").HasFilter("status <> 'Resolved'");
        e.HasIndex(x => new { x.SchoolId, x.LastSeenAt }, "ix_episodes_open_of_school").HasFilter("status <> 'Resolved'");
        e.HasIndex(x => x.AssetId);
        e.HasIndex(x => x.CreatedAt);
        e.Property(x => x.MutedWhy).HasMaxLength(400);
        e.HasIndex(x => x.MuteCheckAt);
        e.HasIndex(x => x.MutedById);
        e.HasIndex(x => x.StormId);
        e.HasIndex(x => new { x.IsStorm, x.Status });
        e.HasIndex(x => new { x.SourceId, x.CreatedAt });
        e.HasIndex(x => new { x.SourceId, x.Rule });
        e.Ignore(x => x.Candidates).Ignore(x => x.IsOpen).Ignore(x => x.NewIndicators);
    }
}
