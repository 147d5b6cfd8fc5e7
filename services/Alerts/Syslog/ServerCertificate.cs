using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Mat.Alerts.Syslog;

/// <summary>The certificate of the TLS port, read again when its file is newer: what renews it (cert-manager, certbot) restarts
/// nobody.</summary>
internal sealed class ServerCertificate(string certificateFile, string keyFile, ILogger log)
{
    private readonly Lock _lock = new();
    private X509Certificate2? _current;
    private DateTime _readAt;

    public X509Certificate2 Current()
    {
        lock (_lock)
        {
            var written = File.GetLastWriteTimeUtc(certificateFile);
            if (_current is not null && written == _readAt)
                return _current;
            try
            {
                // Connections that are open go on with the one before, so it is left to the garbage collector.
                _current = Read(certificateFile, keyFile);
                _readAt = written;
            }
            catch (Exception e) when (_current is not null && IsUnreadable(e))
            {
                // Half written, or the key is yet to come: the next connection looks again.
                log.LogWarning("Syslog certificate reload failed; keeping the current one: {Reason}", e.Message);
            }
            return _current;
        }
    }

    /// <exception cref="CryptographicException">They are no certificate with its key.</exception>
    public static X509Certificate2 Read(string certificateFile, string keyFile) =>
        X509Certificate2.CreateFromPemFile(certificateFile, keyFile);

    public static bool IsUnreadable(Exception e) =>
        e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException;
}
