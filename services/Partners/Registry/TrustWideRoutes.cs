using Mat.Platform.Auth;
using Mat.Platform.Http;

namespace Mat.Partners.Registry;

/// <summary>Partners serve the whole trust: a role for some schools does not change or open what concerns the others.</summary>
internal static class TrustWideRoutes
{
    public static async ValueTask<object?> Filter(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.RequestServices.GetRequiredService<CurrentUser>().AllSchools
            ? await next(context)
            : Problems.Forbidden("auth.trust_wide", "This needs the role for the whole trust.");
}
