using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Mat.Contracts;
using Mat.Contracts.Trust;
using Mat.Platform.Auth;
using Mat.Platform.Hosting;
using Mat.Platform.Http;
using Mat.Platform.Messaging;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Mat.Testing;

/// <summary>
/// Modules of Mat running for a test: real Kestrel on a free port, the in-process bus, SQLite in a folder of its own, or
/// PostgreSQL databases of its own when <see cref="TestBackends"/> has one. Tests talk to it by HTTP and by events.
/// </summary>
public sealed class MatApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _folder;
    private readonly string? _postgres;
    private readonly string _prefix;
    private readonly Capture _capture;

    private MatApp(WebApplication app, string folder, string? postgres, string prefix, FakeClock clock)
    {
        (_app, _folder, _postgres, _prefix, Clock) = (app, folder, postgres, prefix, clock);
        _capture = app.Services.GetRequiredService<Capture>();
        Address = new Uri(app.Urls.First());
    }

    public Uri Address { get; }

    public FakeClock Clock { get; }

    /// <summary>For tests of Platform itself and of background services that have no route.</summary>
    public IServiceProvider Services => _app.Services;

    public static Task<MatApp> StartAsync(params IModule[] modules) => StartAsync(modules, null, null);

    /// <param name="settings">Configuration on top of the defaults, e.g. <c>Partners:AllowedNetworks:0</c>.</param>
    /// <param name="configure">Last word on the services.</param>
    /// <param name="realBus">True leaves the bus that the settings name; else events stay in the process and are kept for the test.</param>
    public static async Task<MatApp> StartAsync(
        IReadOnlyList<IModule> modules, IReadOnlyDictionary<string, string?>? settings, Action<WebApplicationBuilder>? configure,
        bool realBus = false)
    {
        var folder = Directory.CreateTempSubdirectory("mat-test-").FullName;
        var postgres = TestBackends.Postgres;
        var prefix = $"t{Guid.NewGuid():N}_"[..14];
        var builder = MatHost.CreateBuilder([]);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Mat:Data"] = folder,
            ["Mat:Storage"] = string.IsNullOrEmpty(postgres) ? "sqlite" : "postgres",
            ["Mat:Postgres"] = postgres,
            ["Mat:DatabasePrefix"] = prefix,
            ["Mat:ShutdownTimeoutSeconds"] = "5",
            ["Mat:ConnectionDrainSeconds"] = "0",
        });
        if (settings is not null)
            builder.Configuration.AddInMemoryCollection(settings);
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var clock = new FakeClock();
        builder.Services.AddSingleton<Capture>();
        var app = MatHost.Build(builder, modules, b =>
        {
            b.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
            b.Services.AddSingleton<InProcessTransport>();
            if (!realBus)
                b.Services.Replace(ServiceDescriptor.Singleton<ITransport>(s => s.GetRequiredService<Capture>()));
            configure?.Invoke(b);
        });
        await app.StartAsync();
        return new(app, folder, postgres, prefix, clock);
    }

    /// <summary>A client whose token holds one role, for the whole trust or for the schools named.</summary>
    public HttpClient As(string role, params Guid[] schools) =>
        AsPerson(Guid.CreateVersion7(), $"A {role}", $"{role}@test.example", [new Grant(role, schools.Length == 0 ? null : schools)]);

    public HttpClient AsPerson(Guid id, string name, string email, IReadOnlyList<Grant> grants) =>
        With(new RequestPrincipal(ActorKind.Person, id, name, email, grants, null, "192.0.2.1"));

    /// <summary>An API token's principal: grants limited by scopes.</summary>
    public HttpClient AsApiToken(IReadOnlyList<Grant> grants, params string[] scopes) =>
        With(new RequestPrincipal(ActorKind.ApiToken, Guid.CreateVersion7(), "a token", "token@test.example", grants, scopes, "192.0.2.1"));

    public HttpClient AsSystem() => With(new RequestPrincipal(ActorKind.System, Guid.Empty, "Mat", "", [], null, null));

    public HttpClient Anonymous() => new() { BaseAddress = Address };

    public HttpClient WithBearer(string token)
    {
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private HttpClient With(RequestPrincipal principal) => WithBearer(Services.GetRequiredService<InternalTokens>().Issue(principal).Token);

    /// <summary>An event of another service arrives; returns when every consumer has committed. The same id again is a repeat.</summary>
    public async Task<Guid> DeliverAsync<T>(T message, Guid? messageId = null)
        where T : IEvent
    {
        var id = messageId ?? Guid.CreateVersion7();
        await Services.GetRequiredService<InProcessTransport>().SendAsync(new OutboxMessage
        {
            Id = id,
            Type = EventTypes.NameOf(typeof(T)),
            Body = JsonSerializer.Serialize(message, EventTypes.Json),
            CreatedAt = Clock.GetUtcNow(),
        }, CancellationToken.None);
        return id;
    }

    /// <summary>What the modules have told the others so far, oldest first.</summary>
    public IReadOnlyList<T> Published<T>() => [.. _capture.Sent.OfType<T>()];

    /// <summary>Waits until an event was told that fits.</summary>
    public Task<T> PublishedAsync<T>(Func<T, bool> fits)
        where T : class => Eventually.GetAsync(() => Task.FromResult(Published<T>().LastOrDefault(fits)), typeof(T).Name);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        if (string.IsNullOrEmpty(_postgres))
            return;
        NpgsqlConnection.ClearAllPools();
        await using var admin =
            new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_postgres) { Database = "postgres", Pooling = false }.ToString());
        await admin.OpenAsync();
        foreach (var service in ServiceCatalog.Targets)
        {
            await using var drop = new NpgsqlCommand($"DROP DATABASE IF EXISTS \"{_prefix}{service}\" WITH (FORCE)", admin);
            await drop.ExecuteNonQueryAsync();
        }
    }

    /// <summary>Keeps what was sent, then sends it.</summary>
    private sealed class Capture(InProcessTransport inner) : ITransport
    {
        public ConcurrentQueue<object> Sent { get; } = new();

        public Task ReadyAsync(CancellationToken ct) => inner.ReadyAsync(ct);

        public async Task SendAsync(OutboxMessage row, CancellationToken ct)
        {
            await inner.SendAsync(row, ct);
            Sent.Enqueue(EventTypes.Read(row.Type, row.Body));
        }

        public Task StopAsync(CancellationToken ct) => inner.StopAsync(ct);
    }
}

/// <summary>JSON as Mat's routes speak it.</summary>
public static class Json
{
    public static JsonSerializerOptions Options => StrictJson.Options;

    public static async Task<T> ReadAsync<T>(this HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync();
        return JsonSerializer.Deserialize<T>(body, Options) ?? throw new InvalidOperationException($"{(int)response.StatusCode}: {body}");
    }

    public static async Task<JsonElement> ReadJsonAsync(this HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonElement>())!;

    /// <summary>The <c>code</c> of a problem.</summary>
    public static async Task<string?> CodeAsync(this HttpResponseMessage response)
    {
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        return body.TryGetProperty("code", out var code) ? code.GetString() : null;
    }
}
