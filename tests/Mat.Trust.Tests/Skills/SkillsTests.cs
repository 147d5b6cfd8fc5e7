using Mat.Contracts;
using Mat.Contracts.Trust;
using Mat.Platform.Auth;
using Mat.Testing;
using Mat.Trust.People;
using Mat.Trust.Skills;

namespace Mat.Trust.Tests.Skills;

public sealed class SkillsTests : IAsyncLifetime
{
    /// <summary>A Wednesday in winter, when London and UTC agree.</summary>
    private static readonly DateTimeOffset Wednesday = new(2026, 11, 25, 10, 0, 0, TimeSpan.Zero);

    private static readonly object[] Technician = [new { role = "technician" }];

    private TrustApp _app = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await TrustApp.StartAsync();
        _app.Mat.Clock.MoveTo(Wednesday);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Skills_hours_and_absences_are_kept_told_and_told_again()
    {
        var id = await PersonAsync("ann@mat.local");

        var person = await (await SetAsync(id, "skills", Skills(("wireless", 1), ("network", 3)))).ReadAsync<PersonView>();
        Assert.Equal([("network", 3), ("wireless", 1)], person.Skills.Select(s => (s.Area, s.Level!.Value)));
        person = await (await SetAsync(id, "work-time", WorkTime("08:00", "12:00", "2026-11-26", "2026-12-04"))).ReadAsync<PersonView>();
        Assert.Equal(("08:00", new DateOnly(2026, 12, 4), 2),
            (person.Hours!.Single().Opens, person.Absences.Single().To, person.Skills.Count));

        var told = await _app.Mat.PublishedAsync<SkillChanged>(e => e.Person.PersonId == id && e.Person.Hours is not null);
        Assert.Equal((3, true, "network"), (told.Person.Version, told.Person.Active, told.Person.Skills[0].Area));
        Assert.Equal(person.Version, told.Person.Version);
        await _app.Mat.DeliverAsync(new ReplayRequested(Guid.NewGuid(), "trust"));
        await Eventually.TrueAsync(
            () => Task.FromResult(_app.Mat.Published<SkillChanged>().Count(e => e.Person is { Version: 3 } p && p.PersonId == id) == 2));
        var audit = await (await _app.Admin.GetAsync($"/api/trust/audit?subjectId={id}")).Content.ReadAsStringAsync();
        Assert.Contains("wireless", audit, StringComparison.Ordinal);

        await TrustApp.ChangeAsync(_app.Admin, HttpMethod.Patch, $"/api/trust/people/{id}", new { active = false });
        await _app.Mat.PublishedAsync<SkillChanged>(e => e.Person.PersonId == id && !e.Person.Active);
    }

    [Fact]
    public async Task Matrix_counts_who_holds_a_skill_who_is_at_work_and_whom_all_hangs_on()
    {
        var (ann, ben, cat) = (await PersonAsync("ann@mat.local", "Ann"), await PersonAsync("ben@mat.local", "Ben"),
            await PersonAsync("cat@mat.local", "Cat"));
        await SetAsync(ann, "skills", Skills(("network", 3), ("mis", 2)));
        await SetAsync(ben, "skills", Skills(("network", 2), ("wireless", 1)));
        await SetAsync(cat, "skills", Skills(("network", 2)));
        await SetAsync(ben, "work-time", WorkTime("13:00", "17:00", "2026-12-24", "2026-12-24"));

        var matrix = await MatrixAsync(_app.Manager);
        Assert.Equal([("mis", 1, 1, true), ("network", 3, 2, false), ("wireless", 0, 0, false)],
            matrix.Areas.Select(a => (a.Area, a.Holders, a.AtWork, a.LoneHolder)));
        Assert.Equal([("Ann", true), ("Ben", false), ("Cat", true)], matrix.People.Select(p => (p.Name, p.AtWork)));

        _app.Mat.Clock.MoveTo(Wednesday.AddHours(4));
        Assert.Equal(3, (await MatrixAsync(_app.Manager)).Areas.Single(a => a.Area == "network").AtWork);
        _app.Mat.Clock.MoveTo(Wednesday.AddHours(10));
        Assert.Equal(0, (await MatrixAsync(_app.Manager)).Areas.Single(a => a.Area == "network").AtWork);
        _app.Mat.Clock.MoveTo(new(2026, 12, 24, 14, 0, 0, TimeSpan.Zero));
        Assert.Equal(2, (await MatrixAsync(_app.Manager)).Areas.Single(a => a.Area == "network").AtWork);

        await TrustApp.ChangeAsync(_app.Admin, HttpMethod.Patch, $"/api/trust/people/{ann}", new { active = false });
        Assert.DoesNotContain((await MatrixAsync(_app.Manager)).Areas, a => a.Area == "mis");
    }

    [Fact]
    public async Task School_hours_and_holidays_hold_for_who_has_none_of_their_own()
    {
        var school = await _app.SchoolAsync("100001");
        await TrustApp.ChangeAsync(_app.Manager, HttpMethod.Put, $"/api/trust/schools/{school.Id}/calendar",
            new
            {
                weekly = new[] { new { day = "wednesday", opens = "11:00", closes = "12:00" } },
                closed = new[] { new { from = "2026-12-02", to = "2026-12-02", name = "INSET" } }
            });
        var id = await PersonAsync("ann@mat.local", "Ann", school.Id);
        await SetAsync(id, "skills", Skills(("network", 2)));

        foreach (var (at, works) in new[] { (Wednesday, false), (Wednesday.AddHours(1), true), (Wednesday.AddDays(7).AddHours(1), false) })
        {
            _app.Mat.Clock.MoveTo(at);
            Assert.Equal(works, (await MatrixAsync(_app.Manager)).People.Single().AtWork);
        }
        _app.Mat.Clock.MoveTo(Wednesday.AddDays(7).AddHours(1));
        await SetAsync(id, "work-time", WorkTime("11:00", "12:00", "2027-01-01", "2027-01-01"));
        Assert.True((await MatrixAsync(_app.Manager)).People.Single().AtWork); // own hours know no holidays of the school
    }

    [Fact]
    public async Task Numbers_are_for_all_and_names_for_those_who_may_see_the_people()
    {
        var (oak, elm) = (await _app.SchoolAsync("100001"), await _app.SchoolAsync("100002"));
        var (ofOak, central) = (await PersonAsync("ann@mat.local", "Ann", oak.Id), await PersonAsync("ben@mat.local", "Ben"));
        foreach (var id in new[] { ofOak, central })
            await SetAsync(id, "skills", Skills(("network", 2)));

        Assert.Equal((2, "Ann"),
            ((await MatrixAsync(_app.Mat.As(Roles.Technician, oak.Id))).Areas.Single().Holders,
                (await MatrixAsync(_app.Mat.As(Roles.Technician, oak.Id))).People.Single().Name));
        Assert.Empty((await MatrixAsync(_app.Mat.As(Roles.Technician, elm.Id))).People);
        Assert.Equal((2, 0),
            ((await MatrixAsync(_app.Mat.As(Roles.Executive))).Areas.Single().Holders,
                (await MatrixAsync(_app.Mat.As(Roles.Executive))).People.Count));
        foreach (var role in new[] { Roles.Staff, Roles.SchoolLead })
            Assert.Equal(HttpStatusCode.Forbidden, (await _app.Mat.As(role).GetAsync("/api/trust/skills")).StatusCode);
    }

    [Fact]
    public async Task Only_managers_who_reach_the_person_change_what_they_read()
    {
        var school = await _app.SchoolAsync("100001");
        var id = await PersonAsync("ann@mat.local");
        var path = $"/api/trust/people/{id}/skills";

        Assert.Equal(HttpStatusCode.Forbidden,
            (await _app.Mat.As(Roles.Technician).PutAsJsonAsync(path, Skills(("network", 2)))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound,
            (await _app.Mat.As(Roles.Manager, school.Id).PutAsJsonAsync(path, Skills(("network", 2)))).StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionRequired, (await _app.Manager.PutAsJsonAsync(path, Skills(("network", 2)))).StatusCode);
        var admin = await _app.AdminIdAsync();
        Assert.Equal("person.outranks", await (await SetAsync(admin, "skills", Skills(("network", 2)), _app.Manager)).CodeAsync());
        Assert.Equal("person.outranks",
            await (await SetAsync(admin, "work-time", new { absences = Array.Empty<object>() }, _app.Manager)).CodeAsync());
    }

    [Theory]
    [InlineData("skills", """{"skills":[{"area":"Network","level":2}]}""", "validation")]
    [InlineData("skills", """{"skills":[{"area":"network","level":4}]}""", "validation")]
    [InlineData("skills", """{"skills":[null]}""", "validation")]
    [InlineData("skills", """{"skills":[{"area":"network","level":2},{"area":"network","level":3}]}""", "skill.twice")]
    [InlineData("work-time", """{"hours":[{"day":"monday","opens":"8","closes":"12:00"}],"absences":[]}""", "validation")]
    [InlineData("work-time", """{"hours":[],"absences":[]}""", "calendar.never_open")]
    [InlineData("work-time", """{"hours":[{"day":"monday","opens":"12:00","closes":"08:00"}],"absences":[]}""", "calendar.hours")]
    [InlineData("work-time", """{"absences":[{"from":"2026-12-02","to":"2026-12-01"}]}""", "calendar.closed")]
    [InlineData("work-time", """{"absences":[{"from":"2026-12-02"}]}""", "validation")]
    public async Task What_cannot_be_is_refused(string what, string body, string code)
    {
        var id = await PersonAsync("ann@mat.local");

        var request = new HttpRequestMessage(HttpMethod.Put,
            $"/api/trust/people/{id}/{what}")
        { Content = new StringContent(body, null, "application/json") };
        request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
        var response = await _app.Admin.SendAsync(request);

        Assert.Equal(code, await response.CodeAsync());
        Assert.Equal(code.Contains('.', StringComparison.Ordinal) ? HttpStatusCode.UnprocessableEntity : HttpStatusCode.BadRequest,
            response.StatusCode);
    }

    private async Task<Guid> PersonAsync(string email, string name = "Ann", Guid? schoolId = null)
    {
        var response = await _app.Admin.PostAsJsonAsync("/api/trust/people", new { name, email, grants = Technician, schoolId });
        return (await response.ReadJsonAsync()).GetProperty("id").GetGuid();
    }

    private Task<HttpResponseMessage> SetAsync(Guid id, string what, object body, HttpClient? client = null) =>
        TrustApp.ChangeAsync(client ?? _app.Admin, HttpMethod.Put, $"/api/trust/people/{id}/{what}", body, $"/api/trust/people/{id}");

    private static object Skills(params (string Area, int Level)[] skills) =>
        new { skills = skills.Select(s => new { area = s.Area, level = s.Level }) };

    /// <summary>Hours on Wednesdays, and one absence.</summary>
    private static object WorkTime(string opens, string closes, string from, string to) => new
    {
        hours = new[] { new { day = "wednesday", opens, closes } },
        absences = new[] { new { from, to } },
    };

    private static async Task<SkillMatrix> MatrixAsync(HttpClient client) =>
        await (await client.GetAsync("/api/trust/skills")).ReadAsync<SkillMatrix>();
}
