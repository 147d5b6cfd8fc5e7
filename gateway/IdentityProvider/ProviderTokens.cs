using Mat.Platform.Hosting;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Mat.Gateway.IdentityProvider;

/// <summary>
/// Entry of this folder: validates tokens of the identity provider after RFC 8725. Algorithms come from a fixed list, keys from
/// discovery only; signature, issuer, audience and lifetime are always required.
/// </summary>
internal sealed class ProviderTokens(MatOptions mat, ProviderMetadata metadata, TimeProvider clock, ILogger<ProviderTokens> log)
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(60);

    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512, SecurityAlgorithms.RsaSsaPssSha256,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };

    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<ProviderMetadata>();
        services.AddSingleton<ProviderTokens>();
    }

    /// <exception cref="ProviderUnavailableException">The provider's keys cannot be read.</exception>
    public async Task<TokenValidationResult> ValidateAsync(string token, string audience, CancellationToken ct)
    {
        for (var refreshed = false; ; refreshed = true)
        {
            var tried = metadata.Version;
            var provider = await metadata.GetConfigurationAsync(ct);
            var result = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
            {
                ValidIssuer = provider.Issuer,
                ValidAudience = audience,
                ValidAlgorithms = Algorithms,
                IssuerSigningKeys = provider.SigningKeys,
                RequireSignedTokens = true,
                RequireExpirationTime = true,
                LifetimeValidator = (from, to, _, _) => IsCurrent(from, to),
            });
            if (result.IsValid)
                return result;
            var unknownKey = result.Exception is SecurityTokenSignatureKeyNotFoundException;
            if (refreshed || !unknownKey || !await metadata.RefreshKeysAsync(tried, ct))
            {
                log.LogInformation("Token of the identity provider rejected: {Reason}", result.Exception.GetType().Name);
                return result;
            }
        }
    }

    /// <summary>E-mail address that an access token for this API was issued to.</summary>
    /// <returns>Null when the token is not valid here or its address is not verified.</returns>
    /// <exception cref="ProviderUnavailableException">The provider's keys cannot be read.</exception>
    public async Task<string?> ReadAccessTokenAsync(string token)
    {
        if (string.IsNullOrEmpty(mat.Oidc.Audience))
            return null;
        var result = await ValidateAsync(token, mat.Oidc.Audience, CancellationToken.None);
        if (!result.IsValid)
            return null;
        var accessToken = (JsonWebToken)result.SecurityToken;
        // Only an ID token has a nonce (RFC 8725 3.12: rules that keep kinds of tokens apart).
        return accessToken.TryGetPayloadValue<string>("nonce", out _) ? null : VerifiedEmail(accessToken);
    }

    /// <returns>Null when the token has no e-mail address, or does not say that it is verified.</returns>
    public string? VerifiedEmail(JsonWebToken token)
    {
        if (!token.TryGetPayloadValue<string>(mat.Oidc.EmailClaim, out var email) || string.IsNullOrWhiteSpace(email))
            return null;
        if (mat.Oidc.VerifiedClaim.Length == 0)
            return email;
        // Providers send true, "true", 1 and "1".
        return token.TryGetPayloadValue<object>(mat.Oidc.VerifiedClaim, out var verified)
            && verified?.ToString() is { } text && (text == "1" || text.Equals("true", StringComparison.OrdinalIgnoreCase)) ? email : null;
    }

    private bool IsCurrent(DateTime? from, DateTime? to)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return (from is null || from <= now + ClockSkew) && to >= now - ClockSkew;
    }
}
