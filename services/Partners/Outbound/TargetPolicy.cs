using System.Globalization;
using System.Net;
using Microsoft.Extensions.Options;

namespace Mat.Partners.Outbound;

/// <summary>
/// Where webhooks may go. The URL is judged when somebody enters it and again before every attempt; the addresses are
/// judged when the connection is made, on what is dialled, since a name can answer differently each time it is asked.
/// </summary>
internal sealed class TargetPolicy
{
    private const int LongestUrl = 2000;
    private static readonly int[] Ports = [80, 443, 8443];

    // Names that only mean something inside a network.
    private static readonly string[] InternalSuffixes =
        [".localhost", ".local", ".internal", ".intranet", ".lan", ".home.arpa", ".corp", ".private", ".svc", ".svc.cluster.local"];

    private static readonly IPNetwork Loopback = IPNetwork.Parse("127.0.0.0/8");

    private readonly List<IPNetwork> _networks = [];
    private readonly HashSet<string> _targets = new(StringComparer.OrdinalIgnoreCase);

    public TargetPolicy(IOptions<PartnersOptions> options) : this(options.Value.AllowedNetworks)
    {
    }

    public TargetPolicy(IEnumerable<string> allowed)
    {
        foreach (var entry in allowed.SelectMany(a => a.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
        {
            if (entry.Contains('/', StringComparison.Ordinal))
                _networks.Add(IPNetwork.TryParse(entry, out var network) ? network : throw Unreadable(entry));
            else
                _targets.Add(entry.LastIndexOf(':') is > 0 and var colon
                    && ushort.TryParse(entry.AsSpan(colon + 1), CultureInfo.InvariantCulture, out _)
                    ? entry
                    : throw Unreadable(entry));
        }

        static InvalidOperationException Unreadable(string entry) =>
            new($"Partners:AllowedNetworks has '{entry}'; write a CIDR range such as 10.20.0.0/16 or a target such as host:8443.");
    }

    /// <summary>Why a URL cannot be an endpoint, for people to read; null when it can.</summary>
    public string? Refuse(string? url, out Uri? target)
    {
        target = null;
        if (string.IsNullOrEmpty(url) || url.Length > LongestUrl)
            return "The URL is missing or longer than 2000 characters.";
        if (url.Any(c => c is <= ' ' or '\\' or > '~'))
            return "The URL may hold printable ASCII only; write an international name in its xn-- form.";
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http") || uri.Host.Length == 0)
            return "The URL must be an absolute https address.";
        if (url.Contains('#', StringComparison.Ordinal))
            return "The URL must have no fragment.";

        // Judge what was written, not what the parser made of it: 2130706433 and 0x7f.1 are 127.0.0.1 to it.
        var authority = url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..].Split('/', '?')[0];
        if (authority.Contains('@', StringComparison.Ordinal))
            return "The URL must carry no user name or password.";
        if (authority.Contains('%', StringComparison.Ordinal))
            return "The host must have no zone and no escapes.";
        var written = HostOf(authority);
        if (written.EndsWith('.'))
            return "The host must not end with a dot.";

        var literal = IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address);
        if (literal && address!.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork && written != address.ToString())
            return "An IPv4 address must be written as four decimal numbers.";

        var trusted = IsAllowed(uri.Host, uri.Port, literal ? address : null);
        if (!trusted)
        {
            if (uri.Scheme != "https")
                return "The URL must begin with https://.";
            if (!Ports.Contains(uri.Port))
                return "The port must be 443, 80 or 8443.";
            if (literal && BlockedNetworks.Contains(address!))
                return "The address is not a public one.";
            if (!literal && IsInternalName(uri.Host))
                return "The name belongs to an internal network.";
        }

        target = uri;
        return null;
    }

    /// <summary>Why a connection must not be made; null when it may. One bad address among good ones refuses them all.</summary>
    public string? RefuseConnection(string host, int port, IReadOnlyList<IPAddress> addresses)
    {
        if (addresses.Count == 0)
            return "the name has no address";
        foreach (var address in addresses)
        {
            if (IsAllowed(host, port, address))
                continue;
            if (!Ports.Contains(port))
                return $"port {port} is not allowed";
            if (BlockedNetworks.Contains(address))
                return $"{host} leads to {address}, which is not a public address";
        }

        return null;
    }

    private bool IsAllowed(string host, int port, IPAddress? address)
    {
        if (_targets.Contains($"{host}:{port}"))
            return true;
        if (address is null)
            return host.Equals("localhost", StringComparison.OrdinalIgnoreCase) && _networks.Contains(Loopback);
        address = BlockedNetworks.Plain(address);
        return _networks.Any(n => n.Contains(address)) || (IPAddress.IPv6Loopback.Equals(address) && _networks.Contains(Loopback));
    }

    private static bool IsInternalName(string host) =>
        !host.Contains('.', StringComparison.Ordinal) || InternalSuffixes.Any(s => host.EndsWith(s, StringComparison.OrdinalIgnoreCase));

    private static string HostOf(string authority)
    {
        if (authority.StartsWith('['))
            return authority[..(authority.IndexOf(']') + 1)];
        return authority.Split(':')[0];
    }
}
