using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mat.Tickets.Tickets;

internal sealed class TicketMapping : IEntityTypeConfiguration<Ticket>
{
    public void Configure(EntityTypeBuilder<Ticket> e)
    {
        e.ToTable("tickets");
        e.Ignore(t => t.Reference);
        e.Ignore(t => t.SkippedTiers);
        e.Property(t => t.Title).HasMaxLength(Ticket.MaxTitleLength);
        e.Property(t => t.SearchText).HasMaxLength(Ticket.MaxSearchTextLength);
        e.Property(t => t.SourceKey).HasMaxLength(200);
        e.HasIndex(t => t.Number).IsUnique();
        e.HasIndex(t => t.AlertId).IsUnique();
        e.HasIndex(t => t.SourceKey).IsUnique();
        // What the lists filter and sort by; the id breaks ties, as in the paging.
        e.HasIndex(t => new { t.OpenedAt, t.Id });
        e.HasIndex(t => new { t.SchoolId, t.Status, t.OpenedAt, t.Id });
        e.HasIndex(t => new { t.AssigneeId, t.Status });
        e.HasIndex(t => new { t.RequesterId, t.OpenedAt });
        e.HasIndex(t => new { t.OpenedById, t.OpenedAt });
        e.HasIndex(t => t.AssetId);
        e.HasIndex(t => new { t.Status, t.ResolutionSortAt, t.Id });
        e.HasIndex(t => new { t.Status, t.PriorityRank, t.Id });
        e.HasIndex(t => t.NextCheckAt);
    }
}
