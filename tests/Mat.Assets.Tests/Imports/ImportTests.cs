using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Mat.Assets.Imports;
using Mat.Contracts.Assets;
using Mat.Platform.Auth;
using Mat.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Mat.Assets.Tests.Imports;

public sealed class ImportTests
{
    private const string Headings = "tag,serial,school,kind,name,host name,room\n";

    private static string Rows(int from, int count) => Headings + string.Join('\n', Enumerable.Range(from, count)
        .Select(i => $"T{i},SN{i},{(i % 2 == 0 ? "137666" : "Elm Academy")},laptop,Laptop {i},host-{i},Room {i % 40}"));

    [Fact]
    public async Task Dry_run_writes_nothing_and_is_then_applied()
    {
        await using var app = await AssetsApp.StartAsync();
        var file = Headings
            + "T1,SN1,137666,laptop,One,one,\nT1,SN2,137666,laptop,Two,,\n,Default string,137666,laptop,Three,,\n,SN4,Nowhere,tablet,Four,,\n,SN5,Elm Academy,tablet,Five,,\n";
        var tried = await app.ImportAsync(file, "?dryRun=true&fileName=assets.csv");
        Assert.Equal((AssetImportStatus.Finished, AssetImportFormat.Csv, 5, 5), (tried.Status, tried.Format, tried.Rows, tried.Processed));
        Assert.Equal((2, 0, 0, 1, 2), (tried.Created, tried.Updated, tried.Unchanged, tried.Skipped, tried.Failed));
        Assert.Empty(await app.ItemsAsync("/api/assets"));
        var rows = await app.RowsAsync(tried.Id);
        Assert.Equal(["2", "3", "4", "5", "6"], rows.Select(r => r.GetProperty("row").ToString()));
        Assert.Equal([null, "import.duplicate_in_file", "import.no_identity", "import.unknown_school", null],
            rows.Select(r => r.GetProperty("code").GetString()));
        Assert.Equal(2, (await app.RowsAsync(tried.Id, "?result=failed")).Length);
        Assert.Contains(tried.Problems, p => p.Code == "import.placeholder_serial");

        var applied = await (await app.Desk.PostAsync($"/api/assets/imports/{tried.Id}/apply", null)).ReadAsync<AssetImportView>();
        var done = await app.OverAsync(applied.Id);
        Assert.Equal((false, 2, 2), (done.DryRun, done.Created, done.Failed));
        Assert.Equal(["T1", "A-10001"],
            (await app.ItemsAsync("/api/assets?sort=name")).Reverse().Select(a => a.GetProperty("tag").GetString()));
        Assert.Equal("import.applied", await (await app.Desk.PostAsync($"/api/assets/imports/{tried.Id}/apply", null)).CodeAsync());
        Assert.Equal("import.not_a_dry_run", await (await app.Desk.PostAsync($"/api/assets/imports/{done.Id}/apply", null)).CodeAsync());
        Assert.Equal("import.over", await (await app.Desk.PostAsync($"/api/assets/imports/{done.Id}/cancel", null)).CodeAsync());
    }

    [Fact]
    public async Task Assets_written_in_bulk_read_as_those_written_one_by_one()
    {
        await using var app = await AssetsApp.StartAsync();
        await app.ImportAsync(
            "tag,serial,school,kind,name,holder email,mac address,ip,purchase date,cost,notes,screen,last seen\nT1,SN1,137666,laptop,\"Zoë’s, one\",Z@oak.sch.uk,AABBCCDDEE01,10.0.0.5,03/09/2025,£899.50,n,13.3,2026-10-01 09:30\n",
            "?mapping=" + Uri.EscapeDataString("""{"attributes.screenSize":"screen"}"""));
        var asset = await app.GetAsync("t1");
        Assert.Equal((1, "Zoë’s, one", "z@oak.sch.uk", 899.5m, new DateOnly(2025, 9, 3)),
            (asset.Version, asset.Name, asset.HolderEmail, asset.PurchaseCost, asset.PurchasedOn));
        Assert.Equal((new DateTimeOffset(2026, 10, 1, 9, 30, 0, TimeSpan.Zero), "13.3", "csv"),
            (asset.LastSeenAt, asset.Attributes["screenSize"], asset.Source));
        Assert.Equal(asset.Id, Assert.Single(await app.ItemsAsync("/api/assets/lookup?mac=aa:bb:cc:dd:ee:01")).GetProperty("id").GetGuid());
        // The tracker finds the row under the version and the values that the bulk writer gave it.
        Assert.Equal(HttpStatusCode.OK, (await app.PatchAsync(app.Desk, asset.Id, 1, new { name = "Two" })).StatusCode);
        var again = await app.ImportAsync("tag,name,ip\nT1,Three,10.0.0.6\n");
        Assert.Equal(1, again.Updated);
        asset = await app.GetAsync("T1");
        Assert.Equal((3, "Three", 899.5m), (asset.Version, asset.Name, asset.PurchaseCost));
        Assert.Empty(await app.ItemsAsync("/api/assets/lookup?ip=10.0.0.5"));
        Assert.Single(await app.ItemsAsync("/api/assets/lookup?ip=10.0.0.6"));
        var history = await app.ItemsAsync("/api/assets/T1/history");
        Assert.Equal(["imported", "changed", "registered"], history.Select(h => h.GetProperty("action").GetString()));
        Assert.Equal(again.Id, history[0].GetProperty("importId").GetGuid());
        var told = await app.App.PublishedAsync<AssetsChanged>(e => e.Assets[0].Version == 3);
        Assert.Equal("Three", told.Assets[0].Name);
        Assert.Equal(0, (await app.ImportAsync("tag,name,ip\nT1,Three,10.0.0.6\n")).Updated);
    }

    [Fact]
    public async Task Partial_inventory_keeps_fields_across_requests()
    {
        await using var app = await AssetsApp.StartAsync();
        var whole =
            """{"deviceid":"d1","itemtype":"Computer","content":{"versionclient":"x","bios":{"ssn":"640HQ72","smodel":"XPS 13","smanufacturer":"Dell"},"hardware":{"name":"oak-9","memory":16384,"chassis_type":"Laptop"},"networks":[{"mac":"E0:DC:FF:ED:09:59","ipaddress":"10.9.0.7"}]}}""";
        var partial = """{"deviceid":"d1","partial":true,"content":{"versionclient":"x","hardware":{"memory":32768}}}""";
        Assert.Equal(1, (await app.ImportAsync(whole, $"?schoolId={AssetsApp.Oak}")).Created);
        Assert.Equal(1, (await app.ImportAsync(partial)).Updated);
        var asset = await app.GetAsync("A-10001");
        Assert.Equal(("XPS 13", "oak-9", "32", "e0:dc:ff:ed:09:59"),
            (asset.Model, asset.HostName, asset.Attributes["memoryGb"], asset.Macs[0]));
        Assert.Equal("glpi", asset.Source);
    }

    [Fact]
    public async Task Two_files_at_once_end_in_one_register()
    {
        await using var app = await AssetsApp.StartAsync(new Dictionary<string, string?> { ["Assets:ChunkRows"] = "50" });
        var imports = await Task.WhenAll(
            app.ImportAsync(Rows(0, 600)), app.ImportAsync(Rows(300, 600)),
            app.ImportAsync(Headings + string.Join('\n', Enumerable.Range(2000, 200).Select(i => $",SN{i},137666,tablet,,,"))),
            app.ImportAsync(Headings + string.Join('\n', Enumerable.Range(2200, 200).Select(i => $",SN{i},137666,tablet,,,"))));
        Assert.All(imports, i => Assert.Equal((AssetImportStatus.Finished, 0), (i.Status, i.Failed)));
        Assert.Equal(900 + 400, imports.Sum(i => i.Created));
        Assert.Equal(300, imports.Sum(i => i.Unchanged));
        await Eventually.TrueAsync(() => app.App.Published<AssetsChanged>().SelectMany(e => e.Assets).Select(a => a.Tag).Distinct()
            .Count() == 1300);
        Assert.All(app.App.Published<AssetsChanged>(), e => Assert.InRange(e.Assets.Count, 1, AssetsChanged.MaxAssets));
    }

    [Fact]
    public async Task Import_that_was_cut_off_goes_on_after_its_last_chunk()
    {
        await using var app = await AssetsApp.StartAsync(
            new Dictionary<string, string?> { ["Assets:ChunkRows"] = "100", ["Assets:ImportsAtOnce"] = "0" });
        // Row 350 repeats row 50: found although the first part was done by another worker.
        var file = Rows(0, 350) + "\nT50,SN50,137666,laptop,Repeat,,\n";
        var import = await (await app.SendAsync(file)).ReadAsync<AssetImportView>();
        var queue = app.App.Services.GetRequiredService<ImportQueue>();
        var dead = await queue.ClaimAsync(CancellationToken.None);
        Assert.True(await dead!.NextAsync(CancellationToken.None));
        Assert.True(await dead.NextAsync(CancellationToken.None));
        Assert.Null(await queue.ClaimAsync(CancellationToken.None));

        app.App.Clock.Advance(ImportQueue.Lease + TimeSpan.FromSeconds(1));
        var heir = await queue.ClaimAsync(CancellationToken.None);
        Assert.NotNull(heir);
        // It was not dead after all, but it has lost its hold and writes nothing more.
        Assert.False(await dead.NextAsync(CancellationToken.None));
        while (await heir.NextAsync(CancellationToken.None))
        { }
        var done = await app.OverAsync(import.Id);
        Assert.Equal((AssetImportStatus.Finished, 351, 350, 0, 1), (done.Status, done.Processed, done.Created, done.Updated, done.Skipped));
        Assert.Equal("Laptop 50", (await app.GetAsync("T50")).Name);
    }

    [Fact]
    public async Task Cancelled_import_stops_and_keeps_what_is_written()
    {
        await using var app = await AssetsApp.StartAsync(
            new Dictionary<string, string?> { ["Assets:ChunkRows"] = "10", ["Assets:ImportsAtOnce"] = "0" });
        var import = await (await app.SendAsync(Rows(0, 30))).ReadAsync<AssetImportView>();
        var run = await app.App.Services.GetRequiredService<ImportQueue>().ClaimAsync(CancellationToken.None);
        Assert.True(await run!.NextAsync(CancellationToken.None));
        Assert.Equal(HttpStatusCode.OK, (await app.Desk.PostAsync($"/api/assets/imports/{import.Id}/cancel", null)).StatusCode);
        Assert.False(await run.NextAsync(CancellationToken.None));
        var over = await app.OverAsync(import.Id);
        Assert.Equal((AssetImportStatus.Cancelled, 10), (over.Status, over.Processed));
        Assert.Equal(10, (await app.ItemsAsync("/api/assets")).Length);
    }

    [Fact]
    public async Task Person_of_one_school_imports_into_it_alone()
    {
        await using var app = await AssetsApp.StartAsync();
        await app.ImportAsync(Headings + "T1,SN1,137666,laptop,One,,\n");
        var elm = app.App.As(Roles.Technician, AssetsApp.Elm);
        var import = await app.ImportAsync(Headings
            + "T1,SN1,140001,laptop,Stolen,,\nT2,SN2,137666,laptop,Two,,\nT3,SN3,140001,laptop,Three,,\n", "", elm);
        Assert.Equal((1, 2), (import.Created, import.Failed));
        Assert.Equal("One", (await app.GetAsync("T1")).Name);
        Assert.Equal(422, (int)(await app.SendAsync(Headings, $"?schoolId={AssetsApp.Oak}", elm)).StatusCode);
        var other = app.App.As(Roles.Technician, AssetsApp.Oak);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"/api/assets/imports/{import.Id}")).StatusCode);
        Assert.Empty(await app.ItemsAsync("/api/assets/imports", other));
        Assert.Equal(2, (await app.ItemsAsync("/api/assets/imports")).Length);
    }

    [Fact]
    public async Task File_that_cannot_be_used_is_refused_or_fails_with_its_reason()
    {
        await using var app = await AssetsApp.StartAsync(
            new Dictionary<string, string?> { ["Assets:MaxImportBytes"] = "5000", ["Assets:MaxImportRows"] = "20" });
        async Task<string?> Code(string file, int status, string query = "")
        {
            var response = await app.SendAsync(file, query);
            Assert.Equal(status, (int)response.StatusCode);
            return await response.CodeAsync();
        }

        Assert.Equal("import.empty", await Code("", 422));
        Assert.Equal("import.empty", await Code("tag,serial\n", 422));
        Assert.Equal("import.unknown_format", await Code("hello\nworld\n", 422));
        Assert.Equal("import.too_many_rows", await Code("tag\n" + string.Join('\n', Enumerable.Range(0, 21)), 422));
        Assert.Equal("body.too_large", await Code("tag\n" + new string('x', 6000), 413));
        Assert.Equal("import.format", await Code("tag\n1\n", 400, "?format=excel97"));
        Assert.Equal("import.mapping", await Code("tag\n1\n", 422, "?mapping=%7B%22colour%22:%22x%22%7D"));
        Assert.Equal("import.school", await Code("tag\n1\n", 422, $"?schoolId={AssetsApp.Shut}"));
        Assert.Equal("import.bad_workbook", await Code("PK\u0003\u0004 this is no zip", 422));
        var failed = await app.ImportAsync("tag,name,name\n1,a,b\n");
        Assert.Equal((AssetImportStatus.Failed, "import.duplicate_heading", "name"),
            (failed.Status, Assert.Single(failed.Problems).Code, failed.Problems[0].Column));
    }

    [Fact]
    public async Task Repeat_of_an_upload_with_the_same_key_is_one_import()
    {
        await using var app = await AssetsApp.StartAsync();
        async Task<HttpResponseMessage> Send(string file)
        {
            var request = new HttpRequestMessage(HttpMethod.Post,
                "/api/assets/imports")
            { Content = new StringContent(file, Encoding.UTF8, new MediaTypeHeaderValue("text/csv")) };
            request.Headers.Add("Idempotency-Key", "upload-1");
            return await app.Desk.SendAsync(request);
        }

        var first = await (await Send(Rows(0, 3))).ReadAsync<AssetImportView>();
        Assert.Equal(3, (await app.OverAsync(first.Id)).Created);
        Assert.Equal(first.Id, (await (await Send(Rows(0, 3))).ReadAsync<AssetImportView>()).Id);
        Assert.Equal("idempotency.reused", await (await Send(Rows(0, 4))).CodeAsync());
        Assert.Single(await app.ItemsAsync("/api/assets/imports"));
    }

    [Fact]
    public async Task Import_is_in_the_audit_log_once_and_not_once_for_each_row()
    {
        await using var app = await AssetsApp.StartAsync();
        await app.ImportAsync(Rows(0, 40));
        var entries = await app.ItemsAsync("/api/assets/audit", app.App.As(Roles.Admin));
        Assert.Equal(["import_finished", "import_started"], entries.Select(e => e.GetProperty("action").GetString()));
        Assert.Equal(40, entries[0].GetProperty("changes").GetProperty("created").GetInt32());
        Assert.NotEqual(JsonValueKind.Null, entries[1].GetProperty("ip").ValueKind);
    }
}
