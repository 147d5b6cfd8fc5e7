using Mat.Gateway.Edge;
using Mat.Gateway.IdentityProvider;
using Mat.Platform.Auth;
using Mat.Platform.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Mat.Gateway.Session;

/// <summary>
/// Browser sign-in with the identity provider (Mat:Auth=oidc): authorization code flow with PKCE, run by ASP.NET Core's OpenID
/// Connect handler. Its result is a verified e-mail address, for which Trust opens the usual opaque session (ADR 9).
/// </summary>
internal static class ExternalSignIn
{
    private const string Scheme = "oidc";
    private const string CallbackPath = "/api/session/oidc/callback";

    /// <summary>How long the browser may stay at the provider.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    public static void Add(IServiceCollection services)
    {
        services.AddScoped<ExternalSignInEvents>();
        services.AddAuthentication().AddOpenIdConnect(Scheme, null, _ => { });
        services.AddOptions<OpenIdConnectOptions>(Scheme)
            .Configure<MatOptions, ProviderMetadata, ProviderTokens, InternalTokens>(Configure);
    }

    public static void Map(RouteGroupBuilder session)
    {
        var group = session.MapGroup("/oidc");
        group.AddEndpointFilter(async (context, next) =>
        {
            var mat = context.HttpContext.RequestServices.GetRequiredService<MatOptions>();
            return mat.Auth == "oidc" ? await next(context) : UnknownRoute.Problem();
        });
        group.MapGet("", StartAsync).Produces(302)
            .WithName("Session.StartOidc").WithSummary("Redirect the browser to the identity provider");
        group.MapGet("/callback", Callback).Produces(302)
            .WithName("Session.FinishOidc").WithSummary("Redirect URI for the identity provider");
    }

    /// <summary>A path of the console and nothing else; browsers read <c>//</c> and <c>/\</c> as another host.</summary>
    internal static string LocalPath(string? path) =>
        path is { Length: > 0 and <= 1000 } && path[0] == '/' && (path.Length == 1 || path[1] is not ('/' or '\\'))
            && !path.Any(char.IsControl) ? path : "/";

    private static async Task<IResult> StartAsync(HttpContext http, ILogger<ExternalSignInEvents> log, MatOptions mat, string? back)
    {
        // One sign-in at a time per browser, so that abandoned ones do not fill the Cookie header.
        foreach (var name in http.Request.Cookies.Keys.Where(n => n.StartsWith(CookiePrefix(mat), StringComparison.Ordinal)))
            http.Response.Cookies.Delete(name, StateCookie(mat, "").Build(http));
        try
        {
            await http.ChallengeAsync(Scheme, new AuthenticationProperties { RedirectUri = LocalPath(back) });
            return TypedResults.Empty;
        }
        catch (ProviderUnavailableException e)
        {
            return TypedResults.LocalRedirect(SignInFailure.Log(log, SignInFailure.Away, e));
        }
    }

    /// <summary>Mapped for the API document: with an identity provider the handler answers this path before the endpoint runs.</summary>
    private static IResult Callback(string? code, string? state, string? error)
    {
        _ = (code, state, error);
        return UnknownRoute.Problem();
    }

    private static void Configure(
        OpenIdConnectOptions options, MatOptions mat, ProviderMetadata metadata, ProviderTokens tokens, InternalTokens keys)
    {
        options.EventsType = typeof(ExternalSignInEvents);
        options.ClientId = mat.Oidc.ClientId;
        options.ConfigurationManager = metadata;
        options.Backchannel = ProviderHttp.CreateClient(new ClientAuthenticationHandler(mat.Oidc, metadata, ProviderHttp.CreateHandler()));
        options.TokenHandler = new ProviderTokenHandler(tokens, mat.Oidc.ClientId!);
        options.CallbackPath = CallbackPath;
        // Sign-out of Mat ends Mat's session and not the provider's, so these endpoints of the handler stay closed.
        options.RemoteSignOutPath = default;
        options.SignedOutCallbackPath = default;

        options.ResponseType = OpenIdConnectResponseType.Code;
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        // Back-channel authorization requests (RFC 9126) are not tested against a provider.
        options.PushedAuthorizationBehavior = PushedAuthorizationBehavior.Disable;
        options.DisableTelemetry = true;
        options.Scope.Clear();
        foreach (var scope in mat.Oidc.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            options.Scope.Add(scope);

        // State and PKCE verifier travel encrypted in the state parameter, bound to the browser by the correlation cookie. The key
        // derives from the signing key, which every replica of the gateway has: no shared key ring is needed.
        options.DataProtectionProvider = new DerivedKeyProtector(keys.DeriveKey("gateway external sign-in"));
        options.RemoteAuthenticationTimeout = Timeout;
        options.ProtocolValidator.NonceLifetime = Timeout;
        options.CorrelationCookie = StateCookie(mat, "state.");
        options.NonceCookie = StateCookie(mat, "nonce.");
    }

    /// <summary>Over TLS the prefix keeps other hosts of the domain from planting the cookie (RFC 6265bis 4.1.3.2).</summary>
    private static string CookiePrefix(MatOptions mat) =>
        mat.Oidc.RedirectUri?.StartsWith("https://", StringComparison.OrdinalIgnoreCase) == true ? "__Host-mat_oidc." : "mat_oidc.";

    private static CookieBuilder StateCookie(MatOptions mat, string suffix) => new()
    {
        Name = CookiePrefix(mat) + suffix,
        Path = "/",
        HttpOnly = true,
        IsEssential = true,
        SameSite = SameSiteMode.Lax,
        SecurePolicy = CookiePrefix(mat)[0] == '_' ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest,
        Expiration = Timeout,
    };
}
