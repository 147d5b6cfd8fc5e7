using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Mat.Testing;
using StackExchange.Redis;

namespace Mat.Platform.Tests.Cache;

/// <summary>A redis-server of a test's own: TLS only, with a certificate of its own authority, and the users of its access list.</summary>
internal sealed partial class TlsRedis : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mat-redis").FullName;
    private Process? _process;

    public int Port { get; } = FreePort();

    public string IssuerFile => Path.Combine(_folder, "ca.pem");

    public static async Task<TlsRedis> StartAsync()
    {
        var server = new TlsRedis();
        Assert.SkipWhen(Binary() is null, "redis-server is not on the PATH.");
        server.WriteCertificates();
        await File.WriteAllTextAsync(Path.Combine(server._folder, "users.acl"),
            $"user default off\nuser admin on >admin ~* +@all\n{DocumentedUser("first")}\n");
        await server.RunAsync();
        return server;
    }

    public async Task RunAsync()
    {
        string[] arguments =
        [
            "--port", "0", "--tls-port", $"{Port}", "--bind", "127.0.0.1", "--tls-cert-file", "server.pem", "--tls-key-file", "server.key",
            "--tls-ca-cert-file", "ca.pem", "--tls-auth-clients", "no", "--aclfile", "users.acl", "--save", "", "--appendonly", "no",
            "--daemonize", "no",
        ];
        _process = Process.Start(new ProcessStartInfo(Binary()!, arguments) { WorkingDirectory = _folder, RedirectStandardOutput = true })!;
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        await Eventually.TrueAsync(async () =>
        {
            Assert.False(_process.HasExited, "redis-server ended");
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, Port);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        }, "redis-server listens");
    }

    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
    }

    public async Task AdminAsync(string command, params object[] arguments)
    {
        var settings = ConfigurationOptions.Parse($"127.0.0.1:{Port},ssl=true,user=admin,password=admin,connectTimeout=20000");
        settings.TrustIssuer(IssuerFile);
        await using var admin = await ConnectionMultiplexer.ConnectAsync(settings);
        await admin.GetServers().Single().ExecuteAsync(command, arguments);
    }

    public ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
            Kill();
        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>The line of docs/operations.md, so that what is recommended is what is tested.</summary>
    private static string DocumentedUser(string password, [CallerFilePath] string here = "")
    {
        var page = File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "docs", "operations.md"));
        return Line().Match(page).Value.Replace(">PASSWORD", ">" + password, StringComparison.Ordinal);
    }

    [GeneratedRegex("^user mat on >PASSWORD .+$", RegexOptions.Multiline)]
    private static partial Regex Line();

    private static string? Binary() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/bin")
        .Select(folder => Path.Combine(folder, "redis-server")).FirstOrDefault(File.Exists);

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private void WriteCertificates()
    {
        using var issuerKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var issuerRequest = new CertificateRequest($"CN=Test authority {Port}", issuerKey, HashAlgorithmName.SHA256);
        issuerRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        issuerRequest.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(issuerRequest.PublicKey, false));
        var (from, until) = (DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
        using var issuer = issuerRequest.CreateSelfSigned(from, until);

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=redis", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using var certificate = request.Create(issuer, from, until, RandomNumberGenerator.GetBytes(8));
        File.WriteAllText(IssuerFile, issuer.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder, "server.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder, "server.key"), key.ExportPkcs8PrivateKeyPem());
    }
}
