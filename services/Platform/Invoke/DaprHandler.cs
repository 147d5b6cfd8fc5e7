namespace Mat.Platform.Invoke;

/// <summary>
/// Service invocation through the Dapr sidecar's HTTP API: the callee's name goes in <c>dapr-app-id</c>, the sidecar's own
/// token in <c>dapr-api-token</c> (Dapr API reference, "Service invocation"). Dapr.AspNetCore's InvocationHandler would be the
/// library; it does not restore here. The base address is checked to be loopback at start, since the token would leak else.
/// </summary>
internal sealed class DaprHandler(string? apiToken) : DelegatingHandler
{
    public const string AppId = "dapr-app-id";

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(apiToken))
            request.Headers.TryAddWithoutValidation("dapr-api-token", apiToken);
        return base.SendAsync(request, cancellationToken);
    }
}
