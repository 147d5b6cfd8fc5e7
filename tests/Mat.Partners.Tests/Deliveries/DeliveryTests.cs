using System.Text.Json;
using Mat.Contracts.Partners;
using Mat.Partners.Deliveries;
using Mat.Partners.Endpoints;
using Mat.Partners.Escalations;
using Mat.Partners.Tests.Fakes;
using Mat.Testing;
using Microsoft.EntityFrameworkCore;

namespace Mat.Partners.Tests.Deliveries;

/// <summary>Webhooks end to end: an escalation comes in by the bus, a receiver on a socket gets it or does not.</summary>
public class DeliveryTests
{
    [Fact]
    public async Task Escalation_leaves_at_once_signed_and_thin()
    {
        await using var app = await PartnersApp.StartAsync(new() { ["Partners:Poll"] = "00:00:01" });
        await using var receiver = new FakePartner();
        var partner = await app.PartnerAsync();
        var endpoint = await app.EndpointAsync(partner, receiver.Url);

        var request = await app.EscalateAsync();
        await app.StepAsync(request.EscalationId, "sent");

        var received = Assert.Single(receiver.Received);
        Assert.True(received.Verifies(endpoint.Secret));
        Assert.InRange(received.Timestamp, DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 60, DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 60);
        var body = JsonDocument.Parse(received.Body).RootElement;
        Assert.Equal("escalation.requested", body.GetProperty("type").GetString());
        Assert.Equal(request.EscalationId, body.GetProperty("data").GetProperty("escalationId").GetGuid());
        Assert.Equal("E-1001", body.GetProperty("data").GetProperty("reference").GetString());
        Assert.Equal("100001", body.GetProperty("data").GetProperty("school").GetProperty("urn").GetString());
        Assert.Equal($"/api/partners/portal/escalations/{request.EscalationId}", body.GetProperty("data").GetProperty("href").GetString());
        Assert.DoesNotContain("Wi-Fi", received.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Jo Desk", received.Text, StringComparison.Ordinal);

        var escalation = await app.EscalationAsync(request.EscalationId);
        Assert.Equal(EscalationState.Sent, escalation.Status);
        Assert.Equal([EscalationActivityKind.Routed, EscalationActivityKind.Sent], escalation.Steps.Select(s => s.Kind));
        var delivery = Assert.Single(await app.DeliveriesAsync(request.EscalationId));
        Assert.Equal((DeliveryStatus.Succeeded, 1, 204), (delivery.Status, delivery.AttemptCount, delivery.Attempts.Single().StatusCode));
        Assert.Equal(received.Id, delivery.MessageId);
        Assert.NotNull((await app.EndpointAsync(endpoint)).LastSuccessAt);
        await app.StepAsync(request.EscalationId, "sent");
        Assert.Equal(2, app.Mat.Published<EscalationProgressed>().Max(e => e.Escalation.Version));
    }

    [Fact]
    public async Task Case_01_answer_that_was_cut_is_followed_by_one_retry_with_the_same_id_and_body()
    {
        await using var app = await PartnersApp.StartAsync();
        await using var receiver = new FakePartner
        {
            Answer = FakePartner.Turns(FakePartner.Raw("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhal"), FakePartner.Status(200)),
        };
        using var measured = new Measured(app.Mat);
        var endpoint = await app.EndpointAsync(await app.PartnerAsync(), receiver.Url);
        var request = await app.EscalateAsync();

        var waiting = await app.DeliveryAsync(request.EscalationId,
            d => d is { AttemptCount: 1, NextAttemptAt: not null, Attempts.Count: 1 });
        Assert.InRange((waiting.NextAttemptAt!.Value - waiting.Attempts[0].StartedAt).TotalSeconds, 4, 20);
        app.Clock.Advance(TimeSpan.FromSeconds(30));
        await app.DeliveryAsync(request.EscalationId, d => d.Status == DeliveryStatus.Succeeded);

        var both = receiver.Received.ToArray();
        Assert.Equal(2, both.Length);
        Assert.Equal(both[0].Id, both[1].Id);
        Assert.Equal(both[0].Body, both[1].Body);
        Assert.True(both[1].Timestamp >= both[0].Timestamp + 30);
        Assert.All(both, r => Assert.True(r.Verifies(endpoint.Secret)));
        Assert.Equal(2, measured.Sum("mat_partners_attempts", ("event", "escalation.requested")));
        Assert.Equal(1, measured.Sum("mat_partners_attempts", ("outcome", "succeeded")));
        Assert.Equal((2, 1), (measured.Count("mat_partners_attempt_seconds"), measured.Count("mat_partners_first_attempt_delay_seconds")));
    }

    [Fact]
    public async Task Case_02_redirect_is_in_the_log_with_its_code()
    {
        await using var app = await PartnersApp.StartAsync();
        await using var elsewhere = new FakePartner();
        await using var receiver = new FakePartner { Answer = FakePartner.Status(308, $"Location: {elsewhere.Url}\r\n") };
        await app.EndpointAsync(await app.PartnerAsync(), receiver.Url);

        var request = await app.EscalateAsync();
        var delivery = await app.DeliveryAsync(request.EscalationId, d => d.Attempts.Count == 1);

        Assert.Equal(308, delivery.Attempts[0].StatusCode);
        Assert.Equal(DeliveryStatus.Pending, delivery.Status);
        Assert.Empty(elsewhere.Received);
    }

    [Fact]
    public async Task Case_03_gone_disables_endpoint()
    {
        await using var app = await PartnersApp.StartAsync();
        await using var receiver = new FakePartner { Answer = FakePartner.Status(500) };
        var endpoint = await app.EndpointAsync(await app.PartnerAsync(), receiver.Url);
        var first = await app.EscalateAsync();
        await app.DeliveryAsync(first.EscalationId,
            d => d is { AttemptCount: 1, Attempts.Count: 1, NextAttemptAt: not null }); // 500 goes by the schedule

        receiver.Answer = FakePartner.Status(410);
        var second = await app.EscalateAsync();
        var gone = await app.DeliveryAsync(second.EscalationId, d => d.Status == DeliveryStatus.Failed);

        Assert.Single(gone.Attempts);
        Assert.Equal(DeliveryStatus.Dropped, (await app.DeliveriesAsync(first.EscalationId)).Single().Status);
        var now = await app.EndpointAsync(endpoint);
        Assert.Equal(PartnerEndpointStatus.Disabled, now.Status);
        Assert.Contains("410", now.DisabledReason, StringComparison.Ordinal);
        Assert.Equal(endpoint.Id, (await app.Mat.PublishedAsync<EndpointDisabled>(_ => true)).EndpointId);
        await app.StepAsync(second.EscalationId, "delivery_failed");
        await app.StepAsync(first.EscalationId, "delivery_failed");

        var count = receiver.Received.Count;
        var third = await app.EscalateAsync();
        app.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Contains("portal", (await app.EscalationAsync(third.EscalationId)).Steps.Single().Text, StringComparison.Ordinal);
        Assert.Empty(await app.DeliveriesAsync(third.EscalationId));
        Assert.Equal(count, receiver.Received.Count);
    }

    [Theory]
    [InlineData("3600", 3600)]
    [InlineData("1000000000", 86400)]
    [InlineData("-1", 5)]
    [InlineData("garbage", 5)]
    public async Task Case_04_retry_after_moves_the_next_attempt(string header, int seconds)
    {
        await using var app = await PartnersApp.StartAsync();
        await using var receiver = new FakePartner { Answer = FakePartner.Status(429, $"Retry-After: {header}\r\n") };
        await app.EndpointAsync(await app.PartnerAsync(), receiver.Url);

        var request = await app.EscalateAsync();
        var delivery = await app.DeliveryAsync(request.EscalationId,
            d => d is { AttemptCount: 1, Attempts.Count: 1, NextAttemptAt: not null });

        Assert.InRange((delivery.NextAttemptAt!.Value - delivery.Attempts[0].StartedAt).TotalSeconds, seconds * 0.8, seconds * 1.2 + 60);
    }

    [Fact]
    public async Task Schedule_ends_after_ten_attempts_and_the_desk_is_told()
    {
        await using var app = await PartnersApp.StartAsync();
        await using var receiver = new FakePartner { Answer = FakePartner.Status(500) };
        await app.EndpointAsync(await app.PartnerAsync(), receiver.Url);
        var request = await app.EscalateAsync();

        for (var attempt = 1; attempt < 10; attempt++)
        {
            await app.DeliveryAsync(request.EscalationId,
                d => d.AttemptCount == attempt && d.Attempts.Count == attempt && d.NextAttemptAt is not null);
            app.Clock.Advance(RetrySchedule.StandardDelays[attempt] * 1.25);
        }

        var delivery = await app.DeliveryAsync(request.EscalationId, d => d.Status == DeliveryStatus.Failed);
        Assert.Equal(Enumerable.Range(1, 10), delivery.Attempts.Select(a => a.Number));
        Assert.Single(receiver.Received.Select(r => r.Id).Distinct());
        Assert.Contains("500", (await app.StepAsync(request.EscalationId, "delivery_failed")).Event.Text, StringComparison.Ordinal);
        Assert.Equal(EscalationState.Requested, (await app.EscalationAsync(request.EscalationId)).Status);
    }

    [Fact]
    public async Task Case_08_blocked_target_is_given_up_at_once_and_the_desk_is_told()
    {
        await using var app = await PartnersApp.StartAsync();
        await using var receiver = new FakePartner();
        var endpoint = await app.EndpointAsync(await app.PartnerAsync(), receiver.Url);
        await app.DbAsync(async db =>
        {
            (await db.Endpoints.FindAsync(endpoint.Id))!.Url = "http://169.254.169.254/latest/meta-data/";
            return await db.SaveChangesAsync();
        });

        var request = await app.EscalateAsync();
        var delivery = await app.DeliveryAsync(request.EscalationId, d => d.Status == DeliveryStatus.Failed);

        Assert.StartsWith("blocked: ", Assert.Single(delivery.Attempts).Error, StringComparison.Ordinal);
        await app.StepAsync(request.EscalationId, "delivery_failed");
    }

    [Fact]
    public async Task Case_11_old_secret_signs_for_a_day_after_a_rotation()
    {
        await using var app = await PartnersApp.StartAsync();
        await using var receiver =
            new FakePartner { Answer = FakePartner.Turns(FakePartner.Status(500), FakePartner.Status(500), FakePartner.Status(200)) };
        var partner = await app.PartnerAsync();
        var endpoint = await app.EndpointAsync(partner, receiver.Url);
        var request = await app.EscalateAsync();
        await app.DeliveryAsync(request.EscalationId, d => d is { AttemptCount: 1, Attempts.Count: 1, NextAttemptAt: not null });

        var path = $"/api/partners/{partner}/endpoints/{endpoint.Id}/rotate";
        var rotated = await (await app.PostAsync(path)).ReadAsync<RotatedSecret>();
        app.Clock.Advance(TimeSpan.FromSeconds(10));
        await app.DeliveryAsync(request.EscalationId, d => d is { AttemptCount: 2, Attempts.Count: 2, NextAttemptAt: not null });
        app.Clock.Advance(TimeSpan.FromHours(25));
        await app.DeliveryAsync(request.EscalationId, d => d.Status == DeliveryStatus.Succeeded);

        var sent = receiver.Received.ToArray();
        Assert.Equal((true, false), (sent[0].Verifies(endpoint.Secret), sent[0].Verifies(rotated.Secret)));
        Assert.Equal((true, true), (sent[1].Verifies(endpoint.Secret), sent[1].Verifies(rotated.Secret)));
        Assert.Equal((false, true), (sent[2].Verifies(endpoint.Secret), sent[2].Verifies(rotated.Secret)));

        for (var i = 0; i < 10; i++)
            Assert.Equal(200, (int)(await app.PostAsync(path)).StatusCode);
        var refused = await app.PostAsync(path);
        Assert.Equal((409, "endpoint.rotations"), ((int)refused.StatusCode, await refused.CodeAsync()));
    }

    [Fact]
    public async Task Case_13_dead_endpoint_with_a_backlog_does_not_hold_up_the_others()
    {
        await using var app = await PartnersApp.StartAsync(new() { ["Partners:AttemptDeadline"] = "00:00:10", ["Partners:Slots"] = "8" });
        await using var dead = new FakePartner { Answer = (_, stream, ct) => stream.ReadAsync(new byte[1], ct).AsTask() };
        await using var alive = new FakePartner();
        var deadEndpoint = await app.EndpointAsync(await app.PartnerAsync("Dead", "printing"), dead.Url);
        await app.EndpointAsync(await app.PartnerAsync("Alive"), alive.Url);
        await app.BacklogAsync(deadEndpoint, 500);
        await Eventually.TrueAsync(() => dead.Received.Count >= 4);

        for (var i = 0; i < 5; i++)
        {
            var request = await app.EscalateAsync();
            await app.StepAsync(request.EscalationId, "sent");
            Assert.InRange(await app.DbAsync(db => db.Deliveries.CountAsync(d => d.EndpointId == deadEndpoint.Id && d.ClaimId != null)), 0,
                4);
        }

        Assert.Equal(5, alive.Received.Count);
        Assert.All(alive.Received, r => Assert.InRange((r.At - DateTimeOffset.FromUnixTimeSeconds(r.Timestamp)).TotalSeconds, -2, 10));
        Assert.InRange(dead.Received.Count, 4, 200);
    }

    [Fact]
    public async Task Case_14_each_replay_by_hand_is_one_attempt_with_the_same_id()
    {
        await using var app = await PartnersApp.StartAsync();
        await using var receiver = new FakePartner();
        await app.EndpointAsync(await app.PartnerAsync(), receiver.Url);
        var request = await app.EscalateAsync();
        var delivery = await app.DeliveryAsync(request.EscalationId, d => d.Status == DeliveryStatus.Succeeded);

        for (var i = 0; i < 2; i++)
        {
            var response = await app.PostAsync($"/api/partners/deliveries/{delivery.Id}/replay");
            Assert.Equal(202, (int)response.StatusCode);
            var replay = await response.ReadAsync<DeliveryView>();
            await Eventually.TrueAsync(async () => (await app.DeliveryAsync(replay.Id)).Status == DeliveryStatus.Succeeded);
        }

        Assert.Equal(3, receiver.Received.Count);
        Assert.Single(receiver.Received.Select(r => r.Id).Distinct());
        Assert.Single((await app.EscalationAsync(request.EscalationId)).Steps, s => s.Kind == EscalationActivityKind.Sent);
    }

    [Fact]
    public async Task Case_15_replay_that_arrives_ends_the_delivery_that_still_waits()
    {
        await using var app = await PartnersApp.StartAsync();
        await using var receiver =
            new FakePartner { Answer = FakePartner.Turns(FakePartner.Status(500), FakePartner.Status(500), FakePartner.Status(200)) };
        await app.EndpointAsync(await app.PartnerAsync(), receiver.Url);
        var request = await app.EscalateAsync();
        var first = await app.DeliveryAsync(request.EscalationId,
            d => d is { AttemptCount: 1, Attempts.Count: 1, NextAttemptAt: not null });

        var failing = await (await app.PostAsync($"/api/partners/deliveries/{first.Id}/replay")).ReadAsync<DeliveryView>();
        await Eventually.TrueAsync(async () => (await app.DeliveryAsync(failing.Id)).Status == DeliveryStatus.Failed); // a single attempt
        Assert.Equal(DeliveryStatus.Pending, (await app.DeliveryAsync(first.Id)).Status);
        var working = await (await app.PostAsync($"/api/partners/deliveries/{first.Id}/replay")).ReadAsync<DeliveryView>();
        await Eventually.TrueAsync(async () => (await app.DeliveryAsync(working.Id)).Status == DeliveryStatus.Succeeded);

        Assert.Equal(DeliveryStatus.Dropped, (await app.DeliveryAsync(first.Id)).Status);
        Assert.Equal(EscalationState.Sent, (await app.EscalationAsync(request.EscalationId)).Status);
    }

    [Fact]
    public async Task Case_17_deleted_endpoint_drops_what_waits_with_a_reason()
    {
        await using var app = await PartnersApp.StartAsync();
        await using var receiver = new FakePartner { Answer = FakePartner.Status(500) };
        var endpoint = await app.EndpointAsync(await app.PartnerAsync(), receiver.Url);
        var request = await app.EscalateAsync();
        var delivery = await app.DeliveryAsync(request.EscalationId,
            d => d is { AttemptCount: 1, Attempts.Count: 1, NextAttemptAt: not null });

        Assert.Equal(204,
            (int)(await app.Manager.DeleteAsync(
                new Uri($"/api/partners/{endpoint.PartnerId}/endpoints/{endpoint.Id}", UriKind.Relative))).StatusCode);
        app.Clock.Advance(TimeSpan.FromDays(3));

        var dropped = await app.DeliveryAsync(delivery.Id);
        Assert.Equal((DeliveryStatus.Dropped, "the endpoint was deleted"), (dropped.Status, dropped.Reason));
        Assert.Equal(409, (int)(await app.PostAsync($"/api/partners/deliveries/{delivery.Id}/replay")).StatusCode);
        Assert.Equal(404,
            (int)(await app.Manager.GetAsync(
                new Uri($"/api/partners/{endpoint.PartnerId}/endpoints/{endpoint.Id}", UriKind.Relative))).StatusCode);
        Assert.Single(receiver.Received);
    }

    [Fact]
    public async Task Case_19_five_days_of_nothing_but_failures_switch_an_endpoint_off_and_one_success_does_not()
    {
        await using var app = await PartnersApp.StartAsync();
        await using var receiver = new FakePartner { Answer = FakePartner.Status(500) };
        var endpoint = await app.EndpointAsync(await app.PartnerAsync(), receiver.Url);
        await FailAsync(4);
        receiver.Answer = FakePartner.Status(200);
        await PingAsync(DeliveryStatus.Succeeded);
        receiver.Answer = FakePartner.Status(500);

        app.Clock.Advance(TimeSpan.FromDays(6));
        await FailAsync(6);
        Assert.Equal(PartnerEndpointStatus.Active,
            (await app.EndpointAsync(endpoint)).Status); // six days since the first failure, none of them without the success
        app.Clock.Advance(TimeSpan.FromDays(5.1));
        await FailAsync(1);

        Assert.Equal(PartnerEndpointStatus.Disabled, (await app.EndpointAsync(endpoint)).Status);
        Assert.Equal(409, (int)(await app.PostAsync($"/api/partners/{endpoint.PartnerId}/endpoints/{endpoint.Id}/ping")).StatusCode);
        Assert.Equal(200, (int)(await app.PostAsync($"/api/partners/{endpoint.PartnerId}/endpoints/{endpoint.Id}/enable")).StatusCode);
        receiver.Answer = FakePartner.Status(200);
        await PingAsync(DeliveryStatus.Succeeded);

        async Task FailAsync(int times)
        {
            for (var i = 0; i < times; i++)
                await PingAsync(DeliveryStatus.Failed);
        }

        async Task PingAsync(DeliveryStatus expected)
        {
            var ping =
                await (await app.PostAsync($"/api/partners/{endpoint.PartnerId}/endpoints/{endpoint.Id}/ping")).ReadAsync<DeliveryView>();
            await Eventually.TrueAsync(async () => (await app.DeliveryAsync(ping.Id)).Status == expected);
        }
    }

    [Fact]
    public async Task Endpoint_gets_the_events_it_chose()
    {
        await using var app = await PartnersApp.StartAsync();
        await using var receiver = new FakePartner();
        var partner = await app.PartnerAsync();
        await app.EndpointAsync(partner, receiver.Url, "escalation.cancelled");

        var request = await app.EscalateAsync();
        await app.Mat.DeliverAsync(
            new Mat.Contracts.Tickets.EscalationCancelled(request.EscalationId, request.TicketId, "solved", app.Clock.GetUtcNow()));
        await Eventually.TrueAsync(() => !receiver.Received.IsEmpty);

        Assert.Contains("escalation.cancelled", Assert.Single(receiver.Received).Text, StringComparison.Ordinal);
    }
}
