using Microsoft.EntityFrameworkCore;

namespace Mat.Cases.Obligations;

internal static class ObligationModel
{
    public static void MapObligations(this ModelBuilder model)
    {
        model.Entity<CaseFact>(e =>
        {
            e.ToTable("case_facts");
            e.Property(f => f.StatedBy).HasMaxLength(200);
            e.Property(f => f.WithdrawnBy).HasMaxLength(200);
            e.Property(f => f.WithdrawnWhy).HasMaxLength(1000);
            e.HasIndex(f => f.CaseId);
            e.Ignore(f => f.Known);
        });
        model.Entity<CaseObligation>(e =>
        {
            e.ToTable("case_obligations");
            e.Property(d => d.Reference).HasMaxLength(1000);
            e.Property(d => d.AnsweredBy).HasMaxLength(200);
            e.HasIndex(d => new { d.CaseId, d.Kind }).IsUnique();
            e.HasIndex(d => d.RemindAt);
            e.HasIndex(d => new { d.Answer, d.DueAt });
        });
    }
}
