using Mat.Contracts.Trust;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Testing;
using Mat.Trust.People;

namespace Mat.Trust.Tests.People;

public sealed class PeopleTests : IAsyncLifetime
{
    private static readonly object[] Staff = [new { role = "staff" }];

    private TrustApp _app = null!;

    public async ValueTask InitializeAsync() => _app = await TrustApp.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task New_person_is_told_and_gets_a_one_time_password_that_is_not_shown_again()
    {
        var person = await _app.PersonAsync(" Ann@MAT.Local ".Trim(), Staff);

        Assert.Equal("ann@mat.local", person.GetProperty("email").GetString());
        var oneTime = person.GetProperty("oneTimePassword").GetString()!;
        var read = await (await _app.Admin.GetAsync($"/api/trust/people/{person.GetProperty("id").GetGuid()}")).Content.ReadAsStringAsync();
        Assert.DoesNotContain("oneTimePassword", read, StringComparison.Ordinal);
        var audit = await (await _app.Admin.GetAsync("/api/trust/audit")).Content.ReadAsStringAsync();
        Assert.DoesNotContain(oneTime, audit, StringComparison.Ordinal);
        var told = await _app.Mat.PublishedAsync<PersonChanged>(e => e.Person.Email == "ann@mat.local");
        Assert.Equal((1, true, "staff"), (told.Person.Version, told.Person.Active, told.Person.Grants[0].Role));
        var listed = await ListAsync(_app.Admin, "role=staff");
        Assert.Null(Assert.Single(listed).LastSignInAt);
        await _app.SignInAsync("ann@mat.local", oneTime);
        Assert.NotNull(Assert.Single(await ListAsync(_app.Admin, "role=staff")).LastSignInAt);
    }

    [Fact]
    public async Task Same_address_in_other_letters_is_a_conflict()
    {
        await _app.PersonAsync("ann@mat.local", Staff);

        var response = await _app.Admin.PostAsJsonAsync("/api/trust/people", new { name = "B", email = "ANN@mat.local", grants = Staff });

        Assert.Equal((HttpStatusCode.Conflict, "person.email_taken"), (response.StatusCode, await response.CodeAsync()));
    }

    [Theory]
    [InlineData("""{"name":"A","email":"no address"}""")]
    [InlineData("""{"name":"","email":"a@b.example"}""")]
    [InlineData("""{"email":"a@b.example"}""")]
    [InlineData("""{"name":"A","email":"a@b.example","grants":[{"role":"king"}]}""")]
    [InlineData("""{"name":"A","email":"a@b.example","grants":[null]}""")]
    [InlineData("""{"name":"A","email":"a@b.example","isAdmin":true}""")]
    public async Task Bad_person_is_refused(string body)
    {
        var response = await _app.Admin.PostAsync("/api/trust/people", new StringContent(body, null, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Weak_password_is_refused_when_one_is_given()
    {
        var response = await _app.Admin.PostAsJsonAsync("/api/trust/people",
            new { name = "A", email = "a@b.example", grants = Staff, password = "password1234" });

        Assert.Equal("password.common", await response.CodeAsync());
    }

    [Fact]
    public async Task Last_admin_stays_active_and_admin()
    {
        var id = await _app.AdminIdAsync();
        var path = $"/api/trust/people/{id}";

        Assert.Equal("person.last_admin",
            await (await TrustApp.ChangeAsync(_app.Admin, HttpMethod.Patch, path, new { active = false })).CodeAsync());
        Assert.Equal("person.last_admin", await (await GrantAsync(_app.Admin, id, Staff)).CodeAsync());

        await _app.PersonAsync("second@mat.local", new object[] { new { role = "admin" } });
        Assert.Equal(HttpStatusCode.OK, (await GrantAsync(_app.Admin, id, Staff)).StatusCode);
    }

    [Fact]
    public async Task Two_admins_cannot_remove_each_other_at_once()
    {
        var ids = new List<Guid> { await _app.AdminIdAsync() };
        for (var i = 0; i < 3; i++)
            ids.Add((await _app.PersonAsync($"admin{i}@mat.local", new object[] { new { role = "admin" } })).GetProperty("id").GetGuid());

        var answers = await Task.WhenAll(
            ids.Select(id => TrustApp.ChangeAsync(_app.Admin, HttpMethod.Patch, $"/api/trust/people/{id}", new { active = false })));

        Assert.Equal(3, answers.Count(a => a.StatusCode == HttpStatusCode.OK));
        Assert.Equal(1, answers.Count(a => a.StatusCode == HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task Manager_makes_no_admins_and_does_not_reach_them()
    {
        var admin = await _app.AdminIdAsync();
        var response = await _app.Manager.PostAsJsonAsync("/api/trust/people",
            new { name = "A", email = "a@b.example", grants = new object[] { new { role = "admin" } } });
        Assert.Equal((HttpStatusCode.Forbidden, "grant.wider"), (response.StatusCode, await response.CodeAsync()));

        Assert.Equal("person.outranks", await (await _app.Manager.PostAsync($"/api/trust/people/{admin}/password", null)).CodeAsync());
        Assert.Equal("person.outranks",
            await (await TrustApp.ChangeAsync(_app.Manager, HttpMethod.Patch, $"/api/trust/people/{admin}",
                new { email = "x@b.example" })).CodeAsync());
        Assert.Equal("person.outranks", await (await GrantAsync(_app.Manager, admin, Staff)).CodeAsync());
        var ann = (await _app.PersonAsync("ann@mat.local", Staff)).GetProperty("id").GetGuid();
        Assert.Equal("grant.wider", await (await GrantAsync(_app.Manager, ann, [new { role = "admin" }])).CodeAsync());
        Assert.Equal(HttpStatusCode.OK, (await GrantAsync(_app.Manager, ann, [new { role = "manager" }])).StatusCode);
    }

    [Fact]
    public async Task Manager_of_one_school_stays_in_it()
    {
        var mine = await _app.SchoolAsync("900001", "Mine");
        var theirs = await _app.SchoolAsync("900002", "Theirs");
        var manager = _app.Mat.As(Roles.Manager, mine.Id);
        var other = (await _app.PersonAsync("b@mat.local", Staff, theirs.Id)).GetProperty("id").GetGuid();

        Assert.Equal(HttpStatusCode.Created, (await PostAsync(manager, "a@mat.local", mine.Id, mine.Id)).StatusCode);
        Assert.Equal("person.school", await (await PostAsync(manager, "c@mat.local", null, mine.Id)).CodeAsync());
        Assert.Equal("person.school", await (await PostAsync(manager, "c@mat.local", theirs.Id, mine.Id)).CodeAsync());
        Assert.Equal("grant.wider", await (await PostAsync(manager, "c@mat.local", mine.Id, theirs.Id)).CodeAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await manager.GetAsync($"/api/trust/people/{other}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound,
            (await manager.PatchAsJsonAsync($"/api/trust/people/{other}", new { name = "X" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await manager.PostAsync($"/api/trust/people/{other}/password", null)).StatusCode);
    }

    [Fact]
    public async Task Who_sees_whom()
    {
        var a = await _app.SchoolAsync("900001", "A");
        var b = await _app.SchoolAsync("900002", "B");
        var atA = (await _app.PersonAsync("a@mat.local", Staff, a.Id)).GetProperty("id").GetGuid();
        await _app.PersonAsync("b@mat.local", Staff, b.Id);
        var central = (await _app.PersonAsync("c@mat.local", Staff)).GetProperty("id").GetGuid();

        Assert.Equal(4, (await ListAsync(_app.Mat.As(Roles.Technician))).Count);
        Assert.Equal(["a@mat.local"], (await ListAsync(_app.Mat.As(Roles.SchoolLead, a.Id))).Select(p => p.Email));
        var leadAndStaff = _app.Mat.AsPerson(central, "C", "c@mat.local", [new Grant("school_lead", [a.Id]), new Grant("staff", [b.Id])]);
        Assert.Equal(["a@mat.local", "c@mat.local"], (await ListAsync(leadAndStaff)).Select(p => p.Email).Order());
        var staff = _app.Mat.AsPerson(central, "C", "c@mat.local", [new Grant("staff", null)]);
        Assert.Equal(["c@mat.local"], (await ListAsync(staff)).Select(p => p.Email));
        Assert.Equal(HttpStatusCode.OK, (await staff.GetAsync($"/api/trust/people/{central}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await staff.GetAsync($"/api/trust/people/{atA}")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden,
            (await staff.PatchAsJsonAsync($"/api/trust/people/{central}", new { name = "X" })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await _app.Mat.As(Roles.Executive).GetAsync("/api/trust/people")).StatusCode);
    }

    [Fact]
    public async Task Change_is_told_with_its_version_and_needs_the_one_read()
    {
        var school = await _app.SchoolAsync("900001");
        var id = (await _app.PersonAsync("ann@mat.local", Staff)).GetProperty("id").GetGuid();
        var path = $"/api/trust/people/{id}";

        Assert.Equal(HttpStatusCode.PreconditionRequired, (await _app.Manager.PatchAsJsonAsync(path, new { name = "B" })).StatusCode);
        var response = await TrustApp.ChangeAsync(_app.Manager, HttpMethod.Patch, path,
            new { name = "Zoë", jobTitle = "Teacher", schoolId = school.Id });

        Assert.Equal("\"2\"", response.Headers.ETag?.Tag);
        var told = await _app.Mat.PublishedAsync<PersonChanged>(e => e.Person.Id == id && e.Person.Version == 2);
        Assert.Equal(("Zoë", school.Id), (told.Person.Name, told.Person.SchoolId));
        Assert.Equal("Zoë", Assert.Single(await ListAsync(_app.Manager, "q=teach")).Name);
        Assert.Single(await ListAsync(_app.Manager, $"schoolId={school.Id}"));
        var same = await (await GrantAsync(_app.Manager, id, Staff)).ReadAsync<PersonView>();
        Assert.Equal(2, same.Version);
    }

    [Fact]
    public async Task New_one_time_password_ends_sessions_and_the_lock()
    {
        var id = (await _app.PersonAsync("ann@mat.local", Staff, password: "window pepper sonata")).GetProperty("id").GetGuid();
        var session = (await _app.SignInAsync("ann@mat.local", "window pepper sonata")).SessionToken;
        for (var i = 0; i < 10; i++)
            await _app.TrySignInAsync("ann@mat.local", "wrong password 1");

        var response = await _app.Manager.PostAsync($"/api/trust/people/{id}/password", null);

        var oneTime = (await response.ReadAsync<OneTimePasswordView>()).OneTimePassword;
        Assert.Equal(HttpStatusCode.Unauthorized, (await _app.ResolveAsync(session)).StatusCode);
        Assert.True((await _app.SignInAsync("ann@mat.local", oneTime)).Session.MustChangePassword);
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string email, Guid? schoolId, Guid grantedFor) =>
        client.PostAsJsonAsync("/api/trust/people",
            new { name = "A", email, schoolId, grants = new object[] { new { role = "staff", schools = new[] { grantedFor } } } });

    private static Task<HttpResponseMessage> GrantAsync(HttpClient client, Guid id, object[] grants) =>
        TrustApp.ChangeAsync(client, HttpMethod.Put, $"/api/trust/people/{id}/grants", new { grants }, $"/api/trust/people/{id}");

    private static async Task<IReadOnlyList<PersonView>> ListAsync(HttpClient client, string query = "") =>
        (await (await client.GetAsync($"/api/trust/people?{query}")).ReadAsync<Page<PersonView>>()).Items;
}
