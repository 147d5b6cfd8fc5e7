using Mat.Gateway.IdentityProvider;

namespace Mat.Gateway.Identity;

/// <summary>Entry of this folder: who a token belongs to, from the cache or from Trust.</summary>
internal sealed class PrincipalResolver(PrincipalCache cache, TrustClient trust, ProviderTokens provider)
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<PrincipalCache>();
        services.AddSingleton<TrustClient>();
        services.AddSingleton<PrincipalResolver>();
    }

    /// <returns>Null when the token is unknown, expired or revoked.</returns>
    /// <exception cref="TrustUnavailableException">Trust or the identity provider does not answer.</exception>
    public Task<ResolvedPrincipal?> ResolveAsync(AuthenticationRoute route, string token, CancellationToken ct) =>
        cache.GetAsync(token, route == AuthenticationRoute.Signed ? ResolveAccessTokenAsync : trust.ResolveAsync, ct);

    private async Task<ResolvedPrincipal?> ResolveAccessTokenAsync(string token)
    {
        try
        {
            return await provider.ReadAccessTokenAsync(token) is { } email ? await trust.ResolvePersonAsync(email) : null;
        }
        catch (ProviderUnavailableException e)
        {
            throw new TrustUnavailableException(e.Message, e);
        }
    }
}
