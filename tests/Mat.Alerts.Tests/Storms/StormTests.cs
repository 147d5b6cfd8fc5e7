using Mat.Alerts.Intake;
using Mat.Alerts.Silences;
using Mat.Alerts.Sources;
using Mat.Contracts.Alerts;
using Mat.Testing;
using static Mat.Alerts.Tests.AlertsApp;

namespace Mat.Alerts.Tests.Storms;

public sealed class StormTests
{
    private static string Many(int from, int count, string rule = "60204") =>
        $"[{string.Join(',', Enumerable.Range(from, count).Select(n => Wazuh(n, $"oak-pc-{n}", rule: rule)))}]";

    [Fact]
    public async Task Case_51_storm_has_one_ticket_and_exact_counts_and_other_sources_are_not_touched()
    {
        await using var app = await StartAsync(("Alerts:StormAfter", "20"), ("Alerts:SweepSeconds", "1"));
        var source = await app.SourceAsync(school: Oak);
        var other = await app.SourceAsync(school: Elm);
        await source.SendAsync(Many(0, 100));
        await Task.WhenAll(Enumerable.Range(100, 20).Select(n => source.SendAsync(Wazuh(n, $"oak-pc-{n}"))));
        await source.SendAsync(Wazuh(5, "oak-pc-5", at: Start.AddMinutes(5)));
        var untouched = await app.GetAsync((await other.SendAsync(Wazuh(1, "elm-pc-1"))).Results[0].AlertId!.Value);
        Assert.Equal((true, (Guid?)null), (untouched.TicketRequested, untouched.StormId));

        var storm = Assert.Single(await app.ListAsync("?q=storm"));
        Assert.Equal((true, 120L, Oak), (storm.IsStorm, storm.Count, storm.SchoolId));
        Assert.Equal(120, (await app.ListAsync($"?stormId={storm.Id}&limit=250")).Count);
        var one = Assert.Single(await app.ListAsync("?q=oak-pc-5&sort=firstSeenAt&limit=1"));
        Assert.Equal((SuppressionKind.Storm, storm.Id, false), (one.Muted!.Kind, one.StormId!.Value, one.TicketRequested));
        await Eventually.TrueAsync(() => app.Tickets.Count == 2);
        Assert.Equal(new[] { storm.Id, untouched.Id }.Order(), app.Tickets.Select(t => t.Alert.Id).Order());

        // It is over when the source has been quiet; the next one is another storm with another ticket.
        app.App.Clock.Advance(TimeSpan.FromMinutes(6));
        await app.App.PublishedAsync<AlertChanged>(c => c.Alert.Id == storm.Id && c.What == "resolved" && c.Alert.Count == 120);
        Assert.False((await app.GetAsync((await source.SendAsync(Wazuh(500, "oak-pc-500"))).Results[0].AlertId!.Value)).Muted is { });
        await source.SendAsync(Many(600, 30));
        Assert.Equal([30L, 120L], (await app.ListAsync("?q=storm")).Select(a => a.Count).Order());
    }

    [Fact]
    public async Task Case_58_random_identity_is_kept_out_beyond_the_limit_of_its_rule_and_counted()
    {
        await using var app = await StartAsync(("Alerts:OpenPerRule", "10"));
        using var measured = new Measured(app.App);
        var source = await app.SourceAsync();
        var first = await source.SendAsync(Many(0, 15));
        Assert.Equal((10, 5), (first.Accepted, first.Rejected));
        Assert.All(first.Results.Where(r => r.Status == ItemStatus.Rejected), r => Assert.Equal("alert.limit", r.Code));
        Assert.Equal(5, measured.Sum("mat_alerts_dropped", ("kind", "wazuh")));
        Assert.Equal(5, (await (await app.Manager.GetAsync($"/api/alerts/sources/{source.View.Id}")).ReadAsync<SourceView>()).DroppedCount);

        // What is known goes on, another rule and another source are not touched.
        Assert.Equal(ItemStatus.Updated, (await source.SendAsync(Wazuh(3, "oak-pc-3", at: Start.AddHours(0.5)))).Results[0].Status);
        Assert.Equal(ItemStatus.Created, (await source.SendAsync(Wazuh(900, "oak-pc-900", rule: "7"))).Results[0].Status);
        Assert.Equal(ItemStatus.Created, (await (await app.SourceAsync()).SendAsync(Wazuh(900, "oak-pc-900"))).Results[0].Status);

        // Room again when one is over.
        await app.ActAsync(first.Results[0].AlertId!.Value, "resolve", new { });
        app.App.Clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(ItemStatus.Created, (await source.SendAsync(Wazuh(14, "oak-pc-14"))).Results[0].Status);
        Assert.Equal(ItemStatus.Rejected, (await source.SendAsync(Wazuh(15, "oak-pc-15"))).Results[0].Status);
    }
}
