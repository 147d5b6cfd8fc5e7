using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Mat.Alerts;
using Mat.Assets;
using Mat.Cases;
using Mat.Partners;
using Mat.Platform.Auth;
using Mat.Platform.Hosting;
using Mat.Platform.Http;
using Mat.Testing;
using Mat.Tickets;
using Mat.Trust;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Mat.Architecture.Tests;

/// <summary>Every PATCH follows RFC 7396: absent keeps, null clears, and null where a value is needed is 422.</summary>
public sealed class PatchTests
{
    private static readonly IModule[] Modules = [new TrustModule(), new AssetsModule(), new TicketsModule(), new PartnersModule(),
        new AlertsModule(), new CasesModule()];

    private static List<(string Route, Type Body)> Patches(MatApp app) =>
    [
        .. app.Services.GetServices<EndpointDataSource>().SelectMany(d => d.Endpoints).OfType<RouteEndpoint>().DistinctBy(e => e)
            .Where(e => e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("PATCH") == true)
            .Select(e => (e.RoutePattern.RawText!, Assert.Single(
                e.Metadata.GetMetadata<MethodInfo>()!.GetParameters().Select(p => p.ParameterType),
                typeof(PatchBody).IsAssignableFrom))),
    ];

    private static string Wire(PropertyInfo property) => JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    [Fact]
    public async Task Every_patch_tells_absent_from_null_and_refuses_null_where_a_value_is_needed()
    {
        await using var app = await MatApp.StartAsync(Modules);
        var admin = app.As(Roles.Admin);
        admin.DefaultRequestHeaders.TryAddWithoutValidation("If-Match", "\"1\"");
        var patches = Patches(app);
        Assert.True(patches.Count >= 15, $"{patches.Count} routes");
        foreach (var (route, type) in patches)
        {
            var absent = (PatchBody)JsonSerializer.Deserialize("{}", type, StrictJson.Options)!;
            foreach (var property in type.GetProperties())
            {
                var given = (PatchBody)JsonSerializer.Deserialize($$"""{"{{Wire(property)}}":null}""", type, StrictJson.Options)!;
                Assert.True(given.Has(property.Name) && property.GetValue(given) is null && !absent.Has(property.Name),
                    $"{type.Name}.{property.Name}");
                if (!property.IsDefined(typeof(CannotClearAttribute)))
                    continue;
                var path = Regex.Replace(route, "{[^}]+}", Guid.CreateVersion7().ToString());
                var answer = await admin.PatchAsJsonAsync(path, new JsonObject { [Wire(property)] = null });
                Assert.True(answer.StatusCode == HttpStatusCode.UnprocessableEntity, $"{route} {property.Name}: {answer.StatusCode}");
                Assert.Equal("field.required", await answer.CodeAsync());
            }
        }
    }

    [Fact]
    public async Task Documents_say_what_may_be_null_and_that_everything_is_optional()
    {
        await using var app = await MatApp.StartAsync(Modules);
        var schemas = OpenApiDocuments.Merge(await OpenApiDocuments.HostedAsync(app.Services, Modules, default))["components"]!["schemas"]!;
        foreach (var type in Patches(app).Select(p => p.Body).Distinct())
        {
            var schema = schemas[type.Name]!;
            Assert.True(schema["required"] is null, type.Name);
            foreach (var property in type.GetProperties())
            {
                var nullable = IsNullable(schema["properties"]![Wire(property)]!);
                Assert.True(nullable != property.IsDefined(typeof(CannotClearAttribute)),
                    $"{type.Name}.{property.Name} nullable: {nullable}");
            }
        }

        static bool IsNullable(JsonNode schema) =>
            schema["type"] is JsonArray types ? types.Any(t => (string?)t == "null")
            : schema["oneOf"] is JsonArray options && options.Any(o => o!["type"] is JsonValue type && (string?)type == "null");
    }
}
