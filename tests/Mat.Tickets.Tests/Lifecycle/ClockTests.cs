using System.Net;
using System.Net.Http.Json;
using Mat.Contracts;
using Mat.Contracts.Tickets;
using Mat.Contracts.Trust;
using Mat.Testing;
using Mat.Tickets.Sla;
using Mat.Tickets.Tickets;

namespace Mat.Tickets.Tests.Lifecycle;

/// <summary>Each moves the clock, so each has an app of its own.</summary>
public sealed class ClockTests : IAsyncLifetime
{
    private readonly DeskFixture _desk = new();

    public ValueTask InitializeAsync() => _desk.InitializeAsync();

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task Each_missed_goal_is_announced_once_by_however_many_watchers()
    {
        using var measured = new Measured(_desk.App);
        var ticket = await _desk.OpenAsync(_desk.Tech, new { title = "x", schoolId = _desk.Oak, impact = "high", urgency = "high" });
        _desk.App.Clock.Advance(TimeSpan.FromMinutes(31));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(_desk.WatchAsync)));
        var breach = await _desk.App.PublishedAsync<TicketChanged>(t => t.What == "breached");
        Assert.Equal((true, false), (breach.Ticket.FirstResponseBreached, breach.Ticket.ResolutionBreached));
        _desk.App.Clock.Advance(TimeSpan.FromHours(4));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(_desk.WatchAsync)));
        await _desk.WatchAsync();
        await Eventually.TrueAsync(() => _desk.App.Published<TicketChanged>().Count(t => t.What == "breached") >= 2);
        Assert.Equal(2, _desk.App.Published<TicketChanged>().Count(t => t.What == "breached"));
        Assert.Equal(1, measured.Sum("mat_tickets_breaches", ("clock", "first_response"), ("priority", "critical")));
        Assert.Equal(1, measured.Sum("mat_tickets_breaches", ("clock", "resolution"), ("priority", "critical")));
        Assert.Equal(2, measured.Sum("mat_tickets_breaches"));
        var view = await _desk.GetAsync(ticket.Id);
        Assert.Equal((ClockState.Breached, ClockState.Breached), (view.FirstResponse.State, view.Resolution.State));
        Assert.Equal(ticket.CreatedAt.AddMinutes(30), view.FirstResponse.DueAt!.Value, TimeSpan.FromSeconds(1));
        Assert.Equal(2, (await _desk.TimelineAsync(ticket.Id)).Count(e => e.Kind == EntryKind.Clock));
        Assert.Contains(ticket.Id.ToString(), await _desk.Tech.GetStringAsync("/api/tickets?breached=true&status=active"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waiting_ticket_misses_no_goal()
    {
        var ticket = await _desk.OpenAsync();
        await _desk.DoAsync(ticket.Id, "pause", new { });
        _desk.App.Clock.Advance(TimeSpan.FromDays(30));
        await _desk.WatchAsync();
        var view = await _desk.GetAsync(ticket.Id);
        Assert.Equal((ClockState.Paused, 0), (view.Resolution.State, view.Resolution.ElapsedMinutes));
        Assert.DoesNotContain(_desk.App.Published<TicketChanged>(), t => t.What == "breached");
    }

    [Fact]
    public async Task New_calendar_moves_the_due_date_of_running_tickets()
    {
        var ticket = await _desk.OpenAsync();
        var shut = CalendarSnapshot.Default with { Closed = [new(new(2026, 11, 23), new(2026, 11, 29), "Snow")] };
        await _desk.App.DeliverAsync(new SchoolChanged(DeskFixture.School(_desk.Oak, 2, "Oak Primary", "100001", shut)));
        await _desk.WatchAsync();
        var view = await _desk.GetAsync(ticket.Id);
        Assert.Equal(new DateTimeOffset(2026, 11, 30, 16, 0, 0, TimeSpan.Zero), view.FirstResponse.DueAt);
        await _desk.App.PublishedAsync<TicketChanged>(t => t.What == "changed" && t.Ticket.FirstResponseDueAt == view.FirstResponse.DueAt);
    }

    [Fact]
    public async Task Resolved_ticket_closes_by_itself_and_reopens_for_a_week_more()
    {
        var ticket = await _desk.OpenAsync();
        await _desk.DoAsync(ticket.Id, "resolve", new { summary = "Done" });
        _desk.App.Clock.Advance(TimeSpan.FromDays(7) + TimeSpan.FromMinutes(1));
        await _desk.WatchAsync();
        Assert.Equal(TicketStatus.Closed, (await _desk.GetAsync(ticket.Id)).Status);
        await _desk.App.PublishedAsync<TicketChanged>(t => t.What == "closed");
        Assert.Equal(TicketStatus.Open, (await _desk.DoAsync(ticket.Id, "reopen", new { reason = "Again" }, _desk.Staff)).Status);
        await _desk.DoAsync(ticket.Id, "resolve", new { summary = "Done" });
        _desk.App.Clock.Advance(TimeSpan.FromDays(15));
        await DeskFixture.RefusedAsync(await _desk.Staff.PostAsJsonAsync($"/api/tickets/{ticket.Id}/reopen", new { reason = "x" }),
            HttpStatusCode.Conflict, "ticket.reopen_too_late");
    }

    [Fact]
    public async Task Replay_announces_every_ticket_with_its_version()
    {
        var one = await _desk.OpenAsync();
        var two = await _desk.OpenAsync();
        await _desk.DoAsync(two.Id, "assign", new { assigneeId = _desk.Tess });
        var request = new ReplayRequested(Guid.CreateVersion7(), null);
        await _desk.App.DeliverAsync(request);
        await _desk.App.DeliverAsync(request);
        await _desk.App.DeliverAsync(new ReplayRequested(Guid.CreateVersion7(), "alerts"));
        await Eventually.TrueAsync(() => Replayed().Count == 2);
        await Task.Delay(TimeSpan.FromSeconds(2.5), TestContext.Current.CancellationToken); // two more looks of the replayer
        Assert.Equal([(one.Id, 1), (two.Id, 2)], Replayed()); // how the bus orders them is its own affair

        List<(Guid Id, int)> Replayed() =>
            [.. _desk.App.Published<TicketChanged>().Where(t => t.What == "replayed").Select(t => (t.Ticket.Id, t.Ticket.Version))
                .OrderBy(t => t.Id)];
    }
}
