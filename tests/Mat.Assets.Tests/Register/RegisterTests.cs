using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Mat.Assets.Register;
using Mat.Contracts;
using Mat.Contracts.Assets;
using Mat.Platform.Auth;
using Mat.Testing;

namespace Mat.Assets.Tests.Register;

public sealed class RegisterTests
{
    [Fact]
    public async Task Asset_is_registered_changed_and_told()
    {
        await using var app = await AssetsApp.StartAsync();
        var made = await app.RegisterAsync(new
        {
            kind = "laptop",
            schoolId = AssetsApp.Oak,
            serial = "PF0N1X2A",
            model = "ThinkPad L13",
            hostName = "OAK-LT-1.oak.sch.uk",
            macs = new[] { "AA-BB-CC-DD-EE-01" },
            attributes = new { screenSize = "13.3" },
            purchaseCost = 899.5,
        });
        Assert.Equal(("A-10001", 1, "ThinkPad L13", AssetStatus.InStock), (made.Tag, made.Version, made.Name, made.Status));
        Assert.Equal(("aa:bb:cc:dd:ee:01", "oak-lt-1.oak.sch.uk"), (made.Macs[0], made.HostName));

        Assert.Equal(428, (int)(await app.PatchAsync(app.Desk, made.Id, null, new { name = "x" })).StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await app.PatchAsync(app.Desk, made.Id, 7, new { name = "x" })).StatusCode);
        var response = await app.PatchAsync(app.Desk, made.Id, 1,
            new
            {
                status = "in_use",
                location = "Room 3",
                hostName = (string?)null,
                attributes = new Dictionary<string, string?> { ["screenSize"] = null, ["memoryGb"] = "16" }
            });
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("\"2\"", response.Headers.ETag!.Tag);
        var changed = await response.ReadAsync<AssetView>();
        Assert.Equal(("Room 3", null, AssetStatus.InUse, "PF0N1X2A", 899.5m),
            (changed.Location, changed.HostName, changed.Status, changed.Serial, changed.PurchaseCost));
        Assert.Equal(["memoryGb"], changed.Attributes.Keys);

        var told = await app.App.PublishedAsync<AssetsChanged>(e => e.Assets[0].Version == 2);
        Assert.Equal((made.Id, "laptop", "in_use", "Room 3"),
            (told.Assets[0].Id, told.Assets[0].Kind, told.Assets[0].Status, told.Assets[0].Location));
        Assert.Empty(await app.ItemsAsync("/api/assets/lookup?host=oak-lt-1"));

        var history = await app.ItemsAsync($"/api/assets/{made.Tag}/history");
        Assert.Equal(["changed", "registered"], history.Select(h => h.GetProperty("action").GetString()));
        var location = history[0].GetProperty("changes").EnumerateArray().Single(c => c.GetProperty("field").GetString() == "location");
        Assert.Equal((JsonValueKind.Null, "Room 3", "A technician"),
            (location.GetProperty("from").ValueKind, location.GetProperty("to").GetString(), history[0].GetProperty("actor").GetString()));
    }

    [Fact]
    public async Task Bad_input_is_refused_by_field()
    {
        await using var app = await AssetsApp.StartAsync();
        async Task<string?> Code(object body, int status)
        {
            var response = await app.Desk.PostAsJsonAsync("/api/assets", body);
            Assert.Equal(status, (int)response.StatusCode);
            return await response.CodeAsync();
        }

        Assert.Equal("asset.fields", await Code(new { name = "no kind" }, 422));
        Assert.Equal("asset.fields", await Code(new { kind = "laptop", schoolId = AssetsApp.Oak, serial = "To be filled by O.E.M." }, 422));
        Assert.Equal("asset.fields", await Code(new { kind = "laptop", schoolId = AssetsApp.Oak, macs = new[] { "nope" } }, 422));
        Assert.Equal("asset.fields", await Code(new { kind = "laptop", schoolId = AssetsApp.Oak, attributes = new { lumens = "1" } }, 422));
        Assert.Equal("asset.fields",
            await Code(new { kind = "laptop", schoolId = AssetsApp.Oak, attributes = new { encrypted = "perhaps" } }, 422));
        Assert.Equal("asset.school", await Code(new { kind = "laptop", schoolId = AssetsApp.Shut }, 422));
        Assert.Equal("asset.school", await Code(new { kind = "laptop", schoolId = Guid.NewGuid() }, 422));
        Assert.Equal("asset.use_retire", await Code(new { kind = "laptop", schoolId = AssetsApp.Oak, status = "disposed" }, 422));
        Assert.Equal("validation", await Code(new { kind = "laptop", schoolId = AssetsApp.Oak, notes = new string('x', 4001) }, 400));
        Assert.Equal("json.invalid", await Code(new { kind = "spaceship", schoolId = AssetsApp.Oak }, 400));
        Assert.Equal("json.invalid", await Code(new { kind = "laptop", schoolId = AssetsApp.Oak, colour = "red" }, 400));
    }

    [Fact]
    public async Task Tag_and_serial_are_unique_without_case()
    {
        await using var app = await AssetsApp.StartAsync();
        await app.RegisterAsync(new { kind = "laptop", schoolId = AssetsApp.Oak, tag = "OAK-1", serial = "SN1" });
        var tag = await app.Desk.PostAsJsonAsync("/api/assets", new { kind = "laptop", schoolId = AssetsApp.Elm, tag = "oak-1" });
        Assert.Equal((HttpStatusCode.Conflict, "asset.tag_taken"), (tag.StatusCode, await tag.CodeAsync()));
        var serial = await app.Desk.PostAsJsonAsync("/api/assets", new { kind = "laptop", schoolId = AssetsApp.Elm, serial = "sn1" });
        Assert.Equal((HttpStatusCode.Conflict, "asset.serial_taken"), (serial.StatusCode, await serial.CodeAsync()));
        await app.RegisterAsync(new { kind = "laptop", schoolId = AssetsApp.Oak });
        await app.RegisterAsync(new { kind = "laptop", schoolId = AssetsApp.Oak });
    }

    [Fact]
    public async Task Other_schools_assets_do_not_exist()
    {
        await using var app = await AssetsApp.StartAsync();
        var oak = await app.RegisterAsync(
            new { kind = "laptop", schoolId = AssetsApp.Oak, tag = "OAK-1", hostName = "oak-1", notes = "secret" });
        var elm = app.App.As(Roles.Technician, AssetsApp.Elm);
        Assert.Equal(HttpStatusCode.NotFound, (await elm.GetAsync($"/api/assets/{oak.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await elm.GetAsync("/api/assets/OAK-1")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await app.PatchAsync(elm, oak.Id, 1, new { name = "x" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await elm.GetAsync($"/api/assets/{oak.Id}/history")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await elm.PostAsJsonAsync($"/api/assets/{oak.Id}/retire", new { reason = "x" })).StatusCode);
        Assert.Empty(await app.ItemsAsync("/api/assets", elm));
        Assert.Empty(await app.ItemsAsync("/api/assets/lookup?host=oak-1", elm));
        Assert.Equal(422, (int)(await elm.PostAsJsonAsync("/api/assets", new { kind = "laptop", schoolId = AssetsApp.Oak })).StatusCode);

        var staff = app.App.As(Roles.Staff, AssetsApp.Oak);
        var seen = Assert.Single(await app.ItemsAsync("/api/assets?q=oak-1", staff));
        Assert.Equal(JsonValueKind.Null, seen.GetProperty("notes").ValueKind);
        Assert.Equal(HttpStatusCode.Forbidden,
            (await staff.PostAsJsonAsync("/api/assets", new { kind = "laptop", schoolId = AssetsApp.Oak })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await staff.GetAsync($"/api/assets/{oak.Id}/history")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.SendAsync("tag\n1", "", app.App.As(Roles.Executive))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.App.Anonymous().GetAsync("/api/assets")).StatusCode);
    }

    [Fact]
    public async Task Look_up_finds_any_writing()
    {
        await using var app = await AssetsApp.StartAsync();
        var asset = await app.RegisterAsync(
            new
            {
                kind = "server",
                schoolId = AssetsApp.Oak,
                tag = "OAK-S1",
                serial = "Srv9",
                hostName = "Oak-Srv.oak.sch.uk",
                macs = new[] { "aabb.ccdd.ee02" },
                ips = new[] { "10.0.0.2" }
            });
        foreach (var query in (string[])["tag=oak-s1", "serial=SRV9", "host=OAK-SRV", "host=oak-srv.oak.sch.uk.", "mac=AABBCCDDEE02",
            "mac=aa-bb-cc-dd-ee-02", "ip=10.0.0.2"])
            Assert.Equal(asset.Id, Assert.Single(await app.ItemsAsync("/api/assets/lookup?" + query)).GetProperty("id").GetGuid());
        foreach (var query in (string[])["tag=no", "mac=no", "ip=no", "host=a%20b", "host=oak-srv.elm.sch.uk"])
            Assert.Empty(await app.ItemsAsync("/api/assets/lookup?" + query));
        Assert.Equal("lookup.by", await (await app.Desk.GetAsync("/api/assets/lookup")).CodeAsync());
        Assert.Equal("lookup.by", await (await app.Desk.GetAsync("/api/assets/lookup?tag=a&serial=b")).CodeAsync());
    }

    [Fact]
    public async Task List_filters_searches_sorts_and_pages()
    {
        await using var app = await AssetsApp.StartAsync();
        for (var i = 0; i < 5; i++)
            await app.RegisterAsync(
                new
                {
                    kind = i % 2 == 0 ? "laptop" : "interactive_display",
                    schoolId = i < 3 ? AssetsApp.Oak : AssetsApp.Elm,
                    tag = $"T-{i}",
                    name = i == 4 ? "100% odd_name" : $"Thing {i}"
                });
        Assert.Equal(3, (await app.ItemsAsync("/api/assets?kind=laptop")).Length);
        Assert.Equal(5, (await app.ItemsAsync("/api/assets?kind=laptop,interactive_display&status=in_stock")).Length);
        Assert.Equal(2, (await app.ItemsAsync($"/api/assets?schoolId={AssetsApp.Elm}")).Length);
        Assert.Equal("T-4", Assert.Single(await app.ItemsAsync("/api/assets?q=100%25%20d_n")).GetProperty("tag").GetString());
        Assert.Equal("T-2", Assert.Single(await app.ItemsAsync("/api/assets?q=THING+t-2")).GetProperty("tag").GetString());
        Assert.Equal("filter.kind", await (await app.Desk.GetAsync("/api/assets?kind=toaster")).CodeAsync());

        var tags = new List<string?>();
        string? cursor = null;
        do
        {
            var page = await (await app.Desk.GetAsync($"/api/assets?sort=tag&limit=2&cursor={cursor}")).ReadJsonAsync();
            tags.AddRange(page.GetProperty("items").EnumerateArray().Select(a => a.GetProperty("tag").GetString()));
            cursor = page.GetProperty("next").GetString();
        }
        while (cursor is not null);
        Assert.Equal(["T-0", "T-1", "T-2", "T-3", "T-4"], tags);
    }

    [Fact]
    public async Task Disposal_needs_its_certificate_and_closes_the_record()
    {
        await using var app = await AssetsApp.StartAsync();
        var asset = await app.RegisterAsync(new { kind = "laptop", schoolId = AssetsApp.Oak });
        async Task<string?> Retire(object body, int status)
        {
            var response = await app.Desk.PostAsJsonAsync($"/api/assets/{asset.Id}/retire", body);
            Assert.Equal(status, (int)response.StatusCode);
            return status == 200 ? null : await response.CodeAsync();
        }

        Assert.Equal("validation", await Retire(new { }, 400));
        Assert.Equal("asset.certificate_required", await Retire(new { reason = "broken", disposed = true }, 422));
        await Retire(new { reason = "broken" }, 200);
        Assert.Equal("asset.retired", await Retire(new { reason = "broken" }, 409));
        await Retire(new { reason = "collected", disposed = true, certificate = "WEEE-77" }, 200);
        Assert.Equal("asset.disposed", await Retire(new { reason = "again", disposed = true, certificate = "x" }, 409));
        Assert.Equal("asset.disposed", await (await app.PatchAsync(app.Desk, asset.Id, 3, new { name = "x" })).CodeAsync());
        Assert.Equal((AssetStatus.Disposed, "WEEE-77"),
            ((await app.GetAsync(asset.Tag)).Status, (await app.GetAsync(asset.Tag)).DisposalCertificate));
    }

    [Fact]
    public async Task Repeat_with_the_same_key_registers_once()
    {
        await using var app = await AssetsApp.StartAsync();
        app.Desk.DefaultRequestHeaders.Add("Idempotency-Key", "k1");
        var first = await app.RegisterAsync(new { kind = "laptop", schoolId = AssetsApp.Oak });
        Assert.Equal(first.Id, (await app.RegisterAsync(new { kind = "laptop", schoolId = AssetsApp.Oak })).Id);
        Assert.Single(await app.ItemsAsync("/api/assets"));
    }

    [Fact]
    public async Task Replay_tells_every_asset_again_and_older_school_facts_change_nothing()
    {
        await using var app = await AssetsApp.StartAsync();
        var asset = await app.RegisterAsync(new { kind = "laptop", schoolId = AssetsApp.Oak });
        await app.App.PublishedAsync<AssetsChanged>(e => e.Assets[0].Id == asset.Id);
        await app.App.DeliverAsync(new ReplayRequested(Guid.NewGuid(), "assets"));
        await app.App.DeliverAsync(new ReplayRequested(Guid.NewGuid(), "tickets"));
        await Eventually.TrueAsync(() => app.App.Published<AssetsChanged>().Count == 2);
        Assert.Equal(1, app.App.Published<AssetsChanged>()[1].Assets[0].Version);

        await app.App.DeliverAsync(AssetsApp.School(AssetsApp.Elm, "140001", "Elm Academy", open: false, version: 3));
        await app.App.DeliverAsync(AssetsApp.School(AssetsApp.Elm, "140001", "Elm Academy", open: true, version: 2));
        Assert.Equal(422,
            (int)(await app.Desk.PostAsJsonAsync("/api/assets", new { kind = "laptop", schoolId = AssetsApp.Elm })).StatusCode);
    }
}
