using System.Net;
using System.Net.Http.Json;
using Mat.Alerts.Vulnerabilities;
using Mat.Contracts.Assets;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Testing;
using static Mat.Alerts.Tests.AlertsApp;

namespace Mat.Alerts.Tests.Vulnerabilities;

public sealed class SoftwareTests
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

    private static Task RegisterAsync(AlertsApp app, Guid id, string tag, Guid school, int version = 1, string status = "in_use") =>
        app.App.DeliverAsync(new AssetsChanged([new(id, version, tag, "laptop", tag, status, school, null, null, null, [], [], "Lenovo", "L14", null, null, null, null, "Windows 11 Pro", "10.0.26100.1")]));

    /// <summary>Titles keep their id, as the register keeps them.</summary>
    private static SoftwareTitle Title(string name, string? version, string? publisher = "Google LLC") =>
        new(new Guid(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{name}|{version}|{publisher}")).AsSpan(0, 16)), name, publisher, version);

    private static Task SayAsync(AlertsApp app, Guid asset, int version, params SoftwareTitle[] titles) =>
        app.App.DeliverAsync(new SoftwareChanged(titles, [new(asset, version, Seen.AddDays(version), [.. Enumerable.Range(0, titles.Length)])]));

    private static Task<VulnerabilityView> AddAsync(AlertsApp app, object body) => app.MakeAsync<VulnerabilityView>("vulnerabilities", body, app.Technician);

    private static async Task<Dictionary<string, VulnerableAssetView>> AssetsAsync(AlertsApp app, Guid id, HttpClient? client = null) =>
        (await (await (client ?? app.Technician).GetAsync($"/api/alerts/vulnerabilities/{id}/assets")).ReadAsync<Page<VulnerableAssetView>>()).Items.ToDictionary(a => a.Tag);

    [Fact]
    public async Task Finding_meets_installed_software_at_each_school_with_its_clock()
    {
        await using var app = await StartAsync();
        var (oak, elm, odd) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await RegisterAsync(app, oak, "OAK-1", Oak);
        await RegisterAsync(app, elm, "ELM-1", Elm);
        await RegisterAsync(app, odd, "ELM-2", Elm);
        await SayAsync(app, oak, 1, Title("Google Chrome", "119.0.1"), Title("7-Zip", "23.01", null));
        await SayAsync(app, elm, 1, Title("Google Chrome", "120.0.6"));
        await SayAsync(app, odd, 1, Title("Google Chrome", "120-beta.x"));
        var added = await AddAsync(app, Chrome);
        Assert.Equal((1, 1, 2), (added.Open, added.ToCheck, added.Overdue));
        var assets = await AssetsAsync(app, added.Id);
        Assert.Equal((VulnerableState.Open, "Google Chrome 119.0.1", new DateOnly(2026, 1, 19)), (assets["OAK-1"].State, assets["OAK-1"].Software, assets["OAK-1"].DueOn));
        Assert.Equal((VulnerableState.ToCheck, "Google Chrome 120-beta.x", true), (assets["ELM-2"].State, assets["ELM-2"].Software, assets["ELM-2"].Overdue));
        Assert.Equal(2, assets.Count);
        var lead = app.App.As(Roles.SchoolLead, Elm);
        Assert.Equal(["ELM-2"], (await AssetsAsync(app, added.Id, lead)).Keys);
        var board = Assert.Single((await (await lead.GetAsync("/api/alerts/vulnerabilities/board")).ReadAsync<VulnerabilityBoardView>()).Items);
        Assert.Equal((Elm, 0, 1, 1), (board.SchoolId, board.Open, board.ToCheck, board.Overdue));
    }

    [Fact]
    public async Task Device_that_reports_the_fixed_version_closes_its_finding_with_that_evidence()
    {
        await using var app = await StartAsync();
        var (oak, elm, isolated, gone) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var added = await AddAsync(app, Chrome);
        foreach (var (id, tag, school) in new[] { (oak, "OAK-1", Oak), (elm, "ELM-1", Elm), (isolated, "OAK-2", Oak), (gone, "OAK-3", Oak) })
        {
            await RegisterAsync(app, id, tag, school);
            await SayAsync(app, id, 1, Title("Google Chrome", "119.0.1"));
        }

        Assert.Equal(4, (await AssetsAsync(app, added.Id)).Values.Count(a => a.State == VulnerableState.Open));
        await app.MakeAsync<VulnerabilityAnswered>($"vulnerabilities/{added.Id}/answer", new { assetIds = new[] { isolated }, state = "isolated", evidence = "own VLAN" }, app.Technician);
        await SayAsync(app, oak, 2, Title("Google Chrome", "120.0.7"));
        await SayAsync(app, isolated, 2, Title("Google Chrome", "120.0.7"));
        await SayAsync(app, gone, 2, Title("7-Zip", "23.01", null));
        var assets = await AssetsAsync(app, added.Id);
        Assert.Equal((VulnerableState.Patched, "Inventory of 5 Mar 2026: Google Chrome 120.0.7.", "Mat"), (assets["OAK-1"].State, assets["OAK-1"].Evidence, assets["OAK-1"].AnsweredBy));
        Assert.Equal(VulnerableState.Patched, assets["OAK-2"].State);
        Assert.Equal("Inventory of 5 Mar 2026: it is not installed any more.", assets["OAK-3"].Evidence);
        Assert.Equal(VulnerableState.Open, assets["ELM-1"].State);

        // An inventory that comes late changes nothing; one that finds the old version again opens it again.
        await SayAsync(app, oak, 1, Title("Google Chrome", "119.0.1"));
        Assert.Equal(VulnerableState.Patched, (await AssetsAsync(app, added.Id))["OAK-1"].State);
        await SayAsync(app, oak, 3, Title("Google Chrome", "119.0.1"), Title("Google Chrome", "120.0.7"));
        var again = (await AssetsAsync(app, added.Id))["OAK-1"];
        Assert.Equal((VulnerableState.Open, null, "Google Chrome 119.0.1"), (again.State, again.Evidence, again.Software));
    }

    [Fact]
    public async Task What_a_person_answered_stands_until_the_device_is_patched_and_can_be_taken_back()
    {
        await using var app = await StartAsync();
        var oak = Guid.CreateVersion7();
        // The list may come before the asset that it is of.
        await SayAsync(app, oak, 1, Title("Google Chrome", "unknown"));
        var added = await AddAsync(app, Chrome);
        Assert.Equal(0, added.ToCheck);
        await RegisterAsync(app, oak, "OAK-1", Oak);
        Assert.Equal(VulnerableState.ToCheck, (await AssetsAsync(app, added.Id))["OAK-1"].State);
        Task<VulnerabilityAnswered> AnswerAsync(string state, string? evidence) =>
            app.MakeAsync<VulnerabilityAnswered>($"vulnerabilities/{added.Id}/answer", new { assetIds = new[] { oak }, state, evidence }, app.Technician);
        await AnswerAsync("not_affected", "a beta that has the fix");
        await RegisterAsync(app, oak, "OAK-1", Oak, version: 2);
        Assert.Equal(VulnerableState.NotAffected, (await AssetsAsync(app, added.Id))["OAK-1"].State);
        await AnswerAsync("open", null);
        await RegisterAsync(app, oak, "OAK-1", Oak, version: 3);
        Assert.Equal(VulnerableState.Open, (await AssetsAsync(app, added.Id))["OAK-1"].State);
        await SayAsync(app, oak, 2, Title("Google Chrome", "121.0"));
        Assert.Equal(VulnerableState.Patched, (await AssetsAsync(app, added.Id))["OAK-1"].State);
        var refused = await app.Technician.PostAsJsonAsync($"/api/alerts/vulnerabilities/{added.Id}/answer", new { assetIds = new[] { oak }, state = "to_check", evidence = "x" }, Json.Options);
        Assert.Equal("vulnerability.state", await refused.CodeAsync());
    }

    [Fact]
    public async Task Match_that_cannot_be_looked_for_is_refused()
    {
        await using var app = await StartAsync();
        async Task RefusedAsync(object match)
        {
            var answer = await app.Technician.PostAsJsonAsync("/api/alerts/vulnerabilities", new { title = "Something", product = "Thing", releasedOn = "2026-01-05", match }, Json.Options);
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
