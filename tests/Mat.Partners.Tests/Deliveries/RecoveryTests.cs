using System.Net;
using Mat.Partners.Deliveries;
using Mat.Partners.Endpoints;
using Mat.Partners.Recoveries;
using Mat.Partners.Tests.Fakes;
using Mat.Testing;
using Microsoft.EntityFrameworkCore;

namespace Mat.Partners.Tests.Deliveries;

/// <summary>After an outage: what an endpoint missed is sent again, once each, in small portions, and can be stopped.</summary>
public class RecoveryTests
{
    [Fact]
    public async Task Lost_messages_arrive_once_each_and_those_that_arrived_do_not_come_again()
    {
        await using var app = await PartnersApp.StartAsync();
        await using var receiver = new FakePartner();
        var endpoint = await app.EndpointAsync(await app.PartnerAsync(), receiver.Url);
        var lost = await LostAsync(app, endpoint, 120);
        var kept = await LostAsync(app, endpoint, 1, status: DeliveryStatus.Succeeded);
        var again = await LostAsync(app, endpoint, 1);
        await LostAsync(app, endpoint, 1, status: DeliveryStatus.Succeeded, messageId: again[0]); // a replay by hand arrived
        await LostAsync(app, endpoint, 1, eventType: WebhookEvents.Ping);

        var recovery = await StartAsync(app, endpoint);
        Assert.Equal((RecoveryStatus.Running, 120), (recovery.Status, recovery.Total));
        var conflict = await app.PostAsync(Path(endpoint), new { since = app.Clock.GetUtcNow().AddDays(-1) });
        Assert.Equal("recovery.running", await conflict.CodeAsync());

        await Eventually.TrueAsync(async () => (await GetAsync(app, endpoint, recovery.Id)).Status == RecoveryStatus.Finished
            && receiver.Received.Count >= 120);
        Assert.Equal(120, (await GetAsync(app, endpoint, recovery.Id)).Queued);
        Assert.Equal(lost.Order(), receiver.Received.Select(r => r.Id).Order());
        Assert.DoesNotContain(kept[0], receiver.Received.Select(r => r.Id));

        // A second one finds nothing.
        var nothing = await StartAsync(app, endpoint);
        Assert.Equal((RecoveryStatus.Finished, 0), (nothing.Status, nothing.Total));
    }

    [Fact]
    public async Task Never_more_than_a_portion_waits_and_a_cancel_leaves_the_rest()
    {
        await using var app = await PartnersApp.StartAsync(working: false);
        await using var receiver = new FakePartner();
        var endpoint = await app.EndpointAsync(await app.PartnerAsync(), receiver.Url);
        await LostAsync(app, endpoint, RecoveryWorker.MaxWaiting + 10);

        var recovery = await StartAsync(app, endpoint);
        await Eventually.TrueAsync(async () => (await GetAsync(app, endpoint, recovery.Id)).Queued == RecoveryWorker.MaxWaiting);
        Assert.Equal(RecoveryWorker.MaxWaiting, await WaitingAsync(app, endpoint));
        // As many as leave may follow.
        await app.DbAsync(async db =>
        {
            foreach (var gone in await db.Deliveries.Where(d => d.NextAttemptAt != null).Take(4).ToListAsync())
                gone.Drop("gone", app.Clock.GetUtcNow());
            return await db.SaveChangesAsync();
        });
        await Eventually.TrueAsync(async () => (await GetAsync(app, endpoint, recovery.Id)).Queued == RecoveryWorker.MaxWaiting + 4);
        Assert.Equal(RecoveryWorker.MaxWaiting, await WaitingAsync(app, endpoint));

        var path = $"{Path(endpoint)}/{recovery.Id}/cancel";
        Assert.Equal(HttpStatusCode.OK, (await app.PostAsync(path)).StatusCode);
        Assert.Equal("recovery.over", await (await app.PostAsync(path)).CodeAsync());
        Assert.Equal(RecoveryStatus.Cancelled, (await GetAsync(app, endpoint, recovery.Id)).Status);
    }

    [Fact]
    public async Task Endpoint_that_is_switched_off_stops_its_recovery_and_takes_no_new_one()
    {
        await using var app = await PartnersApp.StartAsync(working: false);
        await using var receiver = new FakePartner();
        var endpoint = await app.EndpointAsync(await app.PartnerAsync(), receiver.Url);
        await LostAsync(app, endpoint, RecoveryWorker.MaxWaiting + 10);
        var recovery = await StartAsync(app, endpoint);
        await app.DbAsync(async db =>
        {
            (await db.Endpoints.SingleAsync(e => e.Id == endpoint.Id)).Disable("410 Gone");
            return await db.SaveChangesAsync();
        });

        await Eventually.TrueAsync(
            async () => (await GetAsync(app, endpoint, recovery.Id)) is { Status: RecoveryStatus.Stopped, Reason: not null });
        Assert.Equal("endpoint.disabled",
            await (await app.PostAsync(Path(endpoint), new { since = app.Clock.GetUtcNow().AddDays(-1) })).CodeAsync());
    }

    [Theory]
    [InlineData(-91, 0)] // too far back
    [InlineData(-1, -2)] // ends before it begins
    [InlineData(1, 2)] // not yet
    public async Task Span_that_cannot_be_is_refused(int sinceDays, int untilDays)
    {
        await using var app = await PartnersApp.StartAsync(working: false);
        var endpoint = await app.EndpointAsync(await app.PartnerAsync(), "http://127.0.0.1:9/hook");
        var now = app.Clock.GetUtcNow();
        var answer = await app.PostAsync(Path(endpoint), new { since = now.AddDays(sinceDays), until = now.AddDays(untilDays) });
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "recovery.span"), (answer.StatusCode, await answer.CodeAsync()));
    }

    private static string Path(NewPartnerEndpoint endpoint) => $"/api/partners/{endpoint.PartnerId}/endpoints/{endpoint.Id}/recoveries";

    private static async Task<RecoveryView> StartAsync(PartnersApp app, NewPartnerEndpoint endpoint)
    {
        // Until is not included: what was lost in this very moment belongs to it all the same.
        app.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var answer = await app.PostAsync(Path(endpoint), new { since = app.Clock.GetUtcNow().AddDays(-1) });
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return await answer.ReadAsync<RecoveryView>();
    }

    private static async Task<RecoveryView> GetAsync(PartnersApp app, NewPartnerEndpoint endpoint, Guid id) =>
        await (await app.Manager.GetAsync(new Uri($"{Path(endpoint)}/{id}", UriKind.Relative))).ReadAsync<RecoveryView>();

    private static Task<int> WaitingAsync(PartnersApp app, NewPartnerEndpoint endpoint) =>
        app.DbAsync(db => db.Deliveries.CountAsync(d => d.EndpointId == endpoint.Id && d.NextAttemptAt != null));

    /// <returns>The ids of the messages.</returns>
    private static Task<List<string>> LostAsync(
        PartnersApp app, NewPartnerEndpoint endpoint, int count, DeliveryStatus status = DeliveryStatus.Failed, string? messageId = null,
        string eventType = WebhookEvents.Requested) =>
        app.DbAsync(async db =>
        {
            var ids = new List<string>();
            for (var i = 0; i < count; i++)
            {
                ids.Add(messageId ?? $"msg_{Guid.NewGuid():N}");
                db.Deliveries.Add(new Delivery
                {
                    PartnerId = endpoint.PartnerId,
                    EndpointId = endpoint.Id,
                    EventType = eventType,
                    MessageId = ids[^1],
                    Body = "{}"u8.ToArray(),
                    Budget = 1,
                    Status = status,
                    FinishedAt = app.Clock.GetUtcNow(),
                });
            }
            await db.SaveChangesAsync();
            return ids;
        });
}
