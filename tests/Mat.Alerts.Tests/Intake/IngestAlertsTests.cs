using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Mat.Alerts.Intake;
using Mat.Alerts.Sources;
using Mat.Contracts.Alerts;
using Mat.Testing;
using static Mat.Alerts.Tests.AlertsApp;

namespace Mat.Alerts.Tests.Intake;

public sealed class IngestAlertsTests
{
    [Fact]
    public async Task Items_are_counted_by_kind_and_by_what_became_of_them()
    {
        await using var app = await StartAsync();
        using var measured = new Measured(app.App);
        var source = await app.SourceAsync(SourceKind.Generic);
        await source.SendAsync(
            $"[{Event("oak-lt-1", "firing", 1)},{Event("oak-lt-1", "firing", 2)},{Event("oak-lt-1", "firing", 2)},{{}}]");
        double Of(string outcome) => measured.Sum("mat_alerts_ingested", ("kind", "generic"), ("outcome", outcome));
        Assert.Equal((1d, 1d, 1d, 1d), (Of("created"), Of("updated"), Of("duplicate"), Of("rejected")));
        Assert.Equal(4, measured.Sum("mat_alerts_ingested"));
    }

    [Theory]
    [InlineData(0, 1, false)]
    [InlineData(1, 2, true)]
    [InlineData(2, 9, false)]
    [InlineData(9, 10, true)]
    [InlineData(10, 99, false)]
    [InlineData(99, 100, true)]
    [InlineData(1, 1000, true)]
    public void Told_is_the_step_that_reaches_2_10_100_and_so_on(long before, long after, bool told) =>
    Assert.Equal(told, IngestStore.IsRoundCount(before, after));

    [Fact]
    public async Task Case_50_hundred_parallel_posts_of_one_alert_are_one_alert_with_count_100_and_one_ticket()
    {
        await using var app = await StartAsync();
        var source = await app.SourceAsync();

        var posts = await Task.WhenAll(Enumerable.Range(0, 100).Select(n => source.PostAsync(Wazuh(n))));

        Assert.All(posts, p => Assert.Equal(HttpStatusCode.Accepted, p.StatusCode));
        var alert = Assert.Single(await app.ListAsync());
        Assert.Equal((100, Oak, Laptop), (alert.Count, alert.SchoolId, alert.AssetId));
        await app.App.PublishedAsync<AlertChanged>(c => c.Alert.Count == 100);
        await app.App.PublishedAsync<AlertRaised>(_ => true);
        Assert.Single(app.App.Published<AlertRaised>());
        Assert.Single(app.Tickets);
        Assert.Equal(["repeated"], app.App.Published<AlertChanged>().Select(c => c.What).Distinct());
        // Told is the step that reaches 2, 10 and 100 and no other; posts that share a transaction may pass two of them in one.
        var told = app.App.Published<AlertChanged>().Select(c => c.Alert.Count).Order().ToList();
        Assert.Equal(new[] { 2, 10, 100 }.Select(round => told.First(count => count >= round)).Distinct(), told);

        var again = await Task.WhenAll(Enumerable.Range(0, 100).Select(n => source.SendAsync(Wazuh(n))));
        Assert.All(again, r => Assert.Equal((1, alert.Id), (r.Duplicates, r.Results[0].AlertId!.Value)));
        Assert.Equal(100, (await app.GetAsync(alert.Id)).Count);
        var view = await (await app.Manager.GetAsync($"/api/alerts/sources/{source.View.Id}")).ReadAsync<SourceView>();
        Assert.Equal(200, view.ReceivedCount);
    }

    [Fact]
    public async Task Case_55_batch_with_3_bad_keeps_the_others_and_a_retry_has_no_second_effect()
    {
        await using var app = await StartAsync();
        var source = await app.SourceAsync();
        var items = Enumerable.Range(0, 500).Select(n => Wazuh(n, host: $"host-{n % 50}")).ToList();
        (items[3], items[250], items[499]) = ("17", """{"rule":{"id":"1"},"agent":{"id":"1"},"x":"\ud800"}""", """{"id":"no identity"}""");
        var body = $"[{string.Join(',', items)}]";

        var first = await source.SendAsync(body);
        Assert.Equal((497, 0, 3), (first.Accepted, first.Duplicates, first.Rejected));
        Assert.Equal([3, 250, 499], first.Results.Where(r => r.Status == ItemStatus.Rejected).Select(r => r.Index));
        Assert.Equal(["alert.shape", "alert.text", "alert.identity"], first.Results.Where(r => r.Code is not null).Select(r => r.Code));
        Assert.Equal(Enumerable.Range(0, 500), first.Results.Select(r => r.Index));
        var alerts = await app.ListAsync("?limit=250");
        Assert.Equal((50, 497L), (alerts.Count, alerts.Sum(a => a.Count)));

        var second = await source.SendAsync(body);
        Assert.Equal((0, 497, 3), (second.Accepted, second.Duplicates, second.Rejected));
        Assert.Equal(alerts.Select(a => (a.Id, a.Version)), (await app.ListAsync("?limit=250")).Select(a => (a.Id, a.Version)));
    }

    [Fact]
    public async Task Case_52_any_order_of_the_same_events_gives_the_same_alerts()
    {
        await using var app = await StartAsync();
        var source = await app.SourceAsync(SourceKind.Generic);
        var random = new Random(20261122);
        List<(string, DateTimeOffset, long, DateTimeOffset?)>? wanted = null;
        for (var round = 0; round < 6; round++)
        {
            var host = $"oak-{round}";
            var events = new List<string>();
            foreach (var (minute, state) in new[] { (0, "down"), (2, "down"), (4, "up"), (6, "up"), (8, "down"), (9, "down"), (9, "up"),
                (20, "down"), (21, "down") })
                events.Add(Event(host, state, minute));
            // First in order, then shuffled with repeats, one by one and in batches.
            var order = round == 0 ? events.ToArray() : [.. events, .. events.Take(4)];
            if (round > 0)
                random.Shuffle(order);
            foreach (var chunk in order.Chunk(round % 3 + 1))
                await source.SendAsync($"[{string.Join(',', chunk)}]");
            var got = (await app.ListAsync($"?q={host}&sort=firstSeenAt")).Select(a => ("", a.FirstSeenAt, a.Count, a.ResolvedAt)).ToList();
            wanted ??= got;
            Assert.Equal(wanted, got);
        }
        Assert.Equal([2L, 2L, 2L], wanted!.Select(w => w.Item3));
    }

    [Fact]
    public async Task Case_52_resolved_then_firing_again_is_a_new_alert_with_its_own_ticket_until_it_flaps()
    {
        await using var app = await StartAsync();
        var source = await app.SourceAsync(SourceKind.Generic);
        var ids = new List<Guid>();
        foreach (var minute in new[] { 0, 2, 4 })
        {
            ids.Add((await source.SendAsync(Event("oak-lt-1", "down", minute))).Results[0].AlertId!.Value);
            if (minute < 4)
                Assert.Equal(ItemStatus.Resolved, (await source.SendAsync(Event("oak-lt-1", "up", minute + 1))).Results[0].Status);
        }
        Assert.Equal(3, ids.Distinct().Count());
        var alerts = await app.ListAsync("?sort=firstSeenAt");
        Assert.Equal([AlertStatus.Resolved, AlertStatus.Resolved, AlertStatus.New], alerts.Select(a => a.Status));
        Assert.Equal([false, true, true], alerts.Select(a => a.Flapping));
        await app.App.PublishedAsync<AlertRaised>(r => r.Alert.Id == ids[2]);
        await Eventually.TrueAsync(() => app.Tickets.Count == 2);
        Assert.Equal(ids.Take(2).Order(), app.Tickets.Select(t => t.Alert.Id).Order());
    }

    [Fact]
    public async Task Case_52_ticket_held_back_by_a_flap_is_asked_for_once_it_has_settled()
    {
        await using var app = await StartAsync(("Alerts:SweepSeconds", "1"));
        var source = await app.SourceAsync(SourceKind.Generic);
        foreach (var state in new[] { "down", "up", "down", "up", "down" })
            await source.SendAsync(Event("oak-lt-1", state));
        Assert.Equal([true, true, false], (await app.ListAsync("?sort=-firstSeenAt")).Select(a => a.Flapping));
        Assert.Equal(3, (await app.ListAsync()).Count);
        await Eventually.TrueAsync(() => app.App.Published<AlertRaised>().Count == 3);
        Assert.Equal(2, app.Tickets.Count);

        app.App.Clock.Advance(TimeSpan.FromMinutes(11));
        await Eventually.TrueAsync(() => app.Tickets.Count == 3);
    }

    [Fact]
    public async Task Case_52_resolve_without_firing_asks_for_nothing_and_its_late_firing_for_what_it_would_have_in_order()
    {
        await using var app = await StartAsync();
        var source = await app.SourceAsync(SourceKind.Generic);
        var result = await source.SendAsync(Event("oak-lt-1", "up", 5));
        Assert.Equal(ItemStatus.Resolved, result.Results[0].Status);
        var alert = Assert.Single(await app.ListAsync());
        Assert.Equal((AlertStatus.Resolved, 0L, false), (alert.Status, alert.Count, alert.TicketRequested));
        Assert.Empty(app.Tickets);

        // In order the firing would have had its ticket; a network that swaps two messages must not take it away.
        await source.SendAsync(Event("oak-lt-1", "down", 3));
        alert = Assert.Single(await app.ListAsync());
        Assert.Equal((AlertStatus.Resolved, 1L, true), (alert.Status, alert.Count, alert.TicketRequested));
        await Eventually.TrueAsync(() => app.Tickets.Count == 1);
    }

    [Fact]
    public async Task Same_content_without_a_time_counts_once_while_open_and_opens_again_after_a_resolve()
    {
        await using var app = await StartAsync();
        var source = await app.SourceAsync(SourceKind.Generic);
        var statuses = new List<ItemStatus>();
        foreach (var state in new[] { "down", "down", "up", "up", "down", "up" })
            statuses.Add((await source.SendAsync(Event("oak-lt-1", state))).Results[0].Status);
        Assert.Equal([ItemStatus.Created, ItemStatus.Duplicate, ItemStatus.Resolved, ItemStatus.Duplicate, ItemStatus.Created,
            ItemStatus.Resolved], statuses);
    }

    [Fact]
    public async Task Worse_severity_is_told_and_weighed_again()
    {
        await using var app = await StartAsync();
        var source = await app.SourceAsync();
        await source.SendAsync(Wazuh(1, level: 5));
        Assert.Empty(app.Tickets);
        await source.SendAsync(Wazuh(2, level: 15));
        var raised = await app.App.PublishedAsync<AlertRaised>(r => r.Ticket is not null);
        Assert.Equal(("critical", "high", "high"), (raised.Alert.Severity, raised.Ticket!.Impact, raised.Ticket.Urgency));
        Assert.Equal(Severity.Critical, (await app.ListAsync())[0].Severity);
        Assert.Equal((await app.ListAsync())[0].Version, raised.Alert.Version);
    }

    [Fact]
    public async Task Every_format_is_taken_and_kept_as_it_came()
    {
        await using var app = await StartAsync();
        foreach (var (kind, fixture, count) in new[] { (SourceKind.Wazuh, "wazuh.json", 1), (SourceKind.Graph, "graph.json", 1),
            (SourceKind.Alertmanager, "alertmanager.json", 2) })
        {
            var source = await app.SourceAsync(kind);
            Assert.Equal(count, (await source.SendAsync(Fixtures.Text(fixture))).Accepted);
            var alert = (await app.ListAsync($"?sourceId={source.View.Id}"))[0];
            Assert.Contains("\"", (await app.GetAsync(alert.Id)).Raw, StringComparison.Ordinal);
            Assert.Null(alert.Raw);
        }
        Assert.Equal(Oak, (await app.ListAsync("?q=60204%20"))[0].SchoolId);
        Assert.Equal(Elm, (await app.ListAsync("?q=suspicious"))[0].SchoolId);
    }

    [Fact]
    public async Task First_and_last_raw_are_kept()
    {
        await using var app = await StartAsync();
        var source = await app.SourceAsync();
        var id = (await source.SendAsync(Wazuh(1))).Results[0].AlertId!.Value;
        Assert.Equal((Wazuh(1), null), ((await app.GetAsync(id)).Raw, (await app.GetAsync(id)).FirstRaw));
        await source.SendAsync(Wazuh(2));
        await source.SendAsync(Wazuh(3));
        Assert.Equal((Wazuh(3), Wazuh(1)), ((await app.GetAsync(id)).Raw, (await app.GetAsync(id)).FirstRaw));
    }

    [Fact]
    public async Task Token_opens_its_own_ingest_route_and_nothing_else()
    {
        await using var app = await StartAsync();
        var source = await app.SourceAsync();
        var other = await app.SourceAsync();
        async Task<HttpStatusCode> PostAsync(HttpClient client, string path) =>
            (await client.PostAsync(path, new StringContent(Wazuh(), Encoding.UTF8, "application/json"))).StatusCode;

        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(source.Client, other.View.IngestPath));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(source.Client, $"/api/alerts/ingest/{Guid.NewGuid()}"));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(app.App.Anonymous(), source.View.IngestPath));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(app.App.WithBearer("mata_wrong"), source.View.IngestPath));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(app.Manager, source.View.IngestPath));
        foreach (var path in new[] { "/api/alerts", "/api/alerts/sources", "/api/alerts/rules", $"/api/alerts/sources/{source.View.Id}",
            "/api/alerts/audit" })
            Assert.Equal(HttpStatusCode.Unauthorized, (await source.Client.GetAsync(path)).StatusCode);
        Assert.Empty(await app.ListAsync());
    }

    [Fact]
    public async Task Disabled_source_is_refused_and_a_rotated_token_is_dead_at_once()
    {
        await using var app = await StartAsync();
        var source = await app.SourceAsync();
        var patch = new HttpRequestMessage(HttpMethod.Patch,
            $"/api/alerts/sources/{source.View.Id}")
        { Content = JsonContent.Create(new { status = "disabled" }) };
        patch.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{source.View.Version}\""));
        Assert.Equal(HttpStatusCode.OK, (await app.Manager.SendAsync(patch)).StatusCode);
        var refused = await source.PostAsync(Wazuh());
        Assert.Equal((HttpStatusCode.Forbidden, "source.disabled"), (refused.StatusCode, await refused.CodeAsync()));

        var living = await app.SourceAsync();
        var rotated = await (await app.Manager.PostAsync($"/api/alerts/sources/{living.View.Id}/rotate", null)).ReadAsync<SourceView>();
        Assert.Equal(HttpStatusCode.Unauthorized, (await living.PostAsync(Wazuh())).StatusCode);
        Assert.Equal(1, (await (living with { Client = app.App.WithBearer(rotated.Token!) }).SendAsync(Wazuh())).Accepted);

        Assert.Equal(HttpStatusCode.NoContent, (await app.Manager.DeleteAsync($"/api/alerts/sources/{living.View.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized,
            (await app.App.WithBearer(rotated.Token!).PostAsync(living.View.IngestPath, null)).StatusCode);
        Assert.Single(await app.ListAsync());
    }

    [Fact]
    public async Task Case_56_oversized_broken_and_foreign_bodies_are_refused_and_leave_nothing()
    {
        await using var app = await StartAsync();
        var source = await app.SourceAsync();
        async Task<(HttpStatusCode, string?)> SendAsync(byte[] body, bool chunked = false)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, source.View.IngestPath) { Content = new ByteArrayContent(body) };
            if (chunked)
                request.Headers.TransferEncodingChunked = true;
            var response = await source.Client.SendAsync(request);
            return (response.StatusCode, await response.CodeAsync());
        }
        var large = Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat(Wazuh(), 400))},\"{new string('x', 1024 * 1024)}\"]");
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "body.too_large"), await SendAsync(large));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "body.too_large"), await SendAsync(large, chunked: true));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "body.too_large"),
            await SendAsync(Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat("{}", 501))}]")));
        Assert.Equal((HttpStatusCode.BadRequest, "alert.encoding"), await SendAsync([0x7B, 0xFF, 0xFE, 0x7D]));
        Assert.Equal((HttpStatusCode.BadRequest, "json.invalid"), await SendAsync("{\"a\":NaN}"u8.ToArray()));
        Assert.Equal((HttpStatusCode.BadRequest, "json.invalid"), await SendAsync([]));
        Assert.Equal((HttpStatusCode.BadRequest, "json.invalid"), await SendAsync(Encoding.UTF8.GetBytes(new string('[', 10_000))));
        Assert.Equal((HttpStatusCode.BadRequest, "alert.shape"), await SendAsync("\"text\""u8.ToArray()));
        Assert.Empty(await app.ListAsync());
    }

    [Fact]
    public async Task Case_51_source_beyond_its_quota_is_told_when_to_come_back_and_others_are_not_touched()
    {
        await using var app = await StartAsync(("Alerts:PerMinute", "60"), ("Alerts:Burst", "10"));
        var source = await app.SourceAsync();
        var other = await app.SourceAsync();
        await source.SendAsync($"[{string.Join(',', Enumerable.Range(0, 10).Select(n => Wazuh(n)))}]");
        var refused = await source.PostAsync(Wazuh(11));
        Assert.Equal((HttpStatusCode.TooManyRequests, "rate.limited"), (refused.StatusCode, await refused.CodeAsync()));
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 10);
        Assert.Equal(1, (await other.SendAsync(Wazuh(11))).Accepted);
        app.App.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, (await source.SendAsync(Wazuh(11))).Accepted);
    }

    [Fact]
    public async Task Same_alert_from_two_tools_is_two_alerts()
    {
        await using var app = await StartAsync();
        await (await app.SourceAsync()).SendAsync(Wazuh());
        await (await app.SourceAsync()).SendAsync(Wazuh());
        Assert.Equal(2, (await app.ListAsync()).Count);
    }

    [Fact]
    public async Task Idempotency_key_is_honoured_here_too()
    {
        await using var app = await StartAsync();
        var source = await app.SourceAsync(SourceKind.Generic);
        source.Client.DefaultRequestHeaders.Add("Idempotency-Key", "once");
        var body = $"[{Event("oak-lt-1", "down")},{Event("oak-lt-1", "up")}]";
        Assert.Equal(2, (await source.SendAsync(body)).Accepted);
        Assert.Equal(2, (await source.SendAsync(body)).Accepted);
        Assert.Single(await app.ListAsync());
    }
}
