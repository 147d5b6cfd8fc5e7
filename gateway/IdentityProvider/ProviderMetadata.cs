using Mat.Platform.Hosting;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Mat.Gateway.IdentityProvider;

/// <summary>
/// Discovery document and signing keys of the identity provider (OpenID Connect Discovery 1.0), refreshed twice a day and when a
/// token names an unknown key. ConfigurationManager's own refresh runs in the background, too late for the token at hand, and
/// its blocking mode is a process-wide switch; hence <see cref="RefreshKeysAsync"/>.
/// </summary>
internal sealed class ProviderMetadata(MatOptions mat, TimeProvider clock, ILogger<ProviderMetadata> log)
    : IConfigurationManager<OpenIdConnectConfiguration>, IDisposable
{
    private static readonly TimeSpan KeyRefreshInterval = TimeSpan.FromMinutes(1);
    private readonly HttpClient _http = ProviderHttp.CreateClient(ProviderHttp.CreateHandler());
    private readonly Lock _refreshLock = new();
    private volatile ConfigurationManager<OpenIdConnectConfiguration>? _current;
    private Task<bool>? _refresh;
    private long _refreshedAt;

    /// <summary>The source of the keys in use; changes when <see cref="RefreshKeysAsync"/> has read new ones.</summary>
    public object? Version => _current;

    /// <exception cref="ProviderUnavailableException">The discovery document cannot be read and none is cached.</exception>
    public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
    {
        try
        {
            return await (_current ??= CreateManager()).GetConfigurationAsync(cancel);
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException)
        {
            throw new ProviderUnavailableException("The identity provider's discovery document cannot be read.", e);
        }
    }

    /// <summary>Does nothing: <see cref="ProviderTokens"/> refreshes while it validates, before the caller sees a failure.</summary>
    public void RequestRefresh()
    {
    }

    /// <summary>
    /// Reads the keys again, at most once a minute, so that forged key ids cannot cause a request each. Concurrent callers share
    /// one request; the cached keys stay when it fails.
    /// </summary>
    /// <param name="tried"><see cref="Version"/> of the keys that did not contain the token's key.</param>
    /// <returns>True when other keys than those of <paramref name="tried"/> are available.</returns>
    public Task<bool> RefreshKeysAsync(object? tried, CancellationToken ct)
    {
        lock (_refreshLock)
        {
            if (!ReferenceEquals(tried, _current))
                return Task.FromResult(true);
            if (_refresh is { IsCompleted: false } running)
                return running.WaitAsync(ct);
            if (_refreshedAt != 0 && clock.GetElapsedTime(_refreshedAt) < KeyRefreshInterval)
                return Task.FromResult(false);
            _refreshedAt = clock.GetTimestamp();
            _refresh = ReadAsync();
            return _refresh.WaitAsync(ct);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<bool> ReadAsync()
    {
        var manager = CreateManager();
        try
        {
            await manager.GetConfigurationAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException)
        {
            log.LogWarning("Signing keys of the identity provider cannot be read: {Reason}", e.Message);
            return false;
        }
        _current = manager;
        return true;
    }

    private ConfigurationManager<OpenIdConnectConfiguration> CreateManager() => new(
        mat.Oidc.Authority!.TrimEnd('/') + "/.well-known/openid-configuration",
        new OpenIdConnectConfigurationRetriever(),
        new HttpDocumentRetriever(_http) { RequireHttps = !new Uri(mat.Oidc.Authority!).IsLoopback });
}
