using System.Net;
using System.Net.Http.Json;
using Mat.Alerts.Rules;
using Mat.Contracts.Alerts;
using Mat.Platform.Auth;
using Mat.Testing;
using static Mat.Alerts.Tests.AlertsApp;

namespace Mat.Alerts.Tests.Rules;

public sealed class DryRunTests
{
    [Fact]
    public async Task Dry_run_says_what_the_rule_would_have_done_and_changes_nothing()
    {
        await using var app = await StartAsync();
        var source = await app.SourceAsync(school: Oak);
        for (var n = 0; n < 4; n++)
            await source.SendAsync(Wazuh(n, $"oak-pc-{n}", level: 5, rule: "5710"));
        await source.SendAsync(Wazuh(9, "oak-pc-9", level: 12));
        var run = await app.MakeAsync<DryRunView>("rules/dry-run", new DryRunRule(
            new(Matchers: [new(MatchField.Rule, MatchOp.Equal, "5710"), new(MatchField.Host, MatchOp.Matches, "oak-pc-[012]")]),
            new(OpenTicket: true, SetSeverity: Severity.Medium)));
        Assert.Equal((5, 3, 1, 4, 3, 0, 3),
            (run.Looked, run.Matched, run.TicketsNow, run.TicketsThen, run.MoreTickets, run.FewerTickets, run.SeverityChanged));
        Assert.Equal(3, run.Sample.Count);
        Assert.Equal((3, 3), (run.ByDay.Sum(d => d.Matched), run.ByDay.Sum(d => d.MoreTickets)));

        // Before the seeded rule and with stop, it would keep that one's ticket from being opened.
        var stop = await app.MakeAsync<DryRunView>("rules/dry-run", new DryRunRule(new(), new(Stop: true), Position: 1));
        Assert.Equal((5, 1, 0, 1), (stop.Matched, stop.TicketsNow, stop.TicketsThen, stop.FewerTickets));
        await app.App.PublishedAsync<AlertRaised>(r => r.Ticket is not null);
        Assert.Single(app.Tickets);
        Assert.Equal(5, (await app.ListAsync()).Count);
        Assert.Equal(HttpStatusCode.Forbidden,
            (await app.App.As(Roles.Manager, Oak).PostAsJsonAsync("/api/alerts/rules/dry-run", new DryRunRule(), Json.Options)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest,
            (await app.Manager.PostAsJsonAsync("/api/alerts/rules/dry-run", new { days = 91 }, Json.Options)).StatusCode);
    }

    [Fact]
    public async Task Rule_with_matchers_puts_its_checklist_on_the_ticket_and_tells_people()
    {
        await using var app = await StartAsync();
        await app.MakeAsync<RuleView>("rules",
            new CreateRule("Lab", Match: new(Matchers: [new(MatchField.Host, MatchOp.Matches, "oak-.*")]),
                Action: new(OpenTicket: true, Checklist: ["Unplug it", "Call the DSL"], Notify: true), Position: 1));
        var source = await app.SourceAsync();
        var id = (await source.SendAsync(Wazuh(1, level: 4))).Results[0].AlertId!.Value;
        var raised = await app.App.PublishedAsync<AlertRaised>(r => r.Ticket is not null);
        Assert.Equal((id, "Lab"), (raised.Alert.Id, raised.Ticket!.RuleName));
        Assert.Equal(["Unplug it", "Call the DSL"], raised.Ticket.Checklist!);
        await app.App.PublishedAsync<AlertChanged>(c => c.What == "notice" && c.Alert.Id == id);
        Assert.Equal(HttpStatusCode.UnprocessableEntity,
            (await app.Manager.PostAsJsonAsync("/api/alerts/rules",
                new CreateRule("x", Match: new(Matchers: [new(MatchField.Host, MatchOp.Matches, "(")])), Json.Options)).StatusCode);
    }
}
