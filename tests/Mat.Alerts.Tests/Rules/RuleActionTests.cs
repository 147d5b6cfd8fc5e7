using System.Net;
using System.Net.Http.Json;
using Mat.Alerts.Rules;
using Mat.Alerts.Silences;
using Mat.Cases.Tests;
using Mat.Contracts.Alerts;
using Mat.Contracts.Cases;
using Mat.Contracts.Trust;
using Mat.Partners.Tests.Fakes;
using Mat.Platform.Auth;
using Mat.Testing;
using static Mat.Alerts.Tests.AlertsApp;

namespace Mat.Alerts.Tests.Rules;

public sealed class RuleActionTests
{
    private static readonly Guid Ann = Guid.CreateVersion7();
    private static readonly Guid Bob = Guid.CreateVersion7();
    private static readonly Guid Cat = Guid.CreateVersion7();

    private static Task<RuleView> RuleAsync(AlertsApp app, RuleAction action, RuleMatch? match = null) =>
        app.MakeAsync<RuleView>("rules", new CreateRule("Ransom", Match: match ?? new(RuleIds: ["60204"]), Action: action, Position: 1));

    [Fact]
    public async Task A_rule_opens_a_case_with_its_playbook_and_what_comes_again_joins_it()
    {
        await using var app = await StartWithCasesAsync();
        await RuleAsync(app, new(OpenCase: CaseType.Ransomware));
        var source = await app.SourceAsync(school: Oak);
        var id = (await source.SendAsync(Wazuh(1, level: 5))).Results[0].AlertId!.Value;
        await Eventually.TrueAsync(async () => (await app.App.ListCasesAsync()).Count == 1);
        var opened = Assert.Single(await app.App.ListCasesAsync());
        Assert.Equal((CaseType.Ransomware, "Rule 60204", Severity.Low), (opened.Type, opened.Title, opened.Severity));
        Assert.Contains((await app.App.TimelineAsync(opened.Id)).Select(e => e.Text), t => t == "Opened by rule “Ransom”.");
        Assert.Contains((await app.App.TimelineAsync(opened.Id)).Select(e => e.Text),
            t => t.StartsWith("Playbook started", StringComparison.Ordinal));

        // Over, and back: another alert of the same thing.
        await app.ActAsync(id, "resolve", new { note = "gone" });
        await source.SendAsync(Wazuh(7200, level: 5));
        await Eventually.TrueAsync(async () => (await app.App.CaseAsync(opened.Reference)).Alerts == 2);
        Assert.Single(await app.App.ListCasesAsync());
        // Another device is another case, and an alert of another rule none.
        await source.SendAsync(Wazuh(3, "oak-lt-9", level: 5));
        await source.SendAsync(Wazuh(4, rule: "1"));
        await Eventually.TrueAsync(async () => (await app.App.ListCasesAsync()).Count == 2);
        Assert.Equal(3, app.App.Published<AlertRaised>().Count(r => r.Case is not null));
    }

    [Fact]
    public async Task What_is_taken_out_of_its_case_stays_out_and_what_is_quiet_opens_none_until_it_is_told()
    {
        await using var app = await StartWithCasesAsync();
        await RuleAsync(app, new(OpenCase: CaseType.Other));
        var source = await app.SourceAsync(school: Oak);
        var silence = await app.MakeAsync<SilenceView>("silences",
            new
            {
                matchers = new[] { new { field = "host", op = "equal", value = "oak-lt-1" } },
                reason = "Being rebuilt",
                endsAt = app.App.Clock.GetUtcNow().AddHours(1)
            }, app.Technician);
        var id = (await source.SendAsync(Wazuh(1, level: 5))).Results[0].AlertId!.Value;
        await app.App.PublishedAsync<AlertRaised>(r => r.Alert.Id == id);
        Assert.Empty(await app.App.ListCasesAsync());
        await app.MakeAsync<SilenceView>($"silences/{silence.Id}/end", new { }, app.Technician);
        app.App.Clock.Advance(TimeSpan.FromMinutes(2));
        await Eventually.TrueAsync(async () => (await app.App.ListCasesAsync()).Count == 1, within: TimeSpan.FromSeconds(60));
        var opened = Assert.Single(await app.App.ListCasesAsync());
        Assert.Equal(HttpStatusCode.OK,
            (await app.App.OnCaseAsync(opened.Id, "unlink", new { alertId = id, why = "Not this" })).StatusCode);
        // It becomes worse, and is weighed again.
        await source.SendAsync(Wazuh(2, level: 15));
        await app.App.PublishedAsync<AlertRaised>(r => r.Ticket is not null && r.Alert.Id == id);
        Assert.Equal(0, (await app.App.CaseAsync(opened.Reference)).Alerts);
        Assert.Single(await app.App.ListCasesAsync());
    }

    [Fact]
    public async Task A_rule_tells_people_by_mail_once_who_may_see_the_alert()
    {
        await using var smtp = new FakeSmtp();
        await using var app = await MailingAsync(smtp);
        await RuleAsync(app, new(MailPeople: [Ann, Bob], MailRoles: [Roles.Technician]));
        var source = await app.SourceAsync(school: Oak);
        var id = (await source.SendAsync(Wazuh(1, level: 5))).Results[0].AlertId!.Value;
        await Eventually.TrueAsync(() => smtp.Taken.Count == 2);
        // Ann leads Oak and Dan is its technician. Bob leads Elm, and Cat is a technician of Elm: not theirs to see.
        Assert.Equal(["ann@trust.example", "dan@trust.example"], smtp.Taken.SelectMany(m => m.To).Order());
        var mail = smtp.Taken.First();
        Assert.Equal("Low alert at Oak: Rule 60204", mail.Header("Subject"));
        Assert.Contains($"https://mat.example/alerts/{id}", mail.Body, StringComparison.Ordinal);
        // Again, and worse: they know.
        await source.SendAsync(Wazuh(2, level: 15));
        await source.SendAsync(Wazuh(3, "oak-lt-2", level: 5));
        await Eventually.TrueAsync(() => smtp.Taken.Count == 4);
        Assert.All(smtp.Taken.Skip(2), m => Assert.Contains("oak-lt-2", m.Body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Mail_is_sent_again_when_the_server_was_away_and_what_came_meanwhile_is_one_mail()
    {
        await using var smtp = new FakeSmtp { OnRecipient = "451 later" };
        await using var app = await MailingAsync(smtp);
        await RuleAsync(app, new(MailPeople: [Ann]));
        var source = await app.SourceAsync(school: Oak);
        await source.SendAsync($"[{Wazuh(1, level: 5)},{Wazuh(2, "a\\r\\nBcc: x@y.example", level: 5)}]");
        await Eventually.TrueAsync(async () =>
        {
            await using var scope =
                Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.CreateAsyncScope(app.App.Services);
            var db = (Data.AlertsDb)scope.ServiceProvider.GetService(typeof(Data.AlertsDb))!;
            return db.Notices.Count(n => n.LastError != null) == 2;
        });
        Assert.Empty(smtp.Taken);
        smtp.OnRecipient = "250 OK";
        app.App.Clock.Advance(TimeSpan.FromMinutes(3));
        await Eventually.TrueAsync(() => smtp.Taken.Count == 1);
        Assert.EndsWith("(and 1 more)", smtp.Taken.Single().Header("Subject"), StringComparison.Ordinal);
        Assert.DoesNotContain(smtp.Taken.Single().Headers, h => h.StartsWith("Bcc", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_dry_run_shows_cases_and_mails_and_neither_happens()
    {
        await using var smtp = new FakeSmtp();
        await using var app = await MailingAsync(smtp);
        var source = await app.SourceAsync(school: Oak);
        for (var n = 0; n < 3; n++)
            await source.SendAsync(Wazuh(n, $"oak-pc-{n}", level: 5));
        await source.SendAsync(Wazuh(9, rule: "1", level: 5));
        var run = await app.MakeAsync<DryRunView>("rules/dry-run",
            new DryRunRule(new(RuleIds: ["60204"]), new(OpenCase: CaseType.Phishing, MailRoles: [Roles.Manager])));
        Assert.Equal((3, 3, 3), (run.Matched, run.MoreCases, run.MoreMails));
        Assert.Empty(await app.App.ListCasesAsync());
        Assert.Empty(smtp.Taken);
    }

    [Fact]
    public async Task A_rule_writes_mails_only_with_a_mail_server_to_people_and_roles_that_there_are()
    {
        await using var without = await StartAsync();
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "rule.mail"), await TryAsync(without, new(MailRoles: [Roles.Manager])));
        await using var smtp = new FakeSmtp();
        await using var app = await MailingAsync(smtp);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "person.unknown"), await TryAsync(app, new(MailPeople: [Guid.CreateVersion7()])));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "rule.invalid"), await TryAsync(app, new(MailRoles: [Roles.Staff])));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "rule.invalid"),
            await TryAsync(app, new(MailPeople: [.. Enumerable.Range(0, 51).Select(_ => Guid.NewGuid())])));
        var kept = (await RuleAsync(app, new(OpenCase: CaseType.LostDevice, MailPeople: [Ann], MailRoles: [Roles.Manager]))).Action;
        Assert.Equal((CaseType.LostDevice, Ann, Roles.Manager),
            (kept.OpenCase, Assert.Single(kept.MailPeople!), Assert.Single(kept.MailRoles!)));

        static async Task<(HttpStatusCode, string?)> TryAsync(AlertsApp app, RuleAction action)
        {
            var answer = await app.Manager.PostAsJsonAsync("/api/alerts/rules", new CreateRule("x", Action: action), Json.Options);
            return (answer.StatusCode, await answer.CodeAsync());
        }
    }

    private static async Task<AlertsApp> MailingAsync(FakeSmtp smtp)
    {
        var app = await StartWithCasesAsync(
            ("Alerts:Smtp:Host", "127.0.0.1"), ("Alerts:Smtp:Port", $"{smtp.Port}"), ("Alerts:Smtp:StartTls", "false"),
            ("Alerts:Smtp:From", "mat@trust.example"),
            ("Alerts:Smtp:PublicUrl", "https://mat.example"), ("Alerts:Smtp:EverySeconds", "1"));
        await app.PersonAsync(Ann, "Ann", new Grant(Roles.SchoolLead, [Oak]));
        await app.PersonAsync(Bob, "Bob", new Grant(Roles.SchoolLead, [Elm]));
        await app.PersonAsync(Cat, "Cat", new Grant(Roles.Technician, [Elm]), new Grant(Roles.Staff, null));
        await app.PersonAsync(Guid.CreateVersion7(), "Dan", new Grant(Roles.Technician, null));
        return app;
    }
}
