using Mat.Assets.Register;
using Mat.Platform.Http;

namespace Mat.Assets.Imports.Formats;

/// <summary>What a tool's data makes likely about kind and state. It settles a new asset only; it never changes a known one.</summary>
internal static class KindInference
{
    private static readonly string[] Portable = ["book", "laptop", "latitude", "thinkpad", "travelmate", "surface", "portege", "tecra",
        "xps 13", "xps 15"];
    private static readonly string[] Fixed = ["optiplex", "thinkcentre", "elitedesk", "prodesk", "eliteone", "proone", "veriton", "tower",
        "desktop", "imac", "mac mini", "precision tower", "all-in-one"];

    public static void FromIntune(ImportRecord row, string? category, string? sku)
    {
        var model = row.Fields.GetValueOrDefault("model", "").ToLowerInvariant();
        var os = row.Fields.GetValueOrDefault("operatingSystem", "").ToLowerInvariant();
        row.LikelyStatus = "in_use";
        row.LikelyKind = ValueSynonyms.Kind(category) ?? os switch
        {
            _ when os.StartsWith("chrome", StringComparison.Ordinal) => "chromebook",
            "ios" or "ipados" => model.StartsWith("ipad", StringComparison.Ordinal) ? "tablet"
                : model.StartsWith("iphone", StringComparison.Ordinal) ? "phone" : null,
            _ when os.StartsWith("android", StringComparison.Ordinal) => model.Contains("tab", StringComparison.Ordinal) ? "tablet"
                : "phone",
            _ when sku?.Contains("Server", StringComparison.OrdinalIgnoreCase) == true => "server",
            _ => FromModel(model),
        };
    }

    public static void FromChromebook(ImportRecord row)
    {
        row.LikelyKind = "chromebook";
        row.Fields.TryAdd("operatingSystem", "ChromeOS");
        row.LikelyStatus = row.Attributes.TryGetValue("enrolment", out var status)
            && status.Equals("ACTIVE", StringComparison.OrdinalIgnoreCase) ? "in_use" : "in_stock";
        if (row.Attributes.TryGetValue("orgUnit", out var path))
            row.Schools.AddRange(path.Split('/', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Reverse());
        if (row.Fields.TryGetValue("location", out var location))
            row.Schools.Add(location);
    }

    public static string? FromModel(string model)
    {
        if (model.Contains("virtual", StringComparison.Ordinal) || model.Contains("vmware", StringComparison.Ordinal))
            return "virtual_machine";
        if (model.Contains("chromebook", StringComparison.Ordinal))
            return "chromebook";
        if (Fixed.Any(f => model.Contains(f, StringComparison.Ordinal)))
            return "desktop";
        return Portable.Any(p => model.Contains(p, StringComparison.Ordinal)) ? "laptop" : null;
    }

    public static string? FromChassis(string? chassis, string? vm, string? os)
    {
        if (vm is not null && !vm.Equals("Physical", StringComparison.OrdinalIgnoreCase) && vm.Length > 0)
            return "virtual_machine";
        if (os?.Contains("Server", StringComparison.OrdinalIgnoreCase) == true)
            return "server";
        return ValueSynonyms.Kind(chassis) is { } kind
            && WireEnum<AssetKind>.Parse(kind) is AssetKind.Laptop or AssetKind.Desktop or AssetKind.Server or AssetKind.Tablet ? kind
            : chassis?.ToLowerInvariant() is "convertible" or "detachable" or "sub notebook" or "hand held" ? "laptop" : null;
    }
}
