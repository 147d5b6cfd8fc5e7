using System.Net;
using Mat.Cases.Handling;
using Mat.Cases.Obligations;
using Mat.Cases.Records;
using Mat.Contracts.Cases;
using Mat.Contracts.Standards;
using Mat.Platform.Auth;
using Mat.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using static Mat.Cases.Tests.CasesApp;

namespace Mat.Cases.Tests.Obligations;

public sealed class ObligationTests
{
    private static async Task<CaseObligationsView> ObligationsAsync(MatApp app, Guid id) =>
        await (await app.Technician.GetAsync($"/api/cases/{id}/obligations")).ReadAsync<CaseObligationsView>();

    private static async Task<CaseObligationsView> StateAsync(MatApp app, Guid id, object fact)
    {
        var answer = await app.OnCaseAsync(id, "facts", fact);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return await answer.ReadAsync<CaseObligationsView>();
    }

    [Fact]
    public async Task Clocks_start_by_themselves_and_each_is_answered_before_the_case_is_closed()
    {
        await using var app = await StartAsync();
        await app.DeliverAsync(new ReadinessChanged(new(Oak, 2, RpaMember: true)));
        await app.DeliverAsync(new ReadinessChanged(new(Oak, 1, RpaMember: false)));
        var opened = await app.OpenCaseAsync(new { title = "Files are renamed", type = "ransomware", schoolIds = new[] { Oak, Elm } });
        Assert.Equal([ObligationKind.DfeCyberTeam, ObligationKind.ReportFraud, ObligationKind.RpaInsurer],
            (await ObligationsAsync(app, opened.Id)).Obligations.Select(d => d.Kind).Order());

        await StateAsync(app, opened.Id, new { kind = "school_closed", schoolId = Oak });
        Assert.DoesNotContain((await ObligationsAsync(app, opened.Id)).Obligations, d => d.Kind == ObligationKind.Ncsc);
        var both = await StateAsync(app, opened.Id, new { kind = "school_closed", schoolId = Elm });
        Assert.Contains(both.Obligations, d => d is { Kind: ObligationKind.Ncsc, State: ObligationState.Running });
        Assert.Equal("fact.school", await (await app.OnCaseAsync(opened.Id, "facts", new { kind = "school_closed" })).CodeAsync());

        var wrong = both.Facts.Last(f => f.Kind == FactKind.SchoolClosed);
        var less =
            await (await app.OnCaseAsync(opened.Id, "facts/withdraw",
                new { factId = wrong.Id, why = "It opened late, that is all." })).ReadAsync<CaseObligationsView>();
        Assert.DoesNotContain(less.Obligations, d => d.Kind == ObligationKind.Ncsc);
        Assert.Contains(less.Facts, f => f.WithdrawnWhy is not null);

        Assert.Equal("case.obligations", await (await app.OnCaseAsync(opened.Id, "status", new { status = "closed" })).CodeAsync());
        Assert.Equal("obligation.reason",
            await (await app.OnCaseAsync(opened.Id, "obligations/answer",
                new { kind = "report_fraud", answer = "not_needed" })).CodeAsync());
        Assert.Equal("obligation.unknown",
            await (await app.OnCaseAsync(opened.Id, "obligations/answer", new { kind = "ico", answer = "done" })).CodeAsync());
        foreach (var kind in new[] { "report_fraud", "dfe_cyber_team", "rpa_insurer" })
            Assert.Equal(HttpStatusCode.OK,
                (await app.OnCaseAsync(opened.Id, "obligations/answer", new { kind, answer = "done", reference = "CR-1" })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await app.OnCaseAsync(opened.Id, "status", new { status = "closed" })).StatusCode);
    }

    [Fact]
    public async Task Not_needed_is_asked_again_when_a_new_fact_calls_for_it()
    {
        await using var app = await StartAsync();
        var opened = await app.OpenCaseAsync(new { title = "Wrong list sent", type = "data_breach", schoolIds = new[] { Oak } });
        await app.OnCaseAsync(opened.Id, "obligations/answer",
            new { kind = "ico", answer = "not_needed", reference = "Encrypted, no risk." });
        Assert.Equal(ObligationState.NotNeeded, (await ObligationsAsync(app, opened.Id)).Obligations.Single().State);
        var after = await StateAsync(app, opened.Id, new { kind = "high_risk" });
        Assert.Equal(ObligationState.Running, after.Obligations.Single(d => d.Kind == ObligationKind.Ico).State);
        Assert.Contains(after.Obligations, d => d.Kind == ObligationKind.PeopleConcerned);
        Assert.Empty(
            (await ObligationsAsync(app,
                (await app.OpenCaseAsync(new { title = "Mail caught in time", type = "near_miss" })).Id)).Obligations);
    }

    [Fact]
    public async Task Reminders_are_told_once_each_and_stop_with_the_answer()
    {
        await using var app = await StartAsync(("Cases:SweepSeconds", "3600"));
        var watcher = app.Services.GetServices<IHostedService>().OfType<ObligationReminderJob>().Single();
        var opened = await app.OpenCaseAsync(new { title = "Wrong list sent", type = "data_breach", schoolIds = new[] { Oak } });
        foreach (var hours in new[] { 37, 24, 10, 2 })
        {
            app.Clock.Advance(TimeSpan.FromHours(hours));
            await watcher.PassAsync(CancellationToken.None);
            await watcher.PassAsync(CancellationToken.None);
        }
        foreach (var stage in new[] { "half", "twelve_hours", "two_hours", "overdue" })
            await app.PublishedAsync<ObligationDue>(r => r.Stage == stage);
        Assert.Equal(4, app.Published<ObligationDue>().Count);
        Assert.All(app.Published<ObligationDue>(), r => Assert.Equal(("ico", opened.Id), (r.Obligation, r.Case.Id)));
        var later = app.As(Roles.Technician);
        Assert.Equal(4, (await app.TimelineAsync(opened.Id, later)).Count(e => e is { Kind: CaseEntryKind.Obligation, ActorName: "Mat" }));
        var open = await (await later.GetAsync("/api/cases/obligations")).ReadAsync<Mat.Platform.Http.Page<OpenObligationView>>();
        Assert.Equal(("C-1001", ObligationState.Overdue), (open.Items.Single().CaseReference, open.Items.Single().Obligation.State));
        await app.OnCaseAsync(opened.Id, "obligations/answer", new { kind = "ico", answer = "done", reference = "IC-1" }, later);
        Assert.Empty(
            (await (await later.GetAsync("/api/cases/obligations")).ReadAsync<Mat.Platform.Http.Page<OpenObligationView>>()).Items);
    }

    [Fact]
    public async Task Pack_has_facts_timeline_and_hashes_and_encodes_what_people_wrote()
    {
        await using var app = await StartAsync();
        var opened = await app.OpenCaseAsync(
            new { title = "List <script>alert(1)</script>", type = "data_breach", schoolIds = new[] { Oak, Elm } });
        await app.OnCaseAsync(opened.Id, "findings", new { text = "A mail & its list" });
        await app.EvidenceAsync(opened.Id, "list.csv", "a,b");
        var answer = await app.Technician.GetAsync($"/api/cases/{opened.Id}/obligations/ico/pack");
        var html = await answer.Content.ReadAsStringAsync();
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
        foreach (var part in new[] { "C-1001", "personal data may be involved", "A mail &amp; its list", "list.csv",
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("a,b"u8)), "Opened by A technician", "@media print" })
            Assert.Contains(part, html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Technician.GetAsync($"/api/cases/{opened.Id}/obligations/ncsc/pack")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Technician.GetAsync($"/api/cases/{opened.Id}/obligations/zz/pack")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden,
            (await app.As(Roles.SchoolLead, Oak).GetAsync($"/api/cases/{opened.Id}/obligations/ico/pack")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden,
            (await app.As(Roles.SchoolLead, Oak).GetAsync($"/api/cases/{opened.Id}/obligations")).StatusCode);
    }

    [Fact]
    public async Task Merge_brings_the_facts_along_and_unmerge_takes_them_back()
    {
        await using var app = await StartAsync();
        var from = await app.OpenCaseAsync(new { title = "Breach", type = "data_breach" });
        var into = await app.OpenCaseAsync(new { title = "Mail", type = "phishing" });
        await app.OnCaseAsync(from.Id, "merge", new { intoId = into.Id });
        Assert.Equal(ObligationKind.Ico, (await ObligationsAsync(app, into.Id)).Obligations.Single().Kind);
        Assert.Empty((await ObligationsAsync(app, from.Id)).Obligations);
        await app.OnCaseAsync(from.Id, "unmerge", new { });
        Assert.Empty((await ObligationsAsync(app, into.Id)).Obligations);
        Assert.Equal(ObligationKind.Ico, (await ObligationsAsync(app, from.Id)).Obligations.Single().Kind);
    }
}
