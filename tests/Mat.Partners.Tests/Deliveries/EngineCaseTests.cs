using Mat.Partners.Data;
using Mat.Partners.Deliveries;
using Mat.Partners.Recoveries;
using Mat.Partners.Tests.Fakes;
using Mat.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SQLitePCL;

namespace Mat.Partners.Tests.Deliveries;

/// <summary>The cases of the reliability list that need the engine as a whole: bad answers kept, big backlogs, lost races.</summary>
public class EngineCaseTests
{
    [Fact]
    public async Task Case_04_retry_after_as_a_date_moves_the_next_attempt()
    {
        await using var app = await PartnersApp.StartAsync();
        await using var receiver =
            new FakePartner { Answer = FakePartner.Status(503, $"Retry-After: {app.Clock.GetUtcNow().AddHours(1):r}\r\n") };
        await app.EndpointAsync(await app.PartnerAsync(), receiver.Url);

        var request = await app.EscalateAsync();
        var delivery = await app.DeliveryAsync(request.EscalationId,
            d => d is { AttemptCount: 1, Attempts.Count: 1, NextAttemptAt: not null });

        Assert.InRange((delivery.NextAttemptAt!.Value - delivery.Attempts[0].StartedAt).TotalMinutes, 58, 62);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/octet-stream")]
    public async Task Case_07_answer_that_no_column_could_hold_is_cut_or_named_and_sent_once(string type)
    {
        await using var app = await PartnersApp.StartAsync();
        await using var receiver = new FakePartner
        {
            Answer = async (_, stream, ct) =>
            {
                byte[] body = [.. Enumerable.Repeat((byte)'a', 200_000), 0, 0xff, 0xfe, 0xed, 0xa0, 0x80];
                if (type != "text/plain")
                    body[5] = 0;
                await stream.WriteAsync(
                    System.Text.Encoding.ASCII.GetBytes(
                        $"HTTP/1.1 200 OK\r\nX-Odd: {new string('h', 5000)}\u0001\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n\r\n"), ct);
                await stream.WriteAsync(body, ct);
            },
        };
        await app.EndpointAsync(await app.PartnerAsync(), receiver.Url);

        var request = await app.EscalateAsync();
        var delivery = await app.DeliveryAsync(request.EscalationId, d => d.Status == DeliveryStatus.Succeeded);

        var attempt = Assert.Single(delivery.Attempts);
        Assert.EndsWith(type == "text/plain" ? "[cut]" : "bytes that are not text]", attempt.Response, StringComparison.Ordinal);
        Assert.InRange(attempt.Response!.Length, 1, 16_500);
        Assert.InRange(attempt.ResponseHeaders!.Length, 1, 1000);
        Assert.Single(receiver.Received);
    }

    [Theory]
    [InlineData("http://2130706433/")]
    [InlineData("https://0x7f.1/")]
    [InlineData("https://[::ffff:169.254.169.254]/")]
    [InlineData("https://[fe80::1%25eth0]/")]
    [InlineData("https://user@partner.example/")]
    [InlineData("https://partner.example./")]
    [InlineData("https://bücher.example/")]
    [InlineData("https://partner.example:22/")]
    [InlineData("file:///etc/passwd")]
    public async Task Case_09_url_that_hides_where_it_leads_is_422_when_entered(string url)
    {
        await using var app = await PartnersApp.StartAsync(working: false);
        var refused = await app.PostAsync($"/api/partners/{await app.PartnerAsync()}/endpoints", new { url });
        Assert.Equal((422, "endpoint.url"), ((int)refused.StatusCode, await refused.CodeAsync()));
    }

    [Fact]
    public async Task Case_10_certificate_that_is_refused_is_in_the_log_with_its_reason()
    {
        using var certificate = FakePartner.SelfSigned();
        await using var app = await PartnersApp.StartAsync();
        await using var receiver = new FakePartner(certificate);
        await app.EndpointAsync(await app.PartnerAsync(), receiver.Url);

        var request = await app.EscalateAsync();
        var delivery = await app.DeliveryAsync(request.EscalationId,
            d => d is { AttemptCount: 1, Attempts.Count: 1, NextAttemptAt: not null });

        Assert.Contains("certificate", delivery.Attempts[0].Error, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(receiver.Received);
    }

    [Fact]
    public async Task Case_13_claim_reads_index_ranges_only_however_much_waits_for_a_dead_endpoint()
    {
        await using var app = await PartnersApp.StartAsync(working: false);
        var (dead, alive) = (await app.EndpointAsync(await app.PartnerAsync("Dead", "printing"), "http://127.0.0.1:9/"),
            await app.EndpointAsync(await app.PartnerAsync(), "http://127.0.0.1:9/"));
        var claims = app.Mat.Services.GetRequiredService<DeliveryClaims>();
        await app.BacklogAsync(alive, 40);
        var without = await EffortAsync();
        await app.BacklogAsync(dead, 100_000);
        await app.DbAsync(db => db.Endpoints.Where(e => e.Id == dead.Id).ExecuteUpdateAsync(u => u.SetProperty(e => e.Failures, 9)));
        var with = await EffortAsync();

        Assert.InRange(with, 1, (without * 3) + 100);

        // What one claim costs: rows read on PostgreSQL, hundreds of the virtual machine's steps on SQLite. Neither depends on
        // how busy the machine is.
        Task<long> EffortAsync() => app.DbAsync(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            long steps = 0;
            var sqlite = (db.Database.GetDbConnection() as SqliteConnection)?.Handle;
            if (sqlite is not null)
                raw.sqlite3_progress_handler(sqlite, 100, _ => { steps++; return 0; }, null);
            var before = sqlite is null ? await RowsAsync(db) : 0;
            var work = (await claims.TakeAsync(db, 64, TestContext.Current.CancellationToken)).Work;
            Assert.Equal(4, work.Count(c => c.Delivery.EndpointId == alive.Id));
            var effort = sqlite is null ? await RowsAsync(db) - before : steps;
            if (sqlite is not null)
                raw.sqlite3_progress_handler(sqlite, 0, null, null);
            await transaction.RollbackAsync();
            return effort;
        });

        static Task<long> RowsAsync(PartnersDb db) => db.Database.SqlQuery<long>(
            $"SELECT coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) AS \"Value\" FROM pg_stat_xact_user_tables WHERE relname = 'deliveries'").SingleAsync();
    }

    [Fact]
    public async Task Case_14_request_that_the_bus_brings_twice_leaves_once()
    {
        await using var app = await PartnersApp.StartAsync();
        await using var receiver = new FakePartner();
        await app.EndpointAsync(await app.PartnerAsync(), receiver.Url);
        var request = app.Request();
        var id = await app.Mat.DeliverAsync(request);
        await app.Mat.DeliverAsync(request, id); // the same message
        await app.Mat.DeliverAsync(request); // the same request in another message
        await app.StepAsync(request.EscalationId, "sent");

        Assert.Single(await app.DeliveriesAsync(request.EscalationId));
        Assert.Single(receiver.Received);
    }

    [Fact]
    public async Task Case_16_wake_up_before_the_row_is_visible_loses_nothing()
    {
        await using var app = await PartnersApp.StartAsync(new() { ["Partners:Poll"] = "00:00:01" });
        await using var receiver = new FakePartner();
        var endpoint = await app.EndpointAsync(await app.PartnerAsync(), receiver.Url);
        var signal = app.Mat.Services.GetRequiredService<DeliverySignal>();

        await app.DbAsync(async db =>
        {
            await db.InTransactionAsync(async ct =>
            {
                db.Deliveries.Add(new Delivery
                {
                    PartnerId = endpoint.PartnerId,
                    EndpointId = endpoint.Id,
                    EventType = WebhookEvents.Commented,
                    MessageId = "msg_late",
                    Body = "{}"u8.ToArray(),
                    Budget = 3,
                    NextAttemptAt = app.Clock.GetUtcNow()
                });
                await db.SaveChangesAsync(ct);
                for (var i = 0; i < 5; i++)
                {
                    signal.Set();
                    await Task.Delay(20, ct);
                }

                Assert.Empty(receiver.Received);
            }, TestContext.Current.CancellationToken);
            return 0;
        });

        await Eventually.TrueAsync(() => receiver.Received.Count == 1);
        await Eventually.TrueAsync(() => app.DbAsync(db => db.Deliveries.AnyAsync(d => d.Status == DeliveryStatus.Succeeded)));
    }

    [Fact]
    public async Task Case_17_endpoint_switched_off_between_queue_and_attempt_drops_with_a_reason()
    {
        await using var app = await PartnersApp.StartAsync();
        await using var receiver = new FakePartner();
        var endpoint = await app.EndpointAsync(await app.PartnerAsync(), receiver.Url);
        await app.DbAsync(async db =>
        {
            (await db.Endpoints.SingleAsync(e => e.Id == endpoint.Id)).Disable("by hand");
            return await db.SaveChangesAsync();
        });
        await app.BacklogAsync(endpoint, 3); // as if it was queued in the very moment
        using var second = ActivatorUtilities.CreateInstance<DeliveryWorker>(app.Mat.Services); // sweeps when it starts
        await second.StartAsync(TestContext.Current.CancellationToken);

        await Eventually.TrueAsync(
            () => app.DbAsync(async db => await db.Deliveries.CountAsync(d => d.Status == DeliveryStatus.Dropped) == 3));
        await second.StopAsync(TestContext.Current.CancellationToken);
        Assert.All(await app.DbAsync(db => db.Deliveries.ToListAsync()),
            d => Assert.Contains("switched off", d.Reason, StringComparison.Ordinal));
        Assert.Empty(receiver.Received);
    }

    [Fact]
    public async Task Case_18_message_that_cannot_be_made_is_a_failed_attempt_and_holds_up_nobody()
    {
        await using var app = await PartnersApp.StartAsync();
        await using var receiver = new FakePartner();
        var endpoint = await app.EndpointAsync(await app.PartnerAsync(), receiver.Url);
        await app.DbAsync(async db =>
        {
            db.Deliveries.Add(new Delivery
            {
                PartnerId = endpoint.PartnerId,
                EndpointId = endpoint.Id,
                EventType = WebhookEvents.Commented,
                MessageId = "with.dot",
                Body = "{}"u8.ToArray(),
                Budget = 10,
                NextAttemptAt = app.Clock.GetUtcNow()
            });
            return await db.SaveChangesAsync();
        });
        await app.BacklogAsync(endpoint, 5);

        await Eventually.TrueAsync(() => receiver.Received.Count == 5);
        var bad = await Eventually.GetAsync(
            () =>
                app.DbAsync(
                    db => db.Deliveries.SingleOrDefaultAsync(d => d.MessageId == "with.dot" && d.AttemptCount > 0 && d.ClaimId == null)));
        Assert.Equal((DeliveryStatus.Pending, 1), (bad.Status, bad.AttemptCount)); // by the schedule, like any other failure
        Assert.True(bad.NextAttemptAt > app.Clock.GetUtcNow());
        Assert.StartsWith("protocol: ", (await app.DbAsync(db => db.Attempts.SingleAsync(a => a.DeliveryId == bad.Id))).Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case_20_ten_thousand_are_sent_again_in_portions_oldest_first_and_can_be_stopped()
    {
        await using var app = await PartnersApp.StartAsync();
        await using var receiver = new FakePartner();
        var endpoint = await app.EndpointAsync(await app.PartnerAsync(), receiver.Url);
        var lost = await app.FillAsync(endpoint, 10_000, DeliveryStatus.Failed);
        var path = $"/api/partners/{endpoint.PartnerId}/endpoints/{endpoint.Id}/recoveries";
        var recovery = await (await app.PostAsync(path, new { since = app.Clock.GetUtcNow().AddDays(-1) })).ReadAsync<RecoveryView>();
        Assert.Equal(10_000, recovery.Total);

        await Eventually.TrueAsync(async () =>
        {
            Assert.InRange(await app.DbAsync(db => db.Deliveries.CountAsync(d => d.NextAttemptAt != null)), 0, RecoveryWorker.MaxWaiting);
            return receiver.Received.Count >= 80;
        });
        Assert.Equal(200, (int)(await app.PostAsync($"{path}/{recovery.Id}/cancel")).StatusCode);
        await Eventually.TrueAsync(() => app.DbAsync(async db => !await db.Deliveries.AnyAsync(d => d.NextAttemptAt != null)));

        var queued =
            (await (await app.Manager.GetAsync(new Uri($"{path}/{recovery.Id}", UriKind.Relative))).ReadAsync<RecoveryView>()).Queued;
        Assert.InRange(queued, 80, 1000);
        // The oldest, each once and under its own id; four places may change neighbours but not more.
        Assert.Equal(lost.Take(queued).Order(), receiver.Received.Select(r => r.Id).Order());
        Assert.All(receiver.Received.Index(), r => Assert.InRange(lost.ToList().IndexOf(r.Item.Id), r.Index - 50, r.Index + 50));
    }
}
