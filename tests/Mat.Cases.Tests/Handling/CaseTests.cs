using System.Net;
using System.Net.Http.Json;
using Mat.Cases.Handling;
using Mat.Cases.Records;
using Mat.Contracts.Alerts;
using Mat.Contracts.Cases;
using Mat.Contracts.Trust;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Testing;
using static Mat.Cases.Tests.CasesApp;

namespace Mat.Cases.Tests.Handling;

public sealed class CaseTests
{
    [Fact]
    public async Task Case_has_a_reference_and_takes_severity_schools_and_times_from_its_alerts()
    {
        await using var app = await StartAsync();
        var first = await app.AlertAsync(Oak, second: -3600);
        var second = await app.AlertAsync(Oak, "critical", second: 1);
        var opened = await app.OpenCaseAsync(new { title = "Files are renamed", type = "ransomware", alertIds = new[] { first, second } });
        Assert.Equal(("C-1001", Severity.Critical, CaseStatus.Open, 2, 0),
            (opened.Reference, opened.Severity, opened.Status, opened.Alerts, opened.OtherSchools));
        Assert.Equal(("Oak", Oak), (opened.Schools.Single().Name, opened.Schools.Single().Id));
        Assert.Equal(Start.AddSeconds(-3600).ToUnixTimeSeconds(), opened.OccurredAt!.Value.ToUnixTimeSeconds());
        // The start of time is an hour before the suite's, however long it has been running.
        var longest = (app.Clock.GetUtcNow() - Start).TotalSeconds + 3600;
        Assert.True(opened.DetectedAt < opened.OpenedAt && opened.Kpis.Detect is { } detect && detect > 7000 && detect <= longest,
            $"{opened.Kpis}");
        Assert.Equal("C-1002", (await app.OpenCaseAsync(new { title = "Second", type = "other" })).Reference);

        var told = await app.PublishedAsync<CaseOpened>(c => c.Case.Reference == "C-1001");
        Assert.Equal((Oak, "critical", "ransomware", 1),
            (told.Case.Schools.Single(), told.Case.Severity, told.Case.Type, told.Case.Version));
        Assert.Equal(opened.Id, (await app.CaseAsync("C-1001")).Id);
        Assert.Equal(opened.Id, Assert.Single(await app.ListCasesAsync($"?alertId={second}")).Id);
        Assert.Equal("alert.in_case",
            await (await app.Technician.PostAsJsonAsync("/api/cases", new { title = "Again", type = "other", alertIds = new[] { first } },
                Json.Options)).CodeAsync());
    }

    [Fact]
    public async Task Person_of_a_school_sees_the_case_without_the_other_school_s_details()
    {
        await using var app = await StartAsync();
        var oak = await app.AlertAsync(Oak);
        var elm = await app.AlertAsync(Elm);
        var opened = await app.OpenCaseAsync(
            new { title = "Phishing wave", summary = "Elm's head clicked", type = "phishing", alertIds = new[] { oak, elm } });
        await app.OnCaseAsync(opened.Id, "notes", new { text = "Elm rang", schoolId = Elm });
        await app.OnCaseAsync(opened.Id, "notes", new { text = "Oak rang", schoolId = Oak });
        await app.OnCaseAsync(opened.Id, "notes", new { text = "About both" });

        var lead = app.As(Roles.SchoolLead, Oak);
        var seen = await app.CaseAsync("C-1001", lead);
        Assert.Equal((null, 1, 1, "Oak"), (seen.Summary, seen.OtherSchools, seen.Alerts, seen.Schools.Single().Name));
        Assert.Equal(oak,
            Assert.Single((await (await lead.GetAsync($"/api/cases/{opened.Id}/alerts")).ReadAsync<Page<CaseAlertView>>()).Items).Id);
        var timeline = await app.TimelineAsync(opened.Id, lead);
        Assert.All(timeline, e => Assert.Equal(Oak, e.SchoolId));
        Assert.Contains(timeline, e => e.Text == "Oak rang");
        Assert.Empty(await app.ListCasesAsync($"?schoolId={Elm}", lead));
        Assert.Empty(await app.ListCasesAsync($"?alertId={elm}", lead));

        var technician = app.As(Roles.Technician, Oak);
        Assert.Equal("case.partial", await (await app.OnCaseAsync(opened.Id, "status", new { status = "closed" }, technician)).CodeAsync());
        Assert.Equal("case.school", await (await app.OnCaseAsync(opened.Id, "notes", new { text = "x" }, technician)).CodeAsync());
        Assert.Equal("case.school",
            await (await app.OnCaseAsync(opened.Id, "notes", new { text = "x", schoolId = Elm }, technician)).CodeAsync());
        Assert.Equal(HttpStatusCode.OK,
            (await app.OnCaseAsync(opened.Id, "notes", new { text = "x", schoolId = Oak }, technician)).StatusCode);

        var ash = app.As(Roles.Technician, Guid.CreateVersion7());
        Assert.Empty(await app.ListCasesAsync(client: ash));
        foreach (var part in new[] { "", "/timeline", "/alerts" })
            Assert.Equal(HttpStatusCode.NotFound, (await ash.GetAsync($"/api/cases/{opened.Id}{part}")).StatusCode);
        Assert.Equal("school.unknown",
            await (await technician.PostAsJsonAsync("/api/cases", new { title = "Mine", type = "other", schoolIds = new[] { Elm } },
                Json.Options)).CodeAsync());
        Assert.Equal("case.school",
            await (await technician.PostAsJsonAsync("/api/cases", new { title = "Mine", type = "other" }, Json.Options)).CodeAsync());
        Assert.Equal(HttpStatusCode.Forbidden,
            (await lead.PostAsJsonAsync("/api/cases", new { title = "Mine", type = "other", schoolIds = new[] { Oak } },
                Json.Options)).StatusCode);
    }

    [Fact]
    public async Task Status_moves_on_and_back_and_the_times_follow()
    {
        await using var app = await StartAsync();
        var opened = await app.OpenCaseAsync(new { title = "Lost laptop", type = "lost_device", schoolIds = new[] { Oak } });
        Assert.Null(opened.Kpis.Acknowledge);
        app.Clock.Advance(TimeSpan.FromHours(2));
        var later = app.As(Roles.Technician);
        var resolved =
            await (await app.OnCaseAsync(opened.Id, "status", new { status = "resolved", note = "found" }, later)).ReadAsync<CaseView>();
        Assert.True(resolved is { Status: CaseStatus.Resolved, Kpis: { Contain: >= 7200, Resolve: >= 7200, Acknowledge: >= 7200 } },
            $"{resolved}");
        Assert.Equal("case.status", await (await app.OnCaseAsync(opened.Id, "status", new { status = "resolved" }, later)).CodeAsync());
        var reopened = await (await app.OnCaseAsync(opened.Id, "status", new { status = "open" }, later)).ReadAsync<CaseView>();
        Assert.Equal((null, null), (reopened.ContainedAt, reopened.ResolvedAt));
        Assert.Equal(2, (await app.TimelineAsync(opened.Id, later)).Count(e => e.Kind == CaseEntryKind.Status));
        await app.PublishedAsync<CaseChanged>(c => c is { What: "status", Case.Status: "resolved" });
    }

    [Fact]
    public async Task Change_needs_the_version_that_was_read_and_is_in_the_timeline_and_the_audit_log()
    {
        await using var app = await StartAsync();
        var opened = await app.OpenCaseAsync(new { title = "Odd mail", type = "phishing", schoolIds = new[] { Oak } });
        Assert.Equal(HttpStatusCode.PreconditionRequired,
            (await app.Technician.PatchAsJsonAsync($"/api/cases/{opened.Id}", new { title = "Odder mail" }, Json.Options)).StatusCode);
        var changed = await app.PatchCaseAsync(opened, new { title = "Odder mail", severity = "high", addSchoolIds = new[] { Elm } });
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        var view = await changed.ReadAsync<CaseView>();
        Assert.Equal(("Odder mail", Severity.High, 2, opened.Version + 1), (view.Title, view.Severity, view.Schools.Count, view.Version));
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await app.PatchCaseAsync(opened, new { title = "Late" })).StatusCode);
        Assert.Contains(await app.TimelineAsync(opened.Id),
            e => e.Text.Contains("Odd mail → Odder mail", StringComparison.Ordinal) && e.ActorName == "A technician");
        Assert.Contains("Odder mail",
            await (await app.As(Roles.Admin).GetAsync($"/api/cases/audit?subjectId={opened.Id}")).Content.ReadAsStringAsync(),
            StringComparison.Ordinal);

        var person = Guid.CreateVersion7();
        Assert.Equal("person.unknown", await (await app.OnCaseAsync(opened.Id, "owner", new { ownerId = person })).CodeAsync());
        await app.DeliverAsync(new PersonChanged(new(person, 1, "Tess", "t@test.example", true, null, [])));
        Assert.Equal("Tess", (await (await app.OnCaseAsync(opened.Id, "owner", new { ownerId = person })).ReadAsync<CaseView>()).OwnerName);
    }

    [Fact]
    public async Task Merge_moves_alerts_and_schools_and_a_wrong_one_is_taken_back()
    {
        await using var app = await StartAsync();
        Guid[] ids = [await app.AlertAsync(Oak), await app.AlertAsync(Oak)];
        var from = await app.OpenCaseAsync(new { title = "First", type = "other", alertIds = new[] { ids[0] } });
        var into = await app.OpenCaseAsync(new { title = "Second", type = "other", schoolIds = new[] { Elm } });
        Assert.Equal(1, (await (await app.OnCaseAsync(into.Id, "link", new { alertIds = new[] { ids[1] } })).ReadAsync<CaseView>()).Alerts);
        Assert.Equal("case.into", await (await app.OnCaseAsync(from.Id, "merge", new { intoId = from.Id })).CodeAsync());

        var merged = await (await app.OnCaseAsync(from.Id, "merge", new { intoId = into.Id, why = "same mail" })).ReadAsync<CaseView>();
        Assert.Equal((into.Id, 2, 2), (merged.Id, merged.Alerts, merged.Schools.Count));
        var gone = await app.CaseAsync(from.Id.ToString());
        Assert.Equal((CaseStatus.Closed, into.Id, "C-1002", 0), (gone.Status, gone.MergedIntoId, gone.MergedInto, gone.Alerts));
        Assert.Equal("case.merged", await (await app.OnCaseAsync(from.Id, "status", new { status = "open" })).CodeAsync());

        var back = await (await app.OnCaseAsync(from.Id, "unmerge", new { why = "another mail" })).ReadAsync<CaseView>();
        Assert.Equal((CaseStatus.Open, 1, null), (back.Status, back.Alerts, back.MergedIntoId));
        Assert.Equal(ids[1],
            Assert.Single(
                (await (await app.Technician.GetAsync($"/api/cases/{into.Id}/alerts")).ReadAsync<Page<CaseAlertView>>()).Items).Id);
        Assert.Equal(2, (await app.TimelineAsync(into.Id)).Count(e => e.Kind == CaseEntryKind.Merged));

        Assert.Equal(HttpStatusCode.OK, (await app.OnCaseAsync(into.Id, "unlink", new { alertId = ids[1], why = "noise" })).StatusCode);
        Assert.Equal("alert.unknown", await (await app.OnCaseAsync(into.Id, "unlink", new { alertId = ids[1] })).CodeAsync());
    }

    [Fact]
    public async Task Many_notes_at_once_all_get_in()
    {
        await using var app = await StartAsync();
        var opened = await app.OpenCaseAsync(new { title = "Busy", type = "other" });
        var answers = await Task.WhenAll(Enumerable.Range(0, 12)
            .Select(n => app.OnCaseAsync(opened.Id, "notes", new { text = $"Note {n}" })));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
        Assert.Equal(12, (await app.TimelineAsync(opened.Id)).Count(e => e.Kind == CaseEntryKind.Note));
        Assert.Equal(13, (await app.CaseAsync("C-1001")).Version);
        Assert.Equal(HttpStatusCode.BadRequest, (await app.Technician.GetAsync("/api/cases?status=1")).StatusCode);
        Assert.Equal(opened.Id, Assert.Single(await app.ListCasesAsync("?status=active&type=other,phishing&q=c-1001")).Id);
    }
}
