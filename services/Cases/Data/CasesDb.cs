using Mat.Cases.Evidence;
using Mat.Cases.Grouping;
using Mat.Cases.Handling;
using Mat.Cases.Obligations;
using Mat.Cases.Playbooks;
using Mat.Cases.Records;
using Mat.Cases.Replicas;
using Mat.Platform.Auth;
using Mat.Platform.Data;
using Mat.Platform.Sequences;
using Microsoft.EntityFrameworkCore;

namespace Mat.Cases.Data;

internal sealed class CasesDb(DbContextOptions<CasesDb> options, CurrentUser user) : ServiceDb(options, user)
{
    public DbSet<AlertReplica> Alerts => Set<AlertReplica>();
    public DbSet<AlertIndicatorReplica> AlertIndicators => Set<AlertIndicatorReplica>();
    public DbSet<SchoolReplica> Schools => Set<SchoolReplica>();
    public DbSet<PersonReplica> People => Set<PersonReplica>();
    public DbSet<ReadinessReplica> Readiness => Set<ReadinessReplica>();
    public DbSet<GroupingRule> GroupingRules => Set<GroupingRule>();
    public DbSet<Case> Cases => Set<Case>();
    public DbSet<CaseAlert> CaseAlerts => Set<CaseAlert>();
    public DbSet<CaseEntry> CaseEntries => Set<CaseEntry>();
    public DbSet<CaseTask> CaseTasks => Set<CaseTask>();
    public DbSet<CaseIndicator> CaseIndicators => Set<CaseIndicator>();
    public DbSet<CaseFinding> CaseFindings => Set<CaseFinding>();
    public DbSet<TrustPlaybook> TrustPlaybooks => Set<TrustPlaybook>();
    public DbSet<CaseEvidence> CaseEvidence => Set<CaseEvidence>();
    public DbSet<EvidenceChunk> EvidenceChunks => Set<EvidenceChunk>();
    public DbSet<CustodyEntry> Custody => Set<CustodyEntry>();
    public DbSet<CaseFact> CaseFacts => Set<CaseFact>();
    public DbSet<CaseObligation> CaseObligations => Set<CaseObligation>();

    /// <summary>Lets one writer at a time at a case or an alert until the transaction ends, in any replica. SQLite has one writer
    /// anyway.</summary>
    public Task LockAsync(Guid id, CancellationToken ct) => IsPostgres
        ? Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({BitConverter.ToInt64(id.ToByteArray(), 8)})", ct)
        : Task.CompletedTask;

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.MapReplicas();
        modelBuilder.MapRecords(this);
        modelBuilder.MapObligations();
        modelBuilder.MapPlaybooks();
        modelBuilder.MapHandling();
        modelBuilder.MapEvidence();
        modelBuilder.MapGroupingRules();
        modelBuilder.AddNumberSequences();
        modelBuilder.MapTextLists();
        base.OnModelCreating(modelBuilder);
    }
}
