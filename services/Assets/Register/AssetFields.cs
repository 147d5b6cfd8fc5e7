using System.Collections.Frozen;
using System.Globalization;
using Mat.Platform.Http;

namespace Mat.Assets.Register;

/// <summary>One field of an asset as text, for history lines and imports.</summary>
/// <param name="Write">Sets the field from text in the register's own spelling; false when the text does not fit the field.</param>
internal sealed record AssetField(string Name, int Max, Func<Asset, string?> Read, Func<Asset, string, bool> Write);

/// <summary>The fields of an asset by their names on the wire.</summary>
internal static class AssetFields
{
    public const int MaxMacs = 32;

    public static IReadOnlyList<AssetField> All { get; } =
    [
        Text("tag", Identifiers.Max, a => a.Tag, (a, v) => a.Tag = v),
        new("kind", 40, a => WireEnum<AssetKind>.Of(a.Kind),
            (a, v) => WireEnum<AssetKind>.TryParse(v, out var kind, ignoreCase: true) && Set(() => a.Kind = kind)),
        Text("name", 200, a => a.Name, (a, v) => a.Name = v),
        new("status", 20, a => WireEnum<AssetStatus>.Of(a.Status),
            (a, v) => WireEnum<AssetStatus>.TryParse(v, out var status, ignoreCase: true) && Set(() => a.Status = status)),
        new("schoolId", 36, a => a.SchoolId.ToString(), (a, v) => Guid.TryParse(v, out var id) && Set(() => a.SchoolId = id)),
        Text("location", 200, a => a.Location, (a, v) => a.Location = v),
        Text("holderEmail", 254, a => a.HolderEmail, (a, v) => a.HolderEmail = v.ToLowerInvariant()),
        Text("holderName", 200, a => a.HolderName, (a, v) => a.HolderName = v),
        Text("manufacturer", 200, a => a.Manufacturer, (a, v) => a.Manufacturer = v),
        Text("model", 200, a => a.Model, (a, v) => a.Model = v),
        Text("modelNumber", 200, a => a.ModelNumber, (a, v) => a.ModelNumber = v),
        Text("serial", Identifiers.Max, a => a.Serial, (a, v) => a.Serial = v),
        new("hostName", 253, a => a.HostName, (a, v) => Identifiers.Host(v) is { } host && Set(() => a.HostName = host)),
        Text("operatingSystem", 200, a => a.OperatingSystem, (a, v) => a.OperatingSystem = v),
        Text("osVersion", 100, a => a.OsVersion, (a, v) => a.OsVersion = v),
        Date("purchasedOn", a => a.PurchasedOn, (a, v) => a.PurchasedOn = v),
        new("purchaseCost", 20, a => a.PurchaseCost?.ToString("0.00", CultureInfo.InvariantCulture),
            (a, v) => decimal.TryParse(v, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var cost)
                && cost < 1_000_000_000m && Set(() => a.PurchaseCost = decimal.Round(cost, 2))),
        Text("supplier", 200, a => a.Supplier, (a, v) => a.Supplier = v),
        Text("orderNumber", 100, a => a.OrderNumber, (a, v) => a.OrderNumber = v),
        Date("warrantyEndsOn", a => a.WarrantyEndsOn, (a, v) => a.WarrantyEndsOn = v),
        Date("endOfLifeOn", a => a.EndOfLifeOn, (a, v) => a.EndOfLifeOn = v),
        Text("notes", 4000, a => a.Notes, (a, v) => a.Notes = v),
        Text("retireReason", 500, a => a.RetireReason, (a, v) => a.RetireReason = v),
        Text("disposalCertificate", 200, a => a.DisposalCertificate, (a, v) => a.DisposalCertificate = v),
    ];

    private static readonly FrozenDictionary<string, AssetField> ByName = All.ToFrozenDictionary(f => f.Name);

    public static AssetField? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>Every field as it is now, to be compared after a change.</summary>
    public static Snapshot Take(Asset asset) => new(asset);

    /// <summary>The fields of an asset at one moment.</summary>
    public sealed class Snapshot
    {
        private readonly string?[] _fields;
        private readonly string _macs;
        private readonly string _ips;
        private readonly Dictionary<string, string> _attributes;

        public Snapshot(Asset asset)
        {
            _fields = new string?[All.Count];
            for (var i = 0; i < _fields.Length; i++)
                _fields[i] = All[i].Read(asset);
            _macs = string.Join(' ', asset.Macs);
            _ips = string.Join(' ', asset.Ips);
            _attributes = new Dictionary<string, string>(asset.Attributes);
        }

        /// <summary>What is different now, in the order of the fields.</summary>
        public List<AssetFieldChange> Differences(Asset asset)
        {
            var changes = new List<AssetFieldChange>();
            for (var i = 0; i < _fields.Length; i++)
                Add(All[i].Name, _fields[i], All[i].Read(asset));
            Add("macs", _macs, string.Join(' ', asset.Macs));
            Add("ips", _ips, string.Join(' ', asset.Ips));
            foreach (var name in _attributes.Keys.Union(asset.Attributes.Keys).Order(StringComparer.Ordinal))
                Add("attributes." + name, _attributes.GetValueOrDefault(name), asset.Attributes.GetValueOrDefault(name));
            return changes;

            void Add(string field, string? from, string? to)
            {
                if ((from ?? "") != (to ?? ""))
                    changes.Add(new AssetFieldChange(field, from is "" ? null : from, to is "" ? null : to));
            }
        }
    }

    private static AssetField Text(string name, int most, Func<Asset, string?> read, Action<Asset, string> write) =>
        new(name, most, read, (asset, value) => value.Length <= most && Set(() => write(asset, value)));

    private static AssetField Date(string name, Func<Asset, DateOnly?> read, Action<Asset, DateOnly> write) =>
        new(name, 10, a => read(a)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), (asset, value) =>
            DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && Set(() => write(asset, day)));

    private static bool Set(Action write)
    {
        write();
        return true;
    }
}
