using System.Net;
using System.Net.Sockets;

namespace Mat.Alerts.Intake;

/// <summary>One spelling for the things that tie an alert to a device: host names, MAC and IP addresses, serial numbers.</summary>
internal static class IdentifierNormalizer
{
    public static string? Host(string? text)
    {
        text = TextGuard.Line(text, 255)?.TrimEnd('.').ToLowerInvariant();
        if (string.IsNullOrEmpty(text) || text is "localhost" or "unknown" or "any" or "-" or "n/a" or "none")
            return null;
        return text.Contains(' ', StringComparison.Ordinal) ? null : text;
    }

    public static string Short(string host)
    {
        var dot = host.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 ? host[..dot] : host;
    }

    public static string? Mac(string? text)
    {
        if (text is null || text.Length > 32)
            return null;
        var hex = new string([.. text.Where(char.IsAsciiHexDigit)]).ToLowerInvariant();
        if (hex.Length != 12 || hex is "000000000000" or "ffffffffffff")
            return null;
        return text.All(c => char.IsAsciiHexDigit(c) || c is ':' or '-' or '.' or ' ')
            ? string.Join(':', Enumerable.Range(0, 6).Select(i => hex.Substring(i * 2, 2)))
            : null;
    }

    /// <summary>Null for what is no address, and for addresses that every machine has.</summary>
    public static string? Ip(string? text)
    {
        if (text is null || text.Length > 64)
            return null;
        text = text.Trim().Trim('[', ']');
        var zone = text.IndexOf('%', StringComparison.Ordinal);
        if (zone >= 0)
            text = text[..zone];
        // The framework reads "1" and "0x7f.1" as addresses too; a tool's field that says so means something else.
        if (!text.Contains(':', StringComparison.Ordinal)
            && (text.Count(c => c == '.') != 3 || !text.All(c => char.IsAsciiDigit(c) || c == '.')))
            return null;
        if (!IPAddress.TryParse(text, out var ip))
            return null;
        if (ip.IsIPv4MappedToIPv6)
            ip = ip.MapToIPv4();
        if (IPAddress.IsLoopback(ip) || ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any) || ip.IsIPv6LinkLocal)
            return null;
        return ip.AddressFamily == AddressFamily.InterNetwork && ip.GetAddressBytes() is [169, 254, ..] ? null : ip.ToString();
    }

    /// <summary>A public internet address: it identifies none of the trust's devices behind their routers.</summary>
    public static bool IsOutside(string? text) => Ip(text) is { } ip && !IsPrivate(IPAddress.Parse(ip));

    /// <summary>Of several addresses the first that is inside, since that is the one a school can do something about.</summary>
    public static string? NearIp(IEnumerable<string?> texts)
    {
        var known = texts.Select(Ip).OfType<string>().ToList();
        return known.Find(ip => !IsOutside(ip)) ?? known.FirstOrDefault();
    }

    private static bool IsPrivate(IPAddress ip) => ip.AddressFamily == AddressFamily.InterNetworkV6
        ? ip.IsIPv6UniqueLocal
        : ip.GetAddressBytes() is [10, ..] or [172, >= 16 and <= 31, ..] or [192, 168, ..] or [100, >= 64 and <= 127, ..];

    public static string? Serial(string? text)
    {
        text = TextGuard.Line(text, 128)?.ToLowerInvariant();
        // What boards say when their maker never wrote a serial number: thousands of machines share these.
        return text is null or "0" or "none" or "unknown" or "n/a" or "default string" or "system serial number"
            or "to be filled by o.e.m." or "not specified"
            ? null : text;
    }

    /// <summary>A host name or address with or without a port, as monitoring tools write an instance.</summary>
    public static (string? Host, string? Ip) Instance(string? text)
    {
        text = text?.Trim();
        if (string.IsNullOrEmpty(text))
            return default;
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme > 0)
            text = text[(scheme + 3)..].Split('/')[0];
        if (Ip(text) is { } plain)
            return (null, plain);
        var colon = text.LastIndexOf(':');
        if (colon > 0 && text[(colon + 1)..].All(char.IsAsciiDigit))
            text = text[..colon];
        return Ip(text) is { } ip ? (null, ip) : LooksLikeIp(text) ? default : (Host(text), null);
    }

    private static bool LooksLikeIp(string text) => IPAddress.TryParse(text.Trim('[', ']'), out _);
}
