using Mat.Partners.Deliveries;
using Mat.Partners.Outbound;
using Mat.Partners.Tests.Fakes;
using Mat.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Mat.Partners.Tests.Deliveries;

public class DeliveryWorkerTests
{
    [Fact]
    public async Task Two_workers_on_one_database_send_each_message_once_and_keep_to_the_cap_together()
    {
        await using var app = await PartnersApp.StartAsync(new() { ["Partners:PerEndpoint"] = "3" });
        await using var receiver = new FakePartner
        {
            Answer = async (r, s, ct) =>
            {
                await Task.Delay(10, ct);
                await FakePartner.Status(200)(r, s, ct);
            },
        };
        var endpoint = await app.EndpointAsync(await app.PartnerAsync(), receiver.Url);
        using var second = ActivatorUtilities.CreateInstance<DeliveryWorker>(app.Mat.Services);
        await second.StartAsync(TestContext.Current.CancellationToken);

        await app.BacklogAsync(endpoint, 60);
        await Eventually.TrueAsync(() => app.DbAsync(async db => !await db.Deliveries.AnyAsync(d => d.Status == DeliveryStatus.Pending)),
            within: TimeSpan.FromSeconds(90));
        await second.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(60, receiver.Received.Count);
        Assert.Equal(60, receiver.Received.Select(r => r.Id).Distinct().Count());
        Assert.InRange(receiver.MaxAtOnce, 1, 3);
        Assert.Equal(60, await app.DbAsync(db => db.Attempts.CountAsync()));
    }

    [Fact]
    public async Task Stop_lets_an_attempt_come_to_its_end()
    {
        await using var app = await PartnersApp.StartAsync();
        var release = new TaskCompletionSource();
        await using var receiver = new FakePartner
        {
            Answer = async (r, s, ct) =>
            {
                await release.Task.WaitAsync(ct);
                await FakePartner.Status(200)(r, s, ct);
            },
        };
        await app.EndpointAsync(await app.PartnerAsync(), receiver.Url);
        var request = await app.EscalateAsync();
        await Eventually.TrueAsync(() => receiver.Received.Count == 1);

        var stopping = app.Mat.Services.GetServices<IHostedService>().OfType<DeliveryWorker>().Single()
            .StopAsync(TestContext.Current.CancellationToken);
        Assert.False(stopping.IsCompleted);
        release.SetResult();
        await stopping;

        Assert.Equal(DeliveryStatus.Succeeded, (await app.DeliveriesAsync(request.EscalationId)).Single().Status);
    }

    [Fact]
    public async Task Stop_that_runs_out_of_time_gives_the_delivery_back()
    {
        await using var app = await PartnersApp.StartAsync();
        await using var receiver = new FakePartner { Answer = (_, _, ct) => Task.Delay(-1, ct) };
        await app.EndpointAsync(await app.PartnerAsync(), receiver.Url);
        var request = await app.EscalateAsync();
        await Eventually.TrueAsync(() => receiver.Received.Count == 1);

        using var grace = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await app.Mat.Services.GetServices<IHostedService>().OfType<DeliveryWorker>().Single().StopAsync(grace.Token);

        var delivery = (await app.DeliveriesAsync(request.EscalationId)).Single();
        Assert.Equal((DeliveryStatus.Pending, 0, false), (delivery.Status, delivery.AttemptCount, delivery.UnderWay));
        Assert.True(delivery.NextAttemptAt <= app.Clock.GetUtcNow());
    }

    [Fact]
    public async Task Stop_gives_back_at_once_what_was_claimed_and_not_sent_yet()
    {
        await using var app = await PartnersApp.StartAsync(new() { ["Partners:Slots"] = "4", ["Partners:PerEndpoint"] = "20" });
        var release = new TaskCompletionSource();
        await using var receiver = new FakePartner
        {
            Answer = async (r, s, ct) =>
            {
                await release.Task.WaitAsync(ct);
                await FakePartner.Status(200)(r, s, ct);
            },
        };
        await app.BacklogAsync(await app.EndpointAsync(await app.PartnerAsync(), receiver.Url), 20);
        await Eventually.TrueAsync(async () => receiver.Received.Count >= 4
            && await app.DbAsync(db => db.Deliveries.CountAsync(d => d.ClaimId != null)) > receiver.Received.Count);

        var stopping = app.Mat.Services.GetServices<IHostedService>().OfType<DeliveryWorker>().Single()
            .StopAsync(TestContext.Current.CancellationToken);
        release.SetResult();
        await stopping;

        var all = await app.DbAsync(db => db.Deliveries.AsNoTracking().ToListAsync());
        var sent = receiver.Received.Select(r => r.Id).ToHashSet();
        Assert.All(all, d => Assert.Equal(
            sent.Contains(d.MessageId) ? (DeliveryStatus.Succeeded, 1) : (DeliveryStatus.Pending, 0), (d.Status, d.AttemptCount)));
        Assert.All(all, d => Assert.True(d.ClaimId is null && !(d.NextAttemptAt > app.Clock.GetUtcNow())));
    }

    [Fact]
    public async Task Result_of_a_worker_that_was_given_up_for_dead_changes_nothing()
    {
        await using var app = await PartnersApp.StartAsync(working: false);
        await app.EndpointAsync(await app.PartnerAsync(), "http://127.0.0.1:9/");
        var request = await app.EscalateAsync();
        var claims = app.Mat.Services.GetRequiredService<DeliveryClaims>();
        var results = app.Mat.Services.GetRequiredService<DeliveryResults>();
        var ok = new AttemptResult(AttemptFailure.None, 200, null, null, null, TimeSpan.Zero);
        var bad = new AttemptResult(AttemptFailure.Status, 500, "status: 500", null, null, TimeSpan.Zero);

        var first = Assert.Single(await TakeAsync());
        Assert.Empty(await TakeAsync());
        app.Clock.Advance(DeliveryClaims.Lease + TimeSpan.FromSeconds(1));
        var second = Assert.Single(await TakeAsync());
        await RecordAsync(first, bad);
        Assert.Equal(DeliveryStatus.Pending, (await app.DeliveriesAsync(request.EscalationId)).Single().Status);
        Assert.True((await app.DeliveriesAsync(request.EscalationId)).Single().UnderWay);
        await RecordAsync(second, ok);
        await RecordAsync(first, bad);

        var delivery = (await app.DeliveriesAsync(request.EscalationId)).Single();
        Assert.Equal((DeliveryStatus.Succeeded, 1), (delivery.Status, delivery.AttemptCount));
        Assert.Equal(4, delivery.Attempts.Count); // the interrupted one, the good one, and both late ones: recorded always
        Assert.Single(delivery.Attempts, a => a.Error?.StartsWith("interrupted", StringComparison.Ordinal) == true);

        Task<IReadOnlyList<ClaimedDelivery>> TakeAsync() =>
            app.DbAsync(async db => (await claims.TakeAsync(db, 10, TestContext.Current.CancellationToken)).Work);
        Task RecordAsync(ClaimedDelivery work, AttemptResult result) => app.DbAsync(async db =>
        {
            await results.RecordAsync(db, new(work, app.Clock.GetUtcNow(), result), TestContext.Current.CancellationToken);
            return 0;
        });
    }

    [Fact]
    public async Task Failing_endpoint_is_probed_by_one_attempt_at_a_time_and_healthy_ones_come_first()
    {
        await using var app = await PartnersApp.StartAsync(working: false);
        var partner = await app.PartnerAsync();
        var (failing, healthy) = (await app.EndpointAsync(partner, "http://127.0.0.1:9/a"),
            await app.EndpointAsync(partner, "http://127.0.0.1:9/b"));
        await app.DbAsync(db => db.Endpoints.Where(e => e.Id == failing.Id).ExecuteUpdateAsync(u => u.SetProperty(e => e.Failures, 5)));
        await app.BacklogAsync(failing, 20);
        await app.BacklogAsync(healthy, 20);

        var taken =
            (await app.DbAsync(db => app.Mat.Services.GetRequiredService<DeliveryClaims>()
                .TakeAsync(db, 64, TestContext.Current.CancellationToken))).Work;

        Assert.Equal(4, taken.Count(c => c.Delivery.EndpointId == healthy.Id));
        Assert.Equal(1, taken.Count(c => c.Delivery.EndpointId == failing.Id));
        Assert.Equal(healthy.Id, taken[0].Delivery.EndpointId);
    }

    [Fact]
    public async Task Failing_endpoint_rests_between_attempts_but_what_is_asked_by_hand_goes_first()
    {
        await using var app = await PartnersApp.StartAsync(working: false);
        var endpoint = await app.EndpointAsync(await app.PartnerAsync(), "http://127.0.0.1:9/a");
        await app.BacklogAsync(endpoint, 20);
        var now = app.Clock.GetUtcNow();
        await app.DbAsync(
            db => db.Endpoints.ExecuteUpdateAsync(u => u.SetProperty(e => e.Failures, 10).SetProperty(e => e.LastFailureAt, now)));

        Assert.Empty(await TakeAsync());
        var ping =
            await (await app.PostAsync($"/api/partners/{endpoint.PartnerId}/endpoints/{endpoint.Id}/ping")).ReadAsync<DeliveryView>();
        Assert.InRange((ping.NextAttemptAt!.Value - now).TotalSeconds, -1, 60);
        Assert.Equal(ping.Id, Assert.Single(await TakeAsync()).Delivery.Id);
        await app.DbAsync(db => db.Deliveries.Where(d => d.Id == ping.Id).ExecuteDeleteAsync());
        Assert.Empty(await TakeAsync());
        app.Clock.Advance(TimeSpan.FromSeconds(33));
        Assert.Single(await TakeAsync());

        Task<IReadOnlyList<ClaimedDelivery>> TakeAsync() => app.DbAsync(async db =>
            (await app.Mat.Services.GetRequiredService<DeliveryClaims>().TakeAsync(db, 64, TestContext.Current.CancellationToken)).Work);
    }
}
