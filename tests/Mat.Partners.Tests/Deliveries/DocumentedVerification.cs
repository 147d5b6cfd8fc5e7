using System.Security.Cryptography;
using System.Text;

namespace Mat.Partners.Tests.Deliveries;

/// <summary>The C# of docs/partners.md, word for word; <see cref="PublishedContractTests"/> compares.</summary>
internal static class DocumentedVerification
{
    [ThreadStatic]
    private static long? s_now;

    /// <param name="now">Unix seconds that the guide's code takes for the present; null: the present.</param>
    public static bool Holds(string secret, string id, string timestamp, string signatures, byte[] body, long? now)
    {
        s_now = now;
        return Verify(secret, id, timestamp, signatures, body);
    }

    /// <summary>What the guide's code finds by that name: a clock that can be set.</summary>
    private static class DateTimeOffset
    {
        public static System.DateTimeOffset UtcNow =>
            s_now is { } now ? System.DateTimeOffset.FromUnixTimeSeconds(now) : System.DateTimeOffset.UtcNow;
    }

    private static bool Verify(string secret, string id, string timestamp, string signatures, byte[] body)
    {
        if (!long.TryParse(timestamp, out var sent) || Math.Abs(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - sent) > 300)
            return false;
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        var expected = Encoding.ASCII.GetBytes("v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed)));
        return signatures.Split(' ').Any(s => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(s), expected));
    }
}
