using System.Net;
using System.Text.Json;
using Mat.Alerts.Correlation;
using Mat.Alerts.Indicators;
using Mat.Contracts.Trust;
using Mat.Platform.Auth;
using Mat.Testing;
using static Mat.Alerts.Tests.AlertsApp;

namespace Mat.Alerts.Tests.Indicators;

public sealed class ElsewhereTests
{
    private static readonly string Hash = new('a', 64);

    [Fact]
    public void Traces_are_found_by_look_and_name_and_ids_and_inner_addresses_are_none()
    {
        using var document = JsonDocument.Parse($$"""
            {"sha256":"{{Hash.ToUpperInvariant()}}","id":"{{new string('b', 32)}}","src":"10.1.2.3","dst":"198.51.100.7","url":"https://Evil.Example.org:8443/x?y=1",
             "sender":"Bad Actor <BAD@evil.example>","title":"evil.example.com","query":"not a domain","nested":[{"md5":"{{new string('c', 32)}}"}]}
            """);
        Assert.Equal(
            [(IndicatorKind.Hash, new string('c', 32)), (IndicatorKind.Hash, Hash), (IndicatorKind.Domain, "evil.example.org"),
                (IndicatorKind.Sender, "bad@evil.example"),
             (IndicatorKind.Ip, "198.51.100.7"), (IndicatorKind.Rule, "wazuh:60204")],
            IndicatorReader.Read(document.RootElement, "60204", "wazuh").OrderBy(i => i.Kind).ThenByDescending(i => i.Value));
    }

    [Fact]
    public async Task Is_anyone_else_hit_shows_every_school_to_the_trust_and_only_its_own_to_a_school()
    {
        await using var app = await StartAsync();
        await app.AssetAsync(Guid.CreateVersion7(), 1, Elm, "elm-lt-1");
        var source = await app.SourceAsync();
        var id =
            (await source.SendAsync(With(1, "oak-lt-1", new { sha256 = Hash, dns = "oak-lt-1.oak.example" }))).Results[0].AlertId!.Value;
        var elm = (await source.SendAsync(With(2, "elm-lt-1", new { sha256 = Hash }, rule: "7"))).Results[0].AlertId!.Value;
        await source.SendAsync(With(3, "nobody-knows", new { sha256 = Hash }, rule: "8"));
        await app.ActAsync(elm, "resolve", new { });

        var all = await (await app.Technician.GetAsync($"/api/alerts/{id}/elsewhere")).ReadAsync<RelatedSightingsView>();
        Assert.Equal((false, 2), (all.OthersHidden, all.SchoolsHit));
        Assert.Equal([IndicatorKind.Hash, IndicatorKind.Rule], all.Indicators.Select(i => i.Kind));
        Assert.Equal(
            new (Guid?, int, int)[] { (Elm, 1, 0), (null, 1, 1), (Oak, 1, 1) }.OrderBy(x => x.ToString()),
            all.Indicators[0].Schools.Select(s => (s.SchoolId, s.Alerts, s.Open)).OrderBy(x => x.ToString()));

        var lead = app.App.As(Roles.SchoolLead, Oak);
        var own = await (await lead.GetAsync($"/api/alerts/{id}/elsewhere")).ReadAsync<RelatedSightingsView>();
        Assert.Equal((true, 1), (own.OthersHidden, own.SchoolsHit));
        Assert.Equal(Oak, Assert.Single(own.Indicators[0].Schools).SchoolId);
        Assert.Equal(HttpStatusCode.NotFound, (await lead.GetAsync($"/api/alerts/{elm}/elsewhere")).StatusCode);
        var searched =
            await (await app.Technician.GetAsync(
                $"/api/alerts/indicators?value={Hash.ToUpperInvariant()}&days=3650")).ReadAsync<RelatedSightingsView>();
        Assert.Equal(3, Assert.Single(searched.Indicators).Schools.Count);
        Assert.Equal(HttpStatusCode.BadRequest, (await app.Technician.GetAsync("/api/alerts/indicators?value=a")).StatusCode);
    }

    [Fact]
    public async Task Person_of_an_account_tells_the_school_and_the_name()
    {
        await using var app = await StartAsync();
        var source = await app.MadeAsync(
            new("accounts", Mat.Alerts.Sources.SourceKind.Generic, null, ["/device"],
                new(Title: "/text", Severity: "/severity", User: "/user")));
        var ann = Guid.CreateVersion7();
        var body = """{"device":"x","text":"t","severity":"high","user":"ann@trust.example"}""";
        var id = (await source.SendAsync(body)).Results[0].AlertId!.Value;
        Assert.Null((await app.GetAsync(id)).SchoolId);
        await app.App.DeliverAsync(new PersonChanged(new(ann, 1, "Ann Head", "Ann@Trust.example", true, Elm, [])));
        var placed = await app.GetAsync(id);
        Assert.Equal((Elm, CorrelatedBy.Person, ann, "Ann Head"),
            (placed.SchoolId, placed.Correlation.By, placed.PersonId, placed.PersonName));
        Assert.True(placed.TicketRequested);
    }
}
