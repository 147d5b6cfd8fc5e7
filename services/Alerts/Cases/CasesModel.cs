using Mat.Alerts.Data;
using Mat.Platform.Sequences;
using Microsoft.EntityFrameworkCore;

namespace Mat.Alerts.Cases;

/// <summary>The tables of cases.</summary>
internal static class CasesModel
{
    public static void MapCases(this ModelBuilder model, AlertsDb db)
    {
        model.Entity<Case>(e =>
        {
            e.ToTable("cases");
            e.Property(c => c.Title).HasMaxLength(200);
            e.Property(c => c.Summary).HasMaxLength(4000);
            e.Property(c => c.OwnerName).HasMaxLength(200);
            e.Property(c => c.SearchText).HasMaxLength(500);
            e.HasIndex(c => c.Number).IsUnique();
            e.HasIndex(c => c.CreatedAt);
            e.HasIndex(c => new { c.Status, c.CreatedAt });
            e.HasIndex(c => new { c.SeverityRank, c.CreatedAt });
            e.HasMany(c => c.Schools).WithOne().HasForeignKey(s => s.CaseId);
            e.Ignore(c => c.Reference).Ignore(c => c.IsOpen);
            e.HasQueryFilter("school", c => db.HasTrustScope || c.Schools.Any(s => db.ScopeSchools.Contains(s.SchoolId)));
        });
        model.Entity<CaseSchool>(e =>
        {
            e.ToTable("case_schools");
            e.HasKey(s => new { s.CaseId, s.SchoolId });
            e.HasIndex(s => s.SchoolId);
        });
        model.Entity<CaseAlert>(e =>
        {
            e.ToTable("case_alerts");
            e.HasKey(l => l.AlertId);
            e.Property(l => l.AlertId).ValueGeneratedNever();
            e.Property(l => l.LinkedBy).HasMaxLength(200);
            e.HasIndex(l => l.CaseId);
        });
        model.Entity<CaseEntry>(e =>
        {
            e.ToTable("case_entries");
            e.Property(x => x.ActorName).HasMaxLength(200);
            e.Property(x => x.Text).HasMaxLength(4000);
            e.HasIndex(x => new { x.CaseId, x.At });
        });
        model.Entity<CaseTask>(e =>
        {
            e.ToTable("case_tasks");
            e.Property(t => t.Title).HasMaxLength(200);
            e.Property(t => t.Detail).HasMaxLength(2000);
            e.Property(t => t.OwnerName).HasMaxLength(200);
            e.Property(t => t.DoneBy).HasMaxLength(200);
            e.HasIndex(t => new { t.CaseId, t.Position });
        });
        model.Entity<TrustPlaybook>(e =>
        {
            e.ToTable("trust_playbooks");
            e.HasIndex(p => p.Type).IsUnique();
            e.Ignore(p => p.Steps);
        });
        model.Entity<CaseIndicator>(e =>
        {
            e.ToTable("case_indicators");
            e.Property(i => i.Value).HasMaxLength(500);
            e.Property(i => i.Note).HasMaxLength(500);
            e.Property(i => i.AddedBy).HasMaxLength(200);
            e.Property(i => i.WithdrawnBy).HasMaxLength(200);
            e.Property(i => i.WithdrawnWhy).HasMaxLength(1000);
            e.HasIndex(i => i.CaseId);
            e.HasIndex(i => new { i.Type, i.Value });
        });
        model.Entity<CaseFinding>(e =>
        {
            e.ToTable("case_findings");
            e.Property(f => f.Text).HasMaxLength(4000);
            e.Property(f => f.FoundBy).HasMaxLength(200);
            e.Property(f => f.WithdrawnBy).HasMaxLength(200);
            e.Property(f => f.WithdrawnWhy).HasMaxLength(1000);
            e.HasIndex(f => f.CaseId);
        });
        model.Entity<CaseEvidence>(e =>
        {
            e.ToTable("case_evidence");
            e.Property(x => x.FileName).HasMaxLength(200);
            e.Property(x => x.Sha256).HasMaxLength(64);
            e.Property(x => x.Note).HasMaxLength(500);
            e.Property(x => x.AddedBy).HasMaxLength(200);
            e.HasIndex(x => x.CaseId);
            e.Ignore(x => x.Chunks);
        });
        model.Entity<EvidenceChunk>(e =>
        {
            e.ToTable("case_evidence_chunks");
            e.HasKey(c => new { c.EvidenceId, c.Position });
        });
        model.Entity<CustodyEntry>(e =>
        {
            e.ToTable("case_custody");
            e.Property(c => c.ActorName).HasMaxLength(200);
            e.Property(c => c.Ip).HasMaxLength(60);
            e.Property(c => c.Sha256).HasMaxLength(64);
            e.HasIndex(c => new { c.EvidenceId, c.At });
        });
        model.AddNumberSequences();
        model.Entity<PersonReplica>(e =>
        {
            e.ToTable("person_replicas");
            e.Property(p => p.Id).ValueGeneratedNever();
            e.Property(p => p.Name).HasMaxLength(200);
            e.HasIndex(p => p.Email);
        });
    }
}
