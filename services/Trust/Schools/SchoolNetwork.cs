using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Mat.Trust.Schools;

/// <summary>Domains and address ranges by which alerts are matched to a school, in one spelling each.</summary>
internal static partial class SchoolNetwork
{
    /// <summary>Lower-case host name without a dot at the end, or null when it is none.</summary>
    public static string? Domain(string value)
    {
        var domain = value.Trim().TrimEnd('.').ToLowerInvariant();
        return domain.Length <= 253 && DomainPattern().IsMatch(domain) ? domain : null;
    }

    /// <summary>A CIDR range with its host bits cleared; a single address is a range of one. Null when it is neither.</summary>
    public static string? Range(string value)
    {
        var parts = value.Trim().Split('/');
        if (parts.Length > 2 || !IPAddress.TryParse(parts[0], out var address) || parts[0].Contains('%', StringComparison.Ordinal))
            return null;
        // "10.1" and "0x0a000001" parse as addresses too, and nobody means them.
        if (address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork && parts[0].Count(c => c == '.') != 3)
            return null;
        var bytes = address.GetAddressBytes();
        var longest = bytes.Length * 8;
        var prefix = longest;
        if (parts.Length == 2
            && (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out prefix) || prefix > longest || prefix == 0))
            return null;
        for (var bit = prefix; bit < longest; bit++)
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        return $"{new IPAddress(bytes)}/{prefix.ToString(CultureInfo.InvariantCulture)}";
    }

    [GeneratedRegex(@"^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$", RegexOptions.CultureInvariant)]
    private static partial Regex DomainPattern();
}
