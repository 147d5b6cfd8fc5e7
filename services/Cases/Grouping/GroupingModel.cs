using Microsoft.EntityFrameworkCore;

namespace Mat.Cases.Grouping;

/// <summary>The table of grouping rules.</summary>
internal static class GroupingModel
{
    public static void MapGroupingRules(this ModelBuilder model)
    {
        model.Entity<GroupingRule>(e =>
        {
            e.ToTable("grouping_rules");
            e.Property(r => r.Name).HasMaxLength(100);
            e.Property(r => r.Playbook).HasMaxLength(60);
            e.Ignore(r => r.Matchers);
        });
    }
}
