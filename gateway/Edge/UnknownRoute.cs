using Mat.Platform.Http;

namespace Mat.Gateway.Edge;

/// <summary>The problem for a path under /api that has no endpoint, or none that is open to clients.</summary>
internal static class UnknownRoute
{
    public static IResult Problem() => Problems.Of(404, "route.unknown", "There is no such route.");
}
