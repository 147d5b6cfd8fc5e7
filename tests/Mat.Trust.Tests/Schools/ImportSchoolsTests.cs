using Mat.Contracts.Trust;
using Mat.Platform.Auth;
using Mat.Testing;
using Mat.Trust.Schools;

namespace Mat.Trust.Tests.Schools;

public sealed class ImportSchoolsTests : IAsyncLifetime
{
    private TrustApp _app = null!;

    public async ValueTask InitializeAsync() => _app = await TrustApp.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Import_twice_changes_nothing_the_second_time()
    {
        var first = await ReportAsync(GiasCsv.Sample());
        var before = await SchoolsAsync();
        var second = await ReportAsync(GiasCsv.Sample());

        Assert.Equal((6, 3, 3, 0, 0), (first.Rows, first.Matched, first.Created, first.Updated, first.Unchanged));
        Assert.Equal((3, 0, 0, 3), (second.Matched, second.Created, second.Updated, second.Unchanged));
        Assert.Equal(before.Select(s => (s.Id, s.Version, s.UpdatedAt)),
            (await SchoolsAsync()).Select(s => (s.Id, s.Version, s.UpdatedAt)));
        await Eventually.TrueAsync(() => _app.Mat.Published<SchoolChanged>().Count == 3);
    }

    [Fact]
    public async Task Imported_school_shows_what_the_register_says()
    {
        await ReportAsync(GiasCsv.Sample());

        var schools = await SchoolsAsync();
        var school = schools.Single(s => s.Urn == "900001");
        Assert.Equal("St Anselm’s Primary École", school.Name);
        Assert.Equal(SchoolSource.Gias, school.Source);
        Assert.Equal("878/0001", school.Laestab);
        Assert.Equal("3104", school.TrustUid);
        Assert.Equal(SchoolStatus.Closed, schools.Single(s => s.Urn == "900003").Status);
    }

    [Fact]
    public async Task Dry_run_reports_the_same_and_writes_nothing()
    {
        var report = await ReportAsync(GiasCsv.Sample(), "trustUid=3104&dryRun=true");

        Assert.True(report.DryRun);
        Assert.Equal(3, report.Created);
        Assert.Empty(await SchoolsAsync());
        Assert.Empty(_app.Mat.Published<SchoolChanged>());
    }

    [Fact]
    public async Task Re_import_updates_what_the_register_changed_and_keeps_what_people_set()
    {
        await ReportAsync(new GiasCsv().Add("900001", "Old Name"));
        var school = Assert.Single(await SchoolsAsync());
        await TrustApp.ChangeAsync(_app.Manager, HttpMethod.Patch, $"/api/trust/schools/{school.Id}",
            new { ipRanges = new[] { "10.4.0.0/16" } });

        var report = await ReportAsync(new GiasCsv().Add("900001", "New Name", ("NumberOfPupils", "212")));

        Assert.Equal(1, report.Updated);
        var after = Assert.Single(await SchoolsAsync());
        Assert.Equal(("New Name", 212, 3), (after.Name, after.Pupils, after.Version));
        Assert.Equal(["10.4.0.0/16"], after.IpRanges);
        var told = await _app.Mat.PublishedAsync<SchoolChanged>(e => e.School.Version == 3);
        Assert.Equal("New Name", told.School.Name);
    }

    [Fact]
    public async Task School_closed_by_hand_stays_closed()
    {
        await ReportAsync(new GiasCsv().Add("900001", "A"));
        var school = Assert.Single(await SchoolsAsync());
        await TrustApp.ChangeAsync(_app.Manager, HttpMethod.Patch, $"/api/trust/schools/{school.Id}",
            new { status = "closed", closedOn = "2026-07-31" });

        var report = await ReportAsync(new GiasCsv().Add("900001", "A"));

        Assert.Equal(1, report.Unchanged);
        var after = Assert.Single(await SchoolsAsync());
        Assert.Equal((SchoolStatus.Closed, new DateOnly(2026, 7, 31)), (after.Status, after.ClosedOn));
    }

    [Fact]
    public async Task School_that_the_register_closes_is_closed_and_told()
    {
        await ReportAsync(new GiasCsv().Add("900001", "A"));
        await ReportAsync(new GiasCsv().Add("900001", "A", ("EstablishmentStatus (code)", "2"), ("CloseDate", "31-08-2026")));
        await ReportAsync(new GiasCsv().Add("900001", "A"));

        Assert.Equal(SchoolStatus.Closed, Assert.Single(await SchoolsAsync()).Status);
        Assert.False((await _app.Mat.PublishedAsync<SchoolChanged>(e => e.School.Version == 2)).School.IsOpen);
    }

    [Fact]
    public async Task School_entered_by_hand_becomes_the_register_s()
    {
        var byHand = await _app.SchoolAsync("900001", "Typed");

        var report = await ReportAsync(new GiasCsv().Add("900001", "Typed"));

        Assert.Equal(1, report.Updated);
        var after = Assert.Single(await SchoolsAsync());
        Assert.Equal((byHand.Id, SchoolSource.Gias), (after.Id, after.Source));
    }

    [Fact]
    public async Task Bad_rows_are_reported_and_the_good_ones_taken()
    {
        var report = await ReportAsync(new GiasCsv()
            .Add("900001", "A").Add("9000", "B").Add("900003", "C", ("OpenDate", "2020-01-01"))
            .Add("900009", "D", ("Trusts (code)", "1"), ("OpenDate", "x")));

        Assert.Equal([(3, "urn.invalid"), (4, "date.invalid")], report.Errors.Select(e => (e.Row, e.Code)));
        Assert.Equal([ImportResult.Created, ImportResult.Error, ImportResult.Created], report.Schools.Select(s => s.Result));
        Assert.Equal(["900001", "900003"], (await SchoolsAsync()).Select(s => s.Urn).Order());
    }

    [Theory]
    [InlineData("<html><body>Service unavailable</body></html>", "import.not_csv")]
    [InlineData("URN,Name\r\n1,2\r\n", "import.headings")]
    [InlineData("", "import.empty")]
    public async Task Implausible_file_is_refused_and_nothing_written(string text, string code)
    {
        var response = await _app.ImportAsync(System.Text.Encoding.UTF8.GetBytes(text));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Equal(code, await response.CodeAsync());
        Assert.Empty(await SchoolsAsync());
    }

    [Fact]
    public async Task Import_without_a_filter_takes_a_file_of_the_trust_and_no_national_one()
    {
        Assert.Equal(2, (await ReportAsync(new GiasCsv().Add("900001", "A").Add("900002", "B"), "")).Created);
        Assert.Equal("import.too_many", await (await _app.ImportAsync(new GiasCsv().Fill(2_001).Bytes(), "")).CodeAsync());
        Assert.Equal(2, (await SchoolsAsync()).Count);
    }

    [Theory]
    [InlineData("urns=abc")]
    [InlineData("urns=900001,9000X2")]
    [InlineData("trustUid=123456789012345678901")]
    public async Task Filter_that_is_none_is_refused(string query) =>
        Assert.Equal("import.filter", await (await _app.ImportAsync(GiasCsv.Sample().Bytes(), query)).CodeAsync());

    [Fact]
    public async Task Import_of_other_content_is_415_and_by_others_403()
    {
        Assert.Equal(HttpStatusCode.UnsupportedMediaType,
            (await _app.Manager.PostAsJsonAsync("/api/trust/schools/import?trustUid=3104", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden,
            (await _app.ImportAsync(GiasCsv.Sample().Bytes(), client: _app.Mat.As(Roles.Technician))).StatusCode);
        var some = await _app.ImportAsync(GiasCsv.Sample().Bytes(), client: _app.Mat.As(Roles.Manager, Guid.CreateVersion7()));
        Assert.Equal("auth.trust_wide", await some.CodeAsync());
    }

    [Fact]
    public async Task National_file_of_many_megabytes_streams_through()
    {
        var report = await ReportAsync(new GiasCsv().Add("900001", "A").Fill(12_000));

        Assert.Equal((12_001, 1), (report.Rows, report.Created));
    }

    private async Task<SchoolImportReport> ReportAsync(GiasCsv file, string query = "trustUid=3104")
    {
        var response = await _app.ImportAsync(file.Bytes(), query);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await response.ReadAsync<SchoolImportReport>();
    }

    private async Task<IReadOnlyList<SchoolView>> SchoolsAsync() =>
        (await (await _app.Manager.GetAsync("/api/trust/schools")).ReadAsync<Mat.Platform.Http.Page<SchoolView>>()).Items;
}
