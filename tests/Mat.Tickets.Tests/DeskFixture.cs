using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Mat.Contracts.Assets;
using Mat.Contracts.Trust;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Testing;
using Mat.Tickets.Conversation;
using Mat.Tickets.Lifecycle;
using Mat.Tickets.Tickets;

namespace Mat.Tickets.Tests;

/// <summary>A desk at two schools on a Monday morning, with somebody in every role. Clients are made anew, for the clock moves.</summary>
public sealed class DeskFixture : IAsyncLifetime
{
    public static readonly DateTimeOffset Monday = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    public MatApp App { get; private set; } = null!;
    public Guid Oak { get; } = Guid.CreateVersion7();
    public Guid Elm { get; } = Guid.CreateVersion7();
    public Guid Teacher { get; } = Guid.CreateVersion7();
    public Guid OtherTeacher { get; } = Guid.CreateVersion7();
    public Guid LeadId { get; } = Guid.CreateVersion7();
    public Guid Tess { get; } = Guid.CreateVersion7();
    public Guid ElmTech { get; } = Guid.CreateVersion7();
    public Guid Laptop { get; } = Guid.CreateVersion7();
    public Guid ElmLaptop { get; } = Guid.CreateVersion7();

    public HttpClient Staff => App.AsPerson(Teacher, "Sam Staff", "sam@oak.example", [new(Roles.Staff, [Oak])]);
    public HttpClient OtherStaff => App.AsPerson(OtherTeacher, "Olga Other", "olga@oak.example", [new(Roles.Staff, [Oak])]);
    public HttpClient Lead => App.AsPerson(LeadId, "Lena Lead", "lena@oak.example", [new(Roles.SchoolLead, [Oak])]);
    public HttpClient Tech => App.AsPerson(Tess, "Tess Tech", "tess@trust.example", [new(Roles.Technician, null)]);
    public HttpClient TechOfElm =>
        App.AsPerson(ElmTech, "Emil Elm", "emil@trust.example", [new(Roles.Technician, [Elm]), new(Roles.Staff, [Oak])]);
    public HttpClient Executive => App.As(Roles.Executive);
    public HttpClient Manager => App.As(Roles.Manager);

    public async ValueTask InitializeAsync()
    {
        App = await MatApp.StartAsync(new TicketsModule());
        App.Clock.MoveTo(Monday);
        await App.DeliverAsync(new SchoolChanged(School(Oak, 1, "Oak Primary", "100001")));
        await App.DeliverAsync(new SchoolChanged(School(Elm, 1, "Elm Academy", "100002")));
        await App.DeliverAsync(new PersonChanged(new(Teacher, 1, "Sam Staff", "sam@oak.example", true, Oak, [new(Roles.Staff, [Oak])])));
        await App.DeliverAsync(
            new PersonChanged(new(OtherTeacher, 1, "Olga Other", "Olga@Oak.example", true, Oak, [new(Roles.Staff, [Oak])])));
        await App.DeliverAsync(
            new PersonChanged(new(LeadId, 1, "Lena Lead", "lena@oak.example", true, Oak, [new(Roles.SchoolLead, [Oak])])));
        await App.DeliverAsync(
            new PersonChanged(new(Tess, 1, "Tess Tech", "tess@trust.example", true, null, [new(Roles.Technician, null)])));
        await App.DeliverAsync(
            new PersonChanged(new(ElmTech, 1, "Emil Elm", "emil@trust.example", true, null, [new(Roles.Technician, [Elm])])));
        await App.DeliverAsync(new AssetsChanged([AssetOf(Laptop, 1, "A-100", Oak), AssetOf(ElmLaptop, 1, "A-200", Elm)]));
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

    public static SchoolSnapshot School(Guid id, int version, string name, string urn, CalendarSnapshot? calendar = null,
        bool open = true) =>
        new(id, version, urn, name, "primary", open, [], [], calendar ?? CalendarSnapshot.Default);

    public static AssetSnapshot AssetOf(Guid id, int version, string tag, Guid school, string name = "Laptop") => new(
        id, version, tag, "laptop", name, "in_use", school, "Room 1", "SN-" + tag, "host-" + tag, [], [], "Acme", "Book",
        "holder@oak.example", null, null, null);

    public async Task<TicketView> OpenAsync(HttpClient? client = null, object? body = null) =>
        await ReadAsync<TicketView>(await (client ?? Staff).PostAsJsonAsync("/api/tickets", body ?? new { title = "Board is dark" }),
            HttpStatusCode.Created);

    public async Task<TicketView> GetAsync(Guid id, HttpClient? client = null) =>
        await ReadAsync<TicketView>(await (client ?? Tech).GetAsync($"/api/tickets/{id}"));

    public async Task<TicketView> DoAsync(Guid id, string command, object body, HttpClient? client = null) =>
        await ReadAsync<TicketView>(await (client ?? Tech).PostAsJsonAsync($"/api/tickets/{id}/{command}", body));

    public async Task<IReadOnlyList<TimelineView>> TimelineAsync(Guid id, HttpClient? client = null) =>
        (await ReadAsync<Page<TimelineView>>(await (client ?? Tech).GetAsync($"/api/tickets/{id}/timeline?limit=250"))).Items;

    public static async Task<T> ReadAsync<T>(HttpResponseMessage response, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(expected == response.StatusCode, $"{(int)response.StatusCode}, not {(int)expected}: {text}");
        return JsonSerializer.Deserialize<T>(text, StrictJson.Options)!;
    }

    public static async Task RefusedAsync(HttpResponseMessage response, HttpStatusCode expected, string code)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(expected == response.StatusCode, $"{(int)response.StatusCode}, not {(int)expected}: {text}");
        Assert.Equal(code, JsonDocument.Parse(text).RootElement.GetProperty("code").GetString());
    }

    public static async Task<HttpResponseMessage> PatchAsync(HttpClient client, Guid id, object body, string? etag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"/api/tickets/{id}") { Content = JsonContent.Create(body) };
        if (etag is not null)
            request.Headers.TryAddWithoutValidation("If-Match", etag);
        return await client.SendAsync(request);
    }

    internal Task WatchAsync() => App.Services.GetService(typeof(SlaWatcher)) is SlaWatcher watcher
        ? watcher.RunOnceAsync(TestContext.Current.CancellationToken)
        : throw new InvalidOperationException("No watcher.");
}
