using System.Net;
using System.Net.Http.Json;
using Mat.Assets.Vulnerabilities;
using Mat.Platform.Auth;
using Mat.Testing;
using static Mat.Assets.Tests.AssetsApp;

namespace Mat.Assets.Tests.Vulnerabilities;

public sealed class VulnerableSoftwareTests
{
    private static readonly DateTimeOffset Seen = new(2026, 3, 3, 8, 0, 0, TimeSpan.Zero);

    private static readonly object Chrome = new
    {
        title = "Chrome type confusion",
        product = "Google Chrome",
        cvss = 8.8,
        releasedOn = "2026-01-05",
        match = new { software = "google chrome", softwareFixedIn = "120.0.6", cpe = "cpe:2.3:a:google:chrome:*" },
    };

    private static object Program(string name, string? version, string? publisher = "Google LLC") => new { name, publisher, version };

    /// <param name="day">Days after the first of the inventories.</param>
    private static Task SayAsync(AssetsApp app, Guid asset, int day, params object[] programs) =>
        app.InventoryAsync(asset, Seen.AddDays(day), programs);

    private static async Task<Dictionary<string, VulnerableAssetView>> AssetsAsync(AssetsApp app, Guid id, HttpClient? client = null) =>
        (await app.FindingsAsync(id, client)).ToDictionary(a => a.Tag);

    [Fact]
    public async Task Finding_meets_installed_software_at_each_school_with_its_clock()
    {
        await using var app = await StartAsync();
        var (oak, elm, odd) = ((await app.LaptopAsync("OAK-1", Oak)).Id, (await app.LaptopAsync("ELM-1", Elm)).Id,
            (await app.LaptopAsync("ELM-2", Elm)).Id);
        await SayAsync(app, oak, 1, Program("Google Chrome", "119.0.1"), Program("7-Zip", "23.01", null));
        await SayAsync(app, elm, 1, Program("Google Chrome", "120.0.6"));
        await SayAsync(app, odd, 1, Program("Google Chrome", "120-beta.x"));
        var added = await app.MakeAsync<VulnerabilityView>("", Chrome);
        Assert.Equal((1, 1, 2), (added.Open, added.ToCheck, added.Overdue));
        var assets = await AssetsAsync(app, added.Id);
        Assert.Equal((VulnerableState.Open, "Google Chrome 119.0.1", new DateOnly(2026, 1, 19)),
            (assets["OAK-1"].State, assets["OAK-1"].Software, assets["OAK-1"].DueOn));
        Assert.Equal((VulnerableState.ToCheck, "Google Chrome 120-beta.x", true),
            (assets["ELM-2"].State, assets["ELM-2"].Software, assets["ELM-2"].Overdue));
        Assert.Equal(2, assets.Count);
        var lead = app.App.As(Roles.SchoolLead, Elm);
        Assert.Equal(["ELM-2"], (await AssetsAsync(app, added.Id, lead)).Keys);
        var board = Assert.Single(
            (await (await lead.GetAsync("/api/assets/vulnerabilities/board")).ReadAsync<VulnerabilityBoardView>()).Items);
        Assert.Equal((Elm, 0, 1, 1), (board.SchoolId, board.Open, board.ToCheck, board.Overdue));
    }

    [Fact]
    public async Task Device_that_reports_the_fixed_version_closes_its_finding_with_that_evidence()
    {
        await using var app = await StartAsync();
        var added = await app.MakeAsync<VulnerabilityView>("", Chrome);
        var ids = new List<Guid>();
        foreach (var (tag, school) in new[] { ("OAK-1", Oak), ("ELM-1", Elm), ("OAK-2", Oak), ("OAK-3", Oak) })
        {
            ids.Add((await app.LaptopAsync(tag, school)).Id);
            await SayAsync(app, ids[^1], 1, Program("Google Chrome", "119.0.1"));
        }

        var (oak, isolated, gone) = (ids[0], ids[2], ids[3]);
        Assert.Equal(4, (await AssetsAsync(app, added.Id)).Values.Count(a => a.State == VulnerableState.Open));
        await app.MakeAsync<VulnerabilityAnswered>($"/{added.Id}/answer",
            new { assetIds = new[] { isolated }, state = "isolated", evidence = "own VLAN" });
        await SayAsync(app, oak, 2, Program("Google Chrome", "120.0.7"));
        await SayAsync(app, isolated, 2, Program("Google Chrome", "120.0.7"));
        await SayAsync(app, gone, 2, Program("7-Zip", "23.01", null));
        var assets = await AssetsAsync(app, added.Id);
        Assert.Equal((VulnerableState.Patched, "Inventory of 5 Mar 2026: Google Chrome 120.0.7.", "Mat"),
            (assets["OAK-1"].State, assets["OAK-1"].Evidence, assets["OAK-1"].AnsweredBy));
        Assert.Equal(VulnerableState.Patched, assets["OAK-2"].State);
        Assert.Equal("Inventory of 5 Mar 2026: it is not installed any more.", assets["OAK-3"].Evidence);
        Assert.Equal(VulnerableState.Open, assets["ELM-1"].State);

        // An inventory that comes late changes nothing; one that finds the old version again opens it again.
        var late = await app.Desk.PostAsJsonAsync($"/api/assets/{oak}/software",
            new { items = new[] { Program("Google Chrome", "119.0.1") }, seenAt = Seen.AddDays(1) });
        Assert.Equal("software.older", await late.CodeAsync());
        Assert.Equal(VulnerableState.Patched, (await AssetsAsync(app, added.Id))["OAK-1"].State);
        await SayAsync(app, oak, 3, Program("Google Chrome", "119.0.1"), Program("Google Chrome", "120.0.7"));
        var again = (await AssetsAsync(app, added.Id))["OAK-1"];
        Assert.Equal((VulnerableState.Open, null, "Google Chrome 119.0.1"), (again.State, again.Evidence, again.Software));
    }

    [Fact]
    public async Task What_a_person_answered_stands_until_the_device_is_patched_and_can_be_taken_back()
    {
        await using var app = await StartAsync();
        var added = await app.MakeAsync<VulnerabilityView>("", Chrome);
        Assert.Equal(0, added.ToCheck);
        // A device without an inventory has no finding.
        var oak = (await app.LaptopAsync("OAK-1", Oak)).Id;
        Assert.Empty(await AssetsAsync(app, added.Id));
        await SayAsync(app, oak, 1, Program("Google Chrome", "unknown"));
        Assert.Equal(VulnerableState.ToCheck, (await AssetsAsync(app, added.Id))["OAK-1"].State);
        Task<VulnerabilityAnswered> AnswerAsync(string state, string? evidence) =>
            app.MakeAsync<VulnerabilityAnswered>($"/{added.Id}/answer", new { assetIds = new[] { oak }, state, evidence });
        await AnswerAsync("not_affected", "a beta that has the fix");
        await app.ChangeAsync(oak, new { location = "Library" });
        Assert.Equal(VulnerableState.NotAffected, (await AssetsAsync(app, added.Id))["OAK-1"].State);
        await AnswerAsync("open", null);
        await app.ChangeAsync(oak, new { location = "Office" });
        Assert.Equal(VulnerableState.Open, (await AssetsAsync(app, added.Id))["OAK-1"].State);
        await SayAsync(app, oak, 2, Program("Google Chrome", "121.0"));
        Assert.Equal(VulnerableState.Patched, (await AssetsAsync(app, added.Id))["OAK-1"].State);
        var refused = await app.Desk.PostAsJsonAsync($"/api/assets/vulnerabilities/{added.Id}/answer",
            new { assetIds = new[] { oak }, state = "to_check", evidence = "x" }, Json.Options);
        Assert.Equal("vulnerability.state", await refused.CodeAsync());
    }

    [Fact]
    public async Task Match_that_cannot_be_looked_for_is_refused()
    {
        await using var app = await StartAsync();
        async Task RefusedAsync(object match)
        {
            var answer = await app.Desk.PostAsJsonAsync("/api/assets/vulnerabilities",
                new { title = "Something", product = "Thing", releasedOn = "2026-01-05", match }, Json.Options);
            Assert.Equal((HttpStatusCode.UnprocessableEntity, "vulnerability.match"), (answer.StatusCode, await answer.CodeAsync()));
        }

        await RefusedAsync(new { publisher = "Google" });
        await RefusedAsync(new { tags = new[] { "a" }, softwareFixedIn = "1" });
        await RefusedAsync(new { software = "*" });
        await RefusedAsync(new { software = "chrome", softwareFixedIn = "latest" });
        await RefusedAsync(new { software = "chrome", softwareFrom = "1:2.3-4" });
        await RefusedAsync(new { cpe = "cpe:2.3:o:microsoft:windows_11" });
    }
}
