using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Mat.SystemTests.Running;

/// <summary>
/// An identity provider after OpenID Connect Core 1.0 and Discovery 1.0: discovery, keys, authorization endpoint, token endpoint
/// with PKCE (RFC 7636) and a client secret. Who is at its keyboard is <see cref="Person"/>; a test may bend what it signs.
/// </summary>
public sealed class FakeIdentityProvider : IAsyncDisposable
{
    public const string ClientId = "mat-console";
    public const string ClientSecret = "a secret of the provider's making";
    public const string Audience = "api://mat";

    private readonly WebApplication _app;
    private RSA _key = RSA.Create(2048);
    private string _kid = "k1";
    private readonly ConcurrentDictionary<string, Asked> _codes = new();

    private FakeIdentityProvider(WebApplication app) => _app = app;

    public string Issuer { get; private set; } = "";

    /// <summary>The e-mail address that signs in next.</summary>
    public string Person { get; set; } = "";

    /// <summary>Last change of the ID token's claims before they are signed.</summary>
    public Action<JsonObject> Bend { get; set; } = _ => { };

    /// <summary>Makes the token out of the claims; by default signed with the published key.</summary>
    public Func<JsonObject, string>? Sign { get; set; }

    public string Code { get; private set; } = "";

    /// <summary>Signs with a new key from now on, and publishes that one alone.</summary>
    public void RotateKey()
    {
        _key.Dispose();
        _key = RSA.Create(2048);
        _kid = "k-" + Guid.NewGuid().ToString("N");
    }

    public static async Task<FakeIdentityProvider> StartAsync()
    {
        var app = FakeHost.Build();
        var provider = new FakeIdentityProvider(app);
        app.MapGet("/.well-known/openid-configuration", provider.Describe);
        app.MapGet("/keys", provider.Keys);
        app.MapGet("/authorize", provider.Authorize);
        app.MapPost("/token", provider.TokenAsync);
        provider.Issuer = await FakeHost.StartAsync(app);
        return provider;
    }

    public JsonObject Claims(string audience, string email) => new()
    {
        ["iss"] = Issuer,
        ["aud"] = audience,
        ["sub"] = "subject-" + email,
        ["email"] = email,
        ["email_verified"] = true,
        ["iat"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
        ["exp"] = DateTimeOffset.UtcNow.AddMinutes(5).ToUnixTimeSeconds(),
    };

    /// <param name="header">Joins or replaces members of the JOSE header.</param>
    public string Token(JsonObject claims, RSA? key = null, JsonObject? header = null)
    {
        var jose = new JsonObject { ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = _kid };
        foreach (var (name, value) in header ?? [])
            jose[name] = value?.DeepClone();
        var text = $"{Part(jose)}.{Part(claims)}";
        return $"{text}.{Base64Url.EncodeToString((key ?? _key).SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    public string WithoutSignature(JsonObject claims) => $"{Part(new JsonObject { ["alg"] = "none", ["typ"] = "JWT" })}.{Part(claims)}.";

    /// <summary>Signed with HMAC under the published key's bytes: the oldest confusion of all (RFC 8725 2.1).</summary>
    public string Confused(JsonObject claims)
    {
        var text = $"{Part(new JsonObject { ["alg"] = "HS256", ["typ"] = "JWT", ["kid"] = _kid })}.{Part(claims)}";
        return $"{text}.{Base64Url.EncodeToString(HMACSHA256.HashData(_key.ExportSubjectPublicKeyInfo(), Encoding.ASCII.GetBytes(text)))}";
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
    }

    private static string Part(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));

    private IResult Describe() => Results.Json(new
    {
        issuer = Issuer,
        authorization_endpoint = Issuer + "/authorize",
        token_endpoint = Issuer + "/token",
        jwks_uri = Issuer + "/keys",
        response_types_supported = new[] { "code" },
        subject_types_supported = new[] { "public" },
        id_token_signing_alg_values_supported = new[] { "RS256" },
        token_endpoint_auth_methods_supported = new[] { "client_secret_basic" },
        code_challenge_methods_supported = new[] { "S256" },
    });

    private IResult Keys()
    {
        var key = _key.ExportParameters(false);
        return Results.Json(
            new
            {
                keys = new[] { new { kty = "RSA", use = "sig", alg = "RS256", kid = _kid, n = Base64Url.EncodeToString(key.Modulus),
                e = Base64Url.EncodeToString(key.Exponent) } }
            });
    }

    private IResult Authorize(string response_type, string client_id, string redirect_uri, string scope, string state, string nonce,
        string code_challenge, string code_challenge_method)
    {
        if (response_type != "code" || client_id != ClientId || !scope.Split(' ').Contains("openid") || code_challenge_method != "S256")
            return Results.BadRequest();
        Code = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        _codes[Code] = new(redirect_uri, nonce, code_challenge, Person);
        return Results.Redirect($"{redirect_uri}?code={Code}&state={Uri.EscapeDataString(state)}");
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        var basic = "Basic "
            + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(ClientId)}:{Uri.EscapeDataString(ClientSecret)}"));
        if (request.Headers.Authorization != basic)
            return Results.Json(new { error = "invalid_client" }, statusCode: 401);
        // A code is good once (RFC 6749 4.1.2).
        if (form["grant_type"] != "authorization_code" || !_codes.TryRemove(form["code"].ToString(), out var asked)
            || form["redirect_uri"] != asked.RedirectUri
            || Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))) != asked.Challenge)
            return Results.Json(new { error = "invalid_grant" }, statusCode: 400);
        var claims = Claims(ClientId, asked.Person);
        claims["nonce"] = asked.Nonce;
        Bend(claims);
        return Results.Json(new
        {
            access_token = "opaque",
            token_type = "Bearer",
            expires_in = 300,
            id_token = Sign?.Invoke(claims) ?? Token(claims)
        });
    }

    private sealed record Asked(string RedirectUri, string Nonce, string Challenge, string Person);
}
