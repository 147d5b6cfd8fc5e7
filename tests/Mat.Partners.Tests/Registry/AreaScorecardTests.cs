using Mat.Contracts.Tickets;
using Mat.Contracts.Trust;
using Mat.Partners.Registry;
using Mat.Partners.Tests.Fakes;
using Mat.Platform.Auth;
using Mat.Testing;

namespace Mat.Partners.Tests.Registry;

public sealed class AreaScorecardTests
{
    private static readonly Guid Elsewhere = Guid.CreateVersion7();

    [Fact]
    public async Task Escalated_tickets_of_an_area_are_set_against_those_that_never_were()
    {
        await using var app = await PartnersApp.StartAsync(working: false);
        foreach (var minutes in new[] { 60, 90, 500 })
            await ResolvedAsync(app, "network", escalated: true, minutes);
        foreach (var minutes in new[] { 200, 240 })
            await ResolvedAsync(app, "network", escalated: false, minutes);
        await ResolvedAsync(app, "network", escalated: false, 9_000, Elsewhere);
        await ResolvedAsync(app, "mis", escalated: true, 30);
        await app.Mat.DeliverAsync(
            new TicketChanged(Facts(app, Guid.CreateVersion7(), 1, "printing", false, 60) with { ResolvedAt = null }, "opened"));

        var network = (await ScoresAsync(app.Mat.As(Roles.SchoolLead, app.School))).Single(a => a.Area == PartnerArea.Network);
        Assert.Equal((new AreaTimeView(3, 90), new AreaTimeView(2, 200), 110),
            (network.WithPartner, network.WithoutPartner, network.MinutesSaved));
        var all = await ScoresAsync(app.Manager);
        Assert.Equal(new AreaTimeView(3, 240), all.Single(a => a.Area == PartnerArea.Network).WithoutPartner);
        var mis = all.Single(a => a.Area == PartnerArea.Mis);
        Assert.Equal((new AreaTimeView(1, 30), new AreaTimeView(0, null), null), (mis.WithPartner, mis.WithoutPartner, mis.MinutesSaved));
        Assert.Equal(0, all.Single(a => a.Area == PartnerArea.Printing).WithoutPartner.Tickets);

        var csv = await (await app.Manager.GetAsync("/api/partners/areas/scorecard/export?days=30")).Content.ReadAsStringAsync();
        Assert.Contains("\nNetworks and broadband,0,0,yes,0,0,0,0,0,0.00,3,90,3,240,150\r\n", csv, StringComparison.Ordinal);
        Assert.Equal("scorecard.days", await (await app.Manager.GetAsync("/api/partners/areas/scorecard/export?days=0")).CodeAsync());

        app.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(0, (await ScoresAsync(app.Manager, "?days=1")).Sum(a => a.WithPartner.Tickets));
    }

    [Fact]
    public async Task Ticket_taken_up_again_counts_no_more_whatever_comes_late()
    {
        await using var app = await PartnersApp.StartAsync(working: false);
        var ticket = Guid.CreateVersion7();
        var resolved = new TicketChanged(Facts(app, ticket, 3, "network", true, 60), "resolved");
        await app.Mat.DeliverAsync(resolved);
        Assert.Equal(1, (await ScoresAsync(app.Manager)).Single(a => a.Area == PartnerArea.Network).WithPartner.Tickets);

        await app.Mat.DeliverAsync(new TicketChanged(Facts(app, ticket, 5, "network", true, 60) with { ResolvedAt = null }, "reopened"));
        await app.Mat.DeliverAsync(resolved);

        Assert.Equal(0, (await ScoresAsync(app.Manager)).Single(a => a.Area == PartnerArea.Network).WithPartner.Tickets);
    }

    [Fact]
    public async Task Area_with_neither_skill_nor_partner_is_uncovered()
    {
        await using var app = await PartnersApp.StartAsync(working: false);
        await app.PartnerAsync("Avon", "network");
        var (ann, ben) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await SkillsAsync(app, ann, 2, true, new Skill("network", 2), new Skill("mis", 3));
        await SkillsAsync(app, ann, 1, true, new Skill("printing", 3)); // older, and late
        await SkillsAsync(app, ben, 1, true, new Skill("network", 3), new Skill("printing", 1)); // learns printing

        var scores = await ScoresAsync(app.Manager);
        Assert.Equal((1, 2, false), Of(PartnerArea.Network));
        Assert.Equal((0, 1, false), Of(PartnerArea.Mis));
        Assert.Equal((0, 0, true), Of(PartnerArea.Printing));

        await SkillsAsync(app, ann, 3, active: false, new Skill("mis", 3));
        scores = await ScoresAsync(app.Manager);
        Assert.Equal((0, 0, true), Of(PartnerArea.Mis));

        (int, int, bool) Of(PartnerArea area) =>
            scores.Where(a => a.Area == area).Select(a => (a.Partners, a.SkillHolders, a.Uncovered)).Single();
    }

    private static async Task<IReadOnlyList<AreaScoreView>> ScoresAsync(HttpClient client, string query = "") =>
        (await (await client.GetAsync("/api/partners/areas/scorecard" + query)).ReadAsync<AreaScores>()).Items;

    private static Task ResolvedAsync(PartnersApp app, string area, bool escalated, int minutes, Guid? school = null) =>
        app.Mat.DeliverAsync(
            new TicketChanged(Facts(app, Guid.CreateVersion7(), 3, area, escalated, minutes) with { SchoolId = school ?? app.School },
                "resolved"));

    private static Task SkillsAsync(PartnersApp app, Guid person, int version, bool active, params Skill[] skills) =>
        app.Mat.DeliverAsync(new SkillChanged(new(person, version, active, skills, null, [])));

    private static TicketSnapshot Facts(PartnersApp app, Guid ticket, int version, string area, bool escalated, int minutes)
    {
        var now = app.Clock.GetUtcNow();
        return new(
            ticket, version, "T-1", "t", "incident", "resolved", "high", app.School, null, null, null, null, null, null,
            now.AddMinutes(-minutes), null, now, null, null, false, false,
            area, escalated);
    }
}
