using System.ComponentModel.DataAnnotations;

namespace Mat.Gateway;

/// <summary>Settings of the gateway, section <c>Mat:Gateway</c>.</summary>
public sealed class GatewayOptions
{
    public const string Section = "Mat:Gateway";

    /// <summary>Folder of the built console; null looks next to the binary (<c>wwwroot</c>) and in the repository.</summary>
    public string? Console { get; set; }

    /// <summary>Proxies in front (CIDR) whose X-Forwarded-For and -Proto are believed; from anybody else they are dropped.</summary>
    public List<string> TrustedProxies { get; set; } = [];

    /// <summary>Sign-in attempts a minute from one address, and for one e-mail address.</summary>
    [Range(1, 100_000)] public int SignInPerMinute { get; set; } = 10;

    /// <summary>Requests a minute without a (valid) token from one address.</summary>
    [Range(1, 10_000_000)] public int AnonymousPerMinute { get; set; } = 600;

    /// <summary>Requests a minute of one person or API token.</summary>
    [Range(1, 10_000_000)] public int ApiPerMinute { get; set; } = 3_000;

    /// <summary>Requests a minute of one partner token.</summary>
    [Range(1, 10_000_000)] public int PortalPerMinute { get; set; } = 600;

    /// <summary>Posts a minute of one alert source; each may carry 500 alerts.</summary>
    [Range(1, 10_000_000)] public int IngestPerMinute { get; set; } = 12_000;

    /// <summary>How long a resolved token is believed before Trust is asked again; a revoked one lives at most so long.</summary>
    [Range(0, 300)] public int ResolveSeconds { get; set; } = 15;

    /// <summary>How long a token that Trust does not know stays refused without asking again.</summary>
    [Range(0, 60)] public int RefuseSeconds { get; set; } = 2;

    [Range(1, 1_000)] public int LiveStreamsPerPerson { get; set; } = 20;

    /// <summary>Changes that wait for one slow reader before the oldest are dropped and it is told to fetch again.</summary>
    [Range(1, 100_000)] public int LiveBuffer { get; set; } = 256;

    [Range(0.05, 600)] public double LiveHeartbeatSeconds { get; set; } = 15;

    /// <summary>How often an open stream asks whether its session still lives.</summary>
    [Range(0.05, 3_600)] public double LiveRecheckSeconds { get; set; } = 60;

    /// <summary>Longest wait for the first byte of another service's answer.</summary>
    [Range(0.1, 3_600)] public double UpstreamSeconds { get; set; } = 100;
}
