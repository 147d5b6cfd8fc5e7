using Mat.Platform.Http;

namespace Mat.Assets.Register;

/// <summary>An asset as it is shown. Staff pick a device from a list: what it cost and who holds it is not for them.</summary>
public sealed record AssetView(
    Guid Id, int Version, string Tag, AssetKind Kind, string Name, AssetStatus Status, Guid SchoolId, string? Location, string? HolderEmail,
    string? HolderName, string? Manufacturer, string? Model, string? ModelNumber, string? Serial, string? HostName,
    IReadOnlyList<string> Macs,
    IReadOnlyList<string> Ips, string? OperatingSystem, string? OsVersion, DateOnly? PurchasedOn, decimal? PurchaseCost, string? Supplier,
    string? OrderNumber, DateOnly? WarrantyEndsOn, DateOnly? EndOfLifeOn, string? Notes, IReadOnlyDictionary<string, string> Attributes,
    DateTimeOffset? LastSeenAt, string? Source, string? RetireReason, string? DisposalCertificate, DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt) : IVersioned
{
    private static readonly Dictionary<string, string> NoAttributes = [];

    public static AssetView Of(Asset a) => new(
        a.Id, a.Version, a.Tag, a.Kind, a.Name, a.Status, a.SchoolId, a.Location, a.HolderEmail, a.HolderName, a.Manufacturer, a.Model,
        a.ModelNumber, a.Serial, a.HostName, a.Macs, a.Ips, a.OperatingSystem, a.OsVersion, a.PurchasedOn, a.PurchaseCost, a.Supplier,
        a.OrderNumber, a.WarrantyEndsOn, a.EndOfLifeOn, a.Notes, a.Attributes, a.LastSeenAt, a.Source, a.RetireReason,
        a.DisposalCertificate,
        a.CreatedAt, a.UpdatedAt);

    /// <param name="limited">The viewer is staff and nothing more.</param>
    public static AssetView Of(Asset a, bool limited) => !limited ? Of(a) : Of(a) with
    {
        HolderEmail = null,
        HolderName = null,
        Macs = [],
        Ips = [],
        PurchaseCost = null,
        Supplier = null,
        OrderNumber = null,
        Notes = null,
        Attributes = NoAttributes,
        Source = null,
        RetireReason = null,
        DisposalCertificate = null,
    };
}
