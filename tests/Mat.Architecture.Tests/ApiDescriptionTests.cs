using System.Text.Json.Nodes;

namespace Mat.Architecture.Tests;

/// <summary>Every route of the API documents has a summary and every property of their schemas a description.</summary>
public sealed class ApiDescriptionTests
{
    private static readonly string[] Methods = ["get", "put", "post", "patch", "delete"];

    /// <summary>What is still undescribed, by document: routes without a summary, properties without a description. It may only
    /// fall.</summary>
    private static readonly Dictionary<string, (int Routes, int Properties)> Undescribed = new()
    {
        ["alerts"] = (0, 204),
        ["assets"] = (0, 196),
        ["cases"] = (0, 167),
        ["insights"] = (0, 36),
        ["partners"] = (0, 279),
        ["trust"] = (0, 157),
    };

    public static TheoryData<string> Documents =>
        [.. Directory.GetFiles(Path.Combine(Repository.Root, "docs", "api"), "*.json").Select(f => Path.GetFileNameWithoutExtension(f))
            .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Routes_and_properties_are_described(string service)
    {
        var document = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs", "api", service + ".json")))!;
        var (routes, properties) = (RoutesWithoutSummary(document), PropertiesWithoutDescription(document));
        var (maxRoutes, maxProperties) = Undescribed.GetValueOrDefault(service);
        Assert.True(routes.Count <= maxRoutes, $"Routes without summary: {string.Join(", ", routes)}");
        Assert.True(properties.Count <= maxProperties, $"Properties without description: {string.Join(", ", properties)}");
    }

    [Fact]
    public void What_lacks_a_description_is_found()
    {
        var document = JsonNode.Parse("""
            {
              "paths": { "/a": { "get": { "summary": "Get a" }, "put": {}, "parameters": [] } },
              "components": { "schemas": { "A": { "properties": { "x": { "description": "X" }, "y": { "type": "string" }, "z": { "$ref": "#/B" }, "n": { "oneOf": [{ "type": "null" }, { "description": "N", "$ref": "#/B" }] } } }, "B": {} } }
            }
            """)!;
        Assert.Equal(["PUT /a"], RoutesWithoutSummary(document));
        Assert.Equal(["A.y", "A.z"], PropertiesWithoutDescription(document));
    }

    private static List<string> RoutesWithoutSummary(JsonNode document) =>
        [.. from path in document["paths"]!.AsObject()
            from operation in path.Value!.AsObject()
            where Methods.Contains(operation.Key) && string.IsNullOrWhiteSpace((string?)operation.Value!["summary"])
            select $"{operation.Key.ToUpperInvariant()} {path.Key}"];

    private static List<string> PropertiesWithoutDescription(JsonNode document) =>
        [.. from schema in document["components"]?["schemas"]?.AsObject() ?? []
            from property in schema.Value!["properties"]?.AsObject() ?? []
            where !IsDescribed(property.Value!)
            select $"{schema.Key}.{property.Key}"];

    /// <summary>A nullable reference carries its description in the branch that is not null.</summary>
    private static bool IsDescribed(JsonNode property) =>
        !string.IsNullOrWhiteSpace((string?)property["description"])
        || (property["oneOf"]?.AsArray().Any(branch => !string.IsNullOrWhiteSpace((string?)branch!["description"])) ?? false);
}
