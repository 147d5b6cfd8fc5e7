using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mat.Tickets.Tickets;

/// <summary>
/// Newest known state of an alert. Written by whichever of AlertRaised and AlertChanged arrives first, so that they
/// cannot miss each other: the second finds the row, or fails on its key and is tried again.
/// </summary>
internal sealed class AlertLink
{
    public Guid Id { get; init; }
    public int SourceVersion { get; set; }
    public int SeverityRank { get; set; }
    public bool Resolved { get; set; }

    /// <summary>Null while no ticket was requested.</summary>
    public Guid? TicketId { get; set; }

    public DateTimeOffset SeenAt { get; set; }
}

internal sealed class AlertLinkMapping : IEntityTypeConfiguration<AlertLink>
{
    public void Configure(EntityTypeBuilder<AlertLink> e)
    {
        e.ToTable("alert_links");
        e.Property(x => x.Id).ValueGeneratedNever();
        e.Property(x => x.SourceVersion).IsConcurrencyToken();
        e.HasIndex(x => new { x.TicketId, x.SeenAt });
    }
}
