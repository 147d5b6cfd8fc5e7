using System.Text.Json.Nodes;
using System.Reflection;
using Mat.Alerts;
using Mat.Assets;
using Mat.Cases;
using Mat.Contracts;
using Mat.Gateway;
using Mat.Insights;
using Mat.Partners;
using Mat.Platform.Auth;
using Mat.Platform.Data;
using Mat.Platform.Hosting;
using Mat.Platform.Messaging;
using Mat.Standards;
using Mat.Tickets;
using Mat.Trust;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Mat.Architecture.Tests;

/// <summary>What holds for all modules together, read off the composed application.</summary>
public sealed class ModulesTests : IAsyncLifetime
{
    private static readonly Assembly[] Services =
        [typeof(TrustModule).Assembly, typeof(AssetsModule).Assembly, typeof(TicketsModule).Assembly, typeof(PartnersModule).Assembly,
            typeof(AlertsModule).Assembly, typeof(CasesModule).Assembly, typeof(StandardsModule).Assembly, typeof(InsightsModule).Assembly,
            typeof(GatewayModule).Assembly];

    private readonly string _folder = Directory.CreateTempSubdirectory("mat-arch-").FullName;
    private WebApplication _app = null!;

    public ValueTask InitializeAsync()
    {
        _app = Compose("sqlite");
        return ValueTask.CompletedTask;
    }

    private WebApplication Compose(string storage)
    {
        var builder = MatHost.CreateBuilder([]);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Mat:Data"] = _folder,
            ["Mat:Storage"] = storage,
            ["Mat:Postgres"] = "Host=127.0.0.1;Port=1;Username=nobody",
        });
        return MatHost.Build(builder,
            [new GatewayModule(), new TrustModule(), new AssetsModule(), new TicketsModule(), new PartnersModule(), new AlertsModule(),
                new CasesModule(), new StandardsModule(), new InsightsModule()]);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private List<RouteEndpoint> Endpoints =>
        [.. ((IEndpointRouteBuilder)_app).DataSources.SelectMany(d => d.Endpoints).OfType<RouteEndpoint>()];

    [Fact]
    public void No_service_references_another()
    {
        foreach (var service in Services)
        {
            var foreign = service.GetReferencedAssemblies().Select(a => a.Name!)
                .Where(n => n.StartsWith("Mat.", StringComparison.Ordinal) && n is not ("Mat.Contracts" or "Mat.Platform"));
            Assert.Empty(foreign);
        }
    }

    [Fact]
    public void Platform_references_no_service() => Assert.DoesNotContain(
        typeof(MatHost).Assembly.GetReferencedAssemblies(),
        a => a.Name!.StartsWith("Mat.", StringComparison.Ordinal) && a.Name != "Mat.Contracts");

    [Fact]
    public void Only_these_routes_are_anonymous()
    {
        var anonymous = Endpoints.Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(e => string.Join(',', e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["*"]) + " "
                + e.RoutePattern.RawText)
            .Order(StringComparer.Ordinal);
        Assert.Equal(
        [
            "* /health/live",
            "* /health/ready",
            "* {**path}",
            "DELETE /api/session/",
            "GET /api/session/",
            "GET /api/session/methods",
            "GET /api/session/oidc/",
            "GET /api/session/oidc/callback",
            "GET /docs/favicon.svg",
            "GET /docs/scalar.aspnetcore.js",
            "GET /docs/scalar.js",
            "GET /docs/{documentName?}",
            "GET /openapi/v1.json",
            "GET /openapi/{documentName}.json",
            // A partner proves itself by the link, or by the signature over the body, and by nothing that a token scheme knows.
            "POST /api/partners/answer",
            "POST /api/partners/answer/attachments/{attachmentId:guid}",
            "POST /api/partners/answer/view",
            "POST /api/partners/inbound/{partnerId:guid}",
            "POST /api/session/",
            "POST /api/session/password",
        ], anonymous);
    }

    [Fact]
    public void Endpoint_names_are_unique_and_say_their_service()
    {
        var named = Endpoints.Where(e => e.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal)
            && !e.RoutePattern.RawText.Contains("/internal/", StringComparison.Ordinal)).ToList();
        Assert.All(named,
            e => Assert.False(string.IsNullOrEmpty(e.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName),
                $"{e.RoutePattern.RawText} has no name"));
        var twice = named.GroupBy(e => e.Metadata.GetMetadata<IEndpointNameMetadata>()!.EndpointName).Where(g => g.Count() > 1)
            .Select(g => g.Key);
        Assert.Empty(twice);
    }

    [Fact]
    public void Queue_names_are_unique_and_say_their_service()
    {
        var queues = _app.Services.GetServices<Subscription>().Select(s => s.Endpoint).ToList();
        Assert.NotEmpty(queues);
        Assert.Equal(queues.Count, queues.Distinct().Count());
        Assert.All(queues, q => Assert.Contains(q.Split('-')[0], ServiceCatalog.Targets));
    }

    [Fact]
    public void Every_event_has_a_subscriber()
    {
        // RabbitMQ drops a message that no queue is bound to. The two exceptions are for people, who read them on the partner's page.
        var subscribed = _app.Services.GetServices<Subscription>().Select(s => s.MessageType).ToHashSet();
        Assert.Equal(["EndpointDisabled", "PartnerDocumentExpiring"],
            EventTypes.All.Where(t => !subscribed.Contains(t)).Select(t => t.Name).Order());
    }

    [Fact]
    public void Every_live_event_is_subscribed_to_by_the_stream()
    {
        var streamed = _app.Services.GetServices<Subscription>()
            .Where(s => s.IsBroadcast && s.Endpoint.StartsWith("gateway-", StringComparison.Ordinal)).Select(s => s.MessageType.Name);
        Assert.Equal(EventTypes.All.Where(t => typeof(ILiveEvent).IsAssignableFrom(t)).Select(t => t.Name).Order(), streamed.Order());
    }

    [Fact]
    public void Request_bodies_are_public_or_they_would_not_be_validated()
    {
        var hidden = Services.SelectMany(a => a.GetTypes()).Where(t => t.Name.EndsWith("Endpoint", StringComparison.Ordinal))
            .SelectMany(t => t.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(m => m.Name.StartsWith("Handle", StringComparison.Ordinal))
            .SelectMany(m => m.GetParameters()).Select(p => p.ParameterType)
            .Where(t => t.GetMethod("<Clone>$") is not null && !t.IsVisible).Select(t => t.FullName);
        Assert.Empty(hidden);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Migrations_make_the_model(string storage)
    {
        await using var app = Compose(storage);
        await using var scope = app.Services.CreateAsyncScope();
        foreach (var runtime in app.Services.GetServices<DbRuntime>())
        {
            var db = (ServiceDb)scope.ServiceProvider.GetRequiredService(runtime.ContextType);
            Assert.NotEmpty(db.Database.GetMigrations());
            Assert.False(db.Database.HasPendingModelChanges(), $"{runtime.Service} on {storage}: scripts/add-migration.sh");
        }
    }

    [Fact]
    public async Task Documents_merge_into_one_that_lists_every_route()
    {
        _app.Urls.Add("http://127.0.0.1:0");
        await _app.StartAsync();
        var documents = await OpenApiDocuments.HostedAsync(_app.Services, _app.Services.GetRequiredService<IReadOnlyList<IModule>>(),
            CancellationToken.None);
        var paths = OpenApiDocuments.Merge(documents)["paths"]!.AsObject().Select(p => p.Key.TrimEnd('/')).ToHashSet();
        var missing = Endpoints.Where(e => e.Metadata.GetMetadata<AccessRule>() is not null
            && !e.RoutePattern.RawText!.Contains("/internal/", StringComparison.Ordinal))
            .Select(e => System.Text.RegularExpressions.Regex.Replace(e.RoutePattern.RawText!, ":[a-z]+}", "}").TrimEnd('/'))
            .Where(p => !paths.Contains(p)).Distinct();
        Assert.Empty(missing);
        await _app.StopAsync();
    }

    [Fact]
    public async Task Every_array_in_the_documents_states_the_type_of_its_items()
    {
        _app.Urls.Add("http://127.0.0.1:0");
        await _app.StartAsync();
        var documents = await OpenApiDocuments.HostedAsync(_app.Services, _app.Services.GetRequiredService<IReadOnlyList<IModule>>(),
            CancellationToken.None);
        await _app.StopAsync();
        Assert.Empty(Untyped(OpenApiDocuments.Merge(documents)["components"]!["schemas"]!));

        static IEnumerable<string> Untyped(JsonNode node) => node switch
        {
            JsonArray array => array.OfType<JsonNode>().SelectMany(Untyped),
            JsonObject o =>
                (o["items"] is null && IsArray(o["type"]) ? [o.GetPath()]
                    : Array.Empty<string>()).Concat(o.Select(p => p.Value).OfType<JsonNode>().SelectMany(Untyped)),
            _ => [],
        };

        static bool IsArray(JsonNode? type) => type switch
        {
            JsonArray several => several.Any(t => (string?)t == "array"),
            JsonValue one => one.TryGetValue<string>(out var name) && name == "array",
            _ => false,
        };
    }
}
