using System.ComponentModel.DataAnnotations;

namespace Mat.Alerts.Syslog;

/// <summary>Settings of the section <c>Alerts:Syslog</c>. Without a port nothing listens.</summary>
internal sealed class SyslogOptions : IValidatableObject
{
    /// <summary>Port for syslog over TCP without encryption (RFC 6587); 0 is off.</summary>
    [Range(0, 65535)]
    public int Port { get; init; }

    /// <summary>Port for syslog over TLS (RFC 5425, usually 6514); 0 is off.</summary>
    [Range(0, 65535)]
    public int TlsPort { get; init; }

    /// <summary>The server's certificate with its chain (PEM). A new file is taken up by the next connection.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>The certificate's private key (PEM, not encrypted).</summary>
    public string? KeyFile { get; init; }

    /// <summary>How many connections there may be at once, both ports together; further ones are closed at once.</summary>
    [Range(1, 100_000)]
    public int MaxConnections { get; init; } = 1000;

    /// <summary>How many seconds a connection may be quiet. Senders lose what they write to a connection that was closed, so it is
    /// long.</summary>
    [Range(1, 86_400)]
    public int IdleSeconds { get; init; } = 3600;

    /// <summary>How many seconds a message may take from its first byte to its last.</summary>
    [Range(1, 3600)]
    public int MessageSeconds { get; init; } = 60;

    public bool Enabled => Port > 0 || TlsPort > 0;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Port > 0 && Port == TlsPort)
            yield return new("Alerts:Syslog:Port and Alerts:Syslog:TlsPort are the same.");
        if (TlsPort > 0 && Unreadable() is { } reason)
            yield return new(
                $"Alerts:Syslog:CertificateFile and Alerts:Syslog:KeyFile must name a certificate and its key (PEM). {reason}");
    }

    private string? Unreadable()
    {
        if (CertificateFile is null || KeyFile is null)
            return "One of them is missing.";
        try
        {
            ServerCertificate.Read(CertificateFile, KeyFile).Dispose();
            return null;
        }
        catch (Exception e) when (ServerCertificate.IsUnreadable(e))
        {
            return e.Message;
        }
    }
}
