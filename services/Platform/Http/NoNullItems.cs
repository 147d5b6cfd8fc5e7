using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Mat.Platform.Http;

/// <summary>
/// Refuses null inside a list or as a list's record: no list of Mat's has a meaning for it, JSON lets it through, and the
/// type system believes it cannot be. 400 <c>validation</c> with the field's name.
/// </summary>
internal static class NoNullItems
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Looked = new();

    public static ValueTask<object?> Filter(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        foreach (var argument in context.Arguments)
        {
            if (argument is not null && IsRequest(argument.GetType()) && Find(argument, "") is { } field)
                return ValueTask.FromResult<object?>(TypedResults.ValidationProblem(
                    new Dictionary<string, string[]> { [field] = ["An item of this list is null."] }));
        }

        return next(context);
    }

    /// <summary>Records alone: what a body is bound to.</summary>
    private static bool IsRequest(Type type) => type.GetMethod("<Clone>$") is not null;

    private static string? Find(object value, string path)
    {
        foreach (var property in Looked.GetOrAdd(value.GetType(), Lists))
        {
            var at = path + JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            switch (property.GetValue(value))
            {
                case IEnumerable items:
                    var index = 0;
                    foreach (var item in items)
                    {
                        if (item is null)
                            return $"{at}[{index}]";
                        if (IsRequest(item.GetType()) && Find(item, $"{at}[{index}].") is { } inner)
                            return inner;
                        index++;
                    }

                    break;
                case { } part when Find(part, at + ".") is { } inner:
                    return inner;
                default:
                    break;
            }
        }

        return null;
    }

    private static PropertyInfo[] Lists(Type type) => [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(p => p.GetIndexParameters().Length == 0 && p.PropertyType != typeof(string) && p.PropertyType != typeof(JsonElement) &&
            (typeof(IEnumerable).IsAssignableFrom(p.PropertyType) || IsRequest(p.PropertyType)))];
}
