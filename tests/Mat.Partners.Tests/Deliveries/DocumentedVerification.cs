using System.Security.Cryptography;
using System.Text;

namespace Mat.Partners.Tests.Deliveries;

/// <summary>The C# of docs/partners.md, word for word; <see cref="PublishedContractTests"/> compares.</summary>
internal static class DocumentedVerification
{
    public static bool Holds(string secret, string id, string timestamp, string signatures, byte[] body) => Verify(secret, id, timestamp, signatures, body);

    private static bool Verify(string secret, string id, string timestamp, string signatures, byte[] body)
    {
        if (!long.TryParse(timestamp, out var sent) || Math.Abs(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - sent) > 300) return false;
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        var expected = Encoding.ASCII.GetBytes("v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed)));
        return signatures.Split(' ').Any(s => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(s), expected));
    }
}
