using System.Net;
using Mat.Alerts.Correlation;
using Mat.Alerts.Episodes;
using Mat.Contracts;
using Mat.Contracts.Alerts;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Testing;
using static Mat.Alerts.Tests.AlertsApp;

namespace Mat.Alerts.Tests.Episodes;

public sealed class DeskTests
{
    private static async Task<Guid> OneAsync(AlertsApp app, string host = "oak-lt-1", int level = 12) =>
        (await (await app.SourceAsync()).SendAsync(Wazuh(1, host, level))).Results[0].AlertId!.Value;

    [Fact]
    public async Task Case_54_unknown_asset_waits_unassigned_and_gets_its_ticket_when_somebody_assigns_it_once()
    {
        await using var app = await StartAsync();
        var id = await OneAsync(app, host: "nobody-knows");
        var raised = await app.App.PublishedAsync<AlertRaised>(r => r.Alert.Id == id);
        Assert.Null(raised.Ticket);
        Assert.Null(raised.Alert.SchoolId);
        Assert.Equal(id, Assert.Single(await app.ListAsync("?unassigned=true")).Id);
        Assert.Equal("alert.unassigned", await (await app.ActAsync(id, "ticket", new { })).CodeAsync());

        var assigned = await (await app.ActAsync(id, "assign", new { schoolId = Elm })).ReadAsync<AlertView>();
        Assert.Equal((Elm, "Elm", CorrelatedBy.Manual, true),
            (assigned.SchoolId, assigned.SchoolName, assigned.Correlation.By, assigned.TicketRequested));
        await app.ActAsync(id, "assign", new { schoolId = Oak });
        await app.App.PublishedAsync<AlertChanged>(c => c.What == "correlated" && c.Alert.SchoolId == Oak);
        await Eventually.TrueAsync(() => app.Tickets.Count == 1);
        Assert.Equal(Elm, Assert.Single(app.Tickets).Alert.SchoolId);
        Assert.Empty(await app.ListAsync("?unassigned=true"));
    }

    [Fact]
    public async Task Case_54_two_assets_match_is_unassigned_with_candidates_until_one_is_retired()
    {
        await using var app = await StartAsync();
        var twin = Guid.CreateVersion7();
        await app.AssetAsync(twin, 1, Elm, "oak-lt-1.elm.example");
        var id = await OneAsync(app, host: "oak-lt-1.other.example");
        Assert.Equal(Oak, (await app.GetAsync(id)).SchoolId);

        await app.AssetAsync(twin, 2, Elm, "oak-lt-1");
        var ambiguous = await app.GetAsync((await (await app.SourceAsync()).SendAsync(Wazuh(2))).Results[0].AlertId!.Value);
        Assert.Null(ambiguous.SchoolId);
        Assert.Equal([Laptop, twin], ambiguous.Correlation.Candidates.Select(c => c.AssetId!.Value).Order());
        await Eventually.TrueAsync(() => app.Tickets.Count == 1);

        await app.AssetAsync(twin, 3, Elm, "oak-lt-1", status: "retired");
        var settled = await app.GetAsync(ambiguous.Id);
        Assert.Equal((Oak, Laptop, true), (settled.SchoolId, settled.AssetId, settled.TicketRequested));
    }

    [Fact]
    public async Task Case_54_alert_follows_its_asset_to_another_school()
    {
        await using var app = await StartAsync();
        var id = await OneAsync(app);
        await app.AssetAsync(Laptop, 2, Elm, "oak-lt-1");
        Assert.Equal(Elm, (await app.GetAsync(id)).SchoolId);
        await app.AssetAsync(Laptop, 1, Oak, "oak-lt-1");
        Assert.Equal(Elm, (await app.GetAsync(id)).SchoolId);
        await app.App.PublishedAsync<AlertChanged>(c => c.What == "correlated" && c.Alert.SchoolId == Elm);
        await Eventually.TrueAsync(() => app.Tickets.Count == 1);
    }

    [Fact]
    public async Task Case_54_asset_or_range_that_is_registered_later_finds_the_waiting_alert()
    {
        await using var app = await StartAsync();
        var source = await app.SourceAsync();
        var byHost = (await source.SendAsync(Wazuh(1, "new-lt"))).Results[0].AlertId!.Value;
        var byIp = (await source.SendAsync(Wazuh(2, "new-pc", ip: "10.77.0.1"))).Results[0].AlertId!.Value;
        Assert.Equal(2, (await app.ListAsync("?unassigned=true")).Count);
        await app.AssetAsync(Guid.CreateVersion7(), 1, Elm, "new-lt.elm.example");
        Assert.Equal(Elm, (await app.GetAsync(byHost)).SchoolId);
        await app.SchoolAsync(Oak, "Oak", ["oak.example"], ["10.20.0.0/16", "10.77.0.0/16"], version: 2);
        Assert.Equal(Oak, (await app.GetAsync(byIp)).SchoolId);
        await Eventually.TrueAsync(() => app.Tickets.Count == 2);
    }

    [Fact]
    public async Task Alerts_of_other_schools_and_of_no_school_are_not_there_for_a_school_s_people()
    {
        await using var app = await StartAsync();
        var oak = await OneAsync(app);
        var none = await OneAsync(app, host: "nobody-knows");
        var elm = app.App.As(Roles.Technician, Elm);
        var lead = app.App.As(Roles.SchoolLead, Oak);
        Assert.Empty(await app.ListAsync(client: elm));
        Assert.Equal(oak, Assert.Single(await app.ListAsync(client: lead)).Id);
        foreach (var id in new[] { oak, none })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await elm.GetAsync($"/api/alerts/{id}")).StatusCode);
            foreach (var (act, body) in new (string, object)[] { ("acknowledge", new { }), ("resolve", new { }),
                ("assign", new { schoolId = Elm }), ("ticket", new { }) })
                Assert.Equal(HttpStatusCode.NotFound, (await app.ActAsync(id, act, body, elm)).StatusCode);
        }
        Assert.Equal(HttpStatusCode.Forbidden, (await app.ActAsync(oak, "acknowledge", new { }, lead)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.App.As(Roles.Staff).GetAsync("/api/alerts")).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity,
            (await app.ActAsync(oak, "assign", new { schoolId = Elm }, app.App.As(Roles.Technician, Oak))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.Technician.GetAsync("/api/alerts/sources")).StatusCode);
    }

    [Fact]
    public async Task Acknowledge_and_resolve_say_who_and_are_told()
    {
        await using var app = await StartAsync();
        var source = await app.SourceAsync();
        var id = (await source.SendAsync(Wazuh(1))).Results[0].AlertId!.Value;
        var seen = await (await app.ActAsync(id, "acknowledge", new { note = "on it" })).ReadAsync<AlertView>();
        Assert.Equal((AlertStatus.Acknowledged, "A technician", "on it"), (seen.Status, seen.AcknowledgedBy, seen.Note));
        Assert.Equal(HttpStatusCode.OK, (await app.ActAsync(id, "acknowledge", new { })).StatusCode);
        var over = await (await app.ActAsync(id, "resolve", new { })).ReadAsync<AlertView>();
        Assert.Equal((AlertStatus.Resolved, "A technician"), (over.Status, over.ResolvedBy));
        foreach (var act in new[] { "acknowledge", "resolve" })
            Assert.Equal("alert.resolved", await (await app.ActAsync(id, act, new { })).CodeAsync());
        foreach (var what in new[] { "acknowledged", "resolved" })
            await app.App.PublishedAsync<AlertChanged>(c => c.What == what);
        Assert.Equal(2, app.App.Published<AlertChanged>().Count);

        // What happened before it was closed belongs to it; what happens afterwards is new.
        Assert.Equal(id, (await source.SendAsync(Wazuh(2))).Results[0].AlertId);
        Assert.NotEqual(id, (await source.SendAsync(Wazuh(3, at: DateTimeOffset.UtcNow.AddSeconds(5)))).Results[0].AlertId);
        var audit = await (await app.App.As(Roles.Admin).GetAsync($"/api/alerts/audit?subjectId={id}")).ReadJsonAsync();
        Assert.Equal(2, audit.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Ticket_by_hand_is_asked_for_once()
    {
        await using var app = await StartAsync();
        var id = await OneAsync(app, level: 5);
        Assert.Empty(app.Tickets);
        Assert.Equal(HttpStatusCode.OK, (await app.ActAsync(id, "ticket", new { impact = "high" })).StatusCode);
        Assert.Equal("alert.ticket", await (await app.ActAsync(id, "ticket", new { })).CodeAsync());
        var ticket = (await app.App.PublishedAsync<AlertRaised>(r => r.Ticket is not null)).Ticket!;
        Assert.Equal(("high", "medium", "by A technician"), (ticket.Impact, ticket.Urgency, ticket.RuleName));
    }

    [Fact]
    public async Task Ticket_is_linked_and_its_end_ends_the_alert()
    {
        await using var app = await StartAsync();
        var id = await OneAsync(app);
        await app.TicketAsync(id, "open", version: 2);
        Assert.Equal((id, "T-10001", AlertStatus.New),
            ((await app.GetAsync(id)).TicketId!.Value, (await app.GetAsync(id)).TicketReference, (await app.GetAsync(id)).Status));
        await app.TicketAsync(id, "resolved", version: 1);
        Assert.Equal(AlertStatus.New, (await app.GetAsync(id)).Status);
        await app.TicketAsync(id, "resolved", version: 3);
        Assert.Equal((AlertStatus.Resolved, "ticket T-10001"), ((await app.GetAsync(id)).Status, (await app.GetAsync(id)).ResolvedBy));
        await app.TicketAsync(Guid.NewGuid(), "resolved");
    }

    [Fact]
    public async Task Replay_tells_every_alert_again_as_it_is()
    {
        await using var app = await StartAsync();
        var ids = new[] { await OneAsync(app), await OneAsync(app, "other") };
        await app.App.DeliverAsync(new ReplayRequested(Guid.NewGuid(), "tickets"));
        await app.App.DeliverAsync(new ReplayRequested(Guid.NewGuid(), null));
        await Eventually.TrueAsync(() => app.App.Published<AlertChanged>().Count(c => c.What == "replayed") >= 2);
        var told = app.App.Published<AlertChanged>().Where(c => c.What == "replayed").OrderBy(c => Array.IndexOf(ids, c.Alert.Id)).ToList();
        Assert.Equal(ids, told.Select(t => t.Alert.Id));
        Assert.Equal((await app.GetAsync(ids[0])).Version, told[0].Alert.Version);
    }

    [Fact]
    public async Task List_filters_sorts_and_pages()
    {
        await using var app = await StartAsync();
        var source = await app.SourceAsync();
        for (var i = 0; i < 7; i++)
            await source.SendAsync(Wazuh(i, $"host-{i}", level: i < 3 ? 15 : 5));
        Assert.Equal(3, (await app.ListAsync("?severity=critical,fatal")).Count);
        Assert.Equal(7, (await app.ListAsync("?status=active")).Count);
        Assert.Empty(await app.ListAsync("?status=resolved,acknowledged"));
        Assert.Single(await app.ListAsync("?q=HOST-3"));
        Assert.Empty(await app.ListAsync("?q=host%25"));
        Assert.Equal(Severity.Critical, (await app.ListAsync("?sort=-severity"))[2].Severity);
        foreach (var bad in new[] { "?status=17", "?status=open", "?severity=bad", "?sort=title", "?cursor=x", "?limit=0" })
            Assert.Equal(HttpStatusCode.BadRequest, (await app.Technician.GetAsync($"/api/alerts{bad}")).StatusCode);

        var seen = new List<Guid>();
        for (string? next = ""; next is not null;)
        {
            var page =
                await (await app.Technician.GetAsync($"/api/alerts?sort=-severity&limit=2&cursor={next}")).ReadAsync<Page<AlertView>>();
            seen.AddRange(page.Items.Select(a => a.Id));
            next = page.Next;
        }
        Assert.Equal(7, seen.Distinct().Count());
        Assert.Equal(7, seen.Count);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(50)]
    public async Task Search_finds_the_recent_and_then_the_old(int limit)
    {
        await using var app = await StartAsync();
        var source = await app.SourceAsync();
        string[] hosts = ["host-0", "host-1", "host-2", "host-3", "host-4", "host-5", "other-6"];
        for (var i = 0; i < hosts.Length; i++)
            await source.SendAsync(Wazuh(i, hosts[i], at: Start.AddDays(-6 * i)));

        var seen = new List<string?>();
        for (string? next = ""; next is not null;)
        {
            var page =
                await (await app.Technician.GetAsync($"/api/alerts?q=host-&limit={limit}&cursor={next}")).ReadAsync<Page<AlertView>>();
            seen.AddRange(page.Items.Select(a => a.HostName));
            next = page.Next;
        }
        Assert.Equal(hosts[..6], seen);
        Assert.Equal(hosts[..6].Reverse(), (await app.ListAsync("?q=host-&sort=lastSeenAt")).Select(a => a.HostName));
    }
}
