using Mat.Alerts.Indicators;
using Mat.Alerts.Silences;
using Microsoft.EntityFrameworkCore;

namespace Mat.Alerts.Data;

/// <summary>The tables of what keeps alerts quiet and what finds more of the same.</summary>
internal static class SenseModel
{
    public static void MapSense(this ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Silence>(e =>
        {
            e.ToTable("silences");
            e.Property(s => s.Reason).HasMaxLength(500);
            e.HasIndex(s => s.EndsAt);
            e.Ignore(s => s.Matchers);
        });
        modelBuilder.Entity<Inhibition>(e =>
        {
            e.ToTable("inhibitions");
            e.Property(i => i.Name).HasMaxLength(100);
            e.Ignore(i => i.Firing).Ignore(i => i.Muted).Ignore(i => i.EqualFields);
        });
        modelBuilder.Entity<Indicator>(e =>
        {
            e.ToTable("indicators");
            e.HasKey(i => new { i.Kind, i.Value, i.AlertId });
            e.Property(i => i.Value).HasMaxLength(320);
            e.HasIndex(i => i.AlertId);
        });
    }
}
