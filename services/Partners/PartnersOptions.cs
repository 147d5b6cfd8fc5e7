using System.ComponentModel.DataAnnotations;

namespace Mat.Partners;

/// <summary>Settings of the section <c>Partners</c>.</summary>
public sealed class PartnersOptions
{
    /// <summary>
    /// Targets outside the public internet that webhooks may reach all the same: CIDR ranges (<c>10.20.0.0/16</c>) and
    /// <c>host:port</c> pairs. Plain http and other ports than 80, 443 and 8443 are for these targets alone.
    /// </summary>
    public IList<string> AllowedNetworks { get; init; } = [];

    /// <summary>
    /// Attempts that one process has under way at the same time. One that is still without an answer after two seconds holds
    /// no slot any more, so that receivers that hang take none from those that answer. Under load half as many again are
    /// claimed ahead and wait for a slot.
    /// </summary>
    [Range(1, 2000)]
    public int Slots { get; init; } = 128;

    /// <summary>Attempts that one endpoint has under way at the same time, over all processes.</summary>
    [Range(1, 200)]
    public int PerEndpoint { get; init; } = 4;

    /// <summary>All the time an attempt has: name, connection, headers and body together.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:30")]
    public TimeSpan AttemptDeadline { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The longest wait for the next look at what is due; new work wakes the worker at once.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:01")]
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Wait before each attempt; null is the Standard Webhooks example (0 to 24 h in ten attempts).</summary>
    public IList<TimeSpan>? RetryDelays { get; init; }

    /// <summary>An endpoint that only failed for this long is switched off.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "90.00:00:00")]
    public TimeSpan DisableAfter { get; init; } = TimeSpan.FromDays(5);

    /// <summary>How long an old secret signs beside the new one.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan SecretGrace { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long an answer link works when nobody says otherwise.</summary>
    [Range(1, 60)]
    public int AnswerLinkDays { get; init; } = 7;

    /// <summary>Where partners reach Mat with a browser; without it e-mails carry no link to answer.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>The mail server for endpoints that are an e-mail address; without a host there are none.</summary>
    public SmtpOptions Smtp { get; init; } = new();
}

/// <summary>Settings of the section <c>Partners:Smtp</c>.</summary>
public sealed class SmtpOptions
{
    public string? Host { get; init; }

    [Range(1, 65535)]
    public int Port { get; init; } = 587;

    /// <summary>Encrypt by STARTTLS, with the certificate checked.</summary>
    public bool StartTls { get; init; } = true;

    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>The sender's address; partners see it.</summary>
    [EmailAddress]
    public string From { get; init; } = "mat@localhost.localdomain";
}
