using System.Net;
using System.Net.Sockets;

namespace Mat.Partners.Outbound;

/// <summary>Addresses that are not the public internet: no webhook goes there unless the operator allows it by name.</summary>
internal static class BlockedNetworks
{
    // Registries of special-purpose addresses (RFC 6890 and successors), cloud metadata among them. 168.63.129.16 is
    // Azure's host agent, which sits in public space.
    private static readonly IPNetwork[] V4 =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16", "172.16.0.0/12",
            "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
            "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        }.Select(IPNetwork.Parse),
    ];

    // Inside 2000::/3. Teredo and 6to4 carry an IPv4 address that nobody checked, so they are refused whatever it is.
    private static readonly IPNetwork[] V6 =
        [.. new[] { "2001::/32", "2001:10::/28", "2001:20::/28", "2001:db8::/32", "2002::/16", "3fff::/20" }.Select(IPNetwork.Parse)];

    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    public static bool Contains(IPAddress address)
    {
        address = Plain(address);
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return V4.Any(n => n.Contains(address));

        // Outside 2000::/3 lie ::1, fe80::/10, fc00::/7, ff00::/8, 64:ff9b::/96 (NAT64), 100::/64, 5f00::/16 and the rest.
        return address.AddressFamily != AddressFamily.InterNetworkV6 || !GlobalUnicast.Contains(address)
            || V6.Any(n => n.Contains(address));
    }

    /// <summary>An IPv4 address written as IPv6 (<c>::ffff:10.0.0.1</c>) is that IPv4 address.</summary>
    public static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
