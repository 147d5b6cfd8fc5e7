using System.Net.Http.Json;
using Mat.Contracts.Tickets;
using Mat.Partners.Deliveries;
using Mat.Partners.Endpoints;
using Mat.Partners.Tests.Fakes;
using Mat.Testing;
using Microsoft.EntityFrameworkCore;

namespace Mat.Partners.Tests.Endpoints;

/// <summary>What a partner can ask of its endpoint: headers, pace and order; and what the log keeps of it.</summary>
public class EndpointTests
{
    [Fact]
    public async Task Own_headers_go_along_and_their_values_are_seen_by_nobody()
    {
        await using var app = await PartnersApp.StartAsync();
        await using var receiver =
            new FakePartner
            {
                Answer = FakePartner.Status(200,
                "Set-Cookie: sid=s3cr3t\r\nX-Request-Id: r-1\r\nLocation: https://x.example/?token=s3cr3t\r\n", "ok")
            };
        var partner = await app.PartnerAsync();
        var created = await app.PostAsync($"/api/partners/{partner}/endpoints", new
        {
            url = receiver.Url,
            headers = new[] { new { name = "X-Api-Key", value = "s3cr3t-value" },
                new { name = "Authorization", value = "Bearer s3cr3t-value" } },
        });
        Assert.Equal(201, (int)created.StatusCode);
        var endpoint = await created.ReadAsync<NewPartnerEndpoint>();
        Assert.Equal(["X-Api-Key", "Authorization"], endpoint.Headers);

        var request = await app.EscalateAsync();
        await app.StepAsync(request.EscalationId, "sent");

        var received = Assert.Single(receiver.Received);
        Assert.Equal(("s3cr3t-value", "Bearer s3cr3t-value"), (received.Headers["x-api-key"], received.Headers["authorization"]));
        Assert.True(received.Verifies(endpoint.Secret));
        var id = (await app.DeliveriesAsync(request.EscalationId)).Single().Id;
        var text = await app.Manager.GetStringAsync(new Uri($"/api/partners/deliveries/{id}", UriKind.Relative));
        Assert.DoesNotContain("s3cr3t", text, StringComparison.Ordinal);
        var delivery = await app.DeliveryAsync(id);
        Assert.Equal(received.Text, delivery.Body);
        var attempt = Assert.Single(delivery.Attempts);
        Assert.Contains("X-Api-Key: [hidden]", attempt.Request, StringComparison.Ordinal);
        Assert.Contains($"webhook-signature: {received.Signature}", attempt.Request, StringComparison.Ordinal);
        Assert.Contains("X-Request-Id: r-1", attempt.ResponseHeaders, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Set-Cookie: [hidden]", attempt.ResponseHeaders, StringComparison.Ordinal);
        Assert.InRange(attempt.AnswerMs!.Value, 0, attempt.DurationMs);
        Assert.InRange(attempt.ConnectMs!.Value, 0, attempt.AnswerMs.Value);
        Assert.DoesNotContain("s3cr3t", (await app.DbAsync(db => db.Endpoints.SingleAsync(e => e.Id == endpoint.Id))).SealedHeaders!,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Type", "text/plain")]
    [InlineData("content-length", "1")]
    [InlineData("Host", "evil.example")]
    [InlineData("Connection", "close")]
    [InlineData("User-Agent", "x")]
    [InlineData("Transfer-Encoding", "chunked")]
    [InlineData("webhook-signature", "v1,x")]
    [InlineData("Webhook-Anything", "x")]
    [InlineData("ce-id", "x")]
    [InlineData("traceparent", "x")]
    [InlineData("Proxy-Authorization", "x")]
    [InlineData("X-Ok\r\nEvil", "x")]
    [InlineData("X-Ok", "a\r\nEvil: 1")]
    [InlineData("X-Ok", "a\nb")]
    [InlineData("X-Ok", "")]
    [InlineData("X-Ok", " a")]
    [InlineData("X-Ok", "é")]
    [InlineData("X Ok", "a")]
    [InlineData("", "a")]
    public async Task Header_that_would_change_the_request_is_refused(string name, string value)
    {
        await using var app = await PartnersApp.StartAsync(working: false);
        var refused = await app.PostAsync($"/api/partners/{await app.PartnerAsync()}/endpoints",
            new { url = "http://127.0.0.1:9/", headers = new[] { new { name, value } } });
        Assert.Equal(400, (int)refused.StatusCode);
    }

    [Fact]
    public async Task Change_keeps_values_that_are_not_said_again_but_not_for_another_host()
    {
        await using var app = await PartnersApp.StartAsync(working: false);
        var partner = await app.PartnerAsync();
        var endpoint = await (await app.PostAsync($"/api/partners/{partner}/endpoints", new
        {
            url = "http://127.0.0.1:9/a",
            headers = new[] { new { name = "X-A", value = "1" }, new { name = "X-B", value = "2" } },
        })).ReadAsync<NewPartnerEndpoint>();

        var kept = await ChangeAsync(1,
            new { headers = new object[] { new { name = "x-a" }, new { name = "X-C", value = "3" } }, concurrency = 7, ordered = true });
        var view = await kept.ReadAsync<PartnerEndpointView>();
        Assert.Equal(["x-a", "X-C"], view.Headers);
        Assert.Equal((7, true), (view.Concurrency, view.Ordered));
        Assert.Equal("endpoint.headers", await (await ChangeAsync(2, new { headers = new[] { new { name = "X-New" } } })).CodeAsync());
        Assert.Equal("endpoint.headers", await (await ChangeAsync(2, new { url = "http://127.0.0.2:9/a" })).CodeAsync());
        Assert.Equal("endpoint.headers",
            await (await ChangeAsync(2, new { url = "http://127.0.0.2:9/a", headers = new[] { new { name = "x-a" } } })).CodeAsync());
        Assert.Equal(200, (int)(await ChangeAsync(2, new { url = "http://127.0.0.1:9/b" })).StatusCode);
        Assert.Equal("endpoint.url", await (await ChangeAsync(3, new { url = "mailto:a@b.example" })).CodeAsync());
        var cleared =
            await (await ChangeAsync(3, new { headers = (object[]?)null, concurrency = (int?)null })).ReadAsync<PartnerEndpointView>();
        Assert.Equal((0, null, true), (cleared.Headers.Count, cleared.Concurrency, cleared.Ordered));

        Task<HttpResponseMessage> ChangeAsync(int version, object body)
        {
            var request = new HttpRequestMessage(HttpMethod.Patch,
                $"/api/partners/{partner}/endpoints/{endpoint.Id}")
            { Content = JsonContent.Create(body) };
            request.Headers.TryAddWithoutValidation("If-Match", $"\"{version}\"");
            return app.Manager.SendAsync(request);
        }
    }

    [Fact]
    public async Task Ordered_endpoint_gets_one_message_at_a_time_and_each_escalation_in_its_order()
    {
        await using var app = await PartnersApp.StartAsync();
        var fail = true;
        await using var receiver = new FakePartner();
        receiver.Answer = async (r, s, ct) =>
        {
            await Task.Delay(5, ct);
            await FakePartner.Status(Volatile.Read(ref fail) && r.Text.Contains("E-1001", StringComparison.Ordinal) ? 500 : 200)(r, s, ct);
        };
        var partner = await app.PartnerAsync();
        Assert.Equal(201,
            (int)(await app.PostAsync($"/api/partners/{partner}/endpoints", new { url = receiver.Url, ordered = true })).StatusCode);
        var first = await app.EscalateAsync();
        await app.DeliveryAsync(first.EscalationId, d => d is { AttemptCount: 1, Attempts.Count: 1, NextAttemptAt: not null });
        await CommentAsync(first, "more");
        var second = await app.EscalateAsync();
        await CommentAsync(second, "more");

        await Eventually.TrueAsync(
            async () => (await app.DeliveriesAsync(second.EscalationId)).Count(d => d.Status == DeliveryStatus.Succeeded) == 2);
        var held = (await app.DeliveriesAsync(first.EscalationId)).Single(d => d.EventType == WebhookEvents.Commented);
        Assert.Equal((DeliveryStatus.Pending, 0), (held.Status, held.AttemptCount)); // its request has not arrived yet
        Volatile.Write(ref fail, false);
        app.Clock.Advance(TimeSpan.FromSeconds(10));
        await Eventually.TrueAsync(
            async () => (await app.DeliveriesAsync(first.EscalationId)).Count(d => d.Status == DeliveryStatus.Succeeded) == 2);

        var got = receiver.Received.Select(
            r => (First: r.Text.Contains("E-1001", StringComparison.Ordinal),
                Comment: r.Text.Contains("commented", StringComparison.Ordinal))).ToList();
        Assert.Equal([(true, false), (false, false), (false, true), (true, false), (true, true)], got);
        Assert.Equal(1, receiver.MaxAtOnce);

        Task CommentAsync(EscalationRequested request, string text) => app.Mat.DeliverAsync(new TicketCommented(
            Guid.CreateVersion7(), request.TicketId, request.SchoolId, null, "partner", "Jo", text, app.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task Endpoint_has_as_many_attempts_under_way_as_it_was_given()
    {
        await using var app = await PartnersApp.StartAsync();
        await using var receiver = new FakePartner { Answer = (_, _, ct) => Task.Delay(-1, ct) };
        var partner = await app.PartnerAsync();
        var endpoint =
            await (await app.PostAsync($"/api/partners/{partner}/endpoints",
                new { url = receiver.Url, concurrency = 9 })).ReadAsync<NewPartnerEndpoint>();
        await app.BacklogAsync(endpoint, 30);

        await Eventually.TrueAsync(() => receiver.Received.Count == 9);
        await Eventually.TrueAsync(() => app.DbAsync(async db => await db.Deliveries.CountAsync(d => d.ClaimId != null) == 9));
        Assert.Equal(9, receiver.MaxAtOnce);
    }
}
