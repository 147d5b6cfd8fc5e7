using System.ComponentModel.DataAnnotations;

namespace Mat.Alerts.Notices;

/// <summary>Settings of the section <c>Alerts:Smtp</c>: the trust's mail server, for rules that tell people by e-mail.</summary>
internal sealed class SmtpOptions
{
    /// <summary>Without it no rule writes e-mails.</summary>
    public string? Host { get; init; }

    [Range(1, 65535)]
    public int Port { get; init; } = 587;

    /// <summary>Encrypt by STARTTLS, with the certificate checked.</summary>
    public bool StartTls { get; init; } = true;

    public string? User { get; init; }

    public string? Password { get; init; }

    [EmailAddress]
    public string From { get; init; } = "mat@localhost.localdomain";

    /// <summary>Where people reach Mat with a browser; without it e-mails have no link.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>How many seconds are between two looks: what comes within them for one person is one e-mail.</summary>
    [Range(1, 3600)]
    public int EverySeconds { get; init; } = 15;
}
