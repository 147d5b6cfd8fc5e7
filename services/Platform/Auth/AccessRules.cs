using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Mat.Platform.Hosting;

namespace Mat.Platform.Auth;

/// <summary>
/// Who may use an endpoint. An endpoint that says nothing does not start; one that says roles also limits the schools that
/// its queries see to those where the caller holds one of these roles.
/// </summary>
public static class AccessRules
{
    /// <summary>People and API tokens that hold one of the roles somewhere; the rest is 403 <c>auth.role</c>.</summary>
    public static TBuilder RequireRoles<TBuilder>(this TBuilder builder, params string[] roles)
        where TBuilder : IEndpointConventionBuilder => builder.Require(new(Schemes.Internal, roles));

    /// <summary>Other parts of Mat alone. The path must lie under <c>/internal/</c>, which the gateway never lets through.</summary>
    public static TBuilder RequireSystem<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.Require(new(Schemes.Internal, []));

    /// <summary>A partner by its own token.</summary>
    public static TBuilder RequirePartner<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.Require(new(Schemes.Partner, []));

    /// <summary>An alert source by its own token.</summary>
    public static TBuilder RequireSource<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.Require(new(Schemes.Source, []));

    private static TBuilder Require<TBuilder>(this TBuilder builder, AccessRule rule)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.WithMetadata(rule);
        builder.RequireAuthorization(new AuthorizationPolicy([new AccessRequirement(rule)], [rule.Scheme]));
        return builder;
    }

    internal static void AddAccess(this IHostApplicationBuilder builder, MatOptions options)
    {
        builder.Services.AddScoped<CurrentUser>();
        builder.Services.AddSingleton<InternalTokens>();
        builder.Services.AddSingleton<ISecretProtector, SecretProtector>();
        builder.Services.AddAuthentication(Schemes.Internal)
            .AddScheme<AuthenticationSchemeOptions, InternalHandler>(Schemes.Internal, null);

        builder.Services.AddAuthorization();

        // RefuseUndeclared leaves no endpoint without a rule; what remains are routing's own answers (405, 415) and unknown
        // paths: those too are for callers who are somebody. A remote scheme (OpenID Connect) would redirect instead of answering 401.
        builder.Services.AddOptions<AuthorizationOptions>().Configure<IOptions<AuthenticationOptions>>((authorization, authentication) =>
            authorization.FallbackPolicy = new AuthorizationPolicyBuilder([.. authentication.Value.Schemes
                .Where(s => !typeof(IAuthenticationRequestHandler).IsAssignableFrom(s.HandlerType)).Select(s => s.Name)])
                .RequireAuthenticatedUser().Build());
        builder.Services.AddSingleton<IAuthorizationHandler, AccessHandler>();
    }

    /// <exception cref="InvalidOperationException">An endpoint does not say who may use it, or an internal one has an open
    /// path.</exception>
    internal static void RejectUndeclared(WebApplication app)
    {
        foreach (var endpoint in ((IEndpointRouteBuilder)app).DataSources.SelectMany(d => d.Endpoints).OfType<RouteEndpoint>())
        {
            var path = endpoint.RoutePattern.RawText ?? "";
            var rule = endpoint.Metadata.GetMetadata<AccessRule>();
            if (rule is null && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null)
                throw new InvalidOperationException(
                    $"{endpoint.DisplayName} does not say who may use it: add RequireRoles, or AllowAnonymous and the tested list.");
            if (rule is { Scheme: Schemes.Internal, Roles.Length: 0 } != path.Contains("/internal/", StringComparison.Ordinal))
                throw new InvalidOperationException($"{path}: system routes, and they alone, lie under /internal/.");
        }
    }
}

/// <summary>Metadata: the scheme and roles that an endpoint admits; no roles under the internal scheme means the system.</summary>
public sealed record AccessRule(string Scheme, string[] Roles);

internal sealed record AccessRequirement(AccessRule Rule) : IAuthorizationRequirement;

internal sealed class AccessHandler : AuthorizationHandler<AccessRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, AccessRequirement requirement)
    {
        if (context.Resource is not HttpContext http || !context.User.Identities.Any(i => i.IsAuthenticated))
            return Task.CompletedTask;
        var user = http.RequestServices.GetRequiredService<CurrentUser>();
        var rule = requirement.Rule;
        switch (Schemes.Who(http))
        {
            case RequestPrincipal { Kind: ActorKind.System } when rule is { Scheme: Schemes.Internal, Roles.Length: 0 }:
                user.BecomeOther(ActorKind.System, Guid.Empty, "Mat");
                context.Succeed(requirement);
                break;
            case RequestPrincipal
            {
                Kind: ActorKind.Person
                or ActorKind.ApiToken
            } principal when principal.Grants.Any(g => rule.Roles.Contains(g.Role)) && InScope(principal, http):
                user.BecomePerson(principal, rule.Roles);
                context.Succeed(requirement);
                break;
            case TokenSubject subject when rule.Scheme is Schemes.Partner or Schemes.Source:
                user.BecomeOther(rule.Scheme == Schemes.Partner ? ActorKind.Partner : ActorKind.Source, subject.Id, subject.Name);
                context.Succeed(requirement);
                break;
            default:
                break;
        }

        return Task.CompletedTask;
    }

    /// <summary>API tokens carry scopes: <c>tickets.read</c> for safe methods, <c>tickets.write</c> for the others, <c>*</c> for
    /// all.</summary>
    private static bool InScope(RequestPrincipal principal, HttpContext http)
    {
        if (principal.Scopes is not { } scopes)
            return principal.Kind == ActorKind.Person;
        var service = http.GetEndpoint()?.Metadata.GetMetadata<ServiceName>()?.Name ?? "gateway";
        var reads = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);
        return scopes.Contains("*") || scopes.Contains($"{service}.write") || (reads && scopes.Contains($"{service}.read"));
    }
}
