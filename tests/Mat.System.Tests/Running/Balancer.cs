using System.Net.Sockets;

namespace Mat.SystemTests.Running;

/// <summary>
/// What a Kubernetes Service does, on one machine: each new connection goes to the next replica in the list. One that is taken
/// out gets no new connection and keeps those it has, which is where requests are lost if it ends badly.
/// </summary>
internal sealed class Balancer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private readonly Lock _changing = new();
    private Uri[] _replicas = [];
    private int _next;

    public Balancer()
    {
        _listener.Start();
        Address = new Uri($"http://{_listener.LocalEndpoint}");
        _running = AcceptAsync();
    }

    public Uri Address { get; }

    public void Add(Uri replica)
    {
        lock (_changing)
            _replicas = [.. _replicas, replica];
    }

    public void Remove(Uri replica)
    {
        lock (_changing)
            _replicas = [.. _replicas.Where(r => r != replica)];
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _running;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_stop.Token);
                open.RemoveAll(t => t.IsCompleted);
                open.Add(ServeAsync(client));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var near = client;
        using var far = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            var replicas = _replicas;
            var replica = replicas[(uint)Interlocked.Increment(ref _next) % replicas.Length];
            near.NoDelay = far.NoDelay = true;
            await far.ConnectAsync(IPAddress.Loopback, replica.Port, _stop.Token);
            Task[] ways = [PumpAsync(near, far), PumpAsync(far, near)];
            // A side that ends lets the other end too; one that breaks breaks both at once, as a Service passes a reset on.
            await await Task.WhenAny(ways);
            await Task.WhenAll(ways);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or IOException)
        {
            // The one side is gone, and leaving closes the other.
        }
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        for (int read; (read = await from.ReceiveAsync(buffer, _stop.Token)) > 0;)
            await to.SendAsync(buffer.AsMemory(0, read), _stop.Token);
        to.Shutdown(SocketShutdown.Send);
    }
}
