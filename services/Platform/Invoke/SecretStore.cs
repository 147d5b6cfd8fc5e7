using Dapr;
using Dapr.Client;
using Grpc.Core;
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
            throw new SecretStoreException(
                "Mat:DaprAddress must be a loopback address: secrets and the sidecar's token would leak to any other.");
        if (!(Uri.TryCreate(options.DaprGrpcAddress, UriKind.Absolute, out var grpc) && grpc.IsLoopback))
            throw new SecretStoreException(
                "Mat:DaprGrpcAddress must be a loopback address: secrets and the sidecar's token would leak to any other.");

        await ReadyAsync(sidecar, clock);
        using var handler = new SocketsHttpHandler { UseProxy = false };
        using var client = new DaprClientBuilder().UseHttpEndpoint(options.DaprAddress).UseGrpcEndpoint(options.DaprGrpcAddress)
            .UseGrpcChannelOptions(new() { HttpHandler = handler }).UseDaprApiToken(configuration["DAPR_API_TOKEN"]).Build();
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var secret in options.Secrets)
            foreach (var (name, value) in await ReadAsync(client, options.SecretStore, secret))
                settings[name.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal)] = value;
        ((IConfigurationBuilder)configuration).Sources.Insert(0, new MemoryConfigurationSource { InitialData = settings });
    }

    /// <summary>
    /// Waits for the sidecar and its components, not for its way to this process, which does not listen yet. DaprClient asks the same
    /// address but says only yes or no; what it answers helps to find out why it does not come.
    /// </summary>
    private static async Task ReadyAsync(Uri sidecar, TimeProvider clock)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
        {
            BaseAddress = sidecar,
            Timeout = TimeSpan.FromSeconds(5)
        };
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
                throw new SecretStoreException(
                    $"Mat:SecretStore is set but the Dapr sidecar at {http.BaseAddress} was not ready within {Patience.TotalSeconds} s ({reason}): look at its log, or leave Mat:SecretStore empty.");
        }
    }

    private static async Task<Dictionary<string, string>> ReadAsync(DaprClient client, string store, string secret)
    {
        try
        {
            using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            var keys = await client.GetSecretAsync(store, secret, cancellationToken: deadline.Token);
            return keys.Count > 0 ? keys : throw Missing();
        }
        catch (DaprException e)
        {
            // Error codes of the secrets API; what says nothing of the cause is the component's own failure.
            throw (e.InnerException as RpcException)?.StatusCode switch
            {
                StatusCode.NotFound => Missing(),
                StatusCode.InvalidArgument =>
                    new(
                        $"The sidecar knows no secret store {store}: set Mat:SecretStore to the name of a component that this app is in scope of."),
                StatusCode.Unauthenticated => new("The sidecar does not know the token: set DAPR_API_TOKEN to the one that it demands."),
                StatusCode.PermissionDenied =>
                    new($"The sidecar may not give {secret} out of {store}: add it to allowedSecrets of its configuration."),
                StatusCode.Unavailable =>
                    new($"The sidecar's gRPC API did not answer: set Mat:DaprGrpcAddress to its address ({e.InnerException!.Message})."),
                var status =>
                    new SecretStoreException(
                        $"The secret {secret} could not be read out of {store}: the sidecar answers {status}. Its log says why."),
            };
        }

        SecretStoreException Missing() => new($"The secret store {store} has no secret {secret}: make it, or take it out of Mat:Secrets.");
    }
}

/// <summary>Why the settings could not be read, for the person who starts the process.</summary>
internal sealed class SecretStoreException(string message) : Exception(message);
