namespace Mat.Platform.Invoke;

/// <summary>
/// Service invocation through the Dapr sidecar's HTTP API: the callee's name goes in <c>dapr-app-id</c>, the sidecar's own
/// token in <c>dapr-api-token</c> (Dapr API reference, "Service invocation"). Dapr.AspNetCore's InvocationHandler would be the
/// library; it does not restore here. The base address is checked to be loopback at start, since the token would leak else.
/// Asks once: who calls decides what to do about a failure, and the chart switches the sidecar's own retries off.
/// </summary>
internal sealed class DaprHandler(string? apiToken) : DelegatingHandler
{
    public const string AppId = "dapr-app-id";
    public const string ApiToken = "dapr-api-token";

    /// <exception cref="HttpRequestException">The sidecar is away, or could not or would not reach the service.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(apiToken))
            request.Headers.TryAddWithoutValidation(ApiToken, apiToken);
        var answer = await base.SendAsync(request, cancellationToken);
        if (await Sidecar.FaultAsync(answer, cancellationToken) is not { } fault)
            return answer;
        answer.Dispose();
        // Not as the service's own answer: a sidecar's 401 says nothing about the person who asks.
        throw new HttpRequestException($"The sidecar did not reach {string.Join(',', request.Headers.GetValues(AppId))}: {fault}.");
    }
}
