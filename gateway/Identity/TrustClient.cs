using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Mat.Platform.Invoke;

namespace Mat.Gateway.Identity;

/// <summary>Trust's routes for the gateway alone.</summary>
internal sealed class TrustClient(IServiceClients clients)
{
    /// <summary>
    /// For who must be known before a request goes on, and for what checks a password. That is slow on purpose, so when a school signs in
    /// at nine each waits its turn rather than be refused.
    /// </summary>
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(10), Long = TimeSpan.FromSeconds(30);

    // Lenient, unlike the API: a newer Trust may say more than this gateway knows.
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <returns>Null when Trust knows nobody by this token.</returns>
    /// <exception cref="TrustAwayException">Trust does not answer, or not as it should.</exception>
    public Task<Holder?> ResolveAsync(string token) => HolderAsync("resolve", new { token });

    /// <summary>Who has this e-mail address, which an identity provider has verified.</summary>
    /// <returns>Null when Trust knows nobody by it, or nobody who is still active.</returns>
    /// <exception cref="TrustAwayException">Trust does not answer, or not as it should.</exception>
    public Task<Holder?> PersonAsync(string email) => HolderAsync("person", new { email });

    private async Task<Holder?> HolderAsync(string route, object body)
    {
        using var answer = await PostAsync(route, body, Short, CancellationToken.None);
        if (answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.NotFound) return null;
        try
        {
            return await answer.Content.ReadFromJsonAsync<Holder>(Json);
        }
        catch (Exception e) when (e is JsonException or HttpRequestException or IOException)
        {
            throw new TrustAwayException("Trust's answer cannot be read.", e);
        }
    }

    /// <returns>An answer below 500, for better or worse.</returns>
    /// <exception cref="TrustAwayException">Trust does not answer, or not as it should.</exception>
    public Task<HttpResponseMessage> PostAsync(string route, object body, CancellationToken ct) => PostAsync(route, body, Long, ct);

    private async Task<HttpResponseMessage> PostAsync(string route, object body, TimeSpan patience, CancellationToken ct)
    {
        try
        {
            using var client = clients.For("trust");
            client.Timeout = patience;
            var answer = await client.PostAsJsonAsync($"/api/trust/internal/{route}", body, Json, ct);
            if ((int)answer.StatusCode < 500) return answer;
            answer.Dispose();
            throw new TrustAwayException($"Trust answered {(int)answer.StatusCode}.");
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            throw new TrustAwayException("Trust does not answer.", e);
        }
    }
}
