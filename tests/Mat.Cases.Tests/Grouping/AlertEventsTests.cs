using Mat.Cases.Grouping;
using Mat.Contracts.Alerts;
using Mat.Contracts.Cases;
using Mat.Testing;
using System.Net.Http.Json;
using static Mat.Cases.Tests.CasesApp;

namespace Mat.Cases.Tests.Grouping;

/// <summary>Events of Alerts may come late, out of order and more than once.</summary>
public sealed class AlertEventsTests
{
    private static readonly CaseRequest Ransom = new(CaseType.Ransomware, "Ransom");

    [Fact]
    public async Task An_older_event_changes_nothing_of_an_alert()
    {
        await using var app = await StartAsync();
        var alert = Alert(app, Elm);
        await app.DeliverAsync(new AlertChanged(alert with { Version = 3, SchoolId = Oak, Severity = "critical", Status = "acknowledged" },
            "correlated"));
        await app.DeliverAsync(new AlertChanged(alert with { Version = 2, SchoolId = null }, "severity"));
        await app.DeliverAsync(new AlertRaised(alert, null));
        var opened = await app.OpenCaseAsync(new { title = "Late events", type = "other", alertIds = new[] { alert.Id } });
        Assert.Equal((Severity.Critical, Oak), (opened.Severity, Assert.Single(opened.Schools).Id));
        Assert.Equal((3, AlertStatus.Acknowledged),
            (Assert.Single(await app.AlertsOfAsync(opened.Id)).Version, Assert.Single(await app.AlertsOfAsync(opened.Id)).Status));
    }

    [Fact]
    public async Task A_request_for_a_case_opens_one_case_however_often_and_late_it_comes()
    {
        await using var app = await StartAsync();
        var alert = Alert(app, Oak);
        var request = new AlertRaised(alert with { Version = 3 }, null, Ransom);
        await app.DeliverAsync(request);
        await app.DeliverAsync(new AlertRaised(alert, null));
        await app.DeliverAsync(request);
        var opened = Assert.Single(await app.ListCasesAsync());
        Assert.Equal((CaseType.Ransomware, 1), (opened.Type, opened.Alerts));

        // What a person took out does not come back with a repeat.
        Assert.True((await app.OnCaseAsync(opened.Id, "unlink", new { alertId = alert.Id })).IsSuccessStatusCode);
        await app.DeliverAsync(request);
        await app.DeliverAsync(new AlertChanged(alert with { Version = 4 }, "replayed"));
        Assert.Equal(0, Assert.Single(await app.ListCasesAsync()).Alerts);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Alerts_are_grouped_by_indicators_of_any_event_in_any_order(bool late)
    {
        await using var app = await StartAsync();
        Assert.True(
            (await app.Manager.PostAsJsonAsync("/api/cases/grouping", new CreateGrouping("Same", GroupBy.Indicator),
                Json.Options)).IsSuccessStatusCode);
        AlertIndicator[] hash = [new("hash", new string('d', 64))], ours = [new("domain", "mail.oak.example")];
        var (first, second, third) = (Alert(app, Oak), Alert(app, Elm), Alert(app, Elm));
        if (late)
            await app.DeliverAsync(new AlertChanged(first with { Version = 2, Count = 2, Indicators = hash }, "repeated"));
        await app.DeliverAsync(new AlertRaised(first with { Indicators = late ? ours : [.. hash, .. ours] }, null));
        // The trust's own domain is on every device, and so on this one too.
        await app.DeliverAsync(new AlertRaised(third with { Indicators = ours }, null));
        Assert.Empty(await app.ListCasesAsync());
        await app.DeliverAsync(new AlertRaised(second with { Indicators = hash }, null));
        var opened = Assert.Single(await app.ListCasesAsync());
        Assert.Equal(new[] { first.Id, second.Id }.Order(), (await app.AlertsOfAsync(opened.Id)).Select(a => a.Id).Order());
    }
}
