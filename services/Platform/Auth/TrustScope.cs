using Mat.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Mat.Platform.Auth;

/// <summary>Endpoints that show or change what concerns every school.</summary>
public static class TrustScope
{
    /// <summary>Refuses a caller whose role holds for some schools only: the audit log of one service has all schools in it.</summary>
    public static RouteHandlerBuilder RequireTrustScope(this RouteHandlerBuilder endpoint) =>
        endpoint.AddEndpointFilter(async (context, next) =>
            context.HttpContext.RequestServices.GetRequiredService<CurrentUser>().AllSchools
                ? await next(context)
                : Problems.Forbidden("auth.trust_wide", "This needs the role for the whole trust."));
}
