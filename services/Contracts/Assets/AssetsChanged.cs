namespace Mat.Contracts.Assets;

/// <summary>An asset as the other services know it.</summary>
/// <param name="Tag">The trust's own label on the thing; unique in the trust.</param>
/// <param name="Kind">snake_case kind, e.g. <c>laptop</c>, <c>interactive_display</c>.</param>
/// <param name="Status">snake_case: in_stock, in_use, in_repair, lost, retired, disposed.</param>
/// <param name="HostName">Lower case, without domain suffix stripped.</param>
/// <param name="Macs">Lower case, colon separated.</param>
/// <param name="OperatingSystem">As the inventory names it.</param>
/// <param name="OsVersion">As the inventory writes it.</param>
/// <param name="EndOfLifeOn">Day after which maker or platform gives no support (Chromebook auto-update expiry, OS end of support).</param>
public sealed record AssetSnapshot(
    Guid Id, int Version, string Tag, string Kind, string Name, string Status, Guid SchoolId, string? Location,
    string? Serial, string? HostName, IReadOnlyList<string> Macs, IReadOnlyList<string> Ips,
    string? Manufacturer, string? Model, string? HolderEmail,
    DateOnly? PurchasedOn, DateOnly? WarrantyEndsOn, DateOnly? EndOfLifeOn,
    string? OperatingSystem = null, string? OsVersion = null);

/// <summary>
/// Assets were registered, changed or retired. One event carries up to 500 assets, so that an import of 100,000 rows is
/// some hundred messages and not as many as rows.
/// </summary>
public sealed record AssetsChanged(IReadOnlyList<AssetSnapshot> Assets) : ILiveEvent
{
    /// <summary>The most assets in one event.</summary>
    public const int MaxAssets = 500;

    public string Topic => "asset";
    public Guid? Subject => Assets.Count == 1 ? Assets[0].Id : null;
    public Guid? SchoolId => Assets.Count > 0 && Assets.All(a => a.SchoolId == Assets[0].SchoolId) ? Assets[0].SchoolId : null;
    public Guid? PersonId => null;
}
