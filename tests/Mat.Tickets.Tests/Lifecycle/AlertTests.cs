using Mat.Contracts.Alerts;
using Mat.Contracts.Tickets;
using Mat.Contracts.Trust;
using Mat.Platform.Http;
using Mat.Tickets.Sla;
using Mat.Tickets.Tickets;

namespace Mat.Tickets.Tests.Lifecycle;

public sealed class AlertTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    [Fact]
    public async Task Raised_a_hundred_times_at_once_is_one_ticket()
    {
        var alert = Alert(1, "high");
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => desk.App.DeliverAsync(new AlertRaised(alert, Request())))));
        var ticket = Assert.Single(await OfAsync(alert));
        Assert.Equal((TicketChannel.Alert, TicketPriority.High, "Wazuh", null),
            (ticket.Channel, ticket.Priority, ticket.OpenedBy.Name, ticket.OpenedBy.Id));
        await desk.App.PublishedAsync<TicketChanged>(t => t.Ticket.AlertId == alert.Id);
        Assert.Single(desk.App.Published<TicketChanged>(), t => t.Ticket.AlertId == alert.Id);
    }

    [Fact]
    public async Task Without_a_school_or_a_rule_nothing_opens()
    {
        var alert = Alert(1, "high");
        await desk.App.DeliverAsync(new AlertRaised(alert with { SchoolId = null }, Request()));
        await desk.App.DeliverAsync(new AlertRaised(alert, null));
        Assert.Empty(await OfAsync(alert));
        await desk.App.DeliverAsync(new AlertRaised(alert with { Version = 2 }, Request()));
        Assert.Single(await OfAsync(alert));
    }

    [Fact]
    public async Task Rule_escalates_in_the_same_breath()
    {
        var alert = Alert(1, "critical") with { AssetId = desk.Laptop };
        await desk.App.DeliverAsync(new AlertRaised(alert, Request() with { EscalateArea = "cyber_security" }));
        var ticket = Assert.Single(await OfAsync(alert));
        Assert.Equal((TicketStatus.WaitingPartner, "cyber_security"), (ticket.Status, ticket.Escalation!.Area));
        var asked = await desk.App.PublishedAsync<EscalationRequested>(e => e.TicketId == ticket.Id);
        Assert.Equal(("Oak Primary", "100001", "A-100", ticket.Escalation.Id),
            (asked.SchoolName, asked.SchoolUrn, asked.Context.Asset!.Tag, asked.EscalationId));
    }

    [Fact]
    public async Task Person_who_escalates_an_alert_says_what_the_partner_reads()
    {
        var alert = Alert(1, "low");
        await desk.App.DeliverAsync(
            new AlertRaised(alert, Request() with { EscalateArea = "cyber_security", EscalateReason = "Please look at the sign-ins." }));
        var ticket = Assert.Single(await OfAsync(alert));
        var asked = await desk.App.PublishedAsync<EscalationRequested>(e => e.TicketId == ticket.Id);
        Assert.Equal("Please look at the sign-ins.", asked.Reason);
    }

    [Fact]
    public async Task Worse_alert_raises_the_priority_and_never_lowers_it()
    {
        var alert = Alert(1, "medium");
        await desk.App.DeliverAsync(new AlertRaised(alert, Request() with { Impact = "low", Urgency = "low" }));
        await desk.App.DeliverAsync(new AlertChanged(alert with { Version = 3, Severity = "critical" }, "severity"));
        await desk.App.DeliverAsync(new AlertChanged(alert with { Version = 2, Severity = "high" }, "severity"));
        await desk.App.DeliverAsync(new AlertChanged(alert with { Version = 4, Severity = "low" }, "severity"));
        await desk.App.DeliverAsync(new AlertChanged(alert with { Version = 5, Severity = "low", Status = "resolved" }, "resolved"));
        var ticket = Assert.Single(await OfAsync(alert));
        Assert.Equal((TicketPriority.Critical, TicketStatus.New), (ticket.Priority, ticket.Status));
        var alerts = (await desk.TimelineAsync(ticket.Id)).Where(e => e.Kind == EntryKind.Alert).ToList();
        Assert.Equal(3, alerts.Count); // opened, worse, over
        Assert.All(alerts, e => Assert.Equal(EntryVisibility.Internal, e.Visibility));
    }

    [Fact]
    public async Task Worse_before_it_was_raised_counts_too()
    {
        var alert = Alert(1, "medium");
        await desk.App.DeliverAsync(new AlertChanged(alert with { Version = 2, Severity = "critical" }, "severity"));
        await desk.App.DeliverAsync(new AlertRaised(alert, Request() with { Impact = "low", Urgency = "low" }));
        Assert.Equal(TicketPriority.Critical, Assert.Single(await OfAsync(alert)).Priority);
    }

    [Fact]
    public async Task Alert_may_come_before_its_school()
    {
        var school = Guid.CreateVersion7();
        var alert = Alert(1, "high") with { SchoolId = school };
        await desk.App.DeliverAsync(new AlertRaised(alert, Request()));
        Assert.Equal("", Assert.Single(await OfAsync(alert)).SchoolName);
        await desk.App.DeliverAsync(new SchoolChanged(DeskFixture.School(school, 1, "Late Academy", "100009")));
        Assert.Equal("Late Academy", Assert.Single(await OfAsync(alert)).SchoolName);
    }

    private AlertSnapshot Alert(int version, string severity) => new(
        Guid.CreateVersion7(), version, Guid.NewGuid(), "Wazuh", "wazuh", "Malware found", severity, "new", desk.Oak, null, "host-1", 1,
        DeskFixture.Monday, DeskFixture.Monday);

    private static TicketRequest Request() => new("Malware on host-1", "Found by rule 100", "medium", "high", null, "Severe alerts");

    private async Task<IReadOnlyList<TicketView>> OfAsync(AlertSnapshot alert) =>
        [
            .. (await DeskFixture.ReadAsync<Page<TicketView>>(await desk.Tech.GetAsync("/api/tickets?limit=250"))).Items.Where(
                t => t.AlertId == alert.Id)];
}
