using System.Text.Json;
using Mat.Testing;

namespace Mat.Gateway.Tests.OpenApi;

/// <summary>The gateway's own API document explains itself.</summary>
public sealed class ApiDocumentTests
{
    [Fact]
    public async Task Every_route_has_a_summary_and_every_schema_and_property_a_description()
    {
        await using var f = await GatewayFixture.StartAsync();
        using var answer = await f.Client().GetAsync("/openapi/gateway.json");
        var document = await answer.ReadJsonAsync();
        var silent = new List<string>();
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject().Where(o => !Has(o.Value, "summary")))
                silent.Add($"{operation.Name} {path.Name}");
        }
        var schemas = document.GetProperty("components").GetProperty("schemas").EnumerateObject().Where(s => s.Name != "ProblemDetails")
            .ToList();
        Assert.NotEmpty(schemas);
        foreach (var schema in schemas)
        {
            if (!Has(schema.Value, "description"))
                silent.Add(schema.Name);
            foreach (var property in schema.Value.GetProperty("properties").EnumerateObject().Where(p => !Has(p.Value, "description")))
                silent.Add($"{schema.Name}.{property.Name}");
        }
        Assert.Empty(silent);
    }

    private static bool Has(JsonElement element, string member) =>
        element.TryGetProperty(member, out var text) && text.GetString() is { Length: > 0 };
}
