using System.ComponentModel.DataAnnotations;

namespace Mat.Gateway;

/// <summary>Settings of the gateway, section <c>Mat:Gateway</c>.</summary>
public sealed class GatewayOptions
{
    public const string Section = "Mat:Gateway";

    /// <summary>Folder of the built console; null searches <c>wwwroot</c> beside the binary, then the repository.</summary>
    public string? Console { get; set; }

    /// <summary>Proxies in front (CIDR) whose X-Forwarded-For and -Proto are accepted; those of other senders are removed.</summary>
    public List<string> TrustedProxies { get; set; } = [];

    /// <summary>
    /// Failed sign-ins per minute from one address, and for one e-mail address. Slows attempts down; the lockout of an account is
    /// Trust's (<c>Mat:Trust:LockAfter</c> and <c>LockFor</c>).
    /// </summary>
    [Range(1, 100_000)] public int SignInPerMinute { get; set; } = 10;

    /// <summary>Requests per minute from one address without a valid token.</summary>
    [Range(1, 10_000_000)] public int AnonymousPerMinute { get; set; } = 600;

    /// <summary>Requests per minute of one person or API token.</summary>
    [Range(1, 10_000_000)] public int ApiPerMinute { get; set; } = 3_000;

    /// <summary>Requests per minute of one partner token, and from one address that sends partner tokens.</summary>
    [Range(1, 10_000_000)] public int PortalPerMinute { get; set; } = 600;

    /// <summary>Requests per minute of one alert source, and from one address that sends source tokens; 500 alerts each at most.</summary>
    [Range(1, 10_000_000)] public int IngestPerMinute { get; set; } = 12_000;

    /// <summary>Seconds for which a resolved token is cached; a revoked token works for at most this long.</summary>
    [Range(0, 300)] public int ResolveSeconds { get; set; } = 15;

    /// <summary>Seconds for which an unknown token is refused without asking Trust again.</summary>
    [Range(0, 60)] public int RefuseSeconds { get; set; } = 2;

    /// <summary>Live streams that one person may have open at a time.</summary>
    [Range(1, 1_000)] public int LiveStreamsPerPerson { get; set; } = 20;

    /// <summary>Changes queued for one slow reader before the oldest are dropped and the reader gets <c>resync</c>.</summary>
    [Range(1, 100_000)] public int LiveBuffer { get; set; } = 256;

    /// <summary>Seconds without a change after which a stream gets a comment line, so that proxies keep it open.</summary>
    [Range(0.05, 600)] public double LiveHeartbeatSeconds { get; set; } = 15;

    /// <summary>Seconds between checks that the session of an open stream is still valid.</summary>
    [Range(0.05, 3_600)] public double LiveRecheckSeconds { get; set; } = 60;

    /// <summary>Longest silence in seconds of a service that a request was forwarded to.</summary>
    [Range(0.1, 3_600)] public double UpstreamSeconds { get; set; } = 100;
}
