using System.Net;
using Mat.Alerts.Correlation;
using Mat.Alerts.Episodes;
using Mat.Contracts.Alerts;
using Mat.Testing;
using static Mat.Alerts.Tests.AlertsApp;

namespace Mat.Alerts.Tests.Episodes;

public sealed class InverterTests
{
    [Fact]
    public async Task False_positive_taken_back_is_open_again_counts_on_and_leaves_a_trail()
    {
        await using var app = await StartAsync();
        var source = await app.SourceAsync();
        var id = (await source.SendAsync(Wazuh(1, level: 5))).Results[0].AlertId!.Value;
        var judged = await app.MakeAsync<AlertView>($"{id}/false-positive", new ReviewDecision("The scanner of the auditor"),
            app.Technician);
        Assert.Equal((true, AlertStatus.Resolved, "A technician"), (judged.FalsePositive, judged.Status, judged.ResolvedBy));
        var back = await app.MakeAsync<AlertView>($"{id}/reopen", new ReviewDecision("It was not the auditor"), app.Technician);
        Assert.Equal((false, AlertStatus.New, (string?)null), (back.FalsePositive, back.Status, back.ResolvedBy));
        Assert.Equal("alert.open", await (await app.ActAsync(id, "reopen", new { why = "again" })).CodeAsync());
        // What the source says now belongs to it, and worse asks for the ticket that nobody wanted before.
        Assert.Equal(id, (await source.SendAsync(Wazuh(2, level: 12, at: DateTimeOffset.UtcNow.AddSeconds(5)))).Results[0].AlertId);
        await Eventually.TrueAsync(() => app.Tickets.Count == 1);
        var trail = await (await app.Technician.GetAsync($"/api/alerts/{id}/trail")).ReadAsync<List<AuditTrailEntry>>();
        Assert.Equal(["reopened", "false_positive"], trail.Select(t => t.Action));
        Assert.Contains("It was not the auditor", trail[0].Details, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alert_that_came_again_since_is_not_opened_beside_the_newer_one()
    {
        await using var app = await StartAsync();
        var source = await app.SourceAsync();
        var id = (await source.SendAsync(Wazuh(1))).Results[0].AlertId!.Value;
        await app.ActAsync(id, "resolve", new { });
        await source.SendAsync(Wazuh(2, at: DateTimeOffset.UtcNow.AddSeconds(5)));
        Assert.Equal("alert.superseded", await (await app.ActAsync(id, "reopen", new { why = "It is not over" })).CodeAsync());
    }

    [Fact]
    public async Task Wrong_school_taken_back_is_decided_by_the_register_again()
    {
        await using var app = await StartAsync();
        var id = (await (await app.SourceAsync()).SendAsync(Wazuh(1))).Results[0].AlertId!.Value;
        Assert.Equal("alert.not_manual", await (await app.ActAsync(id, "unassign", new { why = "nobody did" })).CodeAsync());
        await app.ActAsync(id, "assign", new { schoolId = Elm });
        var back = await app.MakeAsync<AlertView>($"{id}/unassign", new ReviewDecision("Not at Elm"), app.Technician);
        Assert.Equal((Oak, CorrelatedBy.Host), (back.SchoolId, back.Correlation.By));
    }

    [Fact]
    public async Task Many_at_once_each_with_its_own_result()
    {
        await using var app = await StartAsync();
        var source = await app.SourceAsync();
        var ids = new List<Guid>();
        for (var n = 0; n < 3; n++)
            ids.Add((await source.SendAsync(Wazuh(n, $"pc-{n}"))).Results[0].AlertId!.Value);
        await app.ActAsync(ids[0], "resolve", new { });
        var result = await app.MakeAsync<BulkResult>("bulk", new BulkAlerts([.. ids, Guid.NewGuid()], BulkAction.Acknowledge),
            app.Technician);
        Assert.Equal(2, result.Done);
        Assert.Equal(["alert.resolved", null, null, "not_found"], result.Items.Select(i => i.Code));
        Assert.Equal("note.required", await (await app.ActAsync(Guid.Empty, "../bulk", new { ids, act = "false_positive" })).CodeAsync());
    }

    [Fact]
    public async Task Escalating_opens_a_ticket_that_asks_the_partner_at_once_and_leaves_tickets_to_their_own_route()
    {
        await using var app = await StartAsync();
        var source = await app.SourceAsync();
        var quiet = (await source.SendAsync(Wazuh(1, level: 5))).Results[0].AlertId!.Value;
        var ticketed = (await source.SendAsync(Wazuh(2, level: 12, rule: "9"))).Results[0].AlertId!.Value;
        var nowhere = (await source.SendAsync(Wazuh(3, "pc-unknown", level: 5))).Results[0].AlertId!.Value;
        Task<HttpResponseMessage> BulkAsync(object body, HttpClient? client = null) => app.ActAsync(Guid.Empty, "../bulk", body, client);
        var ids = new[] { quiet, ticketed, nowhere };
        Assert.Equal("area.required", await (await BulkAsync(new { ids, act = "escalate" })).CodeAsync());
        Assert.Equal(HttpStatusCode.BadRequest, (await BulkAsync(new { ids, act = "escalate", area = "Cyber Security" })).StatusCode);
        var elsewhere =
            await (await BulkAsync(new { ids = new[] { quiet }, act = "escalate", area = "cyber_security" },
                app.App.As(Mat.Platform.Auth.Roles.Technician, Elm))).ReadAsync<BulkResult>();
        Assert.Equal("not_found", elsewhere.Items[0].Code);

        var result =
            await (await BulkAsync(new
            {
                ids,
                act = "escalate",
                area = "cyber_security",
                note = " Please look at the sign-ins. "
            })).ReadAsync<BulkResult>();
        Assert.Equal([null, "alert.ticket", "alert.unassigned"], result.Items.Select(i => i.Code));
        var asked = await app.App.PublishedAsync<Mat.Contracts.Alerts.AlertRaised>(r => r.Ticket?.EscalateArea is not null);
        Assert.Equal((quiet, "cyber_security", "Please look at the sign-ins."),
            (asked.Alert.Id, asked.Ticket!.EscalateArea, asked.Ticket.EscalateReason));
        Assert.Equal("alert.ticket",
            (await (await BulkAsync(
                new { ids = new[] { quiet }, act = "escalate", area = "cyber_security" })).ReadAsync<BulkResult>()).Items[0].Code);
    }
}
