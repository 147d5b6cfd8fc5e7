using System.Net;
using System.Net.Sockets;

namespace Mat.Gateway.Edge;

/// <summary>An address as a key to count by: one IPv6 household has 2^64 addresses, so its network counts as one.</summary>
internal static class ClientAddress
{
    public static string KeyOf(IPAddress? address)
    {
        if (address is null) return "unknown";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address.ToString();
        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, 8, 8);
        return new IPAddress(bytes) + "/64";
    }
}
