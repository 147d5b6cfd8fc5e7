using System.ComponentModel.DataAnnotations;
using Mat.Platform.Http;

namespace Mat.Assets.Register;

/// <summary>What a person can say about an asset.</summary>
public abstract record AssetInput : PatchBody
{
    [CannotClear, StringLength(Identifiers.Max, MinimumLength = 1)]
    public string? Tag { get; init; }

    [CannotClear]
    public AssetKind? Kind { get; init; }

    [CannotClear, StringLength(200)]
    public string? Name { get; init; }

    [CannotClear]
    public AssetStatus? Status { get; init; }

    [CannotClear]
    public Guid? SchoolId { get; init; }

    [StringLength(200)]
    public string? Location { get; init; }

    [StringLength(254), EmailAddress]
    public string? HolderEmail { get; init; }

    [StringLength(200)]
    public string? HolderName { get; init; }

    [StringLength(200)]
    public string? Manufacturer { get; init; }

    [StringLength(200)]
    public string? Model { get; init; }

    [StringLength(200)]
    public string? ModelNumber { get; init; }

    [StringLength(Identifiers.Max)]
    public string? Serial { get; init; }

    [StringLength(253)]
    public string? HostName { get; init; }

    [MaxLength(AssetFields.MaxMacs)]
    public IReadOnlyList<string>? Macs { get; init; }

    [MaxLength(AssetFields.MaxMacs)]
    public IReadOnlyList<string>? Ips { get; init; }

    [StringLength(200)]
    public string? OperatingSystem { get; init; }

    [StringLength(100)]
    public string? OsVersion { get; init; }

    public DateOnly? PurchasedOn { get; init; }

    /// <summary>Pounds.</summary>
    [Range(0, 999_999_999)]
    public decimal? PurchaseCost { get; init; }

    [StringLength(200)]
    public string? Supplier { get; init; }

    [StringLength(100)]
    public string? OrderNumber { get; init; }

    public DateOnly? WarrantyEndsOn { get; init; }

    public DateOnly? EndOfLifeOn { get; init; }

    [StringLength(4000)]
    public string? Notes { get; init; }

    /// <summary>Attributes of the kind by name; null takes one away, those not named stay.</summary>
    public IReadOnlyDictionary<string, string?>? Attributes { get; init; }
}

/// <summary>Writes what a person said into an asset.</summary>
internal static class AssetWriter
{
    /// <returns>What is wrong, by field; empty when the asset has taken everything.</returns>
    public static Dictionary<string, string[]> Write(AssetInput input, Asset asset)
    {
        var errors = new Dictionary<string, string[]>();
        if (input.Has(nameof(input.Tag)))
            Need("tag", Clean(input.Tag), v => asset.Tag = v);
        if (input.Has(nameof(input.Name)))
            Need("name", Clean(input.Name), v => asset.Name = v);
        if (input.Has(nameof(input.Kind)))
            Need("kind", input.Kind?.ToString(), _ => asset.Kind = input.Kind!.Value);
        if (input.Has(nameof(input.Status)))
            Need("status", input.Status?.ToString(), _ => asset.Status = input.Status!.Value);
        if (input.Has(nameof(input.SchoolId)))
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
        if (input.Has(nameof(input.Notes)))
            asset.Notes = string.IsNullOrWhiteSpace(input.Notes) ? null : input.Notes.Trim();
        if (input.Has(nameof(input.PurchasedOn)))
            asset.PurchasedOn = input.PurchasedOn;
        if (input.Has(nameof(input.PurchaseCost)))
            asset.PurchaseCost = input.PurchaseCost is { } cost ? decimal.Round(cost, 2) : null;
        if (input.Has(nameof(input.WarrantyEndsOn)))
            asset.WarrantyEndsOn = input.WarrantyEndsOn;
        if (input.Has(nameof(input.EndOfLifeOn)))
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
        if (input.Has(nameof(input.Macs)))
            asset.Macs = List("macs", input.Macs, Identifiers.Mac, "MAC address");
        if (input.Has(nameof(input.Ips)))
            asset.Ips = List("ips", input.Ips, Identifiers.Ip, "IP address");
        Attributes(input.Attributes, asset, errors);
        return errors;

        void Text(string member, string? value, Action<string?> write)
        {
            if (input.Has(member))
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
