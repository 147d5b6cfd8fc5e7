using Microsoft.EntityFrameworkCore;

namespace Mat.Cases.Evidence;

/// <summary>The tables of evidence and its chain of custody.</summary>
internal static class EvidenceModel
{
    public static void MapEvidence(this ModelBuilder model)
    {
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
    }
}
