using Mat.Contracts.Trust;
using Mat.Platform.Auth;
using Mat.Testing;
using Mat.Trust.Data;
using Mat.Trust.SignIn;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Mat.Trust.Tests.SignIn;

public sealed class SignInTests : IAsyncLifetime
{
    private TrustApp _app = null!;

    public async ValueTask InitializeAsync() => _app = await TrustApp.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Right_password_opens_a_session_that_resolves_to_the_person()
    {
        var school = await _app.SchoolAsync("900001", "Hill");
        var signedIn = await _app.SignInAsync("Admin@MAT.local");

        Assert.StartsWith("mats_", signedIn.SessionToken, StringComparison.Ordinal);
        Assert.False(signedIn.Session.MustChangePassword);
        Assert.True(signedIn.Session.AllSchools);
        Assert.Equal(["admin"], signedIn.Session.Roles);
        Assert.Equal(school.Id, Assert.Single(signedIn.Session.Schools).Id);

        var principal = await (await _app.ResolveAsync(signedIn.SessionToken)).ReadAsync<ResolvedPrincipal>();
        Assert.Equal((ActorKind.Person, TrustApp.AdminEmail), (principal.Kind, principal.Email));
        Assert.Null(principal.Scopes);
        Assert.Equal(signedIn.Session.CsrfToken, principal.Session!.CsrfToken);
        Assert.NotEqual(signedIn.Session.CsrfToken, (await _app.SignInAsync()).Session.CsrfToken);
    }

    [Fact]
    public async Task Attempts_are_counted_by_how_they_ended()
    {
        using var measured = new Measured(_app.Mat);
        await _app.SignInAsync();
        await _app.TrySignInAsync("nobody@mat.local", "window pepper sonata");
        for (var i = 0; i < 12; i++)
            await _app.TrySignInAsync(TrustApp.AdminEmail, "not the password");
        Assert.Equal((1d, 11d, 2d),
            (measured.Sum("mat_trust_sign_ins", ("outcome", "succeeded")), measured.Sum("mat_trust_sign_ins", ("outcome", "failed")),
                measured.Sum("mat_trust_sign_ins", ("outcome", "locked"))));
    }

    [Fact]
    public async Task Token_and_password_are_stored_as_hashes_only()
    {
        var signedIn = await _app.SignInAsync();

        await using var scope = _app.Mat.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TrustDb>();
        var session = await db.Sessions.SingleAsync();
        Assert.Equal(Tokens.Hash(signedIn.SessionToken), session.TokenHash);
        Assert.DoesNotContain("lantern", (await db.Accounts.SingleAsync()).PasswordHash, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_shows_the_schools_of_all_grants()
    {
        var a = await _app.SchoolAsync("900001", "A");
        var b = await _app.SchoolAsync("900002", "B");
        await _app.SchoolAsync("900003", "C");
        await _app.PersonAsync("ann@mat.local",
            new object[] { new { role = "staff", schools = new[] { b.Id } }, new { role = "school_lead", schools = new[] { a.Id } } },
            password: "window pepper sonata");

        var session = (await _app.SignInAsync("ann@mat.local", "window pepper sonata")).Session;

        Assert.False(session.AllSchools);
        Assert.Equal(["A", "B"], session.Schools.Select(s => s.Name));
        Assert.Equal(["school_lead", "staff"], session.Roles.Order());
    }

    [Theory]
    [InlineData(TrustApp.AdminEmail, "wrong password 1")]
    [InlineData("nobody@mat.local", TrustApp.AdminPassword)]
    [InlineData("not an address", "x")]
    public async Task Wrong_sign_in_says_the_same_whatever_is_wrong(string email, string password)
    {
        var response = await _app.TrySignInAsync(email, password);

        Assert.Equal((HttpStatusCode.Unauthorized, "session.invalid"), (response.StatusCode, await response.CodeAsync()));
    }

    [Theory]
    [InlineData(TrustApp.AdminEmail)]
    [InlineData("nobody@mat.local")]
    public async Task Ten_failures_lock_the_address_known_or_not(string email)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 14).Select(_ => _app.TrySignInAsync(email, "wrong password 1")));

        Assert.Equal(10, answers.Count(a => a.StatusCode == HttpStatusCode.Unauthorized));
        Assert.Equal(4, answers.Count(a => a.StatusCode == HttpStatusCode.Locked));
        var right = await _app.TrySignInAsync(email, TrustApp.AdminPassword);
        Assert.Equal((HttpStatusCode.Locked, "session.locked"), (right.StatusCode, await right.CodeAsync()));
    }

    [Fact]
    public async Task Lock_ends_by_itself_and_success_forgets_the_failures()
    {
        for (var i = 0; i < 9; i++)
            await _app.TrySignInAsync(TrustApp.AdminEmail, "wrong password 1");
        await _app.SignInAsync();
        for (var i = 0; i < 10; i++)
            await _app.TrySignInAsync(TrustApp.AdminEmail, "wrong password 1");
        Assert.Equal(HttpStatusCode.Locked, (await _app.TrySignInAsync(TrustApp.AdminEmail, TrustApp.AdminPassword)).StatusCode);

        _app.Mat.Clock.Advance(TimeSpan.FromMinutes(16));

        await _app.SignInAsync();
    }

    [Fact]
    public async Task Session_ends_when_signed_out()
    {
        var token = (await _app.SignInAsync()).SessionToken;

        Assert.Equal(HttpStatusCode.NoContent,
            (await _app.System.PostAsJsonAsync("/api/trust/internal/sign-out", new { token })).StatusCode);

        Assert.Equal(HttpStatusCode.Unauthorized, (await _app.ResolveAsync(token)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent,
            (await _app.System.PostAsJsonAsync("/api/trust/internal/sign-out", new { token })).StatusCode);
    }

    [Fact]
    public async Task Session_ends_when_idle_and_lives_while_used_for_a_week_at_most()
    {
        var token = (await _app.SignInAsync()).SessionToken;
        for (var hours = 0; hours < 165; hours += 11)
        {
            _app.Mat.Clock.Advance(TimeSpan.FromHours(11));
            Assert.Equal(HttpStatusCode.OK, (await _app.ResolveAsync(token)).StatusCode);
        }
        _app.Mat.Clock.Advance(TimeSpan.FromHours(4));
        Assert.Equal(HttpStatusCode.Unauthorized, (await _app.ResolveAsync(token)).StatusCode);

        var idle = (await _app.SignInAsync()).SessionToken;
        _app.Mat.Clock.Advance(TimeSpan.FromHours(12.1));
        Assert.Equal(HttpStatusCode.Unauthorized, (await _app.ResolveAsync(idle)).StatusCode);
    }

    [Fact]
    public async Task Changing_the_password_ends_the_other_sessions_and_the_one_time_password()
    {
        var oneTime = (await _app.PersonAsync("ann@mat.local", Grants("staff"))).GetProperty("oneTimePassword").GetString()!;
        var here = await _app.SignInAsync("ann@mat.local", oneTime);
        var elsewhere = await _app.SignInAsync("ann@mat.local", oneTime);
        Assert.True(here.Session.MustChangePassword);

        Assert.Equal("password.wrong", await (await ChangeAsync(here.SessionToken, "not it at all", "window pepper sonata")).CodeAsync());
        Assert.Equal("password.too_short", await (await ChangeAsync(here.SessionToken, oneTime, "short")).CodeAsync());
        Assert.Equal("password.common", await (await ChangeAsync(here.SessionToken, oneTime, "Password12345")).CodeAsync());
        Assert.Equal(HttpStatusCode.NoContent, (await ChangeAsync(here.SessionToken, oneTime, "window pepper sonata")).StatusCode);

        Assert.Equal(HttpStatusCode.Unauthorized, (await _app.ResolveAsync(elsewhere.SessionToken)).StatusCode);
        var after = await (await _app.ResolveAsync(here.SessionToken)).ReadAsync<ResolvedPrincipal>();
        Assert.False(after.Session!.MustChangePassword);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _app.TrySignInAsync("ann@mat.local", oneTime)).StatusCode);
        await _app.SignInAsync("ann@mat.local", "window pepper sonata");
    }

    [Fact]
    public async Task Guessing_the_current_password_is_counted_too()
    {
        var token = (await _app.SignInAsync()).SessionToken;
        for (var i = 0; i < 10; i++)
            Assert.Equal(HttpStatusCode.UnprocessableEntity,
                (await ChangeAsync(token, "wrong password 1", "window pepper sonata")).StatusCode);

        Assert.Equal(HttpStatusCode.Locked, (await ChangeAsync(token, TrustApp.AdminPassword, "window pepper sonata")).StatusCode);
    }

    [Fact]
    public async Task Deactivated_person_is_out_at_once_and_for_good()
    {
        var ann = (await _app.PersonAsync("ann@mat.local", Grants("admin"), password: "window pepper sonata")).GetProperty("id").GetGuid();
        var session = (await _app.SignInAsync("ann@mat.local", "window pepper sonata")).SessionToken;
        var asAnn = _app.Mat.AsPerson(ann, "Ann", "ann@mat.local", [new Grant("admin", null)]);
        var made = await asAnn.PostAsJsonAsync("/api/trust/tokens", new { name = "t", scopes = new[] { "*" }, grants = Grants("staff") });
        var token = (await made.ReadJsonAsync()).GetProperty("token").GetString()!;
        Assert.Equal(HttpStatusCode.OK, (await _app.ResolveAsync(token)).StatusCode);

        await TrustApp.ChangeAsync(_app.Admin, HttpMethod.Patch, $"/api/trust/people/{ann}", new { active = false });

        Assert.Equal(HttpStatusCode.Unauthorized, (await _app.ResolveAsync(session)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _app.ResolveAsync(token)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _app.TrySignInAsync("ann@mat.local", "window pepper sonata")).StatusCode);
        await TrustApp.ChangeAsync(_app.Admin, HttpMethod.Patch, $"/api/trust/people/{ann}", new { active = true });
        Assert.Equal(HttpStatusCode.Unauthorized, (await _app.ResolveAsync(session)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _app.ResolveAsync(token)).StatusCode);
        await _app.SignInAsync("ann@mat.local", "window pepper sonata");
    }

    [Theory]
    [InlineData("mats_unknown")]
    [InlineData("mat_unknown")]
    [InlineData("nothing")]
    public async Task Unknown_token_resolves_to_nobody(string token) =>
        Assert.Equal(HttpStatusCode.Unauthorized, (await _app.ResolveAsync(token)).StatusCode);

    [Fact]
    public async Task Internal_routes_are_for_the_system_alone()
    {
        foreach (var path in new[] { "sign-in", "resolve", "sign-out", "password" })
        {
            Assert.Equal(HttpStatusCode.Unauthorized,
                (await _app.Mat.Anonymous().PostAsJsonAsync($"/api/trust/internal/{path}", new { })).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await _app.Admin.PostAsJsonAsync($"/api/trust/internal/{path}", new { })).StatusCode);
        }
    }

    [Fact]
    public async Task Cleanup_forgets_ended_sessions()
    {
        await _app.SignInAsync();
        await _app.TrySignInAsync("nobody@mat.local", "x");
        _app.Mat.Clock.Advance(TimeSpan.FromDays(2));
        await using var scope = _app.Mat.Services.CreateAsyncScope();

        await _app.Mat.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<SignInCleanup>().Single()
            .PassAsync(TestContext.Current.CancellationToken);

        var db = scope.ServiceProvider.GetRequiredService<TrustDb>();
        Assert.False(await db.Sessions.AnyAsync());
        Assert.False(await db.Attempts.AnyAsync());
    }

    private static object[] Grants(string role) => [new { role, schools = (Guid[]?)null }];

    private Task<HttpResponseMessage> ChangeAsync(string token, string currentPassword, string newPassword) =>
        _app.System.PostAsJsonAsync("/api/trust/internal/password", new { token, currentPassword, newPassword });
}
