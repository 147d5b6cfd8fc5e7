using Mat.Contracts.Assets;
using Mat.Platform.Data;
using Mat.Platform.Http;

namespace Mat.Assets.Register;

/// <summary>One thing that the trust owns, rents or pays for.</summary>
public sealed class Asset : Entity, ISchoolOwned, IAudited
{
    public string Tag { get; set; } = "";

    /// <summary>The tag without case: unique in the trust.</summary>
    [NotAudited]
    public string TagKey { get; private set; } = "";
    public AssetKind Kind { get; set; }
    public string Name { get; set; } = "";
    public AssetStatus Status { get; set; }
    public Guid SchoolId { get; set; }
    public string? Location { get; set; }
    public string? HolderEmail { get; set; }
    public string? HolderName { get; set; }
    public string? Manufacturer { get; set; }
    public string? Model { get; set; }
    public string? ModelNumber { get; set; }
    public string? Serial { get; set; }

    /// <summary>The serial number without case: unique in the trust where there is one.</summary>
    [NotAudited]
    public string? SerialKey { get; private set; }
    public string? HostName { get; set; }
    public List<string> Macs { get; set; } = [];
    public List<string> Ips { get; set; } = [];
    public string? OperatingSystem { get; set; }
    public string? OsVersion { get; set; }
    public DateOnly? PurchasedOn { get; set; }
    public decimal? PurchaseCost { get; set; }
    public string? Supplier { get; set; }
    public string? OrderNumber { get; set; }
    public DateOnly? WarrantyEndsOn { get; set; }
    public DateOnly? EndOfLifeOn { get; set; }
    public string? Notes { get; set; }
    public Dictionary<string, string> Attributes { get; set; } = [];
    public DateTimeOffset? LastSeenAt { get; set; }

    /// <summary>What told us last: <c>manual</c> or the format of an import.</summary>
    public string? Source { get; set; }
    public string? RetireReason { get; set; }
    public string? DisposalCertificate { get; set; }

    [NotAudited]
    public string SearchText { get; private set; } = "";

    public bool IsFinal => Status is AssetStatus.Retired or AssetStatus.Disposed;

    /// <summary>Brings the derived columns in line; to be called after every change of fields.</summary>
    public void Settle()
    {
        TagKey = Identifiers.Key(Tag);
        SerialKey = Serial is null ? null : Identifiers.Key(Serial);
        string?[] parts = [Tag, Name, Serial, HostName, HolderName, HolderEmail, Manufacturer, Model, ModelNumber, Location];
        var text = string.Join('\n', parts.Where(p => p is not null)).ToLowerInvariant();
        SearchText = text.Length > 1000 ? text[..1000] : text;
    }

    /// <summary>What the other services are told.</summary>
    /// <param name="version">The version that the row has once the change is saved.</param>
    public AssetSnapshot ToFacts(int version) => new(
        Id, version, Tag, WireEnum<AssetKind>.Of(Kind), Name, WireEnum<AssetStatus>.Of(Status), SchoolId, Location, Serial, HostName,
        Macs, Ips, Manufacturer, Model, HolderEmail, PurchasedOn, WarrantyEndsOn, EndOfLifeOn, OperatingSystem, OsVersion);
}

/// <summary>One spelling under which an asset is found on the network.</summary>
public sealed class AssetAddress : ISchoolOwned
{
    public required Guid AssetId { get; init; }
    public required Guid SchoolId { get; set; }

    /// <summary>mac, ip, host, or agent (the id that an inventory agent gives itself).</summary>
    public required string Kind { get; init; }
    public required string Value { get; init; }

    /// <summary>All addresses of an asset: each MAC and IP, the host name whole and short.</summary>
    public static IEnumerable<AssetAddress> Of(Asset asset)
    {
        foreach (var mac in asset.Macs.Distinct())
            yield return New("mac", mac);
        foreach (var ip in asset.Ips.Distinct())
            yield return New("ip", ip);
        if (asset.Attributes.TryGetValue("inventoryId", out var agent))
            yield return New("agent", agent);
        if (asset.HostName is not { } host)
            yield break;
        yield return New("host", host);
        if (Identifiers.ShortHost(host) is var name && name != host)
            yield return New("host", name);

        AssetAddress New(string kind, string value) => new() { AssetId = asset.Id, SchoolId = asset.SchoolId, Kind = kind, Value = value };
    }
}

/// <summary>
/// One line of an asset's history. Lines are only ever added. It has no school of its own: who sees the asset today sees
/// where it has been.
/// </summary>
public sealed class AssetChange : Entity
{
    public required Guid AssetId { get; init; }
    public Guid? ActorId { get; init; }
    public required string Actor { get; init; }

    /// <summary>registered, changed, retired, disposed, imported.</summary>
    public required string Action { get; init; }
    public Guid? ImportId { get; init; }
    public List<AssetFieldChange> Changes { get; init; } = [];
}

/// <summary>One field's way from a value to another; null is empty.</summary>
public sealed record AssetFieldChange(string Field, string? From, string? To);
