using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Mat.Partners.Deliveries;

namespace Mat.Partners.Inbound;

/// <summary>
/// Whether a message is the partner's own (Standard Webhooks 1.0). Everything is reckoned in every case, and there is one
/// answer: neither its text nor its time tells what did not fit.
/// </summary>
internal static class InboundSignature
{
    public const int ToleranceSeconds = 300;
    private const int LongestId = 255;
    private static readonly byte[] Nobody = RandomNumberGenerator.GetBytes(32);

    /// <param name="keys">The partner's keys in force; none for a partner that is not known or has none.</param>
    public static bool Holds(IReadOnlyList<byte[]> keys, string? id, string? timestamp, string? signatures, ReadOnlySpan<byte> body,
        DateTimeOffset now)
    {
        // A dot in the id would let two different messages have the same signed bytes.
        var named = id is { Length: > 0 and <= LongestId } && id.All(c => c is > ' ' and < '\x7f' and not '.');
        var timed = long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            & Math.Abs(now.ToUnixTimeSeconds() - seconds) <= ToleranceSeconds;
        var items = (signatures ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Encoding.UTF8.GetBytes).ToList();
        var fits = false;
        foreach (var key in keys.Count == 0 ? [Nobody] : keys)
        {
            var expected = Encoding.ASCII.GetBytes(WebhookSignature.Sign(key, named ? id! : "nobody", seconds, body));
            foreach (var item in items)
                fits |= CryptographicOperations.FixedTimeEquals(expected, item);
        }

        return fits & named & timed & keys.Count > 0;
    }
}
