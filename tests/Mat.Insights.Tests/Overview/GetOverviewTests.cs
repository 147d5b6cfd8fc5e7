using System.Net;
using Mat.Contracts.Alerts;
using Mat.Contracts.Assets;
using Mat.Contracts.Partners;
using Mat.Contracts.Tickets;
using Mat.Contracts.Trust;
using Mat.Insights.Overview;

namespace Mat.Insights.Tests.Overview;

public sealed class GetOverviewTests
{
    [Fact]
    public async Task Figures_follow_events_of_all_services()
    {
        await using var f = await InsightsFixture.StartAsync();
        await f.App.DeliverAsync(new TicketChanged(f.Ticket(f.A, priority: "critical"), "opened"));
        await f.App.DeliverAsync(new TicketChanged(f.Ticket(f.A, due: f.Now.AddHours(1)), "opened"));
        await f.App.DeliverAsync(new TicketChanged(f.Ticket(f.A, due: f.Now.AddHours(-1)), "opened"));
        await f.App.DeliverAsync(new TicketChanged(f.Ticket(f.B, "resolved", breached: true), "resolved"));
        await f.App.DeliverAsync(new AlertRaised(f.Alert(f.A, "fatal"), null));
        await f.App.DeliverAsync(new AlertRaised(f.Alert(null, "medium"), null));
        await f.App.DeliverAsync(new EscalationProgressed(f.Escalation(f.B, "unroutable"), InsightsFixture.Step("unroutable", f.Now)));
        await f.App.DeliverAsync(
            new AssetsChanged([f.Asset(f.A, lifeEndsInDays: -1, boughtDaysAgo: 100), f.Asset(f.A, "server", lifeEndsInDays: 30),
                f.Asset(f.B, status: "disposed")]));

        var overview = await f.OverviewAsync();

        Assert.Equal(["Ash Academy", "Birch School"], overview.Schools.Select(s => s.Name));
        var (a, b, all) = (overview.Schools[0].Cells, overview.Schools[1].Cells, overview.Totals);
        Assert.Equal((3, 1, 1, 1), (a.TicketsOpen, a.TicketsCritical, a.TicketsBreached, a.TicketsDueSoon));
        Assert.Equal((0, 1, 1, 1), (b.TicketsOpen, b.TicketsResolved7d, b.EscalationsOpen, b.EscalationsUnroutable));
        Assert.Equal(new AlertCells(1, 0, 0, 0, 0), a.AlertsOpen);
        Assert.Equal(new AlertCells(1, 0, 1, 0, 0), all.AlertsOpen); // with the one that nobody could place
        Assert.Equal((2, 1), (a.Assets, a.AssetsPastLife));
        Assert.Equal((2, 0), (all.Assets, b.Assets));
        Assert.Equal([new KindCount("laptop", 1), new KindCount("server", 1)], overview.AssetsByKind);
        Assert.Equal([1, 0, 0, 0, 1], overview.AssetsByAge.Select(x => x.Count));
        Assert.False(overview.Rebuilding);
        Assert.NotNull(overview.LastChangeAt);
    }

    [Fact]
    public async Task School_lead_sees_own_school_in_lines_and_totals()
    {
        await using var f = await InsightsFixture.StartAsync();
        await f.App.DeliverAsync(new TicketChanged(f.Ticket(f.A), "opened"));
        await f.App.DeliverAsync(new TicketChanged(f.Ticket(f.B, due: f.Now.AddHours(-1)), "opened"));
        await f.App.DeliverAsync(new AlertRaised(f.Alert(null), null));

        var lead = f.App.As("school_lead", f.A);
        var overview = await f.OverviewAsync(lead);

        Assert.Equal("Ash Academy", Assert.Single(overview.Schools).Name);
        Assert.Equal((1, 0, 0), (overview.Totals.TicketsOpen, overview.Totals.TicketsBreached, overview.Totals.AlertsOpen.High));
        Assert.Equal(HttpStatusCode.NotFound, (await lead.GetAsync($"/api/insights/overview?schoolId={f.B}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await lead.GetAsync($"/api/insights/overview?schoolId={f.A}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await lead.GetAsync($"/api/insights/trends?schoolId={f.B}")).StatusCode);
    }

    [Fact]
    public async Task Staff_and_strangers_get_nothing()
    {
        await using var f = await InsightsFixture.StartAsync();
        Assert.Equal(HttpStatusCode.Forbidden, (await f.App.As("staff").GetAsync("/api/insights/overview")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await f.App.Anonymous().GetAsync("/api/insights/overview")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await f.App.As("executive").PostAsync("/api/insights/rebuild", null)).StatusCode);
    }

    [Fact]
    public async Task One_school_alone_when_asked()
    {
        await using var f = await InsightsFixture.StartAsync();
        await f.App.DeliverAsync(new TicketChanged(f.Ticket(f.A), "opened"));
        await f.App.DeliverAsync(new TicketChanged(f.Ticket(f.B), "opened"));
        Assert.Equal(1, (await f.OverviewAsync(query: $"?schoolId={f.B}")).Totals.TicketsOpen);
    }

    [Fact]
    public async Task Ticket_goes_late_with_the_clock_alone()
    {
        await using var f = await InsightsFixture.StartAsync();
        await f.App.DeliverAsync(new TicketChanged(f.Ticket(f.A, due: f.Now.AddHours(6)), "opened"));
        Assert.Equal((0, 0), await LateAsync(f));
        f.App.Clock.Advance(TimeSpan.FromHours(3));
        Assert.Equal((0, 1), await LateAsync(f));
        f.App.Clock.Advance(TimeSpan.FromHours(4));
        Assert.Equal((1, 0), await LateAsync(f));
    }

    [Fact]
    public async Task Repeats_and_old_news_change_nothing()
    {
        await using var f = await InsightsFixture.StartAsync();
        var ticket = f.Ticket(f.A);
        await f.App.DeliverAsync(new TicketChanged(ticket with { Version = 3, Status = "resolved", ResolvedAt = f.Now }, "resolved"));
        await f.App.DeliverAsync(new TicketChanged(ticket with { Version = 2 }, "assigned"));
        await f.App.DeliverAsync(new TicketChanged(ticket with { Version = 3, Status = "resolved", ResolvedAt = f.Now }, "resolved"));
        var totals = (await f.OverviewAsync()).Totals;
        Assert.Equal((0, 1), (totals.TicketsOpen, totals.TicketsResolved7d));
    }

    [Fact]
    public async Task Many_consumers_of_one_school_lose_no_count()
    {
        await using var f = await InsightsFixture.StartAsync();
        await Task.WhenAll(
            Enumerable.Range(0, 40).Select(_ => f.App.DeliverAsync(new TicketChanged(f.Ticket(f.A), "opened")))
                .Concat(Enumerable.Range(0, 40).Select(_ => f.App.DeliverAsync(new AlertRaised(f.Alert(f.A), null)))));
        var a = (await f.OverviewAsync()).Totals;
        Assert.Equal((40, 40), (a.TicketsOpen, a.AlertsOpen.High));
    }

    [Fact]
    public async Task Closed_school_goes_when_nothing_is_left_in_it()
    {
        await using var f = await InsightsFixture.StartAsync();
        await f.App.DeliverAsync(new SchoolChanged(InsightsFixture.School(f.B, "Birch School", 2, open: false)));
        Assert.Single((await f.OverviewAsync()).Schools);
        await f.App.DeliverAsync(new TicketChanged(f.Ticket(f.B), "opened"));
        Assert.Equal(2, (await f.OverviewAsync()).Schools.Count);
    }

    private static async Task<(long Late, long Soon)> LateAsync(InsightsFixture f)
    {
        var totals = (await f.OverviewAsync()).Totals;
        return (totals.TicketsBreached, totals.TicketsDueSoon);
    }
}
