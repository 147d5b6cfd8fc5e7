using System.Net;
using System.Net.Sockets;

namespace Mat.Gateway.RateLimiting;

/// <summary>Rate limit key of a client address. IPv6 counts by /64 network, because one subscriber usually holds 2^64 addresses.</summary>
internal static class ClientAddress
{
    public static string KeyOf(IPAddress? address)
    {
        if (address is null)
            return "unknown";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address.ToString();
        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, 8, 8);
        return new IPAddress(bytes) + "/64";
    }
}
