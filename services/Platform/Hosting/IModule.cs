using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Mat.Platform.Hosting;

/// <summary>A service of Mat: the same module runs alone in its own process or beside the others in one.</summary>
public interface IModule
{
    /// <summary>Lower-case name: the target, the route prefix <c>/api/{Name}</c>, the OpenAPI document, the database.</summary>
    string Name { get; }

    /// <summary>Registers everything the service needs.</summary>
    void Add(IHostApplicationBuilder builder);

    /// <summary>Maps the service's routes on the group <c>/api/{Name}</c>.</summary>
    void Map(RouteGroupBuilder group);
}

/// <summary>A module that also owns middleware and routes outside its own prefix (the gateway).</summary>
public interface IEdgeModule : IModule
{
    /// <summary>Middleware that runs after error handling and before routing and authentication.</summary>
    void Use(WebApplication app);

    /// <summary>Routes at the root of the site.</summary>
    void MapRoot(WebApplication app);
}
