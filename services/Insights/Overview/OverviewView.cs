namespace Mat.Insights.Overview;

/// <summary>The pane: the whole trust, or what the reader sees of it, in one answer.</summary>
/// <param name="AsOf">When the figures were read.</param>
/// <param name="LastChangeAt">When a figure among them last changed; null before the first.</param>
/// <param name="Rebuilding">True while every service announces its facts again: figures may be short of what is true.</param>
public sealed record OverviewView(
    DateTimeOffset AsOf, DateTimeOffset? LastChangeAt, bool Rebuilding, OverviewCell Totals,
    IReadOnlyList<SchoolRow> Schools, IReadOnlyList<KindCount> AssetsByKind, IReadOnlyList<AgeCount> AssetsByAge);

/// <summary>One school's line. What nobody could place is in the totals alone.</summary>
public sealed record SchoolRow(Guid SchoolId, string Name, string Phase, OverviewCell Cells);

/// <summary>Open alerts by severity; fatal counts as critical, informational and unknown as other.</summary>
public sealed record AlertCells(long Critical, long High, long Medium, long Low, long Other);

/// <param name="TicketsBreached">Open tickets whose resolution is late now.</param>
/// <param name="TicketsDueSoon">Open tickets not yet late whose resolution is due within the time of the setting (4 hours).</param>
/// <param name="TicketsResolved7d">Resolved today and on the six days before.</param>
public sealed record OverviewCell(
    long TicketsOpen, long TicketsCritical, long TicketsBreached, long TicketsDueSoon, long TicketsResolved7d, AlertCells AlertsOpen,
    long EscalationsOpen, long EscalationsUnroutable, long Assets, long AssetsPastLife, long AssetsOutOfWarranty);

public sealed record KindCount(string Kind, long Count);

/// <param name="Band">under_1, 1_to_3, 3_to_5, over_5 years since purchase, or unknown.</param>
public sealed record AgeCount(string Band, long Count);
