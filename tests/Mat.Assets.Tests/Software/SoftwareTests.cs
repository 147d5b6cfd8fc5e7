using System.Net;
using System.Net.Http.Json;
using Mat.Assets.Data;
using Mat.Assets.Imports;
using Mat.Assets.Register;
using Mat.Assets.Software;
using Mat.Contracts;
using Mat.Contracts.Assets;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Mat.Assets.Tests.Software;

public sealed class SoftwareTests
{
    private static readonly object[] Usual = [new { name = "Google Chrome", publisher = "Google LLC", version = "119.0.1" },
        new { name = "7-Zip 23.01 (x64)", publisher = "Igor Pavlov", version = "23.01" }];

    private static Task<AssetView> LaptopAsync(AssetsApp app, string tag, Guid school) =>
        app.RegisterAsync(new { kind = "laptop", tag, schoolId = school, name = tag });

    private static async Task<SoftwareListView> SayAsync(AssetsApp app, string tag, object[] items, string? seenAt = null)
    {
        var response = await app.Desk.PostAsJsonAsync($"/api/assets/{tag}/software", new { items, seenAt });
        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return await response.ReadAsync<SoftwareListView>();
    }

    private static async Task<SoftwareListView> ListAsync(AssetsApp app, string tag) =>
        await (await app.Desk.GetAsync($"/api/assets/{tag}/software")).ReadAsync<SoftwareListView>();

    private static async Task<IReadOnlyList<FoundOnAssetView>> FindAsync(AssetsApp app, string query, HttpClient? client = null) =>
        (await (await (client ?? app.Desk).GetAsync($"/api/assets/software?{query}")).ReadAsync<Page<FoundOnAssetView>>()).Items;

    private static string Inventory(string serial, string? softwares) =>
        $"{{\"deviceid\":\"d-{serial}\",\"itemtype\":\"Computer\",\"content\":{{\"versionclient\":\"x\",\"bios\":{{\"ssn\":\"{serial}\"}},\"hardware\":{{\"name\":\"pc-{serial}\"}}{(softwares is null ? "" : $",\"softwares\":{softwares}")}}}}}";

    [Fact]
    public async Task List_of_a_device_is_replaced_told_and_kept_in_its_history()
    {
        await using var app = await AssetsApp.StartAsync();
        var asset = await LaptopAsync(app, "OAK-1", AssetsApp.Oak);
        Assert.Null((await ListAsync(app, "oak-1")).SeenAt);
        var list = await SayAsync(app, "OAK-1",
            [.. Usual, new { name = " google chrome ", publisher = "GOOGLE LLC", version = "119.0.1" }]);
        Assert.Equal(["7-Zip 23.01 (x64)", "Google Chrome"], list.Items.Select(i => i.Name));
        // Registered, then listed.
        int Announced() => app.App.Published<AssetsChanged>().Sum(e => e.Assets.Count(a => a.Id == asset.Id));
        await Eventually.TrueAsync(() => Announced() == 2);
        Assert.Equal("Google LLC", list.Items[1].Publisher);

        // The same again tells nobody and writes no history.
        await SayAsync(app, "OAK-1", Usual);
        await SayAsync(app, "OAK-1",
            [new { name = "Google Chrome", publisher = "Google LLC", version = "120.0.2" }, new { name = "VLC", version = (string?)null }]);
        Assert.Equal(["Google Chrome", "VLC"], (await ListAsync(app, "OAK-1")).Items.Select(i => i.Name));
        await Eventually.TrueAsync(() => Announced() == 3);
        var history = await app.ItemsAsync("/api/assets/OAK-1/history");
        Assert.Equal(["software", "software", "registered"], history.Select(h => h.GetProperty("action").GetString()));
        var changes = history[0].GetProperty("changes").EnumerateArray()
            .Select(c => (c.GetProperty("from").GetString(), c.GetProperty("to").GetString())).ToList();
        Assert.Equal([("7-Zip 23.01 (x64)", null), ("Google Chrome 119.0.1", "Google Chrome 120.0.2"), (null, "VLC")], changes);
        Assert.Equal("2 programs", history[1].GetProperty("changes")[0].GetProperty("to").GetString());

        await app.App.DeliverAsync(new ReplayRequested(Guid.NewGuid(), "assets"));
        await Eventually.TrueAsync(() => Announced() == 4);
    }

    [Fact]
    public async Task Search_finds_versions_below_one_within_the_schools_that_one_sees()
    {
        await using var app = await AssetsApp.StartAsync();
        foreach (var (tag, school, version) in new[] { ("OAK-1", AssetsApp.Oak, "119.0.1"), ("OAK-2", AssetsApp.Oak, "120.0.6"),
            ("ELM-1", AssetsApp.Elm, "9.0"), ("ELM-2", AssetsApp.Elm, "120.0-beta.dev"), ("ELM-3", AssetsApp.Elm, "1.0") })
        {
            await LaptopAsync(app, tag, school);
            await SayAsync(app, tag,
                [new { name = "Google Chrome", publisher = "Google LLC", version }, new { name = "100% Orange_juice", version = "1" }]);
        }

        await app.Desk.PostAsJsonAsync("/api/assets/ELM-3/retire", new { reason = "broken" });
        Assert.Equal([("ELM-1", false), ("ELM-2", true), ("OAK-1", false)],
            (await FindAsync(app, "name=chrome%20google&below=120.0.6")).Select(f => (f.Tag, f.Programs[0].ToCheck)));
        Assert.Equal(["OAK-1"], (await FindAsync(app, $"name=chrome&below=120.0.6&schoolId={AssetsApp.Oak}")).Select(f => f.Tag));
        Assert.Equal(["OAK-1", "OAK-2"],
            (await FindAsync(app, "name=chrome", app.App.As(Roles.Technician, AssetsApp.Oak))).Select(f => f.Tag));
        Assert.Equal(4, (await FindAsync(app, "name=0%25%20or")).Count);
        Assert.Empty(await FindAsync(app, "name=0%25x"));
        var first = await (await app.Desk.GetAsync("/api/assets/software?name=chrome&limit=3")).ReadAsync<Page<FoundOnAssetView>>();
        Assert.Equal(["OAK-2"],
            (await FindAsync(app, $"name=chrome&limit=3&cursor={Uri.EscapeDataString(first.Next!)}")).Select(f => f.Tag));

        var csv = await app.App.As(Roles.SchoolLead, AssetsApp.Elm).GetAsync("/api/assets/software/export?name=chrome&below=120.0.6");
        Assert.Equal("text/csv", csv.Content.Headers.ContentType!.MediaType);
        var lines = (await csv.Content.ReadAsStringAsync()).Trim('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["School", "Elm Academy", "Elm Academy"], lines.Select(l => l.Split(',')[0]));
        Assert.EndsWith(",yes", lines[2], StringComparison.Ordinal);
        var own = await (await app.Desk.GetAsync("/api/assets/OAK-1/software/export")).Content.ReadAsStringAsync();
        Assert.Contains("OAK-1,Google Chrome,Google LLC,119.0.1,", own, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound,
            (await app.App.As(Roles.SchoolLead, AssetsApp.Elm).GetAsync("/api/assets/OAK-1/software")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.App.As(Roles.Staff).GetAsync("/api/assets/OAK-1/software")).StatusCode);
    }

    [Fact]
    public async Task Inventory_with_the_section_replaces_the_list_and_one_without_leaves_it()
    {
        await using var app = await AssetsApp.StartAsync();
        var query = $"?schoolId={AssetsApp.Oak}";
        Assert.Equal(1,
            (await app.ImportAsync(Inventory("S1",
                """[{"name":"Firefox","version":"121.0","publisher":"Mozilla"},{"name":"Firefox","version":"121.0","publisher":"Mozilla"},{"version":"7"},3]"""), query)).Created);
        Assert.Equal([("Firefox", "Mozilla", "121.0")],
            (await ListAsync(app, "A-10001")).Items.Select(i => (i.Name, i.Publisher, i.Version)));
        Assert.Equal("glpi", (await ListAsync(app, "A-10001")).Source);
        Assert.Equal(1, (await app.ImportAsync(Inventory("S1", null))).Unchanged);
        Assert.Equal(1, (await app.ImportAsync(Inventory("S1", "\"none\""))).Unchanged);
        Assert.Single((await ListAsync(app, "A-10001")).Items);

        var dry = await app.ImportAsync(Inventory("S1", """[{"name":"Firefox","version":"122.0","publisher":"Mozilla"}]"""),
            "?dryRun=true");
        Assert.Equal((1, "Changed: software."), (dry.Updated, (await app.RowsAsync(dry.Id))[0].GetProperty("reason").GetString()));
        Assert.Equal("121.0", (await ListAsync(app, "A-10001")).Items[0].Version);
        var import = await app.ImportAsync(Inventory("S1", """[{"name":"Firefox","version":"122.0","publisher":"Mozilla"}]"""));
        Assert.Equal((1, "122.0"), (import.Updated, (await ListAsync(app, "A-10001")).Items[0].Version));
        var history = (await app.ItemsAsync("/api/assets/A-10001/history"))[0];
        Assert.Equal(("imported", import.Id, "Firefox 121.0"),
            (history.GetProperty("action").GetString(), history.GetProperty("importId").GetGuid(),
                history.GetProperty("changes")[0].GetProperty("from").GetString()));
        Assert.Equal(1,
            (await app.ImportAsync(Inventory("S1", """[{"name":"FIREFOX","version":"122.0","publisher":"Mozilla"}]"""))).Unchanged);
        Assert.Equal(1, (await app.ImportAsync(Inventory("S1", "[]"))).Updated);
        Assert.Empty((await ListAsync(app, "A-10001")).Items);
    }

    [Fact]
    public async Task Late_inventory_and_a_list_without_end_are_refused_or_cut()
    {
        await using var app = await AssetsApp.StartAsync();
        await LaptopAsync(app, "OAK-1", AssetsApp.Oak);
        await SayAsync(app, "OAK-1", Usual);
        async Task<string?> Code(object body, int status, string tag = "OAK-1", HttpClient? client = null)
        {
            var response = await (client ?? app.Desk).PostAsJsonAsync($"/api/assets/{tag}/software", body);
            Assert.Equal(status, (int)response.StatusCode);
            return await response.CodeAsync();
        }

        Assert.Equal("software.older", await Code(new { items = Usual, seenAt = "2024-01-01T00:00:00Z" }, 409));
        Assert.Equal("software.seen_at", await Code(new { items = Usual, seenAt = "1999-01-01T00:00:00Z" }, 422));
        await Code(new { items = new[] { new { name = "" } } }, 400);
        await Code(new { items = Enumerable.Range(0, 2001).Select(i => new { name = $"p{i}" }) }, 400);
        await Code(new { items = Usual }, 404, "OAK-1", app.App.As(Roles.Technician, AssetsApp.Elm));
        await Code(new { items = Usual }, 403, "OAK-1", app.App.As(Roles.SchoolLead, AssetsApp.Oak));
        Assert.Equal("software.name", await (await app.Desk.GetAsync("/api/assets/software?name=x")).CodeAsync());
        await Code(new { items = new[] { new { name = "a\u0001b" } } }, 200);
        Assert.Equal("a b", (await ListAsync(app, "OAK-1")).Items[0].Name);

        var import = await app.ImportAsync(
            Inventory("S2",
                "[" + string.Join(',', Enumerable.Range(0, 2100).Select(i => $$"""{"name":"lib-{{i}}","version":"1"}""")) + "]"),
                $"?schoolId={AssetsApp.Oak}");
        Assert.Equal((1, "import.software_cut"),
            (import.Created, Assert.Single(import.Problems, p => p.Code.Contains("software", StringComparison.Ordinal)).Code));
        Assert.Equal(2000, (await ListAsync(app, "A-10001")).Items.Count);
    }

    [Fact]
    public async Task Lists_of_many_devices_in_one_import_share_their_titles()
    {
        await using var app = await AssetsApp.StartAsync(new Dictionary<string, string?> { ["Assets:ChunkRows"] = "40" });
        string File(string version) =>
            string.Join('\n',
                Enumerable.Range(0, 120)
                    .Select(i => Inventory($"S{i}", $$"""[{"name":"Office","version":"{{version}}"},{"name":"Paint","version":"1"}]""")));
        Assert.Equal(120, (await app.ImportAsync(File("1"), $"?schoolId={AssetsApp.Oak}")).Created);
        var import = await app.ImportAsync(File("2"));
        Assert.Equal((AssetImportStatus.Finished, 120), (import.Status, import.Updated));
        Assert.Equal(120, (await app.ItemsAsync("/api/assets/software?name=office&limit=250")).Length);
        Assert.Empty(await FindAsync(app, "name=office&below=2"));
        // Each import announces each device once.
        await Eventually.TrueAsync(() => app.App.Published<AssetsChanged>().Sum(e => e.Assets.Count) == 240);
        await using var scope = app.App.Services.CreateAsyncScope();
        Assert.Equal(3, await scope.ServiceProvider.GetRequiredService<AssetsDb>().Titles.CountAsync());
    }
}
