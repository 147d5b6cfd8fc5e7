using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Mat.Gateway.Identity;
using Mat.Platform.Hosting;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Mat.Gateway.Oidc;

/// <summary>
/// The identity provider as Mat speaks to it: OpenID Connect Core 1.0, authorization code with PKCE (RFC 7636), tokens checked by
/// RFC 8725 (algorithms from a fixed list, keys from discovery alone, issuer, audience, time, nonce). The framework's handler
/// (Microsoft.AspNetCore.Authentication.OpenIdConnect) would do the browser's part; its package does not restore here.
/// </summary>
internal sealed class OidcProvider(MatOptions mat, TrustClient trust, TimeProvider clock, ILogger<OidcProvider> log) : IDisposable
{
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512, SecurityAlgorithms.RsaSsaPssSha256,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private readonly OidcOptions _options = mat.Oidc;
    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        Timeout = TimeSpan.FromSeconds(15),
        MaxResponseContentBufferSize = 1 << 20,
    };

    private readonly Lock _asks = new();
    private volatile ConfigurationManager<OpenIdConnectConfiguration>? _description;
    private Task<bool>? _asking;
    private long _askedAt;

    /// <summary>From the manager's memory, which it refreshes twice a day.</summary>
    /// <exception cref="OidcException">The provider does not say who it is.</exception>
    public async Task<OpenIdConnectConfiguration> DescribeAsync(CancellationToken ct)
    {
        try
        {
            return await (_description ??= Manager()).GetConfigurationAsync(ct);
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException)
        {
            throw new OidcException("away", "The provider's description cannot be read.", e);
        }
    }

    /// <summary>
    /// A token names a key that is not known: the provider may have a new one. Asks once a minute at most, so that made-up tokens do
    /// not make us ask in a loop, and keeps what is known when there is no answer; all that come meanwhile wait for the one answer.
    /// The manager's own refresh works in the background, too late for the token at hand.
    /// </summary>
    /// <param name="tried">What the token was checked with.</param>
    /// <returns>There are other keys than those of <paramref name="tried"/>.</returns>
    private Task<bool> AskAnewAsync(ConfigurationManager<OpenIdConnectConfiguration>? tried, CancellationToken ct)
    {
        lock (_asks)
        {
            if (!ReferenceEquals(tried, _description)) return Task.FromResult(true);
            if (_asking is { IsCompleted: false } running) return running.WaitAsync(ct);
            if (_askedAt != 0 && clock.GetElapsedTime(_askedAt) < TimeSpan.FromMinutes(1)) return Task.FromResult(false);
            _askedAt = clock.GetTimestamp();
            _asking = ReadAnewAsync();
            return _asking.WaitAsync(ct);
        }
    }

    private async Task<bool> ReadAnewAsync()
    {
        var fresh = Manager();
        try
        {
            await fresh.GetConfigurationAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException)
        {
            log.LogWarning("The identity provider's keys cannot be read: {Reason}", e.Message);
            return false;
        }
        _description = fresh;
        return true;
    }

    private ConfigurationManager<OpenIdConnectConfiguration> Manager() => new(
        _options.Authority!.TrimEnd('/') + "/.well-known/openid-configuration",
        new OpenIdConnectConfigurationRetriever(),
        new HttpDocumentRetriever(_http) { RequireHttps = !new Uri(_options.Authority!).IsLoopback });

    /// <summary>Exchanges the code for an ID token and reads the verified e-mail address out of it.</summary>
    /// <exception cref="OidcException">The provider refuses, or what it says does not hold.</exception>
    public async Task<string> RedeemAsync(string code, string verifier, string nonce, string redirectUri, CancellationToken ct)
    {
        var provider = await DescribeAsync(ct);
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = redirectUri,
            ["code_verifier"] = verifier,
            ["client_id"] = _options.ClientId!,
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, provider.TokenEndpoint);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (_options.ClientSecretFile is { } file) await AuthenticateAsync(request, form, file, provider, ct);
        request.Content = new FormUrlEncodedContent(form);
        var answer = await AskAsync(request, ct);
        if (answer["id_token"]?.GetValue<string>() is not { } idToken) throw new OidcException("refused", "The provider's answer has no ID token.");
        var token = await CheckAsync(idToken, _options.ClientId!, ct) ?? throw new OidcException("refused", "The ID token does not hold.");
        // OpenID Connect Core 3.1.3.7: 11 (nonce) and 4, 5 (authorized party).
        if (!token.TryGetPayloadValue<string>("nonce", out var said) || said != nonce) throw new OidcException("refused", "The ID token is of another sign-in.");
        if (token.TryGetPayloadValue<string>("azp", out var party) && party != _options.ClientId) throw new OidcException("refused", "The ID token is for another client.");
        return Email(token) ?? throw new OidcException("unverified", "The provider does not say that the e-mail address is verified.");
    }

    /// <summary>Who an access token of the provider speaks for; null when it does not hold here or its person is unknown.</summary>
    public async Task<Holder?> ResolveAsync(string token)
    {
        if (string.IsNullOrEmpty(_options.Audience)) return null;
        try
        {
            if (await CheckAsync(token, _options.Audience, CancellationToken.None) is not { } checkedToken) return null;
            // Only an ID token has a nonce (RFC 8725 3.12: rules that keep kinds of tokens apart).
            if (checkedToken.TryGetPayloadValue<string>("nonce", out _)) return null;
            return Email(checkedToken) is { } email ? await trust.PersonAsync(email) : null;
        }
        catch (OidcException e)
        {
            throw new TrustAwayException(e.Message, e);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonWebToken?> CheckAsync(string token, string audience, CancellationToken ct)
    {
        for (var again = false; ; again = true)
        {
            var tried = _description;
            var provider = await DescribeAsync(ct);
            var result = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
            {
                ValidIssuer = provider.Issuer,
                ValidAudience = audience,
                ValidAlgorithms = Algorithms,
                IssuerSigningKeys = provider.SigningKeys,
                RequireSignedTokens = true,
                RequireExpirationTime = true,
                LifetimeValidator = (from, to, _, _) => InTime(from, to),
            });
            if (result.IsValid) return (JsonWebToken)result.SecurityToken;
            if (again || result.Exception is not SecurityTokenSignatureKeyNotFoundException || !await AskAnewAsync(tried, ct))
            {
                log.LogInformation("A token of the identity provider was refused: {Reason}", result.Exception.GetType().Name);
                return null;
            }
        }
    }

    private bool InTime(DateTime? from, DateTime? to)
    {
        var (now, skew) = (clock.GetUtcNow().UtcDateTime, TimeSpan.FromSeconds(60));
        return (from is null || from <= now + skew) && to >= now - skew;
    }

    private string? Email(JsonWebToken token)
    {
        if (!token.TryGetPayloadValue<string>(_options.EmailClaim, out var email) || string.IsNullOrWhiteSpace(email)) return null;
        if (_options.VerifiedClaim.Length == 0) return email;
        // true, "true", 1 and "1" are all in use.
        return token.TryGetPayloadValue<object>(_options.VerifiedClaim, out var verified)
            && verified?.ToString() is { } text && (text == "1" || text.Equals("true", StringComparison.OrdinalIgnoreCase)) ? email : null;
    }

    private async Task AuthenticateAsync(HttpRequestMessage request, Dictionary<string, string> form, string file, OpenIdConnectConfiguration provider, CancellationToken ct)
    {
        // Read each time: a secret that was changed on disk is used at once.
        var secret = (await File.ReadAllTextAsync(file, ct)).Trim();
        var methods = provider.TokenEndpointAuthMethodsSupported;
        if (methods.Count == 0 || methods.Contains("client_secret_basic"))
            request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(_options.ClientId!)}:{Uri.EscapeDataString(secret)}")));
        else
            form["client_secret"] = secret;
    }

    private async Task<JsonObject> AskAsync(HttpRequestMessage request, CancellationToken ct)
    {
        try
        {
            using var response = await _http.SendAsync(request, ct);
            var body = await response.Content.ReadFromJsonAsync<JsonObject>(ct);
            if (response.IsSuccessStatusCode && body is not null) return body;
            throw new OidcException("refused", $"The token endpoint answered {(int)response.StatusCode} {body?["error"]}.");
        }
        catch (Exception e) when (e is HttpRequestException or System.Text.Json.JsonException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            throw new OidcException("away", "The token endpoint does not answer as it should.", e);
        }
    }
}

/// <summary>A sign-in that did not come about; the code is what the sign-in page explains.</summary>
internal sealed class OidcException(string code, string reason, Exception? inner = null) : Exception(reason, inner)
{
    public string Code { get; } = code;
}
