using Mat.Assets.Software;

namespace Mat.Assets.Vulnerabilities;

/// <summary>Vendor and product of a CPE 2.3 name (NIST IR 7695), as words.</summary>
/// <param name="Version">Null for any.</param>
internal sealed record CpeProduct(string Vendor, string Product, string? Version)
{
    private const int MaxLength = 300;

    /// <summary>Null when it is not the name of an application.</summary>
    public static CpeProduct? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > MaxLength)
            return null;
        var parts = Split(text.Trim().ToLowerInvariant());
        if (parts.Count is < 5 or > 13 || parts[0] != "cpe" || parts[1] != "2.3" || parts[2] != "a" || Any(parts[3]) || Any(parts[4]))
            return null;
        var product = new CpeProduct(ProgramName.Key(parts[3]), ProgramName.Key(parts[4]),
            parts.Count > 5 && !Any(parts[5]) ? parts[5] : null);
        return product.Product.Length > 0 ? product : null;
    }

    /// <summary>The product's name with or without its vendor's; the vendor is in the name or the publisher, or the publisher is
    /// unknown.</summary>
    public bool Means(Title program) => program.NameKey == $"{Vendor} {Product}"
        || (program.NameKey == Product
            && (program.Publisher is null || Product.Contains(Vendor, StringComparison.Ordinal)
                || program.Publisher.Contains(Vendor, StringComparison.OrdinalIgnoreCase)));

    private static bool Any(string part) => part is "" or "*" or "-";

    /// <summary>A colon or another sign that belongs to a part has a backslash before it.</summary>
    private static List<string> Split(string text)
    {
        var (parts, part) = (new List<string>(), new System.Text.StringBuilder());
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length)
                part.Append(text[++i]);
            else if (text[i] != ':')
                part.Append(text[i]);
            else
            {
                parts.Add(part.ToString());
                part.Clear();
            }
        }
        parts.Add(part.ToString());
        return parts;
    }
}
