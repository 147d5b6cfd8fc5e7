namespace Mat.Platform.Hosting;

/// <summary>
/// The OpenID Connect provider that knows the trust's people (Entra ID, Google Workspace, Keycloak …), section <c>Mat:Oidc</c>.
/// </summary>
public sealed class OidcOptions
{
    /// <summary>The issuer's address; <c>/.well-known/openid-configuration</c> below it says the rest (OpenID Connect Discovery
    /// 1.0).</summary>
    public string? Authority { get; set; }

    public string? ClientId { get; set; }

    /// <summary>File that holds the client's secret; none for a public client, which PKCE alone protects.</summary>
    public string? ClientSecretFile { get; set; }

    /// <summary>What the button says after "Sign in with".</summary>
    public string Name { get; set; } = "your school account";

    public string Scopes { get; set; } = "openid profile email";

    /// <summary>The claim that holds the e-mail address by which people are matched.</summary>
    public string EmailClaim { get; set; } = "email";

    /// <summary>
    /// The claim that says the address is verified (Entra ID: <c>xms_edov</c>). Empty believes every address, which is right only
    /// for a provider whose directory is the trust's own and in which nobody writes their own address.
    /// </summary>
    public string VerifiedClaim { get; set; } = "email_verified";

    /// <summary>
    /// The audience of access tokens that mobile and API clients send as bearer; empty (default) takes none. Never the
    /// <see cref="ClientId"/>: an ID token is for its client and opens no API.
    /// </summary>
    public string? Audience { get; set; }

    /// <summary>Where the provider sends the browser back; by default this host's <c>/api/session/oidc/callback</c>.</summary>
    public string? RedirectUri { get; set; }

    internal IEnumerable<string> Validate()
    {
        if (!Uri.TryCreate(Authority, UriKind.Absolute, out var authority)
            || (authority.Scheme != Uri.UriSchemeHttps && !authority.IsLoopback))
            yield return "Mat:Auth is oidc but Mat:Oidc:Authority is no https address: set it to the provider's issuer.";
        if (string.IsNullOrWhiteSpace(ClientId))
            yield return "Mat:Auth is oidc but Mat:Oidc:ClientId is empty: set it to the client that the provider knows Mat as.";
        if (ClientSecretFile is not null && !File.Exists(ClientSecretFile))
            yield return "Mat:Oidc:ClientSecretFile does not exist: set it to the file that holds the client's secret.";
        if (!string.IsNullOrEmpty(Audience) && Audience == ClientId)
            yield return "Mat:Oidc:Audience is the client's id: set it to the API's own audience, or ID tokens would open the API.";
        if (!string.IsNullOrEmpty(RedirectUri) && !Uri.TryCreate(RedirectUri, UriKind.Absolute, out _))
            yield return "Mat:Oidc:RedirectUri is no address: set it to https://…/api/session/oidc/callback as the provider knows it.";
    }
}
