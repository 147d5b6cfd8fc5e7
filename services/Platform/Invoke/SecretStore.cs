using System.Net;
using System.Net.Http.Json;
using Mat.Platform.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;

namespace Mat.Platform.Invoke;

/// <summary>
/// Settings out of a secret store of Dapr's, read once before anything else starts: each secret that <c>Mat:Secrets</c> names is a
/// group of settings, its keys written as environment variables are (<c>MAT__POSTGRES</c>). What is set elsewhere wins.
/// </summary>
internal static class SecretStore
{
    /// <summary>A sidecar starts beside its process and may well be slower.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <exception cref="SecretStoreException">One sentence that says what to set.</exception>
    public static async Task LoadAsync(ConfigurationManager configuration, TimeProvider clock)
    {
        var options = MatOptions.From(configuration);
        if (string.IsNullOrEmpty(options.SecretStore))
            return;
        if (!(Uri.TryCreate(options.DaprAddress, UriKind.Absolute, out var sidecar) && sidecar.IsLoopback))
            throw new SecretStoreException("Mat:DaprAddress must be a loopback address: secrets and the sidecar's token would leak to any other.");
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = sidecar, Timeout = TimeSpan.FromSeconds(5) };
        if (configuration["DAPR_API_TOKEN"] is { Length: > 0 } token)
            http.DefaultRequestHeaders.Add(DaprHandler.ApiToken, token);

        await ReadyAsync(http, clock);
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var secret in options.Secrets)
            foreach (var (name, value) in await ReadAsync(http, options.SecretStore, secret))
                settings[name.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal)] = value;
        ((IConfigurationBuilder)configuration).Sources.Insert(0, new MemoryConfigurationSource { InitialData = settings });
    }

    /// <summary>Waits for the sidecar and its components, not for its way to this process, which does not listen yet.</summary>
    private static async Task ReadyAsync(HttpClient http, TimeProvider clock)
    {
        var until = clock.GetUtcNow() + Patience;
        for (var reason = ""; ; await Task.Delay(TimeSpan.FromMilliseconds(200), clock))
        {
            try
            {
                using var answer = await http.GetAsync(new Uri("/v1.0/healthz/outbound", UriKind.Relative));
                if (answer.IsSuccessStatusCode)
                    return;
                reason = $"it answers {(int)answer.StatusCode}";
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                reason = e.Message;
            }

            if (clock.GetUtcNow() > until)
                throw new SecretStoreException($"Mat:SecretStore is set but the Dapr sidecar at {http.BaseAddress} was not ready within {Patience.TotalSeconds} s ({reason}): look at its log, or leave Mat:SecretStore empty.");
        }
    }

    private static async Task<Dictionary<string, string>> ReadAsync(HttpClient http, string store, string secret)
    {
        using var answer = await http.GetAsync(new Uri($"/v1.0/secrets/{Uri.EscapeDataString(store)}/{Uri.EscapeDataString(secret)}", UriKind.Relative));
        return answer.StatusCode switch
        {
            HttpStatusCode.OK => await answer.Content.ReadFromJsonAsync<Dictionary<string, string>>() ?? [],
            HttpStatusCode.NoContent or HttpStatusCode.NotFound => throw new SecretStoreException($"The secret store {store} has no secret {secret}: make it, or take it out of Mat:Secrets."),
            HttpStatusCode.BadRequest => throw new SecretStoreException($"The sidecar knows no secret store {store}: set Mat:SecretStore to the name of a component that this app is in scope of."),
            HttpStatusCode.Unauthorized => throw new SecretStoreException("The sidecar does not know the token: set DAPR_API_TOKEN to the one that it demands."),
            HttpStatusCode.Forbidden => throw new SecretStoreException($"The sidecar may not give {secret} out of {store}: add it to allowedSecrets of its configuration."),
            _ => throw new SecretStoreException($"The secret {secret} could not be read out of {store}: the sidecar answers {(int)answer.StatusCode}. Its log says why."),
        };
    }
}

/// <summary>Why the settings could not be read, for the person who starts the process.</summary>
internal sealed class SecretStoreException(string message) : Exception(message);
