using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mat.Alerts.Data;
using Mat.Alerts.Sources;
using Microsoft.EntityFrameworkCore;

namespace Mat.Alerts.Syslog;

/// <summary>
/// Who a connection is: the certificate that it proved to hold, else where it comes from. A source names its senders as
/// networks (<c>10.20.0.0/16</c>, or one address) or as certificates by their SHA-256 fingerprint (RFC 5425 4.2.2), because
/// that is all that firewalls and switches can do; few can put a token into what they write, and it would stand in every
/// message that is kept.
/// </summary>
/// <param name="Fingerprint">As <see cref="Normal"/> writes it; null without a certificate.</param>
internal sealed record SyslogSender(IPAddress Address, string? Fingerprint)
{
    private const string Prefix = "sha-256:";

    public static string FingerprintOf(X509Certificate certificate) =>
        Prefix + Convert.ToHexStringLower(certificate.GetCertHash(HashAlgorithmName.SHA256));

    /// <summary>One spelling for a network or a fingerprint; null when it is neither, or a network of everybody.</summary>
    public static string? Normal(string sender)
    {
        if (sender.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            || sender.StartsWith("sha256:", StringComparison.OrdinalIgnoreCase))
        {
            var digits = sender[(sender.IndexOf(':', StringComparison.Ordinal) + 1)..].Replace(":", "", StringComparison.Ordinal)
                .ToLowerInvariant();
            return digits.Length == 64 && digits.All(char.IsAsciiHexDigitLower) ? Prefix + digits : null;
        }
        if (IPAddress.TryParse(sender, out var one) && one.ToString().Length <= sender.Length)
            sender = $"{one}/{(one.GetAddressBytes().Length * 8)}";
        return IPNetwork.TryParse(sender, out var network) && network.PrefixLength > 0 ? network.ToString() : null;
    }

    /// <summary>The source that names this sender: by its certificate, else by the narrowest network. Null: nobody's.</summary>
    public async Task<AlertSource?> SourceAsync(AlertsDb db, CancellationToken ct)
    {
        // A few firewalls and switches: all are read for each batch, so that a change applies at once.
        var sources = await db.Sources.AsNoTracking().Where(s => s.Kind == SourceKind.Syslog && s.Status == SourceStatus.Active)
            .ToListAsync(ct);
        if (Fingerprint is not null && sources.FirstOrDefault(s => s.Senders.Contains(Fingerprint)) is { } proven)
            return proven;
        return sources.SelectMany(s => s.Senders.Select(n => (Source: s, Ok: IPNetwork.TryParse(n, out var network), Network: network)))
            .Where(n => n.Ok && n.Network.Contains(Address)).OrderByDescending(n => n.Network.PrefixLength).FirstOrDefault().Source;
    }
}
