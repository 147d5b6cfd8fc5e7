using Microsoft.AspNetCore.Routing;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.OpenApi;

namespace Mat.Platform.Hosting;

/// <summary>One OpenAPI 3.1 document per service and their merge.</summary>
public static class OpenApiDocuments
{
    internal static void AddOpenApiDocument(this IHostApplicationBuilder builder, string name) =>
        builder.Services.AddOpenApi(name, o =>
        {
            o.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            o.AddDocumentTransformer((document, _, _) =>
            {
                document.Info = new() { Title = $"Mat: {name}", Version = "1" };
                document.Servers = [];
                return Task.CompletedTask;
            });
            // Our converter for text hides from the schema that it is text.
            o.AddSchemaTransformer((schema, context, _) =>
            {
                if (context.JsonTypeInfo.Type == typeof(string) && schema.Type is null)
                    schema.Type = context.JsonPropertyInfo is { IsGetNullable: true } or { IsSetNullable: true }
                        ? JsonSchemaType.String | JsonSchemaType.Null : JsonSchemaType.String;
                // The elements of a list of text never reach this transformer by themselves: their schema is empty and omitted.
                if (context.JsonTypeInfo.ElementType == typeof(string) && schema.Type?.HasFlag(JsonSchemaType.Array) == true)
                    schema.Items = new OpenApiSchema { Type = JsonSchemaType.String };
                // A nullable property refers to the enum or null; the shared schema itself lists values only.
                if (schema.Enum is { Count: > 0 } values)
                    schema.Enum = [.. values.Where(v => v is not null)];
                if (context.JsonTypeInfo is { Kind: JsonTypeInfoKind.Dictionary } dictionary && dictionary.ElementType == typeof(string))
                    schema.AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.String };
                return Task.CompletedTask;
            });
            o.AddSchemaTransformer((schema, context, _) =>
            {
                // Every member of a PATCH is nullable in C#; null is allowed in JSON only where it clears.
                foreach (var property in typeof(PatchBody).IsAssignableFrom(context.JsonTypeInfo.Type) ? context.JsonTypeInfo.Properties
                    : [])
                    if (property.AttributeProvider is MemberInfo member && CannotClearAttribute.Marks(member)
                        && schema.Properties is { } all && all.TryGetValue(property.Name, out var of))
                        all[property.Name] = NotNull(of);
                return Task.CompletedTask;
            });
            o.AddSchemaTransformer(XmlDocumentation.DescribeAsync);
            o.AddOperationTransformer((operation, context, _) =>
            {
                foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>().Where(p => p.In == ParameterLocation.Query)
                    ?? [])
                    parameter.Name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!);
                operation.OperationId ??= context.Description.ActionDescriptor.EndpointMetadata
                    .OfType<IEndpointNameMetadata>().LastOrDefault()?.EndpointName;
                if (context.Description.ActionDescriptor.EndpointMetadata.OfType<IfMatchRequired>().Any())
                {
                    operation.Parameters ??= [];
                    operation.Parameters.Add(new OpenApiParameter
                    {
                        Name = "If-Match",
                        In = ParameterLocation.Header,
                        Required = true,
                        Description = "The ETag that was read; 428 without it, 412 when the thing has changed since.",
                        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                    });
                }

                return Task.CompletedTask;
            });
        });

    private static IOpenApiSchema NotNull(IOpenApiSchema schema)
    {
        if (schema is not OpenApiSchema own)
            return schema;
        if (own.Type is { } type)
            own.Type = type & ~JsonSchemaType.Null;
        own.Metadata?.Remove("x-is-nullable-property"); // by which the framework adds null to a reference
        return own;
    }

    internal static void MapOpenApiDocuments(this WebApplication app) =>
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();

    /// <summary>The documents of the modules that this process hosts, as JSON.</summary>
    public static async Task<IReadOnlyDictionary<string, JsonObject>> HostedAsync(IServiceProvider services, IEnumerable<IModule> modules,
        CancellationToken ct)
    {
        var documents = new Dictionary<string, JsonObject>();
        foreach (var module in modules)
        {
            await using var scope = services.CreateAsyncScope();
            var provider = scope.ServiceProvider.GetRequiredKeyedService<IOpenApiDocumentProvider>(module.Name);
            var document = await provider.GetOpenApiDocumentAsync(ct);
            documents[module.Name] = JsonNode.Parse(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, ct))!.AsObject();
        }

        return documents;
    }

    /// <summary>One document out of several. Paths are disjoint by prefix; equal schema names must mean the same schema.</summary>
    /// <exception cref="InvalidOperationException">Two services give one schema name two meanings.</exception>
    public static JsonObject Merge(IEnumerable<KeyValuePair<string, JsonObject>> documents)
    {
        JsonObject paths = [], schemas = [], webhooks = [];
        var tags = new JsonArray();
        foreach (var (name, document) in documents.OrderBy(d => d.Key, StringComparer.Ordinal))
        {
            tags.Add(new JsonObject { ["name"] = name });
            Take(document["paths"], paths, name);
            Take(document["components"]?["schemas"], schemas, name);
            Take(document["webhooks"], webhooks, name);
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.1",
            ["info"] = new JsonObject { ["title"] = "Mat", ["version"] = "1" },
            ["tags"] = tags,
            ["paths"] = paths,
            ["webhooks"] = webhooks,
            ["components"] = new JsonObject
            {
                ["schemas"] = schemas,
                ["securitySchemes"] = new JsonObject
                {
                    ["session"] = new JsonObject { ["type"] = "apiKey", ["in"] = "cookie", ["name"] = "mat_session" },
                    ["token"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer" },
                },
            },
            ["security"] = new JsonArray(new JsonObject { ["session"] = new JsonArray() }, new JsonObject { ["token"] = new JsonArray() }),
        };

        static void Take(JsonNode? from, JsonObject into, string name)
        {
            foreach (var (key, value) in from?.AsObject() ?? [])
            {
                if (into[key] is not { } have)
                    into[key] = value?.DeepClone();
                else if (!JsonNode.DeepEquals(have, value))
                    throw new InvalidOperationException(
                        $"'{key}' of {name} means something else in another service: give it a name of its own.");
            }
        }
    }

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    internal static async Task WriteAsync(WebApplication app, IReadOnlyList<IModule> modules, string folder)
    {
        // The documents read the endpoints, which a host knows only once its pipeline is built: start it on a port of its own.
        app.Urls.Clear();
        app.Urls.Add("http://127.0.0.1:0");
        await app.StartAsync();
        var documents = await HostedAsync(app.Services, modules, CancellationToken.None);
        Directory.CreateDirectory(folder);
        foreach (var (name, document) in documents)
            await File.WriteAllTextAsync(Path.Combine(folder, name + ".json"), document.ToJsonString(Indented) + "\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "v1.json"), Merge(documents).ToJsonString(Indented) + "\n");
        await app.StopAsync();
    }
}
