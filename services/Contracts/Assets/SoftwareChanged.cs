namespace Mat.Contracts.Assets;

/// <summary>A program in one version, as inventories name it. Its facts never change, so whoever has it by its id has it whole.</summary>
/// <param name="Version">As the inventory writes it; null where it says none. <see cref="SoftwareVersion"/> compares.</param>
public sealed record SoftwareTitle(Guid Id, string Name, string? Publisher, string? Version);

/// <summary>All that an inventory found installed on one asset.</summary>
/// <param name="Version">Version of the list, apart from the asset's own; what is older than what one has is dropped.</param>
/// <param name="SeenAt">When the inventory was taken (UTC).</param>
/// <param name="Titles">Places in <see cref="SoftwareChanged.Titles"/>; none when nothing is installed any more.</param>
public sealed record InstalledSoftware(Guid AssetId, int Version, DateTimeOffset SeenAt, IReadOnlyList<int> Titles);

/// <summary>
/// Lists of installed software are new or changed. Devices of one image have the same programs, so each title stands once in
/// the event and the assets point at it.
/// </summary>
public sealed record SoftwareChanged(IReadOnlyList<SoftwareTitle> Titles, IReadOnlyList<InstalledSoftware> Assets) : IEvent
{
    /// <summary>The most assets in one event.</summary>
    public const int MaxAssets = 50;

    /// <summary>The most programs in the list of one asset; an inventory's surplus is left out and reported.</summary>
    public const int MaxTitlesPerAsset = 2000;
}
