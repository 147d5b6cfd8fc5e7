using Microsoft.EntityFrameworkCore;

namespace Mat.Cases.Replicas;

/// <summary>The tables of read copies.</summary>
internal static class ReplicasModel
{
    public static void MapReplicas(this ModelBuilder model)
    {
        model.Entity<AlertReplica>(e =>
        {
            e.ToTable("alert_replicas");
            e.Property(a => a.Id).ValueGeneratedNever();
            e.Property(a => a.SourceName).HasMaxLength(100);
            e.Property(a => a.SourceKind).HasMaxLength(40);
            e.Property(a => a.Title).HasMaxLength(300);
            e.Property(a => a.Rule).HasMaxLength(128);
            e.Property(a => a.HostName).HasMaxLength(255);
            e.Property(a => a.User).HasMaxLength(320);
            e.HasIndex(a => new { a.SourceId, a.Identity });
            e.HasIndex(a => a.AssetId);
            e.HasIndex(a => a.LastSeenAt);
        });
        model.Entity<AlertIndicatorReplica>(e =>
        {
            e.ToTable("alert_indicator_replicas");
            e.HasKey(i => new { i.Value, i.Kind, i.AlertId });
            e.Property(i => i.Kind).HasMaxLength(20);
            e.Property(i => i.Value).HasMaxLength(320);
            e.HasIndex(i => i.AlertId);
        });
        model.Entity<SchoolReplica>(e =>
        {
            e.ToTable("school_replicas");
            e.Property(s => s.Id).ValueGeneratedNever();
            e.Property(s => s.SourceVersion).IsConcurrencyToken();
        });
        model.Entity<PersonReplica>(e =>
        {
            e.ToTable("person_replicas");
            e.Property(p => p.Id).ValueGeneratedNever();
            e.Property(p => p.SourceVersion).IsConcurrencyToken();
            e.Property(p => p.Name).HasMaxLength(200);
        });
        model.Entity<ReadinessReplica>(e =>
        {
            e.ToTable("readiness_replicas");
            e.HasKey(r => r.SchoolId);
            e.Property(r => r.SchoolId).ValueGeneratedNever();
            e.Property(r => r.SourceVersion).IsConcurrencyToken();
        });
    }
}
