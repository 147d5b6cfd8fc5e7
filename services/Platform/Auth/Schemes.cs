using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Mat.Platform.Auth;

/// <summary>Who an opaque token belongs to.</summary>
public sealed record TokenSubject(Guid Id, string Name);

/// <summary>Looks up a partner's or an alert source's token by its hash. Registered by the service that owns the tokens.</summary>
public interface ITokenLookup
{
    /// <returns>The subject, or null when the token is unknown, revoked, expired or of another route.</returns>
    Task<TokenSubject?> FindAsync(string token, HttpContext http, CancellationToken ct);
}

/// <summary>The schemes by which a request says who it is. Each endpoint admits exactly one.</summary>
public static class Schemes
{
    internal const string Internal = "Internal";
    internal const string Partner = "Partner";
    internal const string Source = "Source";

    /// <summary>Partner tokens (<c>matp_…</c>), accepted on routes with <c>RequirePartner</c> only.</summary>
    public static void AddPartnerTokens<TLookup>(this IHostApplicationBuilder builder)
        where TLookup : class, ITokenLookup => builder.AddOpaque<TLookup>(Partner, Tokens.PartnerPrefix);

    /// <summary>Alert source tokens (<c>mata_…</c>), accepted on routes with <c>RequireSource</c> only.</summary>
    public static void AddSourceTokens<TLookup>(this IHostApplicationBuilder builder)
        where TLookup : class, ITokenLookup => builder.AddOpaque<TLookup>(Source, Tokens.SourcePrefix);

    private static void AddOpaque<TLookup>(this IHostApplicationBuilder builder, string scheme, string prefix)
        where TLookup : class, ITokenLookup
    {
        builder.Services.AddScoped<TLookup>();
        builder.Services.AddAuthentication().AddScheme<OpaqueOptions, OpaqueHandler<TLookup>>(scheme, o => o.Prefix = prefix);
    }

    internal static string? Bearer(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header["Bearer ".Length..].Trim() : null;
    }

    internal static AuthenticateResult Success(string scheme, HttpContext http, object who)
    {
        http.Items[typeof(Schemes)] = who;
        return AuthenticateResult.Success(new(new ClaimsPrincipal(new ClaimsIdentity(scheme)), scheme));
    }

    internal static object? Who(HttpContext http) => http.Items[typeof(Schemes)];
}

internal sealed class InternalHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, InternalTokens tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // Partners' and sources' tokens are none of ours; a JWT always begins so.
        if (Schemes.Bearer(Request) is not { } token || !token.StartsWith("eyJ", StringComparison.Ordinal))
            return AuthenticateResult.NoResult();
        return await tokens.CheckAsync(token) is { } principal
            ? Schemes.Success(Scheme.Name, Context, principal)
            : AuthenticateResult.Fail("The token does not hold.");
    }
}

internal sealed class OpaqueOptions : AuthenticationSchemeOptions
{
    public string Prefix { get; set; } = "";
}

internal sealed class OpaqueHandler<TLookup>(
    IOptionsMonitor<OpaqueOptions> options, ILoggerFactory logger, UrlEncoder encoder, TLookup lookup)
    : AuthenticationHandler<OpaqueOptions>(options, logger, encoder)
    where TLookup : class, ITokenLookup
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Schemes.Bearer(Request) is not { } token || !token.StartsWith(Options.Prefix, StringComparison.Ordinal))
            return AuthenticateResult.NoResult();
        return await lookup.FindAsync(token, Context, Context.RequestAborted) is { } subject
            ? Schemes.Success(Scheme.Name, Context, subject)
            : AuthenticateResult.Fail("The token does not hold.");
    }
}
