using System.Net;
using System.Net.Http.Json;
using System.Text;
using Mat.Contracts;
using Mat.Contracts.Trust;
using Mat.Platform.Auth;
using Mat.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Mat.Platform.Tests;

public sealed class RoutesTests
{
    private static readonly Guid School = Guid.CreateVersion7();
    private static readonly Guid Other = Guid.CreateVersion7();

    private static object Body(string name, Guid? school = null) => new { name, colour = "dark_red", schoolId = school ?? School };

    [Fact]
    public async Task Bad_bodies_are_4xx_with_a_code()
    {
        await using var app = await MatApp.StartAsync(new SampleModule());
        var desk = app.As(Roles.Technician);
        (string Body, int Status, string Code)[] cases =
        [
            ("{", 400, "json.invalid"),
            ("", 400, "request.invalid"),
            ("[]", 400, "json.invalid"),
            ("{\"name\":\"a\",\"colour\":\"green\",\"colour\":\"green\"}", 400, "json.invalid"),
            ("{\"name\":\"a\",\"colour\":\"green\",\"extra\":1}", 400, "json.invalid"),
            ("{\"name\":\"a\",\"colour\":1}", 400, "json.invalid"),
            ("{\"name\":\"a\\u0000b\",\"colour\":\"green\"}", 400, "json.invalid"),
            ("{\"name\":\"\\ud800\",\"colour\":\"green\"}", 400, "json.invalid"),
            ("{\"name\":\"a\"}", 400, "validation"),
            ("{\"colour\":\"green\"}", 400, "validation"),
            ("{\"name\":\"" + new string('x', 51) + "\",\"colour\":\"green\"}", 400, "validation"),
            ("{\"name\":\"" + new string('x', 300_000) + "\",\"colour\":\"green\"}", 413, "body.too_large"),
        ];
        foreach (var (body, status, code) in cases)
        {
            var answer = await desk.PostAsync("/api/sample/things", new StringContent(body, Encoding.UTF8, "application/json"));
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(status == (int)answer.StatusCode && text.Contains($"\"{code}\"", StringComparison.Ordinal),
                $"{body[..Math.Min(60, body.Length)]} → {(int)answer.StatusCode} {text}");
        }

        var broken = new ByteArrayContent([.. "{\"name\":\""u8, 0xff, 0xfe, .. "\",\"colour\":\"green\"}"u8]);
        broken.Headers.ContentType = new("application/json");
        Assert.Equal(HttpStatusCode.BadRequest, (await desk.PostAsync("/api/sample/things", broken)).StatusCode);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await desk.PostAsync("/api/sample/things", new StringContent("x"))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await desk.GetAsync("/api/sample/things?limit=abc")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await desk.GetAsync("/api/sample/things?limit=0")).StatusCode);
        Assert.Equal("cursor.invalid", await (await desk.GetAsync("/api/sample/things?cursor=xx")).CodeAsync());
        Assert.Equal("sort.unknown", await (await desk.GetAsync("/api/sample/things?sort=-nope")).CodeAsync());
        Assert.Equal(HttpStatusCode.BadRequest, (await desk.GetAsync("/api/sample/things?q=%00")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await desk.GetAsync("/api/sample/things/not-a-guid")).StatusCode);
        Assert.Equal("{\"items\":[],\"next\":null}", await desk.GetStringAsync("/api/sample/things"));
    }

    /// <summary>A list's plan is kept; a search is planned for its words each time, because a kept plan would not know them.</summary>
    [Fact]
    public async Task Lists_are_prepared_and_searches_are_not()
    {
        if (string.IsNullOrEmpty(TestBackends.Postgres))
            Assert.Skip("MAT_TEST_POSTGRES is not set: only PostgreSQL keeps plans.");
        await using var app = await MatApp.StartAsync(new SampleModule());
        var desk = app.As(Roles.Technician);
        for (var i = 0; i < 60; i++)
            await desk.GetStringAsync(i % 2 == 0 ? "/api/sample/things" : "/api/sample/things?q=word");

        // More connections than were open, all at once: so those that were are among them.
        var scopes = Enumerable.Range(0, 8).Select(_ => app.Services.CreateAsyncScope()).ToList();
        var prepared = new List<string>();
        foreach (var scope in scopes)
        {
            var db = scope.ServiceProvider.GetRequiredService<SampleDb>();
            await db.Database.OpenConnectionAsync();
            prepared.AddRange(await db.Database.SqlQuery<string>($"SELECT statement AS \"Value\" FROM pg_prepared_statements")
                .ToListAsync());
        }
        foreach (var scope in scopes)
            await scope.DisposeAsync();
        Assert.Contains(prepared, s => s.Contains("FROM things", StringComparison.Ordinal));
        Assert.DoesNotContain(prepared, s => s.Contains("-- search", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Validation_names_the_field_in_camel_case()
    {
        await using var app = await MatApp.StartAsync(new SampleModule());
        var answer = await app.As(Roles.Technician).PostAsJsonAsync("/api/sample/things", new { colour = "green" });
        var problem = await answer.ReadJsonAsync();
        Assert.True(problem.GetProperty("errors").TryGetProperty("name", out _), problem.ToString());
        Assert.False(string.IsNullOrEmpty(problem.GetProperty("traceId").GetString()));
    }

    [Fact]
    public async Task Foreign_school_is_404_and_role_is_403_and_nobody_is_401()
    {
        await using var app = await MatApp.StartAsync(new SampleModule());
        var made = await (await app.As(Roles.Technician).PostAsJsonAsync("/api/sample/things", Body("a"))).ReadAsync<ThingView>();
        var path = $"/api/sample/things/{made.Id}";
        Assert.Equal(HttpStatusCode.OK, (await app.As(Roles.SchoolLead, School).GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await app.As(Roles.SchoolLead, Other).GetAsync(path)).StatusCode);
        Assert.Equal("auth.role", await (await app.As(Roles.Staff).GetAsync(path)).CodeAsync());
        Assert.Equal("auth.required", await (await app.Anonymous().GetAsync(path)).CodeAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.WithBearer("mat_nonsense").GetAsync(path)).StatusCode);

        // Technician of one school and staff of another: may change only where technician.
        var mixed = app.AsPerson(Guid.CreateVersion7(), "Mixed", "mixed@test.example",
            [new(Roles.Technician, [Other]), new(Roles.SchoolLead, [School])]);
        Assert.Equal(HttpStatusCode.OK, (await mixed.GetAsync(path)).StatusCode);
        mixed.DefaultRequestHeaders.TryAddWithoutValidation("If-Match", "*");
        Assert.Equal(HttpStatusCode.NotFound, (await mixed.PatchAsJsonAsync(path, new { name = "b" })).StatusCode);
    }

    [Fact]
    public async Task Api_token_does_only_what_its_scopes_say()
    {
        await using var app = await MatApp.StartAsync(new SampleModule());
        var reader = app.AsApiToken([new(Roles.Admin, null)], "sample.read");
        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync("/api/sample/things")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.PostAsJsonAsync("/api/sample/things", Body("a"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden,
            (await app.AsApiToken([new(Roles.Admin, null)], "tickets.write").GetAsync("/api/sample/things")).StatusCode);
    }

    [Fact]
    public async Task Stale_change_is_refused_and_a_fresh_one_has_a_new_tag()
    {
        await using var app = await MatApp.StartAsync(new SampleModule());
        var desk = app.As(Roles.Technician);
        var made = await desk.PostAsJsonAsync("/api/sample/things", Body("a"));
        var path = made.Headers.Location!.ToString();
        Assert.Equal("\"1\"", made.Headers.ETag!.Tag);
        Assert.Equal((HttpStatusCode)428, (await desk.PatchAsJsonAsync(path, new { name = "b" })).StatusCode);
        desk.DefaultRequestHeaders.TryAddWithoutValidation("If-Match", "\"1\"");
        var changed = await desk.PatchAsJsonAsync(path, new { name = "b" });
        Assert.Equal("\"2\"", changed.Headers.ETag!.Tag);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await desk.PatchAsJsonAsync(path, new { name = "c" })).StatusCode);

        var audit = await (await app.As(Roles.Admin).GetAsync("/api/sample/audit")).ReadJsonAsync();
        var last = audit.GetProperty("items")[0];
        Assert.Equal("changed", last.GetProperty("action").GetString());
        Assert.Equal("[\"a\",\"b\"]", last.GetProperty("changes").GetProperty("name").GetRawText());
        Assert.Equal("A technician", last.GetProperty("actor").GetString());
    }

    [Fact]
    public async Task Same_key_at_the_same_time_has_one_effect()
    {
        await using var app = await MatApp.StartAsync(new SampleModule());
        var desk = app.As(Roles.Technician);
        desk.DefaultRequestHeaders.Add("Idempotency-Key", "\"k-1\"");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => desk.PostAsJsonAsync("/api/sample/things", Body("a"))));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.Created, a.StatusCode));
        Assert.Single((await Task.WhenAll(answers.Select(a => a.Content.ReadAsStringAsync()))).Distinct());
        Assert.Single(answers.Select(a => a.Headers.Location!.ToString()).Distinct());
        Assert.Equal("idempotency.reused", await (await desk.PostAsJsonAsync("/api/sample/things", Body("b"))).CodeAsync());
        var list = await (await app.As(Roles.Admin).GetAsync("/api/sample/things")).ReadJsonAsync();
        Assert.Single(list.GetProperty("items").EnumerateArray());
        await Eventually.TrueAsync(() => app.Published<ReplayRequested>().Count == 1);
    }

    [Fact]
    public async Task Refused_request_may_use_its_key_again()
    {
        await using var app = await MatApp.StartAsync(new SampleModule());
        var desk = app.As(Roles.Technician);
        Assert.Equal(HttpStatusCode.Created, (await desk.PostAsJsonAsync("/api/sample/things", Body("a"))).StatusCode);
        desk.DefaultRequestHeaders.Add("Idempotency-Key", "k-2");
        Assert.Equal("conflict", await (await desk.PostAsJsonAsync("/api/sample/things", Body("a"))).CodeAsync());
        Assert.Equal(HttpStatusCode.Created, (await desk.PostAsJsonAsync("/api/sample/things", Body("z"))).StatusCode);
    }

    [Theory]
    [InlineData("createdAt")]
    [InlineData("-createdAt")]
    [InlineData("name")]
    [InlineData("-name")]
    [InlineData("colour")]
    public async Task Pages_hold_every_row_once_in_order(string sort)
    {
        await using var app = await MatApp.StartAsync(new SampleModule());
        var desk = app.As(Roles.Technician);
        foreach (var name in new[] { "delta", "alpha", "echo", "bravo", "charlie" })
            await desk.PostAsJsonAsync("/api/sample/things",
                new { name, colour = name.Length == 5 ? "green" : "dark_red", schoolId = School });
        var names = new List<string>();
        string? cursor = null;
        do
        {
            var page =
                await (await desk.GetAsync($"/api/sample/things?limit=2&sort={sort}&cursor={cursor}")).ReadAsync<Http.Page<ThingView>>();
            names.AddRange(page.Items.Select(i => i.Name));
            cursor = page.Next;
        }
        while (cursor is not null);
        string[] expected = sort switch
        {
            "createdAt" => ["delta", "alpha", "echo", "bravo", "charlie"],
            "-createdAt" => ["charlie", "bravo", "echo", "alpha", "delta"],
            "name" => ["alpha", "bravo", "charlie", "delta", "echo"],
            "-name" => ["echo", "delta", "charlie", "bravo", "alpha"],
            _ => ["echo", "charlie", "delta", "alpha", "bravo"],
        };
        Assert.Equal(expected, names);
    }

    [Fact]
    public async Task Message_delivered_again_and_at_once_has_one_effect()
    {
        await using var app = await MatApp.StartAsync(new SampleModule());
        var facts = new SchoolSnapshot(School, 1, "100001", "A school", "primary", true, [], [], CalendarSnapshot.Default);
        var id = Guid.CreateVersion7();
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => app.DeliverAsync(new SchoolChanged(facts), id)));
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => app.DeliverAsync(new SchoolChanged(facts))));
        await using var scope = app.Services.CreateAsyncScope();
        Assert.Equal(11, (await scope.ServiceProvider.GetRequiredService<SampleDb>().Sightings.SingleAsync()).Times);
    }
}
