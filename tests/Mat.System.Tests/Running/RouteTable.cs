using System.Globalization;

namespace Mat.SystemTests.Running;

/// <summary>A parameter of a route as the API document describes it.</summary>
public sealed record Parameter(string Name, string In, bool Required, JsonNode? Schema);

/// <summary>A route as the API document describes it, so that a test over all of them covers a new one by itself.</summary>
public sealed record Operation(string Method, string Path, IReadOnlyList<Parameter> Parameters, string? MediaType, JsonNode? BodySchema)
{
    public HttpMethod HttpMethod => HttpMethod.Parse(Method);
    public bool HasJsonBody => MediaType == "application/json" && BodySchema is not null;
    public IReadOnlyList<string> PathParameters => [.. Parameters.Where(p => p.In == "path").Select(p => p.Name)];

    /// <summary>The path with each of its parameters replaced, and a name for a file where one is asked for.</summary>
    public string Fill(Func<string, string> value) =>
        PathParameters.Aggregate(Path + (Method == "POST" && Parameters.Any(p => p.Name == "fileName") ? "?fileName=sample.txt" : ""),
            (path, name) => path.Replace("{" + name + "}", Uri.EscapeDataString(value(name)), StringComparison.Ordinal));

    public override string ToString() => $"{Method} {Path}";
}

/// <summary>All routes of the merged API document.</summary>
public sealed class RouteTable
{
    private readonly JsonNode _document;

    private RouteTable(JsonNode document) => _document = document;

    public IReadOnlyList<Operation> Operations { get; private set; } = [];

    public static async Task<RouteTable> ReadAsync(MatClient client)
    {
        var table = new RouteTable((await client.GetAsync("/openapi/v1.json")).Expect(200).Body);
        table.Operations = [.. table.Read()];
        Assert.True(table.Operations.Count > 60, $"The API document has only {table.Operations.Count} operations.");
        return table;
    }

    /// <summary>The smallest body that the schema allows; every free text is <paramref name="text"/>, every id
    /// <paramref name="id"/>.</summary>
    public JsonNode? Sample(JsonNode? schema, string text, string id, int depth = 0)
    {
        schema = Resolve(schema);
        if (schema is null || depth > 8)
            return null;
        if (schema["enum"] is JsonArray { Count: > 0 } choices)
            return choices.First(c => c is not null)?.DeepClone();
        foreach (var union in new[] { "oneOf", "anyOf", "allOf" })
            if (schema[union] is JsonArray options && options.Select(Resolve).FirstOrDefault(o => !IsNull(o)) is { } option)
                return Sample(option, text, id, depth + 1);
        switch (TypeOf(schema))
        {
            case "object":
                var body = new JsonObject();
                var required = (schema["required"] as JsonArray)?.Select(r => r!.GetValue<string>()).ToHashSet() ?? [];
                if (schema["properties"] is JsonObject properties)
                    foreach (var (name, property) in properties)
                        if (required.Contains(name) && !AllowsNull(Resolve(property)))
                            body[name] = Sample(property, text, id, depth + 1);
                        else if (required.Contains(name))
                            body[name] = Sample(property, text, id, depth + 1) ?? null;
                return body;
            case "array":
                return (schema["minItems"]?.GetValue<int>() ?? 0) > 0 && Sample(schema["items"], text, id, depth + 1) is { } item
                    ? new JsonArray(item) : new JsonArray();
            case "integer":
                return Number(schema["minimum"]) is { } least ? (int)Math.Max(1, least) : 1;
            case "number":
                return Number(schema["minimum"]) is { } lowest ? Math.Max(1, lowest) : 1;
            case "boolean":
                return false;
            default:
                if (schema["pattern"]?.GetValue<string>() is { } pattern && Matching(pattern) is { } matching)
                    return matching;
                var word = schema["format"]?.GetValue<string>() switch
                {
                    "uuid" => id,
                    "date-time" => "2026-01-02T03:04:05Z",
                    "date" => "2026-01-02",
                    "time" => "08:00",
                    "email" => "nobody@trust.example",
                    "uri" => "https://example.org/hook",
                    _ => text,
                };
                return schema["maxLength"]?.GetValue<int>() is { } most && word.Length > most ? word[..most] : word;
        }
    }

    /// <summary>Properties of a body with their schemas.</summary>
    public IReadOnlyList<(string Name, JsonNode Schema)> Properties(JsonNode? schema)
    {
        schema = Resolve(schema);
        return schema?["properties"] is JsonObject properties ? [.. properties.Select(p => (p.Key, Resolve(p.Value)!))] : [];
    }

    public static string? TypeOf(JsonNode? schema) => schema?["type"] switch
    {
        JsonArray types => types.Select(t => t!.GetValue<string>()).FirstOrDefault(t => t != "null" && !(t == "string" && types.Count > 2)),
        JsonValue type => type.GetValue<string>(),
        _ => schema?["properties"] is not null ? "object" : null,
    };

    private IEnumerable<Operation> Read()
    {
        foreach (var (path, item) in _document["paths"]!.AsObject())
        {
            var shared = ParametersOf(item!["parameters"]);
            foreach (var (method, operation) in item.AsObject().Where(o => o.Key is "get" or "post" or "put" or "patch" or "delete"))
            {
                var content = (Resolve(operation!["requestBody"])?["content"] as JsonObject)?.ToList() ?? [];
                var chosen = content.FirstOrDefault(c => c.Key == "application/json") is { Key: not null } json ? json
                    : content.FirstOrDefault();
                yield return new Operation(method.ToUpperInvariant(), path, [.. shared, .. ParametersOf(operation["parameters"])],
                    chosen.Key, chosen.Value?["schema"]);
            }
        }
    }

    private IReadOnlyList<Parameter> ParametersOf(JsonNode? parameters) =>
        (parameters as JsonArray)?.Select(p => Resolve(p)!).Select(p => new Parameter(
            p["name"]!.GetValue<string>(), p["in"]!.GetValue<string>(), p["required"]?.GetValue<bool>() ?? false, Resolve(p["schema"])))
                .ToList() ?? [];

    private JsonNode? Resolve(JsonNode? node)
    {
        while (node?["$ref"]?.GetValue<string>() is { } reference)
            node = reference[2..].Split('/')
                .Aggregate((JsonNode?)_document, (at, name) => at?[name.Replace("~1", "/", StringComparison.Ordinal)]);
        return node;
    }

    /// <summary>A text that a pattern of ours takes: the first of its alternatives, or a time of day.</summary>
    private static string? Matching(string pattern) =>
        new[] { pattern.TrimStart('^').TrimEnd('$').Trim('(', ')').Replace("?:", "", StringComparison.Ordinal).Split('|')[0], "08:00",
            "16:00" }
            .FirstOrDefault(t => System.Text.RegularExpressions.Regex.IsMatch(t, pattern));

    private static bool IsNull(JsonNode? schema) => schema?["type"] is JsonValue type && type.GetValue<string>() == "null";

    private static bool AllowsNull(JsonNode? schema) =>
        schema?["type"] is JsonArray types && types.Any(t => t!.GetValue<string>() == "null");

    private static double? Number(JsonNode? value) =>
        value is not null && double.TryParse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
        : null;
}
