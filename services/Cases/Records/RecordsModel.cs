using Mat.Cases.Data;
using Microsoft.EntityFrameworkCore;

namespace Mat.Cases.Records;

/// <summary>The tables of cases and their timelines.</summary>
internal static class RecordsModel
{
    public static void MapRecords(this ModelBuilder model, CasesDb db)
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
    }
}
