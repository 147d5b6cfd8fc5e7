using Mat.Gateway.IdentityProvider;
using Microsoft.IdentityModel.Tokens;

namespace Mat.Gateway.Session;

/// <summary>
/// Validates ID tokens by the rules of <see cref="ProviderTokens"/>. The OpenID Connect handler would accept an unsigned ID token
/// from the token endpoint (OpenID Connect Core 3.1.3.7 permits that), and would reject the first token after a key rotation.
/// </summary>
internal sealed class ProviderTokenHandler(ProviderTokens tokens, string clientId) : TokenHandler
{
    public override Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters) =>
        tokens.ValidateAsync(token, clientId, CancellationToken.None);
}
