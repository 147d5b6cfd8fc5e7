using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Mat.Contracts.Trust;
using Mat.Platform.Hosting;
using Mat.Testing;
using Microsoft.AspNetCore.Http;

namespace Mat.Gateway.Tests;

/// <summary>The gateway alone, in front of fake services on real sockets; Trust knows the tokens that a test gave it.</summary>
internal sealed class GatewayFixture : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, JsonObject> _principals = new();

    private GatewayFixture(MatApp app, FakeService trust, FakeService tickets)
    {
        (App, Trust, Tickets) = (app, trust, tickets);
        Trust.Answer = AnswerAsync;
    }

    public MatApp App { get; }
    public FakeService Trust { get; }
    public FakeService Tickets { get; }
    public bool TrustIsUnavailable { get; set; }
    public int Resolved => Trust.Requests.Count(r => r.Path == "/api/trust/internal/resolve");

    public static async Task<GatewayFixture> StartAsync(Dictionary<string, string?>? settings = null, params IModule[] beside)
    {
        var trust = await FakeService.StartAsync();
        var tickets = await FakeService.StartAsync();
        var all = new Dictionary<string, string?> { ["Mat:Invoke"] = "direct", ["Mat:Gateway:Console"] = "/nowhere" };
        foreach (var service in ServiceCatalog.Targets.Where(t => t != "gateway"))
            all[$"Mat:Services:{service}"] = FakeService.Nowhere();
        all["Mat:Services:trust"] = trust.Url;
        all["Mat:Services:tickets"] = tickets.Url;
        all["Mat:Services:partners"] = tickets.Url;
        all["Mat:Services:alerts"] = tickets.Url;
        foreach (var (key, value) in settings ?? [])
            all[key] = value;
        return new GatewayFixture(await MatApp.StartAsync([new GatewayModule(), .. beside], all, null), trust, tickets);
    }

    /// <summary>Makes Trust know a session or API token; answers a client that sends it as the browser's cookie or as a bearer.</summary>
    public HttpClient Holding(string token, bool asCookie = false, Guid? personId = null, params Grant[] grants)
    {
        Know(token, personId ?? Guid.CreateVersion7(), grants);
        var client = Client();
        client.DefaultRequestHeaders.Add(asCookie ? "Cookie" : "Authorization", asCookie ? $"mat_session={token}" : $"Bearer {token}");
        return client;
    }

    public void Know(string token, Guid personId, params Grant[] grants) => _principals[token] = new JsonObject
    {
        ["personId"] = personId,
        ["name"] = "Pat",
        ["email"] = "pat@example.test",
        ["kind"] = token.StartsWith("mats_", StringComparison.Ordinal) ? "person" : "api_token",
        ["grants"] = new JsonArray([.. grants.Select(g => new JsonObject
        {
            ["role"] = g.Role,
            ["schools"] = g.Schools is null ? null : new JsonArray([.. g.Schools.Select(s => JsonValue.Create(s))]),
        })]),
        ["scopes"] = token.StartsWith("mats_", StringComparison.Ordinal) ? null : new JsonArray("*"),
        ["session"] = token.StartsWith("mats_", StringComparison.Ordinal) ? Session() : null,
        ["somethingNewer"] = true,
    };

    /// <summary>The person signed in with a one-time password.</summary>
    public void MustChangePassword(string token) => _principals[token]["session"]!["mustChangePassword"] = true;

    public void Revoke(string token) => _principals.TryRemove(token, out _);

    /// <summary>Keeps no cookies and follows nothing, so that each test says what is sent.</summary>
    public HttpClient Client() =>
        new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = App.Address };

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Trust.DisposeAsync();
        await Tickets.DisposeAsync();
    }

    private static JsonObject Session() =>
        new() { ["person"] = new JsonObject { ["name"] = "Pat" }, ["csrfToken"] = "of Trust", ["mustChangePassword"] = false };

    private async Task AnswerAsync(HttpContext context)
    {
        if (TrustIsUnavailable)
        {
            context.Abort();
            return;
        }
        var body = await context.Request.ReadFromJsonAsync<JsonObject>();
        var token = body?["token"]?.GetValue<string>() ?? "";
        switch (context.Request.Path.Value)
        {
            case "/api/trust/internal/resolve" when _principals.TryGetValue(token, out var principal):
                await context.Response.WriteAsJsonAsync(principal);
                break;
            case "/api/trust/internal/sign-in" when body!["password"]!.GetValue<string>() == "right":
                Know("mats_new", Guid.CreateVersion7(), new Grant("technician", null));
                await context.Response.WriteAsJsonAsync(new JsonObject { ["sessionToken"] = "mats_new", ["session"] = Session() });
                break;
            case "/api/trust/internal/sign-in" when body["email"]!.GetValue<string>() == "locked@example.test":
                context.Response.StatusCode = 423;
                await context.Response.WriteAsJsonAsync(new JsonObject { ["code"] = "session.locked", ["detail"] = "Locked." });
                break;
            case "/api/trust/internal/sign-out":
                Revoke(token);
                context.Response.StatusCode = (int)HttpStatusCode.NoContent;
                break;
            case "/api/trust/internal/password":
                context.Response.StatusCode = (int)HttpStatusCode.NoContent;
                break;
            default:
                context.Response.StatusCode = 401;
                await context.Response.WriteAsJsonAsync(new JsonObject { ["code"] = "session.invalid", ["detail"] = "No." });
                break;
        }
    }
}
