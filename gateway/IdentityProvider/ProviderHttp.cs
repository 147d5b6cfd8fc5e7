namespace Mat.Gateway.IdentityProvider;

/// <summary>HTTP settings for every request to the identity provider: no redirects, no cookies, 15 s, 1 MiB.</summary>
internal static class ProviderHttp
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);
    private const long MaxResponseBytes = 1 << 20;

    public static HttpMessageHandler CreateHandler() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };

    public static HttpClient CreateClient(HttpMessageHandler handler) =>
        new(handler) { Timeout = Timeout, MaxResponseContentBufferSize = MaxResponseBytes };
}
