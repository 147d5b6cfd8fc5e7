using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using Mat.Platform.Http;

namespace Mat.Assets.Register;

/// <summary>
/// What a person can say about an asset. A member that is not sent leaves the field as it is; one that is sent as null
/// empties it. Setters remember that they were called, since null alone cannot tell the two apart.
/// </summary>
public abstract class AssetInput
{
    private readonly HashSet<string> _sent = [];

    [StringLength(Identifiers.Max, MinimumLength = 1)]
    public string? Tag { get; init => field = Sent(value); }

    public AssetKind? Kind { get; init => field = Sent(value); }

    [StringLength(200)]
    public string? Name { get; init => field = Sent(value); }

    public AssetStatus? Status { get; init => field = Sent(value); }

    public Guid? SchoolId { get; init => field = Sent(value); }

    [StringLength(200)]
    public string? Location { get; init => field = Sent(value); }

    [StringLength(254), EmailAddress]
    public string? HolderEmail { get; init => field = Sent(value); }

    [StringLength(200)]
    public string? HolderName { get; init => field = Sent(value); }

    [StringLength(200)]
    public string? Manufacturer { get; init => field = Sent(value); }

    [StringLength(200)]
    public string? Model { get; init => field = Sent(value); }

    [StringLength(200)]
    public string? ModelNumber { get; init => field = Sent(value); }

    [StringLength(Identifiers.Max)]
    public string? Serial { get; init => field = Sent(value); }

    [StringLength(253)]
    public string? HostName { get; init => field = Sent(value); }

    [MaxLength(AssetFields.MaxMacs)]
    public IReadOnlyList<string>? Macs { get; init => field = Sent(value); }

    [MaxLength(AssetFields.MaxMacs)]
    public IReadOnlyList<string>? Ips { get; init => field = Sent(value); }

    [StringLength(200)]
    public string? OperatingSystem { get; init => field = Sent(value); }

    [StringLength(100)]
    public string? OsVersion { get; init => field = Sent(value); }

    public DateOnly? PurchasedOn { get; init => field = Sent(value); }

    /// <summary>Pounds.</summary>
    [Range(0, 999_999_999)]
    public decimal? PurchaseCost { get; init => field = Sent(value); }

    [StringLength(200)]
    public string? Supplier { get; init => field = Sent(value); }

    [StringLength(100)]
    public string? OrderNumber { get; init => field = Sent(value); }

    public DateOnly? WarrantyEndsOn { get; init => field = Sent(value); }

    public DateOnly? EndOfLifeOn { get; init => field = Sent(value); }

    [StringLength(4000)]
    public string? Notes { get; init => field = Sent(value); }

    /// <summary>Attributes of the kind by name; null takes one away, those not named stay.</summary>
    public IReadOnlyDictionary<string, string?>? Attributes { get; init => field = Sent(value); }

    internal bool Says(string member) => _sent.Contains(member);

    private T Sent<T>(T value, [CallerMemberName] string member = "")
    {
        _sent.Add(member);
        return value;
    }
}

/// <summary>Writes what a person said into an asset.</summary>
internal static class AssetWriter
{
    /// <returns>What is wrong, by field; empty when the asset has taken everything.</returns>
    public static Dictionary<string, string[]> Write(AssetInput input, Asset asset)
    {
        var errors = new Dictionary<string, string[]>();
        if (input.Says(nameof(input.Tag)))
            Need("tag", Clean(input.Tag), v => asset.Tag = v);
        if (input.Says(nameof(input.Name)))
            Need("name", Clean(input.Name), v => asset.Name = v);
        if (input.Says(nameof(input.Kind)))
            Need("kind", input.Kind?.ToString(), _ => asset.Kind = input.Kind!.Value);
        if (input.Says(nameof(input.Status)))
            Need("status", input.Status?.ToString(), _ => asset.Status = input.Status!.Value);
        if (input.Says(nameof(input.SchoolId)))
            Need("schoolId", input.SchoolId?.ToString(), _ => asset.SchoolId = input.SchoolId!.Value);
        Text(nameof(input.Location), input.Location, v => asset.Location = v);
        Text(nameof(input.HolderEmail), input.HolderEmail, v => asset.HolderEmail = v?.ToLowerInvariant());
        Text(nameof(input.HolderName), input.HolderName, v => asset.HolderName = v);
        Text(nameof(input.Manufacturer), input.Manufacturer, v => asset.Manufacturer = v);
        Text(nameof(input.Model), input.Model, v => asset.Model = v);
        Text(nameof(input.ModelNumber), input.ModelNumber, v => asset.ModelNumber = v);
        Text(nameof(input.OperatingSystem), input.OperatingSystem, v => asset.OperatingSystem = v);
        Text(nameof(input.OsVersion), input.OsVersion, v => asset.OsVersion = v);
        Text(nameof(input.Supplier), input.Supplier, v => asset.Supplier = v);
        Text(nameof(input.OrderNumber), input.OrderNumber, v => asset.OrderNumber = v);
        if (input.Says(nameof(input.Notes)))
            asset.Notes = string.IsNullOrWhiteSpace(input.Notes) ? null : input.Notes.Trim();
        if (input.Says(nameof(input.PurchasedOn)))
            asset.PurchasedOn = input.PurchasedOn;
        if (input.Says(nameof(input.PurchaseCost)))
            asset.PurchaseCost = input.PurchaseCost is { } cost ? decimal.Round(cost, 2) : null;
        if (input.Says(nameof(input.WarrantyEndsOn)))
            asset.WarrantyEndsOn = input.WarrantyEndsOn;
        if (input.Says(nameof(input.EndOfLifeOn)))
            asset.EndOfLifeOn = input.EndOfLifeOn;
        Text(nameof(input.Serial), input.Serial, v =>
        {
            if (v is not null && Identifiers.IsPlaceholder(v))
                errors["serial"] = [$"'{v}' is what machines say that have no serial number; leave it out."];
            else
                asset.Serial = v;
        });
        Text(nameof(input.HostName), input.HostName, v =>
        {
            if (v is not null && Identifiers.Host(v) is null)
                errors["hostName"] = ["This is no host name."];
            else
                asset.HostName = Identifiers.Host(v);
        });
        if (input.Says(nameof(input.Macs)))
            asset.Macs = List("macs", input.Macs, Identifiers.Mac, "MAC address");
        if (input.Says(nameof(input.Ips)))
            asset.Ips = List("ips", input.Ips, Identifiers.Ip, "IP address");
        Attributes(input.Attributes, asset, errors);
        return errors;

        void Text(string member, string? value, Action<string?> write)
        {
            if (input.Says(member))
                write(Clean(value));
        }

        void Need(string field, string? value, Action<string> write)
        {
            if (value is null)
                errors[field] = ["This cannot be empty."];
            else
                write(value);
        }

        List<string> List(string field, IReadOnlyList<string>? values, Func<string?, string?> normalise, string what)
        {
            var list = (values ?? []).Select(v => (Text: v, Value: normalise(v))).ToList();
            if (list.Find(v => v.Value is null) is { Text: not null } wrong)
                errors[field] = [$"'{wrong.Text}' is no {what}."];
            return [.. list.Select(v => v.Value!).Where(v => v is not null).Distinct()];
        }
    }

    private static void Attributes(IReadOnlyDictionary<string, string?>? values, Asset asset, Dictionary<string, string[]> errors)
    {
        if (values is null)
            return;
        var attributes = new Dictionary<string, string>(asset.Attributes);
        foreach (var (name, value) in values)
        {
            if (string.IsNullOrWhiteSpace(value))
            {
                attributes.Remove(name);
                continue;
            }

            if (KindCatalogue.Find(asset.Kind, name) is not { } attribute)
            {
                errors["attributes." + name] = [$"An asset of kind {WireEnum<AssetKind>.Of(asset.Kind)} has no such attribute."];
                continue;
            }

            var (text, error) = KindCatalogue.Check(attribute, value);
            if (error is null)
                attributes[name] = text!;
            else
                errors["attributes." + name] = [error];
        }

        asset.Attributes = attributes;
    }

    private static string? Clean(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        return string.Concat(text.Where(c => !char.IsControl(c))).Trim() is { Length: > 0 } clean ? clean : null;
    }
}
