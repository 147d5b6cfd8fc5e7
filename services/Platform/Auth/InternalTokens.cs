using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Mat.Platform.Data;
using Mat.Platform.Hosting;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Mat.Platform.Auth;

/// <summary>
/// The short-lived token that the gateway mints and every service checks: JWT (RFC 7519) with the rules of RFC 8725: ES256
/// alone, fixed issuer and audience, typ <c>at+jwt</c>, keys only from files. Nothing trusts a header for where it came from.
/// </summary>
public sealed class InternalTokens
{
    private const string Issuer = "mat-gateway";
    private const string Audience = "mat";
    private const string Type = "at+jwt";
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false, MapInboundClaims = false };
    private readonly ConcurrentDictionary<string, (RequestPrincipal Principal, DateTimeOffset Until)> _checked = new();
    private readonly SigningCredentials? _signing;
    private readonly TokenValidationParameters _rules;
    private readonly TimeProvider _clock;

    public InternalTokens(MatOptions options, DataFolder folder, TimeProvider clock)
    {
        _clock = clock;
        var keys = new List<SecurityKey>();
        var signing = options.Keys.SigningKeyFile
            ?? (options.Keys.VerifyKeyFiles.Length == 0 ? folder.MakeKeyFile("internal.pem", NewKey) : null);
        if (signing is not null)
        {
            var key = Read(signing);
            keys.Add(key);
            _signing = new(key, SecurityAlgorithms.EcdsaSha256);
        }

        keys.AddRange(options.Keys.VerifyKeyFiles.Select(Read));
        _rules = new()
        {
            ValidIssuer = Issuer,
            ValidAudience = Audience,
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            ValidTypes = [Type],
            IssuerSigningKeys = keys,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            ClockSkew = TimeSpan.FromSeconds(30),
            LifetimeValidator = (from, to, _, rules) =>
                from <= _clock.GetUtcNow().UtcDateTime + rules.ClockSkew && to >= _clock.GetUtcNow().UtcDateTime - rules.ClockSkew,
        };
    }

    /// <returns>The token and the moment from which it should be renewed (UTC).</returns>
    /// <exception cref="InvalidOperationException">This process has no signing key.</exception>
    public (string Token, DateTimeOffset RenewAt) Issue(RequestPrincipal principal)
    {
        if (_signing is null)
            throw new InvalidOperationException("This process has no signing key: set Mat:Keys:SigningKeyFile.");
        var now = _clock.GetUtcNow();
        var token = _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Audience,
            TokenType = Type,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = (now + Life).UtcDateTime,
            SigningCredentials = _signing,
            Claims = new Dictionary<string, object>
            {
                ["sub"] = principal.PersonId.ToString(),
                ["mat"] = JsonSerializer.Serialize(principal)
            },
        });
        return (token, now + Life / 2);
    }

    /// <returns>Who it speaks for, or null when it does not hold.</returns>
    public async Task<RequestPrincipal?> CheckAsync(string token)
    {
        var now = _clock.GetUtcNow();
        if (_checked.TryGetValue(token, out var known) && known.Until > now)
            return known.Principal;
        var result = await _handler.ValidateTokenAsync(token, _rules);
        if (!result.IsValid || result.Claims["mat"] is not string json
            || JsonSerializer.Deserialize<RequestPrincipal>(json) is not { } principal)
            return null;
        if (_checked.Count > 10_000)
            _checked.Clear();
        _checked[token] = (principal, new DateTimeOffset(result.SecurityToken.ValidTo, TimeSpan.Zero));
        return principal;
    }

    /// <summary>
    /// A symmetric key derived from the private signing key (HKDF, RFC 5869): the same in every replica that signs, unknown to
    /// processes that only verify.
    /// </summary>
    /// <param name="purpose">Separates the keys of different uses.</param>
    /// <returns>32 bytes.</returns>
    /// <exception cref="InvalidOperationException">This process has no signing key.</exception>
    public byte[] DeriveKey(string purpose)
    {
        if (_signing?.Key is not ECDsaSecurityKey key)
            throw new InvalidOperationException("This process has no signing key: set Mat:Keys:SigningKeyFile.");
        return HKDF.DeriveKey(HashAlgorithmName.SHA256, key.ECDsa.ExportParameters(includePrivateParameters: true).D!, 32,
            info: Encoding.UTF8.GetBytes(purpose));
    }

    private static string NewKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }

    private static ECDsaSecurityKey Read(string file)
    {
        var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(file));
        var thumb = SHA256.HashData(key.ExportSubjectPublicKeyInfo());
        return new(key) { KeyId = Convert.ToHexStringLower(thumb.AsSpan(0, 8)) };
    }
}
