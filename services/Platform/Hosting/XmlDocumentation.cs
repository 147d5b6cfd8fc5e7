using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Mat.Platform.Hosting;

/// <summary>
/// Descriptions of the API documents, read from the XML documentation files beside the assemblies. The framework's source
/// generator reads the comments of the project that calls AddOpenApi only, which is Platform and not the services.
/// </summary>
internal static partial class XmlDocumentation
{
    private static readonly ConcurrentDictionary<Assembly, Dictionary<string, string>> Comments = new();

    public static Task DescribeAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken ct)
    {
        var shared = schema.Metadata?.TryGetValue("x-schema-id", out var id) == true && id is string { Length: > 0 };
        var property = context.JsonPropertyInfo?.AttributeProvider as PropertyInfo;
        if (shared || property is null)
            schema.Description ??= Find(Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type, "");
        if (property is { DeclaringType: { } type } && Find(type, property.Name) is { } text)
        {
            // A property whose schema is shared is written as a reference, which carries its description apart.
            if (shared)
                schema.Metadata!["x-ref-description"] = text;
            else
                schema.Description = text;
        }
        return Task.CompletedTask;
    }

    /// <param name="property">Name of a property; empty for the type itself.</param>
    private static string? Find(Type type, string property)
    {
        if (type.IsGenericType)
            type = type.GetGenericTypeDefinition();
        return type.FullName is { } name && type.Assembly.GetName().Name!.StartsWith("Mat.", StringComparison.Ordinal)
            ? Comments.GetOrAdd(type.Assembly, Read).GetValueOrDefault($"{name.Replace('+', '.')}.{property}")
            : null;
    }

    private static Dictionary<string, string> Read(Assembly assembly)
    {
        var file = Path.Combine(AppContext.BaseDirectory, assembly.GetName().Name + ".xml");
        var comments = new Dictionary<string, string>();
        if (!File.Exists(file))
            return comments;
        foreach (var member in XDocument.Load(file).Descendants("member"))
        {
            var id = member.Attribute("name")!.Value;
            if (id.StartsWith("P:", StringComparison.Ordinal))
                Add(id[2..], member.Element("summary"));
            if (!id.StartsWith("T:", StringComparison.Ordinal))
                continue;
            Add(id[2..] + ".", member.Element("summary"));
            // Properties of a positional record are documented as its parameters.
            foreach (var parameter in member.Elements("param"))
                Add($"{id[2..]}.{parameter.Attribute("name")!.Value}", parameter);
        }
        return comments;

        void Add(string name, XElement? comment)
        {
            if (comment is not null && Text(comment) is { Length: > 0 } text)
                comments.TryAdd(name, text);
        }
    }

    /// <summary>Plain text of a comment: references become the name that they refer to.</summary>
    private static string Text(XElement comment) =>
        Space().Replace(string.Concat(comment.DescendantNodes().Select(n => n switch
        {
            XText text => text.Value,
            XElement { IsEmpty: true } reference =>
                (reference.Attribute("cref") ?? reference.Attribute("name") ?? reference.Attribute("langword"))?.Value.Split('.', ':')[^1]
                ?? "",
            _ => "",
        })), " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
