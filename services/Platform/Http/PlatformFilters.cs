using Mat.Platform.Data;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Mat.Platform.Http;

internal static class PlatformFilters
{
    /// <summary>What every route of a service gets without asking: its ETag, and Idempotency-Key where it has a database.</summary>
    public static void AddPlatformFilters(this RouteGroupBuilder group, IServiceProvider services, string service)
    {
        group.AddEndpointFilter(ETags.Filter);
        group.AddEndpointFilter(NoNullItems.Filter);
        group.AddEndpointFilter(PatchBody.Filter);
        if (services.GetKeyedService<DbRuntime>(service) is { } runtime)
            group.AddEndpointFilter((context, next) => Idempotency.FilterAsync(runtime, context, next));
    }
}
