using Mat.Contracts;
using Mat.Contracts.Trust;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Testing;
using Mat.Trust.Calendars;
using Mat.Trust.Schools;

namespace Mat.Trust.Tests.Schools;

public sealed class SchoolsTests : IAsyncLifetime
{
    private TrustApp _app = null!;

    public async ValueTask InitializeAsync() => _app = await TrustApp.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task School_entered_by_hand_is_read_back_and_told()
    {
        var response = await _app.Manager.PostAsJsonAsync("/api/trust/schools", new
        {
            urn = "001234",
            name = " Hill School ",
            phase = "all_through",
            domains = new[] { "Hill.Example.SCH.uk." },
            ipRanges = new[] { "10.1.2.3/16", "192.0.2.9" },
            address = new { town = "Newtown", postcode = "tq9 9zz" },
            website = "www.hill.example.sch.uk",
            localAuthority = new { code = "878", name = "Devon" },
        });

        var school = await response.ReadAsync<SchoolView>();
        Assert.Equal("\"1\"", response.Headers.ETag?.Tag);
        Assert.Equal(("001234", "Hill School", SchoolPhase.AllThrough, SchoolSource.Manual),
            (school.Urn, school.Name, school.Phase, school.Source));
        Assert.Equal(["hill.example.sch.uk"], school.Domains);
        Assert.Equal(["10.1.0.0/16", "192.0.2.9/32"], school.IpRanges);
        Assert.Equal(("TQ9 9ZZ", "https://www.hill.example.sch.uk"), (school.Address.Postcode, school.Website));
        var told = await _app.Mat.PublishedAsync<SchoolChanged>(e => e.School.Id == school.Id);
        Assert.Equal((1, "all_through", true), (told.School.Version, told.School.Phase, told.School.IsOpen));
        Assert.Equal(5, told.School.Calendar.Weekly.Count);
    }

    [Fact]
    public async Task Same_urn_twice_is_a_conflict()
    {
        await _app.SchoolAsync("900001");

        var response = await _app.Manager.PostAsJsonAsync("/api/trust/schools", new { urn = "900001", name = "B" });

        Assert.Equal((HttpStatusCode.Conflict, "school.urn_taken"), (response.StatusCode, await response.CodeAsync()));
    }

    [Theory]
    [InlineData("""{"name":"A"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"urn":"900001"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"urn":"9000X1","name":"A"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"urn":"900001","name":"A","colour":"red"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"urn":"900001","name":"A","pupils":-1}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"urn":"900001","name":"A","domains":[null]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"urn":"900001","name":"A","domains":["no domain"]}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"urn":"900001","name":"A","ipRanges":["10.1"]}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"urn":"900001","name":"A","website":"javascript:alert(1)"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"urn":"900001","name":"A","lowAge":12,"highAge":4}""", HttpStatusCode.UnprocessableEntity)]
    public async Task Bad_school_is_refused(string body, HttpStatusCode status)
    {
        var response = await _app.Manager.PostAsync("/api/trust/schools", new StringContent(body, null, "application/json"));

        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task Change_needs_the_version_that_was_read()
    {
        var school = await _app.SchoolAsync("900001");
        var path = $"/api/trust/schools/{school.Id}";

        Assert.Equal(HttpStatusCode.PreconditionRequired, (await _app.Manager.PatchAsJsonAsync(path, new { name = "B" })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await TrustApp.ChangeAsync(_app.Manager, HttpMethod.Patch, path, new { name = "B" })).StatusCode);
        var stale = new HttpRequestMessage(HttpMethod.Patch, path) { Content = JsonContent.Create(new { name = "C" }) };
        stale.Headers.IfMatch.Add(new("\"1\""));
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await _app.Manager.SendAsync(stale)).StatusCode);
    }

    [Fact]
    public async Task Null_clears_and_absent_stays()
    {
        var school = await _app.SchoolAsync("900001");
        var path = $"/api/trust/schools/{school.Id}";
        await TrustApp.ChangeAsync(_app.Manager, HttpMethod.Patch, path, new { head = "Dr Who", telephone = "01632 960000" });

        var after =
            await (await TrustApp.ChangeAsync(_app.Manager, HttpMethod.Patch, path, new { head = (string?)null })).ReadAsync<SchoolView>();

        Assert.Null(after.Head);
        Assert.Equal("01632 960000", after.Telephone);
    }

    [Fact]
    public async Task Change_that_changes_nothing_keeps_the_version_and_tells_nobody()
    {
        var school = await _app.SchoolAsync("900001", "Same");

        var after =
            await (await TrustApp.ChangeAsync(_app.Manager, HttpMethod.Patch, $"/api/trust/schools/{school.Id}",
                new { name = "Same" })).ReadAsync<SchoolView>();

        Assert.Equal(1, after.Version);
        await _app.Mat.PublishedAsync<SchoolChanged>(e => e.School.Id == school.Id);
        Assert.Single(_app.Mat.Published<SchoolChanged>());
    }

    [Fact]
    public async Task School_of_others_is_not_found()
    {
        var mine = await _app.SchoolAsync("900001", "Mine");
        var theirs = await _app.SchoolAsync("900002", "Theirs");

        foreach (var role in Roles.Everyone)
        {
            var client = _app.Mat.As(role, mine.Id);
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"/api/trust/schools/{mine.Id}")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"/api/trust/schools/{theirs.Id}")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"/api/trust/schools/{theirs.Id}/calendar")).StatusCode);
            var list = await (await client.GetAsync("/api/trust/schools")).ReadAsync<Page<SchoolView>>();
            Assert.Equal(mine.Id, Assert.Single(list.Items).Id);
        }
        var manager = _app.Mat.As(Roles.Manager, mine.Id);
        Assert.Equal(HttpStatusCode.NotFound,
            (await manager.PatchAsJsonAsync($"/api/trust/schools/{theirs.Id}", new { name = "X" })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden,
            (await _app.Mat.As(Roles.SchoolLead, mine.Id)
                .PatchAsJsonAsync($"/api/trust/schools/{mine.Id}", new { name = "X" })).StatusCode);
    }

    [Fact]
    public async Task List_is_searched_filtered_sorted_and_paged()
    {
        await _app.SchoolAsync("900001", "beta");
        await _app.SchoolAsync("900002", "Alpha");
        await _app.SchoolAsync("900003", "Gamma 100%");

        var first = await ListAsync("limit=2");
        Assert.Equal(["Alpha", "beta"], first.Items.Select(s => s.Name));
        Assert.Equal(["Gamma 100%"], (await ListAsync($"limit=2&cursor={first.Next}")).Items.Select(s => s.Name));
        Assert.Equal(["Gamma 100%"], (await ListAsync("q=100%25")).Items.Select(s => s.Name));
        Assert.Equal(["Alpha"], (await ListAsync("q=900002")).Items.Select(s => s.Name));
        Assert.Empty((await ListAsync("phase=secondary")).Items);
        Assert.Equal(3, (await ListAsync("phase=primary&status=open&sort=-name")).Items.Count);
        Assert.Equal(HttpStatusCode.BadRequest, (await _app.Manager.GetAsync("/api/trust/schools?phase=purple")).StatusCode);
    }

    [Fact]
    public async Task Calendar_is_set_and_told()
    {
        var school = await _app.SchoolAsync("900001");
        var path = $"/api/trust/schools/{school.Id}/calendar";
        var standard = await (await _app.Manager.GetAsync(path)).ReadAsync<CalendarView>();
        Assert.Equal(("Europe/London", "08:00", "17:00"), (standard.TimeZone, standard.Weekly[0].Opens, standard.Weekly[0].Closes));

        var response = await TrustApp.ChangeAsync(_app.Manager, HttpMethod.Put, path, new
        {
            version = 1,
            timeZone = "Europe/London",
            weekly = new[] { new { day = "monday", opens = "08:15", closes = "15:45" } },
            closed = new[] { new { from = "2026-12-19", to = "2027-01-03", name = "Christmas" } },
        });

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("\"2\"", response.Headers.ETag?.Tag);
        var told = await _app.Mat.PublishedAsync<SchoolChanged>(e => e.School.Version == 2);
        Assert.Equal(new OpeningHours(DayOfWeek.Monday, new TimeOnly(8, 15), new TimeOnly(15, 45)),
            Assert.Single(told.School.Calendar.Weekly));
        Assert.Equal("Christmas", Assert.Single(told.School.Calendar.Closed).Name);
        Assert.Equal(2, (await (await _app.Manager.GetAsync(path)).ReadAsync<CalendarView>()).Version);
    }

    [Theory]
    [InlineData("""{"timeZone":"Mars/Base","weekly":[{"day":"monday","opens":"08:00","closes":"16:00"}]}""",
        HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"weekly":[{"day":"monday","opens":"16:00","closes":"08:00"}]}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"weekly":[{"day":"monday","opens":"8","closes":"16:00"}]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"weekly":[{"day":"someday","opens":"08:00","closes":"16:00"}]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"weekly":[null]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{}""", HttpStatusCode.BadRequest)]
    public async Task Bad_calendar_is_refused(string body, HttpStatusCode status)
    {
        var school = await _app.SchoolAsync("900001");
        var request = new HttpRequestMessage(HttpMethod.Put,
            $"/api/trust/schools/{school.Id}/calendar")
        { Content = new StringContent(body, null, "application/json") };
        request.Headers.IfMatch.Add(new("\"1\""));

        var response = await _app.Manager.SendAsync(request);

        Assert.True(status == response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Document_describes_the_routes_and_keeps_quiet_of_internal_ones()
    {
        var document = await (await _app.Mat.Anonymous().GetAsync("/openapi/trust.json")).Content.ReadAsStringAsync();

        Assert.Contains("/api/trust/schools/import", document, StringComparison.Ordinal);
        Assert.Contains("UpdateSchool", document, StringComparison.Ordinal);
        Assert.DoesNotContain("/internal/sign-in", document, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_tells_all_schools_and_people_again()
    {
        var school = await _app.SchoolAsync("900001");
        await _app.Mat.PublishedAsync<SchoolChanged>(e => e.School.Id == school.Id);

        await _app.Mat.DeliverAsync(new ReplayRequested(Guid.CreateVersion7(), "tickets"));
        await _app.Mat.DeliverAsync(new ReplayRequested(Guid.CreateVersion7(), null));

        await Eventually.TrueAsync(() => _app.Mat.Published<SchoolChanged>().Count == 2 && _app.Mat.Published<PersonChanged>().Count == 2);
        Assert.Equal([1, 1], _app.Mat.Published<SchoolChanged>().Select(e => e.School.Version));
    }

    private async Task<Page<SchoolView>> ListAsync(string query) =>
        await (await _app.Manager.GetAsync($"/api/trust/schools?{query}")).ReadAsync<Page<SchoolView>>();
}
