using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace Mat.Platform.Http;

/// <summary>A view that knows its version; its answer carries the ETag by itself.</summary>
public interface IVersioned
{
    int Version { get; }
}

/// <summary>
/// The <c>If-Match</c> header of a change (RFC 9110 §13.1.1). A handler asks <see cref="Validate"/> with the version it has
/// loaded: 428 without the header, 412 when it names another version.
/// </summary>
public sealed class IfMatch : IEndpointParameterMetadataProvider
{
    private readonly IReadOnlyList<string>? _tags;

    private IfMatch(IReadOnlyList<string>? tags) => _tags = tags;

    public static ValueTask<IfMatch?> BindAsync(HttpContext http, ParameterInfo parameter)
    {
        var header = http.Request.Headers.IfMatch;
        if (header.Count == 0)
            return ValueTask.FromResult<IfMatch?>(new(null));
        return EntityTagHeaderValue.TryParseList([.. header!], out var tags)
            ? ValueTask.FromResult<IfMatch?>(new([.. tags.Select(t => t.Tag.Value!)]))
            : throw new ProblemException(Problems.BadRequest("if_match.invalid", "If-Match takes the ETag that was read, in quotes."));
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(new IfMatchRequired());

    public ProblemHttpResult? Validate(int version)
    {
        if (_tags is null)
            return Problems.Of(428, "precondition.required", "Send If-Match with the ETag that you read, so that nobody's change is lost.");
        return _tags.Contains("*") || _tags.Contains(ETags.Of(version))
            ? null
            : Problems.Of(412, "precondition.stale", "It was changed by somebody else in the meantime; read it again.");
    }
}

internal sealed record IfMatchRequired;

internal static class ETags
{
    public static string Of(int version) => $"\"{version.ToString(CultureInfo.InvariantCulture)}\"";

    /// <summary>Sets the ETag of a versioned answer.</summary>
    public static async ValueTask<object?> Filter(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        var value = result is INestedHttpResult nested ? nested.Result : result;
        if ((value is IValueHttpResult { Value: IVersioned versioned } ? versioned : value as IVersioned) is { } view)
            context.HttpContext.Response.Headers.ETag = Of(view.Version);
        return result;
    }
}
