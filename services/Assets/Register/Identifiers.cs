using System.Collections.Frozen;
using System.Net;
using System.Net.Sockets;

namespace Mat.Assets.Register;

/// <summary>
/// The one spelling under which the register keeps and finds tags, serial numbers, MAC addresses, IP addresses and host
/// names, however a tool wrote them. Null means that the text is none of that kind.
/// </summary>
internal static class Identifiers
{
    // What firmware and people write when there is no serial number; two machines would share it.
    private static readonly FrozenSet<string> Placeholders = new[]
    {
        "to be filled by o.e.m", "to be filled by oem", "default string", "n/a", "na", "none", "null", "nil", "empty", "unknown",
        "system serial number", "chassis serial number", "base board serial number", "serial number", "serial", "not specified",
        "not available", "not applicable", "not set", "no serial", "invalid", "oem", "o.e.m", "tbc", "tbd", "123456789", "1234567890",
        "0123456789", "12345678", "1234567", "123456", "12345", "1234", "standard", "type1productconfigid", "all series", "undefined",
    }.ToFrozenSet();

    /// <summary>Upper limit of a tag and of a serial number.</summary>
    public const int Max = 100;

    /// <summary>Case is no difference between two tags or two serial numbers.</summary>
    public static string Key(string value) => value.Trim().ToLowerInvariant();

    /// <summary>True for a serial number that says nothing: it would be shared by machines that have none.</summary>
    public static bool IsPlaceholder(string serial)
    {
        var text = string.Join(' ', serial.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .ToLowerInvariant().TrimEnd('.');
        return text.Length == 0 || text.AsSpan().IndexOfAnyExcept(text[0]) < 0 || Placeholders.Contains(text);
    }

    /// <summary>True for a number that a spreadsheet turned into <c>6.37E+15</c>; the digits are lost.</summary>
    public static bool IsMangledNumber(string value)
    {
        var at = value.IndexOf("E+", StringComparison.OrdinalIgnoreCase);
        if (at <= 0 || at + 2 >= value.Length)
            return false;
        return value.Take(at).All(c => char.IsAsciiDigit(c) || c is '.' or ',')
            && value.AsSpan(at + 2).IndexOfAnyExceptInRange('0', '9') < 0;
    }

    /// <summary>Lower case with colons, from aa-bb-…, aa:bb:…, aabb.ccdd.eeff or aabbccddeeff.</summary>
    public static string? Mac(string? value)
    {
        Span<char> digits = stackalloc char[12];
        var count = 0;
        foreach (var c in (value ?? "").Trim())
        {
            if (c is ':' or '-' or '.' or ' ')
                continue;
            if (!char.IsAsciiHexDigit(c) || count == 12)
                return null;
            digits[count++] = char.ToLowerInvariant(c);
        }

        // All zeroes and all ones are what drivers report for "no address".
        if (count < 12 || digits.IndexOfAnyExcept('0') < 0 || digits.IndexOfAnyExcept('f') < 0)
            return null;
        return string.Create(17, digits.ToString(), static (text, from) =>
        {
            for (var i = 0; i < 17; i++)
                text[i] = i % 3 == 2 ? ':' : from[i / 3 * 2 + i % 3];
        });
    }

    /// <summary>The usual text of an address that can tell one device from another: no loopback, no link-local, no zone.</summary>
    public static string? Ip(string? value)
    {
        var text = (value ?? "").Trim();
        var zone = text.IndexOf('%', StringComparison.Ordinal);
        if (zone >= 0)
            text = text[..zone];
        if (!text.Contains(':', StringComparison.Ordinal) && text.Count(c => c == '.') != 3)
            return null;
        if (!IPAddress.TryParse(text, out var ip))
            return null;
        if (ip.IsIPv4MappedToIPv6)
            ip = ip.MapToIPv4();
        if (IPAddress.IsLoopback(ip) || ip.IsIPv6LinkLocal || ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any))
            return null;
        return ip.AddressFamily == AddressFamily.InterNetwork && ip.GetAddressBytes() is [169, 254, ..] ? null : ip.ToString();
    }

    /// <summary>Lower case without the final dot; null for what no host can be called.</summary>
    public static string? Host(string? value)
    {
        var text = (value ?? "").Trim().TrimEnd('.').ToLowerInvariant();
        if (text.Length is 0 or > 253 || text is "localhost"
            || text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '/' or '\\' or '@'))
            return null;
        return text;
    }

    /// <summary>The name before the first dot, which is what most tools report; an address stays whole.</summary>
    public static string ShortHost(string host)
    {
        var dot = host.IndexOf('.', StringComparison.Ordinal);
        return dot <= 0 || IPAddress.TryParse(host, out _) ? host : host[..dot];
    }
}
