using System.Linq.Expressions;
using Mat.Partners.Deliveries;
using Mat.Partners.Endpoints;
using Mat.Partners.Tests.Fakes;
using Mat.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Mat.Partners.Tests.Deliveries;

/// <summary>The soak of <c>bench/soak.mjs</c> in small: sick receivers, two workers, and one that dies with work in its hands.</summary>
public class SmallSoakTests
{
    [Fact]
    public async Task Nothing_is_lost_and_nothing_that_arrived_comes_again()
    {
        await using var app = await PartnersApp.StartAsync(new Dictionary<string, string?> { ["Partners:RetryDelays:0"] = "00:00:00" }
            .Union(Enumerable.Range(1, 40).Select(i => KeyValuePair.Create<string, string?>($"Partners:RetryDelays:{i}", "00:00:00.200")))
            .ToDictionary());
        var healed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var partner = await app.PartnerAsync();
        var receivers = Enumerable.Range(0, 12).Select(_ => new FakePartner()).ToList();
        List<NewPartnerEndpoint> endpoints = [];
        foreach (var (i, receiver) in receivers.Index())
        {
            // Two hang and then hang up: a deadline short enough to wait for would also end the healthy on a machine that is busy.
            receiver.Answer = (r, s, ct) => healed.Task.IsCompleted || i > 3 ? FakePartner.Status(204)(r, s, ct)
                : i < 2 ? healed.Task.WaitAsync(ct) : FakePartner.Status(Random.Shared.Next(2) == 0 ? 500 : 204)(r, s, ct);
            endpoints.Add(await app.EndpointAsync(partner, receiver.Url));
        }

        using var second = ActivatorUtilities.CreateInstance<DeliveryWorker>(app.Mat.Services);
        await second.StartAsync(TestContext.Current.CancellationToken);
        foreach (var endpoint in endpoints)
            await app.BacklogAsync(endpoint, 30);
        // A process that dies: it has claimed and will never say what became of it.
        var dead = await app.DbAsync(db => app.Mat.Services.GetRequiredService<DeliveryClaims>()
            .TakeAsync(db, 3, TestContext.Current.CancellationToken));
        var (orphans, deadClaims) = (dead.Work.Select(w => w.Delivery.Id).ToList(), dead.Work.Select(w => (Guid?)w.Claim).ToList());
        await Eventually.TrueAsync(async () => await PendingAsync(endpoints[4..], d => !orphans.Contains(d.Id)) == 0, "the healthy",
            TimeSpan.FromMinutes(2));
        healed.SetResult();
        await Eventually.TrueAsync(async () =>
        {
            // Rests pass, and at last the lease of the dead; but not that of the living, however slow this machine is.
            if (await PendingAsync(endpoints, d => d.ClaimId != null && !deadClaims.Contains(d.ClaimId)) == 0)
                app.Clock.Advance(TimeSpan.FromSeconds(2));
            return await PendingAsync(endpoints, d => true) == 0;
        }, "everybody", TimeSpan.FromMinutes(2));
        await second.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(12 * 30, await app.DbAsync(db => db.Deliveries.CountAsync(d => d.Status == DeliveryStatus.Succeeded)));
        Assert.Equal(12 * 30, receivers.Sum(r => r.Received.Select(x => x.Id).Distinct().Count()));
        Assert.All(receivers[4..], r => Assert.Equal(30, r.Received.Count));
        Assert.Equal(12 * 30, await app.DbAsync(db => db.Attempts.CountAsync(a => a.StatusCode == 204)));
        Assert.Equal(orphans.Count,
            await app.DbAsync(
                db => db.Attempts.CountAsync(a => orphans.Contains(a.DeliveryId) && EF.Functions.Like(a.Error!, "interrupted%"))));
        foreach (var receiver in receivers)
            await receiver.DisposeAsync();

        Task<int> PendingAsync(IEnumerable<NewPartnerEndpoint> of, Expression<Func<Delivery, bool>> which)
        {
            var ids = of.Select(e => e.Id).ToList();
            return app.DbAsync(db => db.Deliveries.Where(which).CountAsync(d => ids.Contains(d.EndpointId) && d.NextAttemptAt != null));
        }
    }
}
