using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;

namespace Mat.Platform.Hosting;

/// <summary>
/// <c>/metrics</c> on <c>Mat:MetricsPort</c>, a Kestrel of its own: nothing of Mat is reached through that port, the main port
/// knows nothing of it, and a scrape is in no figure of the main server. It starts before the others and stops after them.
/// </summary>
internal sealed class MetricsServer : IHostedService, IHttpApplication<HttpContext>, IDisposable
{
    private const string Path = "/metrics";
    private readonly KestrelServer _server;
    private readonly RequestDelegate _pipeline;

    public MetricsServer(MatOptions options, MeterProvider metrics, IServiceProvider services, ILoggerFactory logs)
    {
        var kestrel = new KestrelServerOptions { AddServerHeader = false, ApplicationServices = services };
        kestrel.Limits.MaxRequestBodySize = 0;
        kestrel.ListenAnyIP(options.MetricsPort);
        _server = new(Options.Create(kestrel), new SocketTransportFactory(Options.Create(new SocketTransportOptions()), logs), logs);
        _pipeline = new ApplicationBuilder(services)
            .UseOpenTelemetryPrometheusScrapingEndpoint(metrics, c => c.Request.Path.Value == Path && HttpMethods.IsGet(c.Request.Method),
                null, null, null)
            .Use((http, next) =>
            {
                if (http.Request.Path.Value != Path)
                    return next(http);
                http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
                return Task.CompletedTask;
            })
            .Build();
    }

    public Task StartAsync(CancellationToken cancellationToken) => _server.StartAsync(this, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => _server.StopAsync(cancellationToken);

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public Task ProcessRequestAsync(HttpContext context) => _pipeline(context);

    public void Dispose() => _server.Dispose();
}
