using Microsoft.EntityFrameworkCore;

namespace Mat.Standards.Readiness;

internal static class ReadinessModel
{
    public static void MapReadiness(this ModelBuilder model)
    {
        model.Entity<ReadinessItem>(e =>
        {
            e.ToTable("readiness_items");
            e.HasIndex(i => new { i.SchoolId, i.Kind }).IsUnique();
            e.Property(i => i.Note).HasMaxLength(2000);
            e.Property(i => i.Link).HasMaxLength(500);
            e.Property(i => i.RecordedBy).HasMaxLength(200);
        });
        model.Entity<ReadinessRecord>(e =>
        {
            e.ToTable("readiness_records");
            e.HasIndex(r => new { r.SchoolId, r.CreatedAt });
            e.Property(r => r.Note).HasMaxLength(2000);
            e.Property(r => r.Link).HasMaxLength(500);
            e.Property(r => r.RecordedBy).HasMaxLength(200);
        });
    }
}
