using Mat.Alerts.Sources;
using Mat.Alerts.Syslog;

namespace Mat.Alerts.Tests.Syslog;

public sealed class SyslogTlsTests : IDisposable
{
    private readonly int _port = SyslogClient.FreePort();
    private readonly string _folder = Directory.CreateTempSubdirectory("mat-tls-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<AlertsApp> StartAsync(System.Security.Cryptography.X509Certificates.X509Certificate2 certificate)
    {
        Write(certificate);
        return await AlertsApp.StartAsync(("Alerts:Syslog:TlsPort", $"{_port}"), ("Alerts:Syslog:CertificateFile", File("tls.crt")),
            ("Alerts:Syslog:KeyFile", File("tls.key")));
    }

    private string File(string name) => Path.Combine(_folder, name);

    private void Write(System.Security.Cryptography.X509Certificates.X509Certificate2 certificate)
    {
        System.IO.File.WriteAllText(File("tls.key"),
            System.Security.Cryptography.X509Certificates.ECDsaCertificateExtensions.GetECDsaPrivateKey(
                certificate)!.ExportPkcs8PrivateKeyPem());
        System.IO.File.WriteAllText(File("tls.crt"), certificate.ExportCertificatePem());
    }

    [Fact]
    public async Task Over_TLS_a_client_certificate_says_whose_messages_they_are()
    {
        using var server = SyslogClient.Certificate("mat");
        using var own = SyslogClient.Certificate("oak-fw-1");
        using var other = SyslogClient.Certificate("oak-fw-1");
        await using var app = await StartAsync(server);
        await app.MadeAsync(new CreateSource("Firewall", SourceKind.Syslog, AlertsApp.Oak, Senders: [SyslogSender.FingerprintOf(own)]));
        // Another certificate of the same name proves nothing, and none proves less.
        await using (var stranger = await SyslogClient.ConnectTlsAsync(_port, server, other))
            await stranger.ClosedAsync();
        await using (var stranger = await SyslogClient.ConnectTlsAsync(_port, server))
            await stranger.ClosedAsync();

        await using var firewall = await SyslogClient.ConnectTlsAsync(_port, server, own);
        await firewall.SendAsync(string.Concat(Enumerable.Range(0, 1000).Select(n => SyslogFramesTests.Counted(SyslogClient.Message(n)))));
        await firewall.EndAsync();
        var alert = Assert.Single(await app.ListAsync());
        Assert.Equal((1000, AlertsApp.Oak), (alert.Count, alert.SchoolId));
    }

    [Fact]
    public async Task Over_TLS_an_address_is_enough_where_a_source_names_it_and_plain_text_is_no_handshake()
    {
        using var server = SyslogClient.Certificate("mat");
        await using var app = await StartAsync(server);
        await app.MadeAsync(new CreateSource("Firewall", SourceKind.Syslog, AlertsApp.Oak, Senders: ["127.0.0.1"]));
        await using (var plain = await SyslogClient.ConnectAsync(_port))
        {
            await plain.SendAsync(SyslogClient.Message(0) + "\n");
            await plain.ClosedAsync();
        }
        await using var firewall = await SyslogClient.ConnectTlsAsync(_port, server);
        await firewall.SendAsync(SyslogClient.Message(1) + "\n");
        await firewall.EndAsync();
        Assert.Equal(1, Assert.Single(await app.ListAsync()).Count);
    }

    [Fact]
    public async Task A_renewed_certificate_is_taken_up_by_the_next_connection_and_a_broken_one_is_not()
    {
        using var first = SyslogClient.Certificate("mat");
        using var second = SyslogClient.Certificate("mat");
        await using var app = await StartAsync(first);
        await app.MadeAsync(new CreateSource("Firewall", SourceKind.Syslog, AlertsApp.Oak, Senders: ["127.0.0.1"]));
        await using (await SyslogClient.ConnectTlsAsync(_port, first))
        {
        }
        System.IO.File.WriteAllText(File("tls.crt"), "half a certif");
        System.IO.File.SetLastWriteTimeUtc(File("tls.crt"), DateTime.UtcNow.AddSeconds(10));
        await using (await SyslogClient.ConnectTlsAsync(_port, first))
        {
        }
        Write(second);
        System.IO.File.SetLastWriteTimeUtc(File("tls.crt"), DateTime.UtcNow.AddSeconds(20));
        await using var firewall = await SyslogClient.ConnectTlsAsync(_port, second);
        await firewall.SendAsync(SyslogClient.Message(1) + "\n");
        await firewall.EndAsync();
        Assert.Single(await app.ListAsync());
    }

    [Fact]
    public async Task Without_a_certificate_the_TLS_port_refuses_to_start()
    {
        var refused = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(
            () => AlertsApp.StartAsync(("Alerts:Syslog:TlsPort", $"{_port}")));
        Assert.Contains("CertificateFile", refused.Message, StringComparison.Ordinal);
    }
}
