using System.Net;
using System.Text.Json;
using Mat.Platform.Http;
using Mat.Platform.Invoke;

namespace Mat.Gateway.Identity;

/// <summary>Trust's internal routes for the gateway.</summary>
internal sealed class TrustClient(IServiceClients clients)
{
    private static readonly TimeSpan ResolveTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Longer, because password hashing is slow by design and sign-ins queue when a whole school signs in at once.</summary>
    private static readonly TimeSpan SignInTimeout = TimeSpan.FromSeconds(30);

    // Lenient, unlike the API: a newer Trust may send members that this gateway does not know.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { WireEnum.Converter },
    };

    /// <summary>The principal of a session or API token.</summary>
    /// <returns>Null when Trust does not know the token.</returns>
    /// <exception cref="TrustUnavailableException">Trust does not answer, or not as it should.</exception>
    public Task<ResolvedPrincipal?> ResolveAsync(string token) => ResolveAsync("resolve", new { token });

    /// <summary>The person with an e-mail address that the identity provider has verified.</summary>
    /// <returns>Null when no active person has that address.</returns>
    /// <exception cref="TrustUnavailableException">Trust does not answer, or not as it should.</exception>
    public Task<ResolvedPrincipal?> ResolvePersonAsync(string email) => ResolveAsync("person", new { email });

    private async Task<ResolvedPrincipal?> ResolveAsync(string route, object body)
    {
        using var answer = await PostAsync(route, body, ResolveTimeout, CancellationToken.None);
        if (answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.NotFound)
            return null;
        try
        {
            return await answer.Content.ReadFromJsonAsync<ResolvedPrincipal>(Json);
        }
        catch (Exception e) when (e is JsonException or HttpRequestException or IOException)
        {
            throw new TrustUnavailableException("Trust's response cannot be read.", e);
        }
    }

    /// <returns>A response with a status below 500.</returns>
    /// <exception cref="TrustUnavailableException">Trust does not answer, or not as it should.</exception>
    public Task<HttpResponseMessage> PostAsync(string route, object body, CancellationToken ct) =>
        PostAsync(route, body, SignInTimeout, ct);

    private async Task<HttpResponseMessage> PostAsync(string route, object body, TimeSpan timeout, CancellationToken ct)
    {
        try
        {
            using var client = clients.For("trust");
            client.Timeout = timeout;
            var answer = await client.PostAsJsonAsync($"/api/trust/internal/{route}", body, Json, ct);
            if ((int)answer.StatusCode < 500)
                return answer;
            answer.Dispose();
            throw new TrustUnavailableException($"Trust answered {(int)answer.StatusCode}.");
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            throw new TrustUnavailableException("Trust does not answer.", e);
        }
    }
}
