using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Metadata;

namespace Mat.Platform.Http;

/// <summary>How large a body a route takes, in bytes; more is 413.</summary>
public static class BodyLimit
{
    /// <summary>256 KiB, for a route that says nothing.</summary>
    public const long Default = 256 * 1024;

    public static TBuilder WithBodyLimit<TBuilder>(this TBuilder builder, long bytes)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new Limit(bytes));

    private sealed record Limit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
