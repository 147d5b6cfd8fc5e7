using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Mat.Partners.Outbound;

/// <summary>Asks for the addresses of a host name.</summary>
internal delegate Task<IPAddress[]> HostResolver(string host, CancellationToken ct);

/// <summary>The target is one that webhooks never go to. No retry makes it better.</summary>
internal sealed class BlockedTargetException(string why) : Exception(why);

/// <summary>
/// Makes the connections of the webhook client: asks for all addresses, judges every one, and dials exactly those, so
/// that nothing can change between the check and the use.
/// </summary>
internal sealed class GuardedConnector(TargetPolicy policy, HostResolver resolve)
{
    /// <summary>A box on the request that gets the ticks that name and connection took, if one had to be made.</summary>
    public static readonly HttpRequestOptionsKey<StrongBox<long>> Took = new("Mat.Connect");

    private static readonly TimeSpan NameTimeout = TimeSpan.FromSeconds(5);

    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var started = Stopwatch.GetTimestamp();
        var host = context.DnsEndPoint.Host;
        var port = context.DnsEndPoint.Port;
        var addresses = IPAddress.TryParse(host.Trim('[', ']'), out var literal) ? [literal] : await ResolveAsync(host, ct);
        if (policy.RefuseConnection(host, port, addresses) is { } why)
            throw new BlockedTargetException(why);

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, ct);
            if (context.InitialRequestMessage.Options.TryGetValue(Took, out var took))
                took.Value = Stopwatch.GetElapsedTime(started).Ticks;
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<IPAddress[]> ResolveAsync(string host, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(NameTimeout);
        try
        {
            return await resolve(host, limit.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new SocketException((int)SocketError.TryAgain);
        }
    }
}
