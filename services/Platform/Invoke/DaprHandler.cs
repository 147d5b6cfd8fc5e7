namespace Mat.Platform.Invoke;

/// <summary>
/// What Dapr.Client's <see cref="Dapr.Client.InvocationHandler"/> leaves out: it takes the sidecar's token from the environment alone, and
/// hands on the sidecar's own errors as if the service had answered. The sidecar's address is checked to be loopback at start, since the
/// token
/// would leak else. One attempt only: the caller decides about a failure, and the chart switches the sidecar's own retries off.
/// </summary>
internal sealed class DaprHandler(string? apiToken) : DelegatingHandler
{
    /// <summary>Names the callee to a sidecar whose path is the callee's own; the gateway forwards requests this way.</summary>
    public const string AppId = "dapr-app-id";
    public const string ApiToken = "dapr-api-token";

    /// <exception cref="HttpRequestException">The sidecar is away, or could not or would not reach the service.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(apiToken) && !request.Headers.Contains(ApiToken))
            request.Headers.TryAddWithoutValidation(ApiToken, apiToken);
        var answer = await base.SendAsync(request, cancellationToken);
        if (await Sidecar.FaultAsync(answer, cancellationToken) is not { } fault)
            return answer;
        answer.Dispose();
        // Not as the service's own answer: a sidecar's 401 says nothing about the person who asks.
        throw new HttpRequestException($"The sidecar failed {request.RequestUri!.AbsolutePath}: {fault}.");
    }
}
