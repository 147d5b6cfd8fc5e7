using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Mat.Platform.Auth;

/// <summary>Opaque bearer tokens: 256 random bits behind a prefix that says what they are for; only the hash is stored.</summary>
public static class Tokens
{
    public const string ApiPrefix = "mat_";
    public const string SessionPrefix = "mats_";
    public const string PartnerPrefix = "matp_";
    public const string SourcePrefix = "mata_";

    /// <returns>The token, shown once, and its hash, stored.</returns>
    public static (string Token, string Hash) New(string prefix)
    {
        var token = prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return (token, Hash(token));
    }

    /// <summary>SHA-256 as lower-case hex. A fast hash is right here: the token is random, there is nothing to guess.</summary>
    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
