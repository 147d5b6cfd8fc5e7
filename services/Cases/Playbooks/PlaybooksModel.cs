using Microsoft.EntityFrameworkCore;

namespace Mat.Cases.Playbooks;

/// <summary>The table of the trust's own playbooks.</summary>
internal static class PlaybooksModel
{
    public static void MapPlaybooks(this ModelBuilder model)
    {
        model.Entity<TrustPlaybook>(e =>
        {
            e.ToTable("trust_playbooks");
            e.HasIndex(p => p.Type).IsUnique();
            e.Ignore(p => p.Steps);
        });
    }
}
