using FsCheck;
using FsCheck.Fluent;
using Mat.Partners.Deliveries;
using Mat.Partners.Endpoints;
using Mat.Partners.Outbound;
using Mat.Partners.Tests.Fakes;
using Mat.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Mat.Partners.Tests.Deliveries;

public class OrderProperties
{
    [Fact]
    public async Task Messages_of_one_escalation_arrive_in_order_and_once_whatever_fails_or_dies()
    {
        await using var app = await PartnersApp.StartAsync(
            Enumerable.Range(0, 200).ToDictionary(i => $"Partners:RetryDelays:{i}", string? (i) => i == 0 ? "00:00:00" : "00:00:01"),
            working: false);
        var partner = await app.PartnerAsync();
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => RunAsync(app, partner, new Random(seed)).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(6));
    }

    private static async Task RunAsync(PartnersApp app, Guid partner, Random random)
    {
        var endpoint =
            await (await app.PostAsync($"/api/partners/{partner}/endpoints",
                new { url = "http://127.0.0.1:9/", ordered = true })).ReadAsync<NewPartnerEndpoint>();
        var escalations = new[] { Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid() };
        var made = Enumerable.Range(0, 8).Select(i => new Delivery
        {
            Id = Guid.CreateVersion7(app.Clock.GetUtcNow().AddMilliseconds(i)),
            EscalationId = escalations[random.Next(3)],
            PartnerId = partner,
            EndpointId = endpoint.Id,
            EventType = WebhookEvents.Commented,
            MessageId = $"msg_{Guid.NewGuid():N}",
            Body = "{}"u8.ToArray(),
            Budget = 200,
            NextAttemptAt = app.Clock.GetUtcNow(),
        }).ToList();
        await app.DbAsync(db =>
        {
            db.Deliveries.AddRange(made);
            return db.SaveChangesAsync();
        });

        List<Delivery> arrived = [];
        for (var step = 0; arrived.Count < made.Count; step++)
        {
            Assert.InRange(step, 0, 300);
            app.Clock.Advance(TimeSpan.FromSeconds(61));
            var work = await app.DbAsync(
                async db => (await app.Mat.Services.GetRequiredService<DeliveryClaims>()
                    .TakeAsync(db, 64, TestContext.Current.CancellationToken)).Work);
            var (one, luck) = (Assert.Single(work), random.Next(10));
            if (luck < 2)
                continue; // the process died: nothing is recorded
            var result = luck < 5
                ? new AttemptResult(AttemptFailure.Status, 500, "status: 500", null, null, default)
                : new AttemptResult(AttemptFailure.None, 204, null, null, null, default);
            if (result.Succeeded)
                arrived.Add(one.Delivery);
            await app.DbAsync(async db =>
            {
                await app.Mat.Services.GetRequiredService<DeliveryResults>()
                    .RecordAsync(db, new(one, app.Clock.GetUtcNow(), result), TestContext.Current.CancellationToken);
                return 0;
            });
        }

        foreach (var escalation in escalations)
            Assert.Equal(made.Where(d => d.EscalationId == escalation).Select(d => d.MessageId),
                arrived.Where(d => d.EscalationId == escalation).Select(d => d.MessageId));
    }
}
