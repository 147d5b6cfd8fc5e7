using System.Text;
using Mat.Gateway.IdentityProvider;
using Mat.Platform.Hosting;

namespace Mat.Gateway.Session;

/// <summary>
/// Authenticates the gateway at the token endpoint with client_secret_basic where the provider supports it, else with
/// client_secret_post, the only method that the OpenID Connect handler has.
/// </summary>
internal sealed class ClientAuthenticationHandler(OidcOptions options, ProviderMetadata metadata, HttpMessageHandler inner)
    : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Post && options.ClientSecretFile is { } file)
        {
            // Read for each request, so that a rotated secret is used at once.
            var secret = (await File.ReadAllTextAsync(file, cancellationToken)).Trim();
            var methods = (await metadata.GetConfigurationAsync(cancellationToken)).TokenEndpointAuthMethodsSupported;
            if (methods.Count == 0 || methods.Contains("client_secret_basic"))
            {
                var credentials = $"{Uri.EscapeDataString(options.ClientId!)}:{Uri.EscapeDataString(secret)}";
                request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));
            }
            else
            {
                var form = await request.Content!.ReadAsStringAsync(cancellationToken);
                form += $"&client_secret={Uri.EscapeDataString(secret)}";
                request.Content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded");
            }
        }
        var response = await base.SendAsync(request, cancellationToken);
        if ((int)response.StatusCode < 500)
            return response;
        response.Dispose();
        throw new ProviderUnavailableException($"The identity provider answered {(int)response.StatusCode}.");
    }
}
