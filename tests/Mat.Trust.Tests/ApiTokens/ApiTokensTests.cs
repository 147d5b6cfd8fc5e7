using System.Text.Json;
using Mat.Contracts.Trust;
using Mat.Platform.Auth;
using Mat.Testing;
using Mat.Trust.ApiTokens;
using Mat.Trust.Data;
using Mat.Trust.SignIn;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Mat.Trust.Tests.ApiTokens;

public sealed class ApiTokensTests : IAsyncLifetime
{
    private static readonly object[] Technician = [new { role = "technician" }];

    private TrustApp _app = null!;
    private HttpClient _admin = null!;
    private Guid _adminId;

    public async ValueTask InitializeAsync()
    {
        _app = await TrustApp.StartAsync();
        _adminId = await _app.AdminIdAsync();
        _admin = _app.Mat.AsPerson(_adminId, "Administrator", TrustApp.AdminEmail, [new Grant("admin", null)]);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Token_is_shown_once_and_stored_as_a_hash()
    {
        var made = await MakeAsync();
        var token = made.GetProperty("token").GetString()!;

        Assert.StartsWith("mat_", token, StringComparison.Ordinal);
        var list = await (await _admin.GetAsync("/api/trust/tokens")).Content.ReadAsStringAsync();
        Assert.Contains(made.GetProperty("prefix").GetString()!, list, StringComparison.Ordinal);
        Assert.DoesNotContain(token, list, StringComparison.Ordinal);
        Assert.DoesNotContain("\"token\"", list, StringComparison.Ordinal);
        await using var scope = _app.Mat.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TrustDb>();
        Assert.Equal(Tokens.Hash(token), (await db.Tokens.SingleAsync()).TokenHash);
        var audit = await (await _admin.GetAsync("/api/trust/audit")).Content.ReadAsStringAsync();
        Assert.Contains("api_token", audit, StringComparison.Ordinal);
        Assert.DoesNotContain(Tokens.Hash(token), audit, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_resolves_to_its_grants_and_scopes_until_it_is_revoked()
    {
        var made = await MakeAsync(scopes: ["tickets.read", "assets.read"]);
        var token = made.GetProperty("token").GetString()!;

        var principal = await (await _app.ResolveAsync(token)).ReadAsync<ResolvedPrincipal>();
        Assert.Equal((ActorKind.ApiToken, _adminId, "Importer"), (principal.Kind, principal.PersonId, principal.Name));
        Assert.Equal(["assets.read", "tickets.read"], principal.Scopes);
        Assert.Equal("technician", Assert.Single(principal.Grants).Role);
        Assert.Null(principal.Session);

        Assert.Equal(HttpStatusCode.NoContent,
            (await _admin.DeleteAsync($"/api/trust/tokens/{made.GetProperty("id").GetGuid()}")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _app.ResolveAsync(token)).StatusCode);
    }

    [Fact]
    public async Task Token_ends_when_it_expires()
    {
        var made = await MakeAsync(expiresAt: _app.Mat.Clock.GetUtcNow().AddHours(1));

        _app.Mat.Clock.Advance(TimeSpan.FromHours(2));

        Assert.Equal(HttpStatusCode.Unauthorized, (await _app.ResolveAsync(made.GetProperty("token").GetString()!)).StatusCode);
    }

    [Fact]
    public async Task Last_use_is_noted_at_most_once_a_minute()
    {
        var token = (await MakeAsync()).GetProperty("token").GetString()!;
        await _app.ResolveAsync(token);
        var first = await UsedAsync();
        await _app.ResolveAsync(token);
        Assert.Equal(first, await UsedAsync());

        _app.Mat.Clock.Advance(TimeSpan.FromMinutes(2));
        await _app.ResolveAsync(token);

        Assert.True(await UsedAsync() > first);
    }

    [Fact]
    public async Task Token_never_does_more_than_its_maker_still_may()
    {
        var school = await _app.SchoolAsync("900001");
        var ann = (await _app.PersonAsync("ann@mat.local", new object[] { new { role = "admin" } })).GetProperty("id").GetGuid();
        var asAnn = _app.Mat.AsPerson(ann, "Ann", "ann@mat.local", [new Grant("admin", null)]);
        var made = await asAnn.PostAsJsonAsync("/api/trust/tokens",
            new { name = "t", scopes = new[] { "*" }, grants = new object[] { new { role = "technician" } } });
        var token = (await made.ReadJsonAsync()).GetProperty("token").GetString()!;

        await TrustApp.ChangeAsync(_admin, HttpMethod.Put, $"/api/trust/people/{ann}/grants",
            new { grants = new object[] { new { role = "technician", schools = new[] { school.Id } } } }, $"/api/trust/people/{ann}");

        var principal = await (await _app.ResolveAsync(token)).ReadAsync<ResolvedPrincipal>();
        Assert.Equal([school.Id], Assert.Single(principal.Grants).Schools);
    }

    [Fact]
    public async Task Grants_wider_than_the_maker_s_are_refused()
    {
        var school = await _app.SchoolAsync("900001");
        var other = await _app.SchoolAsync("900002");
        var some = _app.Mat.AsPerson(_adminId, "A", TrustApp.AdminEmail, [new Grant("admin", [school.Id])]);

        Assert.Equal("grant.wider", await (await PostAsync(some, ["*"], [new { role = "staff" }])).CodeAsync());
        Assert.Equal("grant.wider",
            await (await PostAsync(some, ["*"], [new { role = "staff", schools = new[] { other.Id } }])).CodeAsync());
        Assert.Equal(HttpStatusCode.Created,
            (await PostAsync(some, ["*"], [new { role = "staff", schools = new[] { school.Id } }])).StatusCode);
    }

    [Fact]
    public async Task Bad_token_is_refused()
    {
        Assert.Equal("token.scope", await (await PostAsync(_admin, ["tickets.delete"], Technician)).CodeAsync());
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(_admin, [], Technician)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(_admin, ["*"], [new { role = "king" }])).StatusCode);
        Assert.Equal("grant.schools",
            await (await PostAsync(_admin, ["*"], [new { role = "staff", schools = new[] { Guid.CreateVersion7() } }])).CodeAsync());
        Assert.Equal("token.expiry", await (await PostAsync(_admin, ["*"], Technician, DateTimeOffset.UtcNow.AddDays(-1))).CodeAsync());
    }

    [Fact]
    public async Task Tokens_are_for_admins_and_no_token_makes_another()
    {
        Assert.Equal(HttpStatusCode.Forbidden, (await _app.Manager.GetAsync("/api/trust/tokens")).StatusCode);
        var token = _app.Mat.AsApiToken([new Grant("admin", null)], "*");
        Assert.Equal("auth.person", await (await PostAsync(token, ["*"], Technician)).CodeAsync());
        var made = await MakeAsync();
        var some = _app.Mat.As(Roles.Admin, Guid.CreateVersion7());
        Assert.Equal(HttpStatusCode.NotFound, (await some.DeleteAsync($"/api/trust/tokens/{made.GetProperty("id").GetGuid()}")).StatusCode);
    }

    private async Task<DateTimeOffset?> UsedAsync() =>
        (await (await _admin.GetAsync("/api/trust/tokens")).ReadAsync<Mat.Platform.Http.Page<ApiTokenView>>()).Items[0].LastUsedAt;

    private async Task<JsonElement> MakeAsync(string[]? scopes = null, DateTimeOffset? expiresAt = null)
    {
        var response = await PostAsync(_admin, scopes ?? ["*"], Technician, expiresAt);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await response.ReadJsonAsync();
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string[] scopes, object[] grants,
        DateTimeOffset? expiresAt = null) =>
        client.PostAsJsonAsync("/api/trust/tokens", new { name = "Importer", scopes, grants, expiresAt });
}
