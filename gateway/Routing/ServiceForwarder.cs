using System.Diagnostics;
using System.Net;
using Mat.Platform.Hosting;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Forwarder;

namespace Mat.Gateway.Routing;

/// <summary>
/// Entry of this folder: forwards requests to services in other processes. Nothing is retried, because a failed request may have
/// had its effect; clients retry with their Idempotency-Key. Bodies stream in both directions.
/// </summary>
internal sealed partial class ServiceForwarder : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Limits how long a connection keeps the address of a pod that is gone.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    private readonly IHttpForwarder _forwarder;
    private readonly MatOptions _mat;
    private readonly ILogger<ServiceForwarder> _logger;
    private readonly ForwarderRequestConfig _config;
    private readonly HttpMessageInvoker _client;
    private readonly string? _daprToken;

    public ServiceForwarder(
        IHttpForwarder forwarder, MatOptions mat, IOptions<GatewayOptions> options, IConfiguration configuration,
        ILogger<ServiceForwarder> logger)
    {
        (_forwarder, _mat, _logger) = (forwarder, mat, logger);
        _daprToken = configuration["DAPR_API_TOKEN"];
        _config = new ForwarderRequestConfig { ActivityTimeout = TimeSpan.FromSeconds(options.Value.UpstreamSeconds) };
        _client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            EnableMultipleHttp2Connections = true,
            ConnectTimeout = ConnectTimeout,
            PooledConnectionLifetime = ConnectionLifetime,
            PooledConnectionIdleTimeout = MatOptions.IdleConnectionTimeout,
            ActivityHeadersPropagator = new ReverseProxyPropagator(DistributedContextPropagator.Current),
        });
    }

    public static void Add(IServiceCollection services)
    {
        services.AddHttpForwarder();
        services.AddSingleton<ServiceForwarder>();
    }

    public static void Map(WebApplication app)
    {
        var forwarder = app.Services.GetRequiredService<ServiceForwarder>();
        var hosted = app.Services.GetRequiredService<IReadOnlyList<IModule>>();
        foreach (var service in RemoteServices(app.Services.GetRequiredService<MatOptions>(), hosted))
        {
            // Anonymous here: the service decides by the internal token that the request carries.
            app.Map($"/api/{service}/{{**rest}}", (HttpContext http) => forwarder.ForwardAsync(http, service))
                .AllowAnonymous().WithoutIdempotency().ExcludeFromDescription().WithDisplayName($"forward to {service}");
        }
    }

    /// <summary>Services that this process does not host and that have a configured address.</summary>
    public static IEnumerable<string> RemoteServices(MatOptions mat, IReadOnlyList<IModule> hosted) =>
        mat.Invoke == "loopback" ? [] : ServiceCatalog.Targets.Where(t => t != "gateway" && hosted.All(m => m.Name != t));

    public void Dispose() => _client.Dispose();

    private async Task ForwardAsync(HttpContext http, string service)
    {
        var limit = BodyLimits.For(http.Request.Path);
        var tooLarge = http.Request.ContentLength > limit;
        // Without a limit the server drains the body for some seconds, so that the client, which is still sending, reads the
        // response instead of a connection error.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = tooLarge ? null : limit;
        if (tooLarge)
        {
            await TooLarge().ExecuteAsync(http);
            return;
        }

        var dapr = _mat.Invoke == "dapr";
        var transformer = new ForwardTransformer(dapr ? _mat.AppIdOf(service) : null, _daprToken);
        var error = await _forwarder.SendAsync(http, dapr ? _mat.DaprAddress : _mat.Services[service], _client, _config, transformer);
        if (error == ForwarderError.None && !transformer.SidecarFailed)
            return;
        var cause = http.Features.Get<IForwarderErrorFeature>()?.Exception;
        if (http.RequestAborted.IsCancellationRequested)
            return;
        Failed(_logger, service, http.Request.Method, http.Request.Path, error, cause?.GetBaseException().Message);
        if (http.Response.HasStarted)
            return; // the client sees an aborted response, not a truncated one
        http.Response.Clear();
        await Problem(http, error, cause).ExecuteAsync(http);
    }

    private static IResult Problem(HttpContext http, ForwarderError error, Exception? cause)
    {
        if (Find<BadHttpRequestException>(cause) is { } bad)
            return bad.StatusCode == 413 ? TooLarge() : Problems.BadRequest("request.invalid", "The request body could not be read.");
        if (error is ForwarderError.RequestBodyClient)
            return Problems.BadRequest("request.invalid", "The request body could not be read.");
        http.Response.Headers.RetryAfter = "2";
        return error is ForwarderError.RequestTimedOut or ForwarderError.RequestBodyCanceled or ForwarderError.ResponseBodyCanceled
            ? Problems.Of(
                504, "gateway.upstream",
                "The service did not answer in time. It may have processed the request; check before repeating it.")
            : Problems.Of(502, "gateway.upstream", "The service is not available at the moment.");
    }

    private static IResult TooLarge() => Problems.Of(413, "body.too_large", "The request body is larger than this route accepts.");

    private static T? Find<T>(Exception? e) where T : Exception => e switch
    {
        null => null,
        T found => found,
        AggregateException many => many.InnerExceptions.Select(Find<T>).FirstOrDefault(f => f is not null),
        _ => Find<T>(e.InnerException),
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "Forwarding failed: {Service} {Method} {Path}: {Error} ({Reason})")]
    private static partial void Failed(ILogger logger, string service, string method, string path, ForwarderError error, string? reason);
}
