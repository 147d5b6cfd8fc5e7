using Mat.Gateway.Identity;
using Mat.Platform.Invoke;
using Yarp.ReverseProxy.Forwarder;

namespace Mat.Gateway.Routing;

/// <summary>Removes the session from the forwarded request, addresses the Dapr app, and detects failures of the sidecar itself.</summary>
/// <param name="appId">Dapr app id of the service; null when it is called directly.</param>
internal sealed class ForwardTransformer(string? appId, string? daprToken) : HttpTransformer
{
    public bool SidecarFailed { get; private set; }

    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        proxyRequest.Headers.Host = null; // use the destination's own
        proxyRequest.Headers.Remove("Cookie");
        proxyRequest.Headers.Remove(Csrf.Header);
        if (appId is null)
            return;
        proxyRequest.Headers.TryAddWithoutValidation(DaprHandler.AppId, appId);
        if (!string.IsNullOrEmpty(daprToken))
            proxyRequest.Headers.TryAddWithoutValidation(DaprHandler.ApiToken, daprToken);
    }

    public override async ValueTask<bool> TransformResponseAsync(
        HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (appId is not null && proxyResponse is not null && await Sidecar.FaultAsync(proxyResponse, cancellationToken) is not null)
        {
            SidecarFailed = true;
            return false;
        }
        return await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
    }
}
