using Microsoft.EntityFrameworkCore;

namespace Mat.Cases.Handling;

/// <summary>The tables of what is done and found out in a case.</summary>
internal static class HandlingModel
{
    public static void MapHandling(this ModelBuilder model)
    {
        model.Entity<CaseTask>(e =>
        {
            e.ToTable("case_tasks");
            e.Property(t => t.Title).HasMaxLength(200);
            e.Property(t => t.Detail).HasMaxLength(2000);
            e.Property(t => t.OwnerName).HasMaxLength(200);
            e.Property(t => t.DoneBy).HasMaxLength(200);
            e.HasIndex(t => new { t.CaseId, t.Position });
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
    }
}
