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
    private readonly KestrelServer _server;
    private readonly PrometheusText _metrics;

    // The provider is named so that it is there: without it nobody collects.
    public MetricsServer(MatOptions options, PrometheusText metrics, MeterProvider _, IServiceProvider services, ILoggerFactory logs)
    {
        _metrics = metrics;
        var kestrel = new KestrelServerOptions { AddServerHeader = false, ApplicationServices = services };
        kestrel.Limits.MaxRequestBodySize = 0;
        kestrel.ListenAnyIP(options.MetricsPort);
        _server = new(Options.Create(kestrel), new SocketTransportFactory(Options.Create(new SocketTransportOptions()), logs), logs);
    }

    public Task StartAsync(CancellationToken cancellationToken) => _server.StartAsync(this, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => _server.StopAsync(cancellationToken);

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public Task ProcessRequestAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        if (request.Path.Value != "/metrics")
            response.StatusCode = StatusCodes.Status404NotFound;
        else if (!HttpMethods.IsGet(request.Method))
            response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        else if (_metrics.Read() is not { } text)
            response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        else
        {
            response.ContentType = PrometheusText.ContentType;
            return response.WriteAsync(text, context.RequestAborted);
        }

        return Task.CompletedTask;
    }

    public void Dispose() => _server.Dispose();
}
