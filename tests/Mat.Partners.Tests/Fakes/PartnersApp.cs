using System.Net.Http.Json;
using Mat.Contracts.Partners;
using Mat.Contracts.Tickets;
using Mat.Partners.Data;
using Mat.Partners.Deliveries;
using Mat.Partners.Endpoints;
using Mat.Partners.Escalations;
using Mat.Partners.Registry;
using Mat.Platform.Auth;
using Mat.Platform.Data;
using Mat.Platform.Http;
using Mat.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Mat.Partners.Tests.Fakes;

/// <summary>The service with what a test of it wants to say.</summary>
internal sealed class PartnersApp : IAsyncDisposable
{
    private HttpClient? _manager;
    private DateTimeOffset _signedIn;

    private PartnersApp(MatApp mat) => Mat = mat;

    public MatApp Mat { get; }

    /// <summary>Signed in anew when the test's clock has outrun the token.</summary>
    public HttpClient Manager
    {
        get
        {
            if (_manager is null || Clock.GetUtcNow() - _signedIn > TimeSpan.FromMinutes(2))
                (_manager, _signedIn) = (Mat.As(Roles.Manager), Clock.GetUtcNow());
            return _manager;
        }
    }

    public FakeClock Clock => Mat.Clock;
    public Guid School { get; } = Guid.CreateVersion7();

    /// <param name="working">False: no delivery worker runs, the test moves deliveries by hand.</param>
    public static async Task<PartnersApp> StartAsync(Dictionary<string, string?>? settings = null, bool working = true,
        Action<WebApplicationBuilder>? configure = null)
    {
        var all = new Dictionary<string, string?>
        {
            ["Partners:AllowedNetworks:0"] = "127.0.0.0/8",
            ["Partners:Poll"] = "00:00:00.050",
        };
        foreach (var (key, value) in settings ?? [])
            all[key] = value;
        return new(await MatApp.StartAsync([new PartnersModule()], all, builder =>
        {
            if (!working)
                builder.Services.Remove(builder.Services.Single(s => s.ImplementationType == typeof(DeliveryWorker)));
            configure?.Invoke(builder);
        }));
    }

    public async Task<Guid> PartnerAsync(string name = "Avon Networks", string area = "network")
    {
        var response = await Manager.PostAsJsonAsync("/api/partners", new
        {
            name,
            areas = new[] { area },
            agreement = new { reference = "A-1", startsOn = "2020-01-01", acknowledgeMinutes = 60 },
        });
        Assert.Equal(201, (int)response.StatusCode);
        return (await response.ReadAsync<PartnerView>()).Id;
    }

    public async Task<NewPartnerEndpoint> EndpointAsync(Guid partner, string url, params string[] events)
    {
        var response = await Manager.PostAsJsonAsync($"/api/partners/{partner}/endpoints", new { url, events });
        Assert.Equal(201, (int)response.StatusCode);
        return await response.ReadAsync<NewPartnerEndpoint>();
    }

    public async Task<HttpClient> PortalAsync(Guid partner)
    {
        var response = await Manager.PostAsJsonAsync($"/api/partners/{partner}/tokens", new { name = "portal" });
        Assert.Equal(201, (int)response.StatusCode);
        return Mat.WithBearer((await response.ReadAsync<NewPartnerToken>()).Token);
    }

    /// <summary>The desk asks for help; returns when the request is routed.</summary>
    public async Task<EscalationRequested> EscalateAsync(string area = "network", Guid? school = null, Guid? partner = null)
    {
        var request = Request(area, school, partner);
        await Mat.DeliverAsync(request);
        return request;
    }

    public EscalationRequested Request(string area = "network", Guid? school = null, Guid? partner = null) => new(
        Guid.CreateVersion7(), Guid.CreateVersion7(), "T-10293", school ?? School, "Hill Primary", "100001", area, partner, "high",
        "Beyond our means", "Jo Desk",
        Clock.GetUtcNow(), new EscalationContext("No Wi-Fi in the hall", "Since this morning", ["Restarted the access point"], null, null));

    public async Task<EscalationView> EscalationAsync(Guid id) =>
        await (await Manager.GetAsync(new Uri($"/api/partners/escalations/{id}", UriKind.Relative))).ReadAsync<EscalationView>();

    public async Task<IReadOnlyList<DeliveryView>> DeliveriesAsync(Guid escalation) =>
        (await (await Manager.GetAsync(
            new Uri($"/api/partners/escalations/{escalation}/deliveries?limit=250",
                UriKind.Relative))).ReadAsync<Page<DeliveryView>>()).Items;

    public async Task<DeliveryView> DeliveryAsync(Guid id) =>
        await (await Manager.GetAsync(new Uri($"/api/partners/deliveries/{id}", UriKind.Relative))).ReadAsync<DeliveryView>();

    /// <summary>Waits until the escalation's only delivery is as the test wants it.</summary>
    public Task<DeliveryView> DeliveryAsync(Guid escalation, Func<DeliveryView, bool> fits) =>
        Eventually.GetAsync(async () => (await DeliveriesAsync(escalation)).SingleOrDefault(fits), "the delivery");

    public async Task<PartnerEndpointView> EndpointAsync(NewPartnerEndpoint endpoint) =>
        await (await Manager.GetAsync(
            new Uri($"/api/partners/{endpoint.PartnerId}/endpoints/{endpoint.Id}", UriKind.Relative))).ReadAsync<PartnerEndpointView>();

    public Task<HttpResponseMessage> PostAsync(string path, object? body = null) => Manager.PostAsJsonAsync(path, body ?? new { });

    public Task<EscalationProgressed> StepAsync(Guid escalation, string kind) =>
        Mat.PublishedAsync<EscalationProgressed>(p => p.Escalation.Id == escalation && p.Event.Kind == kind);

    public async Task<T> DbAsync<T>(Func<PartnersDb, Task<T>> work)
    {
        await using var scope = Mat.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<PartnersDb>());
    }

    /// <summary>Many messages for one endpoint, as if many escalations had piled up: the oldest first, a second apart.</summary>
    public Task BacklogAsync(NewPartnerEndpoint endpoint, int count) => FillAsync(endpoint, count, DeliveryStatus.Pending);

    /// <summary>As many that were given up.</summary>
    /// <returns>The ids of the messages, oldest first.</returns>
    public async Task<IReadOnlyList<string>> FillAsync(NewPartnerEndpoint endpoint, int count, DeliveryStatus status)
    {
        var now = Clock.GetUtcNow();
        var rows = Enumerable.Range(0, count).Select(i => new Delivery
        {
            Id = Guid.CreateVersion7(now.AddSeconds(i - count)),
            CreatedAt = now.AddSeconds(i - count),
            PartnerId = endpoint.PartnerId,
            EndpointId = endpoint.Id,
            EventType = WebhookEvents.Commented,
            MessageId = $"msg_{Guid.CreateVersion7(now.AddSeconds(i - count)):N}",
            Body = "{}"u8.ToArray(),
            Budget = 10,
            Status = status,
            NextAttemptAt = status == DeliveryStatus.Pending ? now.AddSeconds(i - count) : null,
            FinishedAt = status == DeliveryStatus.Pending ? null : now,
        }).ToList();
        await DbAsync(async db =>
        {
            await db.InTransactionAsync(ct => new BulkWriter(db, now).InsertAsync(rows, ct), CancellationToken.None);
            return 0;
        });
        return [.. rows.Select(r => r.MessageId)];
    }

    public ValueTask DisposeAsync() => Mat.DisposeAsync();
}
