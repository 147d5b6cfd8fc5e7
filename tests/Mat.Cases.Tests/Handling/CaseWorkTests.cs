using System.Net;
using System.Net.Http.Json;
using Mat.Cases.Data;
using Mat.Cases.Evidence;
using Mat.Cases.Handling;
using Mat.Cases.Playbooks;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Mat.Cases.Tests.CasesApp;

namespace Mat.Cases.Tests.Handling;

public sealed class CaseWorkTests
{
    private static async Task<IReadOnlyList<CaseTaskView>> TasksAsync(MatApp app, Guid id) =>
        (await (await app.Technician.GetAsync($"/api/cases/{id}/tasks?limit=250")).ReadAsync<Page<CaseTaskView>>()).Items;

    [Fact]
    public async Task Playbook_is_copied_once_and_its_tasks_are_the_case_s_own()
    {
        await using var app = await StartAsync();
        var opened = await app.OpenCaseAsync(new { title = "Lost laptop", type = "lost_device", schoolIds = new[] { Oak } });
        Assert.Equal(5,
            (await (await app.Technician.GetAsync("/api/cases/playbooks")).ReadAsync<List<Playbook>>()).Count(p => p.Steps.Count > 0));
        Assert.Equal(HttpStatusCode.OK, (await app.OnCaseAsync(opened.Id, "playbook", new { })).StatusCode);
        Assert.Equal("playbook.started", await (await app.OnCaseAsync(opened.Id, "playbook", new { })).CodeAsync());
        Assert.Equal(HttpStatusCode.Created,
            (await app.OnCaseAsync(opened.Id, "tasks", new { title = "Ring the bus company" })).StatusCode);
        var tasks = await TasksAsync(app, opened.Id);
        Assert.Equal(("Ring the bus company", null), (tasks[^1].Title, tasks[^1].Playbook));
        Assert.True(tasks[0].DueAt > opened.OpenedAt && tasks.Select(t => t.Position).SequenceEqual(tasks.Select(t => t.Position).Order()));

        var done = await PatchAsync(tasks[0], new { done = true, title = "Lock it now" });
        var view = await done.ReadAsync<CaseTaskView>();
        Assert.Equal(("Lock it now", "A technician", true), (view.Title, view.DoneBy, view.DoneAt is not null));
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await PatchAsync(tasks[0], new { done = false })).StatusCode);
        var cleared =
            await (await PatchAsync(view, new { dueAt = (DateTimeOffset?)null, detail = (string?)null })).ReadAsync<CaseTaskView>();
        Assert.Equal(("Lock it now", null, null, true), (cleared.Title, cleared.DueAt, cleared.Detail, cleared.DoneAt is not null));
        Assert.Equal(HttpStatusCode.NoContent,
            (await app.Technician.DeleteAsync($"/api/cases/{opened.Id}/tasks/{tasks[1].Id}")).StatusCode);
        Assert.Equal(tasks.Count - 1, (await TasksAsync(app, opened.Id)).Count);
        var other = await app.OpenCaseAsync(new { title = "Another", type = "other", schoolIds = new[] { Oak } });
        Assert.Equal(HttpStatusCode.NotFound, (await app.Technician.DeleteAsync($"/api/cases/{other.Id}/tasks/{tasks[0].Id}")).StatusCode);
        Assert.Equal("playbook.none", await (await app.OnCaseAsync(other.Id, "playbook", new { })).CodeAsync());

        async Task<HttpResponseMessage> PatchAsync(CaseTaskView seen, object body)
        {
            using var request = new HttpRequestMessage(HttpMethod.Patch,
                $"/api/cases/{opened.Id}/tasks/{seen.Id}")
            { Content = JsonContent.Create(body, options: Json.Options) };
            request.Headers.TryAddWithoutValidation("If-Match", $"\"{seen.Version}\"");
            return await app.Technician.SendAsync(request);
        }
    }

    [Fact]
    public async Task Trust_s_own_steps_stand_in_place_of_Mat_s_until_they_are_taken_back()
    {
        await using var app = await StartAsync();
        var (near, phishing) = ("/api/cases/playbooks/near_miss", "/api/cases/playbooks/phishing");
        var manager = app.As(Roles.Manager);
        var before = await app.OpenCaseAsync(new { title = "Before", type = "phishing", schoolIds = new[] { Oak } });
        await app.OnCaseAsync(before.Id, "playbook", new { });
        var mats = await TasksAsync(app, before.Id);

        var steps = new[] { new { title = " Ring the office ", detail = "Extension 12.", dueHours = 1 },
            new { title = "Block the sender", detail = "", dueHours = 4 } };
        Assert.Equal(HttpStatusCode.PreconditionRequired, (await manager.PutAsJsonAsync(phishing, new { steps }, Json.Options)).StatusCode);
        var written = await (await PutAsync(manager, phishing, 0, new { steps })).ReadAsync<Playbook>();
        Assert.Equal((true, 1, "Phishing", "Ring the office"), (written.Own, written.Version, written.Name, written.Steps[0].Title));
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await PutAsync(manager, phishing, 0, new { steps })).StatusCode);
        Assert.Equal(["Ring the office", "Block the sender"],
            (await (await manager.GetAsync(phishing)).ReadAsync<Playbook>()).Steps.Select(s => s.Title));

        // Cases before it keep theirs, cases after it get the new ones.
        Assert.Equal(mats.Select(t => t.Title), (await TasksAsync(app, before.Id)).Select(t => t.Title));
        var after = await app.OpenCaseAsync(new { title = "After", type = "phishing", schoolIds = new[] { Oak } });
        await app.OnCaseAsync(after.Id, "playbook", new { });
        var tasks = await TasksAsync(app, after.Id);
        Assert.Equal(["Ring the office", "Block the sender"], tasks.Select(t => t.Title));
        Assert.Equal(3, (tasks[1].DueAt!.Value - tasks[0].DueAt!.Value).TotalHours);

        // What has no playbook of Mat's gets one.
        Assert.Empty((await (await manager.GetAsync(near)).ReadAsync<Playbook>()).Steps);
        Assert.Equal(HttpStatusCode.OK, (await PutAsync(manager, near, 0, new { steps })).StatusCode);
        var missed = await app.OpenCaseAsync(new { title = "Nearly", type = "near_miss", schoolIds = new[] { Oak } });
        Assert.Equal(HttpStatusCode.OK, (await app.OnCaseAsync(missed.Id, "playbook", new { })).StatusCode);

        Assert.Equal(HttpStatusCode.NoContent, (await manager.DeleteAsync(phishing)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await manager.DeleteAsync(phishing)).StatusCode);
        var back = await (await manager.GetAsync(phishing)).ReadAsync<Playbook>();
        Assert.Equal((false, 2, mats.Count), (back.Own, back.Version, back.Steps.Count));

        // Who had opened the first of the trust's own when they were taken back and written anew does not write over them.
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await PutAsync(manager, phishing, 0, new { steps })).StatusCode);
        Assert.Equal(3, (await (await PutAsync(manager, phishing, 2, new { steps })).ReadAsync<Playbook>()).Version);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await PutAsync(manager, phishing, 1, new { steps })).StatusCode);
    }

    [Fact]
    public async Task Playbook_is_changed_for_the_whole_trust_by_its_managers_alone_and_checked_first()
    {
        await using var app = await StartAsync();
        var (manager, path) = (app.As(Roles.Manager), "/api/cases/playbooks/phishing");
        var one = new { title = "Ring the office", detail = "", dueHours = 1 };
        Assert.Equal(HttpStatusCode.Forbidden, (await PutAsync(app.Technician, path, 0, new { steps = new[] { one } })).StatusCode);
        Assert.Equal("playbook.trust",
            await (await PutAsync(app.As(Roles.Manager, Oak), path, 0, new { steps = new[] { one } })).CodeAsync());
        Assert.Equal("playbook.trust", await (await app.As(Roles.Manager, Oak).DeleteAsync(path)).CodeAsync());
        foreach (var bad in (object[])[new { steps = Array.Empty<object>() }, new { steps = new[] { one with { title = "x" } } },
            new { steps = new[] { one with { dueHours = -1 } } },
            new { steps = Enumerable.Repeat(one, 51) }])
            Assert.Equal(HttpStatusCode.BadRequest, (await PutAsync(manager, path, 0, bad)).StatusCode);
        foreach (var none in (string[])["Phishing", "0", "no_such"])
            Assert.Equal(HttpStatusCode.NotFound,
                (await PutAsync(manager, $"/api/cases/playbooks/{none}", 0, new { steps = new[] { one } })).StatusCode);
        Assert.False((await (await manager.GetAsync(path)).ReadAsync<Playbook>()).Own);
    }

    private static async Task<HttpResponseMessage> PutAsync(HttpClient client, string path, int version, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = JsonContent.Create(body, options: Json.Options) };
        request.Headers.TryAddWithoutValidation("If-Match", $"\"{version}\"");
        return await client.SendAsync(request);
    }

    [Fact]
    public async Task Indicators_and_findings_are_once_and_hidden_from_the_other_school()
    {
        await using var app = await StartAsync();
        var opened = await app.OpenCaseAsync(new { title = "Wave", type = "phishing", schoolIds = new[] { Oak, Elm } });
        foreach (var value in new[] { "hxxps://Bad[.]example/x", "https://bad.example/x" })
            Assert.Equal(HttpStatusCode.Created, (await app.OnCaseAsync(opened.Id, "indicators", new { type = "url", value })).StatusCode);
        await app.OnCaseAsync(opened.Id, "indicators", new { type = "email", value = "Head@Elm.example", schoolId = Elm });
        await app.OnCaseAsync(opened.Id, "findings", new { text = "The head clicked", schoolId = Elm });
        await app.OnCaseAsync(opened.Id, "findings", new { text = "Three clicked", schoolId = Oak });
        var all = (await (await app.Technician.GetAsync($"/api/cases/{opened.Id}/indicators")).ReadAsync<Page<CaseIndicatorView>>()).Items;
        Assert.Equal(["https://bad.example/x", "head@elm.example"], all.Select(i => i.Value));
        var lead = app.As(Roles.SchoolLead, Oak);
        Assert.Empty((await (await lead.GetAsync($"/api/cases/{opened.Id}/indicators")).ReadAsync<Page<CaseIndicatorView>>()).Items);
        Assert.Equal("Three clicked",
            Assert.Single((await (await lead.GetAsync($"/api/cases/{opened.Id}/findings")).ReadAsync<Page<CaseFindingView>>()).Items).Text);
        Assert.Equal("case.school",
            await (await app.OnCaseAsync(opened.Id, "findings", new { text = "xy" }, app.As(Roles.Technician, Oak))).CodeAsync());
    }

    [Fact]
    public async Task What_was_attached_by_mistake_is_withdrawn_with_a_reason_and_stays()
    {
        await using var app = await StartAsync();
        var opened = await app.OpenCaseAsync(new { title = "Wave", type = "phishing", schoolIds = new[] { Oak, Elm } });
        var indicator =
            await (await app.OnCaseAsync(opened.Id, "indicators",
                new { type = "email", value = "head@elm.example", schoolId = Elm })).ReadAsync<CaseIndicatorView>();
        var finding =
            await (await app.OnCaseAsync(opened.Id, "findings",
                new { text = "The head clicked", schoolId = Elm })).ReadAsync<CaseFindingView>();
        var (mark, found) = ($"indicators/{indicator.Id}/withdraw", $"findings/{finding.Id}/withdraw");
        Assert.Equal(HttpStatusCode.BadRequest, (await app.OnCaseAsync(opened.Id, mark, new { why = "" })).StatusCode);
        // Who sees another school of the case alone does not know that it is there.
        foreach (var path in (string[])[mark, found])
        {
            Assert.Equal(HttpStatusCode.NotFound,
                (await app.OnCaseAsync(opened.Id, path, new { why = "not mine" }, app.As(Roles.Technician, Oak))).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden,
                (await app.OnCaseAsync(opened.Id, path, new { why = "reader" }, app.As(Roles.SchoolLead, Elm))).StatusCode);
        }
        Assert.Equal("Our own head",
            (await (await app.OnCaseAsync(opened.Id, mark, new { why = "Our own head" })).ReadAsync<CaseIndicatorView>()).WithdrawnWhy);
        Assert.NotNull(
            (await (await app.OnCaseAsync(opened.Id, found, new { why = "It was a test" },
                app.As(Roles.Technician, Elm))).ReadAsync<CaseFindingView>()).WithdrawnAt);
        Assert.Equal("indicator.withdrawn", await (await app.OnCaseAsync(opened.Id, mark, new { why = "again" })).CodeAsync());
        Assert.Equal("finding.withdrawn", await (await app.OnCaseAsync(opened.Id, found, new { why = "again" })).CodeAsync());
        var lines = (await app.TimelineAsync(opened.Id)).Select(e => e.Text).ToList();
        Assert.Contains("Indicator: email head@elm.example", lines);
        Assert.Contains("Indicator withdrawn: email head@elm.example (Our own head)", lines);
        Assert.Contains("Finding withdrawn: The head clicked (It was a test)", lines);
        // It may come back, as another one.
        var again =
            await (await app.OnCaseAsync(opened.Id, "indicators",
                new { type = "email", value = "head@elm.example", schoolId = Elm })).ReadAsync<CaseIndicatorView>();
        Assert.NotEqual(indicator.Id, again.Id);
        Assert.Equal(2,
            (await (await app.Technician.GetAsync($"/api/cases/{opened.Id}/indicators")).ReadAsync<Page<CaseIndicatorView>>()).Items.Count);
    }

    [Fact]
    public async Task Evidence_keeps_its_hash_and_who_had_it_and_is_not_handed_out_changed()
    {
        await using var app = await StartAsync();
        var opened = await app.OpenCaseAsync(new { title = "Wave", type = "phishing", schoolIds = new[] { Oak, Elm } });
        var text = new string('x', 700_000);
        var added = await (await app.EvidenceAsync(opened.Id, "../mail.eml", text)).ReadAsync<EvidenceView>();
        Assert.Equal(("mail.eml", 700_000), (added.FileName, added.Size));
        Assert.Equal(added.Id, (await (await app.EvidenceAsync(opened.Id, "mail.eml", text)).ReadAsync<EvidenceView>()).Id);
        Assert.Equal("evidence.empty", await (await app.EvidenceAsync(opened.Id, "x", "")).CodeAsync());
        Assert.Equal("evidence.name", await (await app.EvidenceAsync(opened.Id, "..", "x")).CodeAsync());

        var path = $"/api/cases/{opened.Id}/evidence/{added.Id}";
        var fetched = await app.Manager.GetAsync(path);
        Assert.Equal(text, await fetched.Content.ReadAsStringAsync());
        Assert.Equal(("attachment", added.Sha256),
            (fetched.Content.Headers.ContentDisposition!.DispositionType, fetched.Headers.GetValues("X-Content-SHA256").Single()));
        Assert.Equal(HttpStatusCode.NotFound, (await app.As(Roles.Technician, Oak).GetAsync(path)).StatusCode);

        await using (var scope = app.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<CasesDb>();
            await db.InTransactionAsync(ct => db.EvidenceChunks.Where(c => c.Position == 1)
                .ExecuteUpdateAsync(s => s.SetProperty(c => c.Content, new byte[] { 1 }), ct), CancellationToken.None);
        }
        Assert.Equal("evidence.changed", await (await app.Technician.GetAsync(path)).CodeAsync());
        var custody =
            (await (await app.Technician.GetAsync(
                $"/api/cases/{opened.Id}/evidence")).ReadAsync<Page<EvidenceView>>()).Items.Single().Custody;
        Assert.Equal([(CustodyStep.Added, "A technician"), (CustodyStep.Fetched, "A manager"), (CustodyStep.FoundChanged, "A technician")],
            custody.Select(c => (c.Step, c.ActorName)));
        Assert.NotEqual(added.Sha256, custody[2].Sha256);
    }

    [Fact]
    public async Task Figures_are_of_the_cases_that_the_caller_sees()
    {
        await using var app = await StartAsync();
        var oak = await app.OpenCaseAsync(new { title = "One", type = "phishing", schoolIds = new[] { Oak } });
        await app.OpenCaseAsync(new { title = "Two", type = "other", schoolIds = new[] { Elm }, occurredAt = Start });
        await app.OnCaseAsync(oak.Id, "status", new { status = "resolved" });
        var all = await (await app.Technician.GetAsync("/api/cases/figures")).ReadAsync<CaseFiguresView>();
        Assert.Equal((2, 1, 1, 1, 1), (all.Cases, all.Open, all.ByType["phishing"], all.Resolve.Count, all.Detect.Count));
        Assert.InRange(all.Detect.Median!.Value, 3600, 4200);
        Assert.Equal(1, (await (await app.As(Roles.SchoolLead, Elm).GetAsync("/api/cases/figures")).ReadAsync<CaseFiguresView>()).Cases);
        Assert.Equal(HttpStatusCode.NotFound,
            (await app.As(Roles.SchoolLead, Elm).GetAsync($"/api/cases/figures?schoolId={Oak}")).StatusCode);
    }
}
