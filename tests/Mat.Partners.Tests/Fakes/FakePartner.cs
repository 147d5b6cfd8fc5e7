using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Mat.Partners.Tests.Fakes;

/// <summary>A webhook as it arrived: header names in lower case, body byte for byte.</summary>
public sealed record Received(string Line, IReadOnlyDictionary<string, string> Headers, byte[] Body, DateTimeOffset At)
{
    public string Id => Headers["webhook-id"];
    public long Timestamp => long.Parse(Headers["webhook-timestamp"], System.Globalization.CultureInfo.InvariantCulture);
    public string Signature => Headers["webhook-signature"];
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>Verifies as a partner would: its own few lines, nothing shared with the sender.</summary>
    public bool Verifies(string? secret)
    {
        var key = Convert.FromBase64String(secret!.Replace("whsec_", "", StringComparison.Ordinal));
        byte[] signed = [.. Encoding.ASCII.GetBytes(Id + "." + Headers["webhook-timestamp"] + "."), .. Body];
        var expected = "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed));
        return Signature.Split(' ').Any(s => s == expected);
    }
}

/// <summary>
/// A receiver on a real socket that answers whatever bytes the test wants, dripped or cut if need be: a web server would be too
/// well-behaved.
/// </summary>
public sealed class FakePartner : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly X509Certificate2? _certificate;
    private readonly SslProtocols _protocols;
    private readonly Task _accepting;
    private int _connections;
    private int _open;

    public FakePartner(X509Certificate2? certificate = null, SslProtocols protocols = SslProtocols.None)
    {
        _certificate = certificate;
        _protocols = protocols;
        _listener.Start();
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>What to answer; by default 204.</summary>
    public Func<Received, Stream, CancellationToken, Task> Answer { get; set; } = Status(204);

    public ConcurrentQueue<Received> Received { get; } = new();
    public int Connections => _connections;

    /// <summary>The most requests that were under way at the same time.</summary>
    public int MaxAtOnce { get; private set; }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;
    public string Url => $"{(_certificate is null ? "http" : "https")}://127.0.0.1:{Port}/hook";

    public static Func<Received, Stream, CancellationToken, Task> Status(int status, string headers = "", string body = "") =>
        (_, stream, ct) => stream.WriteAsync(Encoding.UTF8.GetBytes(
            $"HTTP/1.1 {status} X\r\nConnection: close\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"), ct)
                .AsTask();

    /// <summary>Answers by turns; the last one stays.</summary>
    public static Func<Received, Stream, CancellationToken, Task> Turns(params Func<Received, Stream, CancellationToken, Task>[] answers)
    {
        var turn = -1;
        return (r, s, ct) => answers[Math.Min(Interlocked.Increment(ref turn), answers.Length - 1)](r, s, ct);
    }

    public static Func<Received, Stream, CancellationToken, Task> Raw(string text) =>
        (_, s, ct) => s.WriteAsync(Encoding.UTF8.GetBytes(text), ct).AsTask();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                _ = Task.Run(() => ServeAsync(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        try
        {
            Stream stream = client.GetStream();
            if (_certificate is not null)
            {
                var ssl = new SslStream(stream);
                await ssl.AuthenticateAsServerAsync(
                    new SslServerAuthenticationOptions { ServerCertificate = _certificate, EnabledSslProtocols = _protocols }, _stop.Token);
                stream = ssl;
            }

            if (await ReadAsync(stream) is not { } received)
                return;
            lock (_listener)
                MaxAtOnce = Math.Max(MaxAtOnce, ++_open);
            Received.Enqueue(received);
            try
            {
                await Answer(received, stream, _stop.Token);
                await stream.FlushAsync(_stop.Token);
            }
            finally
            {
                lock (_listener)
                    _open--;
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or AuthenticationException
            or ObjectDisposedException)
        {
        }
    }

    private async Task<Received?> ReadAsync(Stream stream)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (head.Count < 4 || head is not [.., 13, 10, 13, 10])
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0)
                return null;
            head.Add(one[0]);
        }

        var lines = Encoding.ASCII.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines[1..].Select(l => l.Split(": ", 2)).ToDictionary(h => h[0].ToLowerInvariant(), h => h[1]);
        var body = new byte[headers.TryGetValue("content-length", out var length)
            ? int.Parse(length, System.Globalization.CultureInfo.InvariantCulture) : 0];
        await stream.ReadExactlyAsync(body, _stop.Token);
        return new(lines[0], headers, body, DateTimeOffset.UtcNow);
    }

    /// <summary>A certificate that nobody vouches for.</summary>
    public static X509Certificate2 SelfSigned(string name = "127.0.0.1", bool expired = false)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddYears(-2),
            DateTimeOffset.UtcNow.AddDays(expired ? -1 : 30));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null);
    }
}
