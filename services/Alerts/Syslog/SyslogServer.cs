using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Mat.Alerts.Syslog;

/// <summary>
/// Listens for syslog over TCP (RFC 6587) and TLS (RFC 5425), each on a port of its own, if <c>Alerts:Syslog</c> names one.
/// A Kestrel without HTTP brings what a listener needs: limits, TLS with a handshake that ends, back-pressure, and a stop
/// that lets connections finish the messages that have come.
/// No kept .NET library is a syslog server with these (ADR 11).
/// </summary>
internal sealed class SyslogServer : IHostedService, IHttpApplication<IFeatureCollection>, IHealthCheck, IDisposable
{
    private readonly KestrelServer? _server;
    private volatile bool _listens;

    public SyslogServer(IOptions<SyslogOptions> options, IServiceProvider services, ILoggerFactory logs)
    {
        var settings = options.Value;
        if (!settings.Enabled)
            return;
        var kestrel = new KestrelServerOptions { ApplicationServices = services };
        kestrel.Limits.MaxConcurrentConnections = settings.MaxConnections;
        if (settings.Port > 0)
            kestrel.ListenAnyIP(settings.Port, l => l.UseConnectionHandler<SyslogConnection>());
        if (settings.TlsPort > 0)
        {
            var certificate = new ServerCertificate(settings.CertificateFile!, settings.KeyFile!, logs.CreateLogger<SyslogServer>());
            kestrel.ListenAnyIP(settings.TlsPort, l =>
            {
                // No protocol of HTTP is offered in the handshake.
                l.Protocols = HttpProtocols.None;
                l.UseHttps(new HttpsConnectionAdapterOptions
                {
                    ServerCertificateSelector = (_, _) => certificate.Current(),
                    ClientCertificateMode = ClientCertificateMode.AllowCertificate,
                    // Whoever issued it: a source names its certificates by fingerprint (RFC 5425 4.2.2), and the handshake proves the key.
                    ClientCertificateValidation = (_, _, _) => true,
                });
                l.UseConnectionHandler<SyslogConnection>();
            });
        }
        var sockets = new SocketTransportOptions { CreateBoundListenSocket = KeptAlive };
        _server = new(Options.Create(kestrel), new SocketTransportFactory(Options.Create(sockets), logs), logs);
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_server is null)
            return;
        await _server.StartAsync(this, cancellationToken);
        _listens = true;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _listens = false;
        return _server?.StopAsync(cancellationToken) ?? Task.CompletedTask;
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_server is null || _listens ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("syslog does not listen"));

    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public Task ProcessRequestAsync(IFeatureCollection context) => Task.CompletedTask;

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }

    public void Dispose() => _server?.Dispose();

    /// <summary>A firewall that lost its power says no goodbye; accepted sockets inherit the option.</summary>
    private static Socket KeptAlive(System.Net.EndPoint endpoint)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        return socket;
    }
}
