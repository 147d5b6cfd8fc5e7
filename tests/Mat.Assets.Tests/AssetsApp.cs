using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Mat.Assets.Imports;
using Mat.Assets.Register;
using Mat.Contracts.Trust;
using Mat.Platform.Auth;
using Mat.Testing;

namespace Mat.Assets.Tests;

/// <summary>The service with two open schools and a closed one.</summary>
internal sealed class AssetsApp(MatApp app) : IAsyncDisposable
{
    public static readonly Guid Oak = Guid.Parse("018f0000-0000-7000-8000-000000000001");
    public static readonly Guid Elm = Guid.Parse("018f0000-0000-7000-8000-000000000002");
    public static readonly Guid Shut = Guid.Parse("018f0000-0000-7000-8000-000000000003");

    public MatApp App => app;
    public HttpClient Desk { get; } = app.As(Roles.Technician);

    public static async Task<AssetsApp> StartAsync(IReadOnlyDictionary<string, string?>? settings = null)
    {
        var app = await MatApp.StartAsync([new AssetsModule()], settings, null);
        await app.DeliverAsync(School(Oak, "137666", "Oak Primary School"));
        await app.DeliverAsync(School(Elm, "140001", "Elm Academy"));
        await app.DeliverAsync(School(Shut, "100000", "Old Hall", open: false));
        return new AssetsApp(app);
    }

    public static SchoolChanged School(Guid id, string urn, string name, bool open = true, int version = 1) =>
        new(new SchoolSnapshot(id, version, urn, name, "primary", open, [], [], CalendarSnapshot.Default));

    public async Task<AssetView> RegisterAsync(object body)
    {
        var response = await Desk.PostAsJsonAsync("/api/assets", body);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return await response.ReadAsync<AssetView>();
    }

    public Task<HttpResponseMessage> PatchAsync(HttpClient client, Guid id, int? version, object body)
    {
        var request = new HttpRequestMessage(HttpMethod.Patch, $"/api/assets/{id}") { Content = JsonContent.Create(body) };
        if (version is not null)
            request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{version}\""));
        return client.SendAsync(request);
    }

    public Task<HttpResponseMessage> SendAsync(string file, string query = "", HttpClient? client = null, string type = "text/csv") =>
        (client ?? Desk).PostAsync("/api/assets/imports" + query, new StringContent(file, Encoding.UTF8, type));

    public async Task<AssetImportView> ImportAsync(string file, string query = "", HttpClient? client = null)
    {
        var response = await SendAsync(file, query, client);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        return await OverAsync((await response.ReadAsync<AssetImportView>()).Id, client);
    }

    public Task<AssetImportView> OverAsync(Guid id, HttpClient? client = null) => Eventually.GetAsync(async () =>
    {
        var import = await (await (client ?? Desk).GetAsync($"/api/assets/imports/{id}")).ReadAsync<AssetImportView>();
        return import.Status is AssetImportStatus.Queued or AssetImportStatus.Running ? null : import;
    }, "the import's end", TimeSpan.FromMinutes(5));

    public Task<JsonElement[]> RowsAsync(Guid import, string query = "") => ItemsAsync($"/api/assets/imports/{import}/rows{query}");

    public async Task<JsonElement[]> ItemsAsync(string url, HttpClient? client = null)
    {
        var response = await (client ?? Desk).GetAsync(url);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return [.. (await response.ReadJsonAsync()).GetProperty("items").EnumerateArray()];
    }

    /// <summary>A route that answers a bare array.</summary>
    public async Task<JsonElement[]> ItemsLikeAsync(string url) => [.. (await (await Desk.GetAsync(url)).ReadJsonAsync()).EnumerateArray()];

    public async Task<AssetView> GetAsync(string idOrTag) => await (await Desk.GetAsync($"/api/assets/{idOrTag}")).ReadAsync<AssetView>();

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
