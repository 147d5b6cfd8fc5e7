using Mat.Contracts.Assets;
using Mat.Contracts.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mat.Tickets.Directory;

/// <summary>Replica of an asset, from Assets' events.</summary>
internal sealed class AssetReplica
{
    public Guid Id { get; init; }
    public int SourceVersion { get; set; }
    public string Tag { get; set; } = "";
    public string Kind { get; set; } = "";
    public string Name { get; set; } = "";
    public Guid SchoolId { get; set; }
    public string? Location { get; set; }
    public string? Serial { get; set; }
    public string? HostName { get; set; }
    public string? Manufacturer { get; set; }
    public string? Model { get; set; }
    public DateOnly? WarrantyEndsOn { get; set; }

    public bool Apply(AssetSnapshot facts)
    {
        if (facts.Version <= SourceVersion)
            return false;
        (SourceVersion, Tag, Kind, Name, SchoolId) = (facts.Version, facts.Tag, facts.Kind, facts.Name, facts.SchoolId);
        (Location, Serial, HostName, Manufacturer, Model, WarrantyEndsOn) =
            (facts.Location, facts.Serial, facts.HostName, facts.Manufacturer, facts.Model, facts.WarrantyEndsOn);
        return true;
    }

    public EscalatedAsset ForPartner() =>
        new(Id, Tag, Kind, Name, Manufacturer, Model, Serial, HostName, Location, WarrantyEndsOn);
}

internal sealed class AssetReplicaMapping : IEntityTypeConfiguration<AssetReplica>
{
    public void Configure(EntityTypeBuilder<AssetReplica> e)
    {
        e.ToTable("assets");
        e.Property(x => x.Id).ValueGeneratedNever();
        e.Property(x => x.SourceVersion).IsConcurrencyToken();
        e.HasIndex(x => x.Tag);
    }
}
