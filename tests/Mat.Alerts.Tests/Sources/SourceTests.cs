using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Mat.Alerts.Rules;
using Mat.Alerts.Sources;
using Mat.Contracts.Alerts;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Testing;
using static Mat.Alerts.Tests.AlertsApp;

namespace Mat.Alerts.Tests.Sources;

public sealed class SourceTests
{
    [Fact]
    public async Task Generic_source_without_declared_identity_is_refused()
    {
        await using var app = await StartAsync();
        foreach (var body in new object[]
        {
            new { name = "x", kind = "generic" },
            new { name = "x", kind = "generic", identity = Array.Empty<string>() },
            new { name = "x", kind = "generic", identity = new[] { "host" } },
            new { name = "x", kind = "generic", identity = new[] { "/host" }, mapping = new { title = "title" } },
            new { name = "x", kind = "wazuh", mapping = new { title = "/title" } },
            new { name = "x", kind = "wazuh", schoolId = Elm },
        })
        {
            var manager = JsonSerializer.Serialize(body).Contains("schoolId", StringComparison.Ordinal) ? app.App.As(Roles.Manager, Oak)
                : app.Manager;
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await manager.PostAsJsonAsync("/api/alerts/sources", body)).StatusCode);
        }
        Assert.Equal(HttpStatusCode.BadRequest,
            (await app.Manager.PostAsJsonAsync("/api/alerts/sources", new { kind = "wazuh" })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest,
            (await app.Manager.PostAsJsonAsync("/api/alerts/sources", new { name = "x", kind = "splunk" })).StatusCode);
    }

    [Fact]
    public async Task Token_is_shown_once_and_never_again()
    {
        await using var app = await StartAsync();
        var source = await app.SourceAsync();
        Assert.StartsWith("mata_", source.Token, StringComparison.Ordinal);
        Assert.Equal($"/api/alerts/ingest/{source.View.Id}", source.View.IngestPath);
        foreach (var path in new[] { "/api/alerts/sources", $"/api/alerts/sources/{source.View.Id}", "/api/alerts/audit" })
        {
            var text = await (await app.App.As(Roles.Admin).GetAsync(path)).Content.ReadAsStringAsync();
            Assert.DoesNotContain(source.Token, text, StringComparison.Ordinal);
            Assert.DoesNotContain(Tokens.Hash(source.Token), text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Change_needs_the_version_that_was_read()
    {
        await using var app = await StartAsync();
        var source = await app.SourceAsync(SourceKind.Generic);
        async Task<HttpResponseMessage> PatchAsync(string? etag, object body)
        {
            var request = new HttpRequestMessage(HttpMethod.Patch,
                $"/api/alerts/sources/{source.View.Id}")
            { Content = JsonContent.Create(body) };
            if (etag is not null)
                request.Headers.IfMatch.Add(new EntityTagHeaderValue(etag));
            return await app.Manager.SendAsync(request);
        }
        Assert.Equal(HttpStatusCode.PreconditionRequired, (await PatchAsync(null, new { name = "new" })).StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await PatchAsync("\"9\"", new { name = "new" })).StatusCode);
        var changed = await (await PatchAsync("\"1\"", new { name = "new", schoolId = Elm })).ReadAsync<SourceView>();
        Assert.Equal(("new", Elm, 2, "/device"), (changed.Name, changed.SchoolId, changed.Version, changed.Mapping!.Host));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PatchAsync("\"2\"", new { identity = Array.Empty<string>() })).StatusCode);
        await source.SendAsync(Event("unheard-of", "down"));
        Assert.Equal(Elm, (await app.ListAsync())[0].SchoolId);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PatchAsync("\"2\"", new { identity = (string[]?)null })).StatusCode);
        var whole = await (await PatchAsync("\"2\"", new { schoolId = (Guid?)null })).ReadAsync<SourceView>();
        Assert.Equal(("new", null, "/device"), (whole.Name, whole.SchoolId, whole.Mapping!.Host));
    }

    [Fact]
    public async Task Mapping_can_be_tried_on_a_sample_before_it_is_saved()
    {
        await using var app = await StartAsync();
        object Ask(object sample) =>
            new { kind = "generic", identity = new[] { "/sensor/id", "/device" }, mapping = Fixtures.Prtg, sample };
        foreach (var sample in new object[] { JsonDocument.Parse(Fixtures.Bytes("generic.json")).RootElement,
            Fixtures.Text("generic.json") })
        {
            var preview =
                await (await app.Manager.PostAsJsonAsync("/api/alerts/sources/preview", Ask(sample),
                    Json.Options)).ReadAsync<PreviewView>();
            Assert.Equal(2, preview.Items.Count);
            Assert.Equal((2004, 200401, 5, "oak-sw-1"),
                (preview.Items[0].ClassUid, preview.Items[0].TypeUid, preview.Items[0].SeverityId, preview.Items[0].Hosts[0]));
            Assert.Equal((200403, 4, true), (preview.Items[1].TypeUid, preview.Items[1].StatusId, preview.Items[1].Resolves));
        }
        Assert.Equal("alert.shape",
            await (await app.Manager.PostAsJsonAsync("/api/alerts/sources/preview", Ask(new { nothing = 1 }), Json.Options)).CodeAsync());
        Assert.Equal("json.invalid",
            await (await app.Manager.PostAsJsonAsync("/api/alerts/sources/preview", Ask("no json"), Json.Options)).CodeAsync());
        Assert.Empty(await app.ListAsync());
    }

    [Fact]
    public async Task Rules_are_data_in_an_order_and_one_is_there_from_the_start()
    {
        await using var app = await StartAsync();
        async Task<IReadOnlyList<RuleView>> RulesAsync() =>
            (await (await app.Manager.GetAsync("/api/alerts/rules")).ReadAsync<Page<RuleView>>()).Items;
        var seeded = Assert.Single(await RulesAsync());
        Assert.Equal((Severity.High, true), (seeded.Match.MinSeverity, seeded.Action.OpenTicket));

        var made = await app.Manager.PostAsJsonAsync("/api/alerts/rules", new
        {
            name = "Ransomware",
            position = 1,
            match = new { titleContains = "rule 777" },
            action = new
            {
                openTicket = true,
                impact = "high",
                urgency = "high",
                escalateArea = "cyber_security",
                setSeverity = "critical",
                stop = true
            },
        });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var rule = await made.ReadAsync<RuleView>();
        Assert.Equal(["Ransomware", seeded.Name], (await RulesAsync()).Select(r => r.Name));
        var source = await app.SourceAsync();
        await source.SendAsync(Wazuh(1, level: 3, rule: "777"));
        var raised = await app.App.PublishedAsync<Mat.Contracts.Alerts.AlertRaised>(r => r.Ticket is not null);
        Assert.Equal(("Ransomware", "cyber_security", "critical"),
            (raised.Ticket!.RuleName, raised.Ticket.EscalateArea, raised.Alert.Severity));

        var patch = new HttpRequestMessage(HttpMethod.Patch,
            $"/api/alerts/rules/{rule.Id}")
        { Content = JsonContent.Create(new { enabled = false }) };
        patch.Headers.IfMatch.Add(new EntityTagHeaderValue("\"1\""));
        Assert.False((await (await app.Manager.SendAsync(patch)).ReadAsync<RuleView>()).Enabled);
        Assert.Equal(HttpStatusCode.NoContent, (await app.Manager.DeleteAsync($"/api/alerts/rules/{rule.Id}")).StatusCode);
        Assert.Single(await RulesAsync());
        Assert.Equal(HttpStatusCode.UnprocessableEntity,
            (await app.Manager.PostAsJsonAsync("/api/alerts/rules",
                new { name = "x", action = new { escalateArea = "network" } })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden,
            (await app.App.As(Roles.Manager, Oak).PostAsJsonAsync("/api/alerts/rules", new { name = "x" })).StatusCode);
    }

    [Fact]
    public async Task Api_is_described()
    {
        await using var app = await StartAsync();
        var response = await app.App.Anonymous().GetAsync("/openapi/alerts.json");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var paths = (await response.ReadJsonAsync()).GetProperty("paths").EnumerateObject().Select(p => p.Name).ToList();
        Assert.Contains("/api/alerts/ingest/{sourceId}", paths);
        Assert.Contains("/api/alerts/{id}/assign", paths);
        Assert.Contains("/api/alerts/sources/preview", paths);
    }

    [Fact]
    public async Task Person_s_click_and_a_storm_at_the_same_moment_do_not_fail_each_other()
    {
        await using var app = await StartAsync();
        var source = await app.SourceAsync();
        var id = (await source.SendAsync(Wazuh(0))).Results[0].AlertId!.Value;
        var posts = Enumerable.Range(1, 30).Select(n => source.PostAsync(Wazuh(n))).ToList();
        var clicks = new[] { app.ActAsync(id, "acknowledge", new { note = "mine" }), app.ActAsync(id, "assign", new { schoolId = Elm }) };
        Assert.All(await Task.WhenAll(posts), p => Assert.Equal(HttpStatusCode.Accepted, p.StatusCode));
        Assert.All(await Task.WhenAll(clicks), c => Assert.Equal(HttpStatusCode.OK, c.StatusCode));
        var alert = await app.GetAsync(id);
        Assert.Equal((31L, "mine", Elm), (alert.Count, alert.Note, alert.SchoolId));
    }
}
