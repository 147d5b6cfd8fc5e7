using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Mat.Alerts.Tests.Syslog;

/// <summary>A firewall that writes to Mat's port.</summary>
internal sealed class SyslogClient : IAsyncDisposable
{
    private readonly TcpClient _tcp = new();
    private Stream _stream = Stream.Null;

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Event <paramref name="n"/> of the one thing that this firewall sees, a second after the one before.</summary>
    public static string Message(int n, string host = "oak-fw-1") =>
        $"<130>1 {AlertsApp.Start.AddSeconds(n):yyyy-MM-ddTHH:mm:ss.fffZ} {host} filter - SCAN - Port scan {n}";

    public static async Task<SyslogClient> ConnectAsync(int port)
    {
        var client = new SyslogClient();
        await client._tcp.ConnectAsync(IPAddress.Loopback, port);
        client._stream = client._tcp.GetStream();
        return client;
    }

    public static async Task<SyslogClient> ConnectTlsAsync(int port, X509Certificate2 server, X509Certificate2? own = null)
    {
        var client = await ConnectAsync(port);
        var tls = new SslStream(client._stream, false,
            (_, certificate, _, _) => certificate!.GetCertHashString() == server.GetCertHashString());
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = "mat", ClientCertificates = own is null ? null : [own] });
        client._stream = tls;
        return client;
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(byte[] bytes)
    {
        await _stream.WriteAsync(bytes);
        await _stream.FlushAsync();
    }

    /// <summary>Says that nothing more comes, and waits until Mat has closed too.</summary>
    public async Task EndAsync()
    {
        if (_stream is SslStream tls)
            await tls.ShutdownAsync();
        else
            _tcp.Client.Shutdown(SocketShutdown.Send);
        await ClosedAsync();
    }

    /// <summary>Waits until Mat closes the connection.</summary>
    public async Task ClosedAsync()
    {
        try
        {
            Assert.Equal(0, await _stream.ReadAsync(new byte[1]).AsTask().WaitAsync(TimeSpan.FromSeconds(30)));
        }
        catch (IOException)
        {
            // A reset is a close too.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _tcp.Dispose();
    }

    public static X509Certificate2 Certificate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
    }
}
