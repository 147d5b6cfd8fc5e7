using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Mat.Alerts.Episodes;
using Mat.Alerts.Intake;
using Mat.Alerts.Sources;
using Mat.Cases;
using Mat.Contracts.Alerts;
using Mat.Contracts.Assets;
using Mat.Contracts.Tickets;
using Mat.Contracts.Trust;
using Mat.Platform.Auth;
using Mat.Platform.Hosting;
using Mat.Platform.Http;
using Mat.Testing;

namespace Mat.Alerts.Tests;

/// <summary>Alerts running with two schools and one laptop at the first, and what tests want to do with it.</summary>
internal sealed class AlertsApp(MatApp app) : IAsyncDisposable
{
    public static readonly Guid Oak = Guid.CreateVersion7();
    public static readonly Guid Elm = Guid.CreateVersion7();

    public MatApp App => app;

    /// <summary>Each time with a new token: a test may have moved the clock past the life of the last one.</summary>
    public HttpClient Manager => app.As(Roles.Manager);
    public HttpClient Technician => app.As(Roles.Technician);

    public static Task<AlertsApp> StartAsync(params (string Key, string Value)[] settings) => StartAsync([new AlertsModule()], settings);

    /// <summary>With Cases beside it, which opens cases of what Alerts publishes.</summary>
    public static Task<AlertsApp> StartWithCasesAsync(params (string Key, string Value)[] settings) =>
        StartAsync([new AlertsModule(), new CasesModule()], settings);

    private static async Task<AlertsApp> StartAsync(IReadOnlyList<IModule> modules, (string Key, string Value)[] settings)
    {
        var app = await MatApp.StartAsync(modules, settings.ToDictionary(s => s.Key, s => (string?)s.Value), null);
        var alerts = new AlertsApp(app);
        await alerts.SchoolAsync(Oak, "Oak", ["oak.example"], ["10.20.0.0/16"]);
        await alerts.SchoolAsync(Elm, "Elm", ["elm.example"], ["10.30.0.0/16"]);
        await alerts.AssetAsync(Laptop, 1, Oak, "oak-lt-1");
        return alerts;
    }

    public static readonly Guid Laptop = Guid.CreateVersion7();

    public Task SchoolAsync(Guid id, string name, string[] domains, string[] ranges, int version = 1, params ClosedDays[] closed) =>
        app.DeliverAsync(
            new SchoolChanged(new(id, version, "100000", name, "primary", true, domains, ranges,
                CalendarSnapshot.Default with { Closed = closed })));

    public Task AssetAsync(Guid id, int version, Guid school, string? host, string status = "in_use", string? serial = null,
        string? mac = null) =>
        app.DeliverAsync(new AssetsChanged([new(
            id, version, $"TAG-{id.ToString("N")[^4..]}", "laptop", "A laptop", status, school, null, serial, host,
            mac is null ? [] : [mac], [], null, null, null, null, null, null)]));

    public Task PersonAsync(Guid id, string name, params Grant[] grants) =>
        app.DeliverAsync(new PersonChanged(new(id, 1, name, $"{name.ToLowerInvariant()}@trust.example", true, null, grants)));

    public async Task<Source> SourceAsync(SourceKind kind = SourceKind.Wazuh, Guid? school = null)
    {
        var request = kind == SourceKind.Generic
            ? new CreateSource("generic", kind, school, ["/device"],
                new(Title: "/text", Severity: "/severity", Host: "/device", Time: "/when", Status: "/state"))
            : new CreateSource(kind.ToString(), kind, school);
        return await MadeAsync(request);
    }

    public async Task<Source> MadeAsync(CreateSource request)
    {
        var response = await Manager.PostAsJsonAsync("/api/alerts/sources", request, Json.Options);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var made = await response.ReadAsync<SourceView>();
        return new(made, made.Token!, app.WithBearer(made.Token!));
    }

    public async Task<IReadOnlyList<AlertView>> ListAsync(string query = "", HttpClient? client = null) =>
        (await (await (client ?? Technician).GetAsync($"/api/alerts{query}")).ReadAsync<Page<AlertView>>()).Items;

    public async Task<AlertView> GetAsync(Guid id) => await (await Technician.GetAsync($"/api/alerts/{id}")).ReadAsync<AlertView>();

    public Task<HttpResponseMessage> ActAsync(Guid id, string act, object body, HttpClient? client = null) =>
        (client ?? Technician).PostAsJsonAsync($"/api/alerts/{id}/{act}", body, Json.Options);

    public async Task<T> MakeAsync<T>(string path, object body, HttpClient? client = null)
    {
        var response = await (client ?? Manager).PostAsJsonAsync(path.StartsWith('/') ? path : $"/api/alerts/{path}", body, Json.Options);
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        return await response.ReadAsync<T>();
    }

    public IReadOnlyList<AlertRaised> Tickets => [.. app.Published<AlertRaised>().Where(r => r.Ticket is not null)];

    public Task TicketAsync(Guid episode, string status, int version = 1) => app.DeliverAsync(new TicketChanged(new(
        episode, version, "T-10001", "t", "incident", status, "high", Oak, null, null, null, null, null, episode,
        app.Clock.GetUtcNow(), null, null, null, null, false, false), status));

    public ValueTask DisposeAsync() => app.DisposeAsync();

    internal sealed record Source(SourceView View, string Token, HttpClient Client)
    {
        public Task<HttpResponseMessage> PostAsync(string body) =>
            Client.PostAsync(View.IngestPath, new StringContent(body, Encoding.UTF8, "application/json"));

        public async Task<IngestResult> SendAsync(string body)
        {
            var response = await PostAsync(body);
            Assert.True(response.StatusCode == HttpStatusCode.Accepted,
                $"{response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
            return await response.ReadAsync<IngestResult>();
        }
    }

    /// <summary>A Wazuh alert; each <paramref name="n"/> is another event of the same thing.</summary>
    public static string Wazuh(int n = 0, string host = "oak-lt-1", int level = 12, string rule = "60204", DateTimeOffset? at = null,
        string? ip = null) =>
        JsonSerializer.Serialize(new
        {
            timestamp = (at ?? Start.AddSeconds(n)).ToString("yyyy-MM-ddTHH:mm:ss.fffzzz",
                System.Globalization.CultureInfo.InvariantCulture),
            id = $"{n}",
            rule = new { id = rule, level, description = $"Rule {rule}" },
            agent = new { id = host, name = host, ip },
            location = "EventChannel",
        });

    /// <summary>A Wazuh alert with data of its own.</summary>
    public static string With(int n, string host, object data, string rule = "60204", string? technique = null) =>
        JsonSerializer.Serialize(new
        {
            timestamp = Start.AddSeconds(n).ToString("yyyy-MM-ddTHH:mm:ss.fffzzz", System.Globalization.CultureInfo.InvariantCulture),
            id = $"{n}",
            rule = new
            {
                id = rule,
                level = 12,
                description = "Malware found",
                mitre = new { id = technique is null ? Array.Empty<string>() : [technique] }
            },
            agent = new { id = host, name = host },
            location = "EventChannel",
            data,
        });

    public static string Event(string device, string state, int? minute = null, string severity = "high") =>
        JsonSerializer.Serialize(
            new { device, state, text = $"{device} {state}", severity, when = minute is { } m ? Start.AddMinutes(m).ToString("O") : null });

    public static readonly DateTimeOffset Start = DateTimeOffset.UtcNow.AddHours(-1);
}
