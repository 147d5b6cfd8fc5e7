using System.Net;
using Mat.Contracts.Alerts;
using Mat.Contracts.Partners;
using Mat.Contracts.Tickets;
using Mat.Insights.Trends;
using Mat.Testing;

namespace Mat.Insights.Tests.Trends;

public sealed class GetTrendsTests
{
    [Fact]
    public async Task Every_day_has_a_line_and_today_is_the_last()
    {
        await using var f = await InsightsFixture.StartAsync();
        var old = f.Ticket(f.A) with { OpenedAt = f.Now.AddDays(-3) };
        await f.App.DeliverAsync(
            new TicketChanged(old with { Status = "resolved", ResolvedAt = f.Now, ResolutionBreached = true }, "resolved"));
        await f.App.DeliverAsync(new TicketChanged(f.Ticket(f.B) with { OpenedAt = f.Now.AddDays(-40) }, "opened"));
        await f.App.DeliverAsync(new AlertRaised(f.Alert(f.A), null));
        await f.App.DeliverAsync(new EscalationProgressed(f.Escalation(f.A, "sent"), InsightsFixture.Step("sent", f.Now)));

        var trend = await (await f.App.As("executive").GetAsync("/api/insights/trends?days=7")).ReadAsync<TrendView>();

        Assert.Equal(7, trend.Items.Count);
        Assert.Equal(1, trend.Items.Sum(d => d.Opened));
        Assert.Equal(1, trend.Items[3].Opened);
        var today = trend.Items[^1];
        Assert.Equal((1, 1, 1, 1), (today.Resolved, today.Breached, today.Alerts, today.Escalated));
        var other = await (await f.App.As("school_lead", f.B).GetAsync("/api/insights/trends")).ReadAsync<TrendView>();
        Assert.Equal((30, 0), (other.Items.Count, other.Items.Sum(d => d.Resolved)));
    }

    [Theory]
    [InlineData("days=0")]
    [InlineData("days=367")]
    [InlineData("days=x")]
    [InlineData("schoolId=x")]
    public async Task Nonsense_is_a_bad_request(string query)
    {
        await using var f = await InsightsFixture.StartAsync();
        Assert.Equal(HttpStatusCode.BadRequest, (await f.App.As("executive").GetAsync("/api/insights/trends?" + query)).StatusCode);
    }
}
