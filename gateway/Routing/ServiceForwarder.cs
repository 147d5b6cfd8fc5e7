using System.Diagnostics;
using System.Net;
using Mat.Platform.Hosting;
using Mat.Platform.Http;
using Mat.Platform.Invoke;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Forwarder;

namespace Mat.Gateway.Routing;

/// <summary>
/// Sends a request on to a service that runs elsewhere, once: what may have had an effect is never tried again here, the
/// client does that with its Idempotency-Key. Bodies stream in both directions.
/// </summary>
internal sealed partial class ServiceForwarder : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private readonly IHttpForwarder _forwarder;
    private readonly MatOptions _mat;
    private readonly ILogger<ServiceForwarder> _logger;
    private readonly ForwarderRequestConfig _config;
    private readonly HttpMessageInvoker _client;
    private readonly string? _daprToken;

    public ServiceForwarder(IHttpForwarder forwarder, MatOptions mat, IOptions<GatewayOptions> options, IConfiguration configuration, ILogger<ServiceForwarder> logger)
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
            ConnectTimeout = TimeSpan.FromSeconds(5),
            // Pods come and go behind one name: ask for its address again now and then.
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            PooledConnectionIdleTimeout = MatOptions.KeepIdle,
            ActivityHeadersPropagator = new ReverseProxyPropagator(DistributedContextPropagator.Current),
        });
    }

    /// <summary>The services that this process does not host and knows where to find.</summary>
    public static IEnumerable<string> Elsewhere(MatOptions mat, IReadOnlyList<IModule> hosted) =>
        mat.Invoke == "loopback" ? [] : Catalogue.Targets.Where(t => t != "gateway" && hosted.All(m => m.Name != t));

    public async Task ForwardAsync(HttpContext http, string service)
    {
        var limit = BodyLimits.For(http.Request.Path);
        var tooLarge = http.Request.ContentLength > limit;
        // Without a limit the server reads on for a few seconds and throws it away, so that the client, which is still
        // sending, gets to read the answer and not a broken connection.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = tooLarge ? null : limit;
        if (tooLarge)
        {
            await TooLarge().ExecuteAsync(http);
            return;
        }

        var dapr = _mat.Invoke == "dapr";
        var transformer = new Transformer(dapr ? _mat.AppIdOf(service) : null, _daprToken);
        var error = await _forwarder.SendAsync(http, dapr ? _mat.DaprAddress : _mat.Services[service], _client, _config, transformer);
        if (error == ForwarderError.None && !transformer.SidecarFailed) return;
        var cause = http.Features.Get<IForwarderErrorFeature>()?.Exception;
        if (http.RequestAborted.IsCancellationRequested) return;
        Failed(_logger, service, http.Request.Method, http.Request.Path, error, cause?.GetBaseException().Message);
        if (http.Response.HasStarted) return; // cut off already: the client sees a broken answer, not a shorter one
        http.Response.Clear();
        await Answer(http, error, cause).ExecuteAsync(http);
    }

    public void Dispose() => _client.Dispose();

    private static IResult Answer(HttpContext http, ForwarderError error, Exception? cause)
    {
        if (Find<BadHttpRequestException>(cause) is { } bad)
            return bad.StatusCode == 413 ? TooLarge() : Problems.BadRequest("request.invalid", "The body could not be read.");
        if (error is ForwarderError.RequestBodyClient) return Problems.BadRequest("request.invalid", "The body could not be read.");
        http.Response.Headers.RetryAfter = "2";
        return error is ForwarderError.RequestTimedOut or ForwarderError.RequestBodyCanceled or ForwarderError.ResponseBodyCanceled
            ? Problems.Of(504, "gateway.upstream", "The service took too long to answer. Whether it did what was asked is not known; look before you ask again.")
            : Problems.Of(502, "gateway.upstream", "The service cannot be reached just now.");
    }

    private static IResult TooLarge() => Problems.Of(413, "body.too_large", "The body is larger than this route takes.");

    private static T? Find<T>(Exception? e) where T : Exception => e switch
    {
        null => null,
        T found => found,
        AggregateException many => many.InnerExceptions.Select(Find<T>).FirstOrDefault(f => f is not null),
        _ => Find<T>(e.InnerException),
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Service} did not answer {Method} {Path}: {Error} ({Reason})")]
    private static partial void Failed(ILogger logger, string service, string method, string path, ForwarderError error, string? reason);

    private sealed class Transformer(string? appId, string? daprToken) : HttpTransformer
    {
        public bool SidecarFailed { get; private set; }

        public override async ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
        {
            await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
            proxyRequest.Headers.Host = null; // the destination's own
            proxyRequest.Headers.Remove("Cookie"); // the session is the gateway's affair
            proxyRequest.Headers.Remove(Session.Csrf.Header);
            if (appId is null) return;
            proxyRequest.Headers.TryAddWithoutValidation(DaprHandler.AppId, appId);
            if (!string.IsNullOrEmpty(daprToken)) proxyRequest.Headers.TryAddWithoutValidation(DaprHandler.ApiToken, daprToken);
        }

        public override async ValueTask<bool> TransformResponseAsync(HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
        {
            if (appId is not null && proxyResponse is not null && await Sidecar.FaultAsync(proxyResponse, cancellationToken) is not null)
            {
                SidecarFailed = true;
                return false;
            }
            return await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        }
    }
}
