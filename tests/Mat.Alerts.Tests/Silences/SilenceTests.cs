using System.Net;
using System.Net.Http.Json;
using Mat.Alerts.Silences;
using Mat.Alerts.Sources;
using Mat.Contracts.Alerts;
using Mat.Contracts.Trust;
using Mat.Platform.Auth;
using Mat.Testing;
using static Mat.Alerts.Tests.AlertsApp;

namespace Mat.Alerts.Tests.Silences;

public sealed class SilenceTests
{
    private static readonly Matcher OnLaptop = new(MatchField.Host, MatchOp.Equal, "oak-lt-1");

    private static CreateSilence For(AlertsApp app, int minutes = 60, params Matcher[] matchers) =>
        new(matchers.Length == 0 ? [OnLaptop] : matchers, "Being replaced", app.App.Clock.GetUtcNow().AddMinutes(minutes));

    [Fact]
    public async Task Case_57_silence_that_ends_while_it_still_fires_tells_exactly_once()
    {
        await using var app = await StartAsync(("Alerts:SweepSeconds", "1"));
        var source = await app.SourceAsync();
        var silence = await app.MakeAsync<SilenceView>("silences", For(app));
        var id = (await source.SendAsync(Wazuh(1))).Results[0].AlertId!.Value;
        await source.SendAsync(Wazuh(2));
        var muted = await app.GetAsync(id);
        Assert.Equal((SuppressionKind.Silence, silence.Id, false, 2),
            (muted.Muted!.Kind, muted.Muted.ById!.Value, muted.TicketRequested, muted.Count));
        Assert.Equal("A manager: Being replaced", muted.Muted.Why);
        Assert.Equal(id, Assert.Single(await app.ListAsync("?muted=true")).Id);
        await app.App.PublishedAsync<AlertRaised>(r => r.Alert.Id == id && r.Ticket is null);

        app.App.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Empty(app.Tickets);
        app.App.Clock.Advance(TimeSpan.FromMinutes(31));
        await Eventually.TrueAsync(() => app.Tickets.Count == 1);
        for (var i = 0; i < 5; i++)
            app.App.Clock.Advance(TimeSpan.FromSeconds(31));
        await source.SendAsync(Wazuh(3));
        Assert.Null((await app.GetAsync(id)).Muted);
        Assert.Single(app.Tickets);
        Assert.DoesNotContain(app.App.Published<AlertChanged>(), c => c.What == "unmuted");
    }

    [Fact]
    public async Task Case_57_alert_that_wants_no_ticket_is_told_once_too_when_its_silence_is_ended_by_hand()
    {
        await using var app = await StartAsync(("Alerts:SweepSeconds", "1"));
        var source = await app.SourceAsync();
        var id = (await source.SendAsync(Wazuh(1, level: 5))).Results[0].AlertId!.Value;
        var silence = await app.MakeAsync<SilenceView>("silences", For(app));
        Assert.Equal(1, silence.Muting);
        Assert.NotNull((await app.GetAsync(id)).Muted);
        Assert.Equal("A technician", (await app.MakeAsync<SilenceView>($"silences/{silence.Id}/end", new { }, app.Technician)).EndedBy);
        await Eventually.TrueAsync(
            () =>
            {
                app.App.Clock.Advance(TimeSpan.FromSeconds(2));
                return app.App.Published<AlertChanged>().Any(c => c.What == "unmuted");
            });
        for (var i = 0; i < 5; i++)
            app.App.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Single(app.App.Published<AlertChanged>(), c => c.What == "unmuted");
        Assert.Equal("silence.over",
            await (await app.Manager.PostAsync($"/api/alerts/silences/{silence.Id}/end", JsonContent.Create(new { }))).CodeAsync());
    }

    [Fact]
    public async Task Case_57_what_resolves_passes_through_a_silence_and_is_not_told_again_when_it_ends()
    {
        await using var app = await StartAsync(("Alerts:SweepSeconds", "1"));
        var source = await app.SourceAsync(SourceKind.Generic);
        await app.MakeAsync<SilenceView>("silences", For(app));
        var id = (await source.SendAsync(Event("oak-lt-1", "down"))).Results[0].AlertId!.Value;
        await source.SendAsync(Event("oak-lt-1", "up"));
        Assert.Equal(AlertStatus.Resolved, (await app.GetAsync(id)).Status);
        await app.App.PublishedAsync<AlertChanged>(c => c.Alert.Id == id && c.What == "resolved");
        app.App.Clock.Advance(TimeSpan.FromHours(2));
        app.App.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Empty(app.Tickets);
        Assert.DoesNotContain(app.App.Published<AlertChanged>(), c => c.What == "unmuted");
    }

    [Fact]
    public async Task Maintenance_of_closed_days_keeps_alerts_of_closed_schools_quiet_and_no_others()
    {
        await using var app = await StartAsync(("Alerts:SweepSeconds", "1"));
        var today = DateOnly.FromDateTime(app.App.Clock.GetUtcNow().UtcDateTime);
        await app.SchoolAsync(Oak, "Oak", ["oak.example"], [], 2, new ClosedDays(today.AddDays(-1), today.AddDays(1), "Half term"));
        await app.MakeAsync<SilenceView>("silences",
            new CreateSilence([], "Patching in the holidays", app.App.Clock.GetUtcNow().AddDays(200), Kind: SilenceKind.Maintenance,
                Times: SilenceTimes.ClosedDays));
        var source = await app.SourceAsync();
        await app.AssetAsync(Guid.CreateVersion7(), 1, Elm, "elm-lt-1");
        var oak = await app.GetAsync((await source.SendAsync(Wazuh(1))).Results[0].AlertId!.Value);
        var elm = await app.GetAsync((await source.SendAsync(Wazuh(2, "elm-lt-1"))).Results[0].AlertId!.Value);
        Assert.Equal((SuppressionKind.Maintenance, false), (oak.Muted!.Kind, oak.TicketRequested));
        Assert.Null(elm.Muted);
        Assert.True(elm.TicketRequested);
        app.App.Clock.Advance(TimeSpan.FromDays(2.1));
        await Eventually.TrueAsync(() => app.Tickets.Count == 2);
    }

    [Fact]
    public async Task Alert_that_another_school_keeps_quiet_does_not_tell_what_fires_there()
    {
        await using var app = await StartAsync();
        await app.MakeAsync<InhibitionView>("inhibitions", new CreateInhibition(
            "Core down", [new(MatchField.Title, MatchOp.Matches, "core .*")], [new(MatchField.Title, MatchOp.NotMatches, "core .*")],
            [MatchField.SourceKind]));
        await (await app.SourceAsync(SourceKind.Generic, Oak)).SendAsync(Event("core", "down"));
        var elm = await app.SourceAsync(SourceKind.Generic, Elm);
        var quiet = await app.GetAsync((await elm.SendAsync(Event("switch", "down"))).Results[0].AlertId!.Value);
        Assert.Equal("Core down: an alert of another school fires.", quiet.Muted!.Why);
    }

    [Fact]
    public async Task Firing_alert_keeps_equal_ones_quiet_until_it_is_over()
    {
        await using var app = await StartAsync(("Alerts:SweepSeconds", "1"));
        await app.MakeAsync<InhibitionView>("inhibitions", new CreateInhibition(
            "Site down", [new(MatchField.Title, MatchOp.Matches, "site .*")], [new(MatchField.Title, MatchOp.NotMatches, "site .*")],
            [MatchField.School]));
        var monitor = await app.SourceAsync(SourceKind.Generic, Oak);
        await monitor.SendAsync(Event("site", "down"));
        var quiet = await app.GetAsync((await monitor.SendAsync(Event("oak-lt-1", "down"))).Results[0].AlertId!.Value);
        Assert.Equal((SuppressionKind.Inhibition, false), (quiet.Muted!.Kind, quiet.TicketRequested));
        var other = await app.SourceAsync(SourceKind.Generic, Elm);
        Assert.Null((await app.GetAsync((await other.SendAsync(Event("switch", "down"))).Results[0].AlertId!.Value)).Muted);
        await Eventually.TrueAsync(() => app.Tickets.Count == 2);

        await monitor.SendAsync(Event("site", "up"));
        app.App.Clock.Advance(TimeSpan.FromSeconds(40));
        await Eventually.TrueAsync(() => app.Tickets.Count == 3);
        Assert.Null((await app.GetAsync(quiet.Id)).Muted);
    }

    [Theory]
    [InlineData(MatchField.Host, MatchOp.Equal, "OAK-LT-1", true)]
    [InlineData(MatchField.Host, MatchOp.NotEqual, "oak-lt-1", false)]
    [InlineData(MatchField.Host, MatchOp.Matches, "oak-.*", true)]
    [InlineData(MatchField.Host, MatchOp.Matches, "oak", false)]
    [InlineData(MatchField.Host, MatchOp.NotMatches, "elm-.*", true)]
    [InlineData(MatchField.Severity, MatchOp.Equal, "high", true)]
    [InlineData(MatchField.Severity, MatchOp.Matches, "low|medium", false)]
    [InlineData(MatchField.School, MatchOp.Equal, "Oak", true)]
    [InlineData(MatchField.Source, MatchOp.Equal, "wazuh", true)]
    [InlineData(MatchField.Rule, MatchOp.Equal, "60204", true)]
    [InlineData(MatchField.User, MatchOp.Equal, "anybody", false)]
    [InlineData(MatchField.Asset, MatchOp.Matches, "tag-.*", true)]
    public async Task Matcher_fits_what_it_says(MatchField field, MatchOp op, string value, bool fits)
    {
        await using var app = await StartAsync();
        await (await app.SourceAsync()).SendAsync(Wazuh(1));
        Assert.Equal(fits ? 1 : 0,
            (await app.MakeAsync<SilencePreview>("silences/preview", new PreviewSilence([new(field, op, value)]))).Count);
    }

    [Fact]
    public async Task Silence_that_cannot_be_kept_is_refused_and_a_school_s_people_have_their_own()
    {
        await using var app = await StartAsync();
        foreach (var bad in new[]
        {
            For(app) with { Matchers = [] }, For(app) with { Matchers = [new(MatchField.Title, MatchOp.Matches, "(a")] },
            For(app) with { Matchers = [new(MatchField.Title, MatchOp.Matches, "(a)\\1")] },
            For(app, -1), For(app, 60 * 24 * 91), For(app) with { SchoolId = Guid.NewGuid() },
        })
        {
            var client = bad.SchoolId is null ? app.Technician : app.App.As(Roles.Technician, Oak);
            Assert.Equal(HttpStatusCode.UnprocessableEntity,
                (await client.PostAsJsonAsync("/api/alerts/silences", bad, Json.Options)).StatusCode);
        }
        var oak = app.App.As(Roles.Technician, Oak);
        Assert.Equal("school.required", await (await oak.PostAsJsonAsync("/api/alerts/silences", For(app), Json.Options)).CodeAsync());
        var own = await app.MakeAsync<SilenceView>("silences", For(app) with { SchoolId = Oak }, oak);
        Assert.Equal(HttpStatusCode.NotFound,
            (await app.App.As(Roles.Technician, Elm).GetAsync($"/api/alerts/silences/{own.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionRequired,
            (await oak.PatchAsJsonAsync($"/api/alerts/silences/{own.Id}", new { reason = "Longer" }, Json.Options)).StatusCode);
        // A pattern that takes forever elsewhere takes no time here.
        await app.MakeAsync<SilenceView>("silences", For(app, 60, new Matcher(MatchField.Title, MatchOp.Matches, "(a+)+b")));
        Assert.Equal(1, (await (await app.SourceAsync()).SendAsync(Wazuh(1, rule: new string('a', 100)))).Accepted);
    }
}
