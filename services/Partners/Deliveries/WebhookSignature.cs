using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Mat.Partners.Deliveries;

/// <summary>Standard Webhooks 1.0, symmetric scheme <c>v1</c>: HMAC-SHA256 over the bytes <c>{id}.{timestamp}.{body}</c>.</summary>
internal static class WebhookSignature
{
    public const string SecretPrefix = "whsec_";

    /// <summary>A new secret as the partner sees it. The key is the 32 bytes behind the prefix, not the text.</summary>
    public static string NewSecret() => SecretPrefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    public static byte[] KeyOf(string secret) => Convert.FromBase64String(
        secret.StartsWith(SecretPrefix, StringComparison.Ordinal) ? secret[SecretPrefix.Length..] : secret);

    /// <summary>One item of the signature header.</summary>
    public static string Sign(ReadOnlySpan<byte> key, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        // A dot in the id would let two different messages have the same signed bytes.
        if (id.Contains('.', StringComparison.Ordinal))
            throw new ArgumentException("A message id has no dot.", nameof(id));
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        mac.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp.ToString(CultureInfo.InvariantCulture)}."));
        mac.AppendData(body);
        return "v1," + Convert.ToBase64String(mac.GetHashAndReset());
    }

    /// <summary>The header's value: the newest secret first, then the old ones that are still in their time of grace.</summary>
    public static string Header(IEnumerable<string> secrets, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        var header = new StringBuilder();
        foreach (var secret in secrets)
        {
            if (header.Length > 0)
                header.Append(' ');
            header.Append(Sign(KeyOf(secret), id, timestamp, body));
        }

        return header.ToString();
    }
}
