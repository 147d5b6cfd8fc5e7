using System.Net;
using Mat.Contracts;
using Mat.Contracts.Tickets;
using Mat.Insights.Data;
using Mat.Insights.Rebuild;
using Mat.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Mat.Insights.Tests.Rebuild;

public sealed class RebuildTests
{
    [Fact]
    public async Task Rebuild_asks_everybody_mends_the_counters_and_never_shows_zeros()
    {
        await using var f = await InsightsFixture.StartAsync();
        var known = f.Ticket(f.A);
        await f.App.DeliverAsync(new TicketChanged(known, "opened"));
        await f.App.DeliverAsync(new TicketChanged(f.Ticket(f.A), "opened"));
        await SpoilAsync(f); // as if an earlier release had miscounted
        Assert.Equal(102, (await f.OverviewAsync()).Totals.TicketsOpen);
        var admin = f.App.As("admin");

        var started = await admin.PostAsync("/api/insights/rebuild", null);
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        var run = await started.ReadAsync<RebuildView>();
        var again = await (await admin.PostAsync("/api/insights/rebuild", null)).ReadAsync<RebuildView>();
        Assert.Equal(run.RequestId, again.RequestId);
        var request = await f.App.PublishedAsync<ReplayRequested>(r => r.RequestId == run.RequestId);
        Assert.Null(request.Service);

        await f.App.DeliverAsync(new TicketChanged(known, "replayed"));
        await f.App.DeliverAsync(new TicketChanged(f.Ticket(f.B), "replayed")); // one that Insights had missed
        Assert.True((await f.OverviewAsync()).Rebuilding);
        f.App.Clock.Advance(TimeSpan.FromSeconds(121)); // nothing was announced again for so long
        var end = await Eventually.GetAsync(async () =>
        {
            Assert.True((await f.OverviewAsync()).Totals.TicketsOpen > 0);
            var view = await (await admin.GetAsync("/api/insights/rebuild")).ReadAsync<RebuildView>();
            return view.Status == RebuildStatus.Finished ? view : null;
        });

        Assert.Equal((2, 1), (end.Confirmed, end.Unconfirmed));
        var overview = await f.OverviewAsync();
        Assert.Equal((3, false), (overview.Totals.TicketsOpen, overview.Rebuilding));
    }

    [Fact]
    public async Task Overview_says_that_a_rebuild_runs()
    {
        await using var f = await InsightsFixture.StartAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await f.App.As("admin").GetAsync("/api/insights/rebuild")).StatusCode);
        await f.App.As("admin").PostAsync("/api/insights/rebuild", null);
        Assert.True((await f.OverviewAsync()).Rebuilding);
    }

    private static async Task SpoilAsync(InsightsFixture f)
    {
        await using var scope = f.App.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<InsightsDb>();
        await db.Counters.Where(c => c.Measure == "tickets.open").ExecuteUpdateAsync(c => c.SetProperty(x => x.Value, x => x.Value + 100));
    }
}
