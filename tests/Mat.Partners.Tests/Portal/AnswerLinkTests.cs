using System.Net.Http.Json;
using Mat.Contracts.Tickets;
using Mat.Partners.Escalations;
using Mat.Partners.Portal;
using Mat.Partners.Tests.Fakes;
using Mat.Platform.Auth;
using Mat.Platform.Invoke;
using Mat.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Mat.Partners.Tests.Portal;

public sealed class AnswerLinkTests
{
    [Fact]
    public async Task Link_acknowledges_once_asks_and_ends_once()
    {
        await using var app = await PartnersApp.StartAsync(working: false);
        var partner = await app.PartnerAsync();
        var request = await app.EscalateAsync();
        var token = await LinkAsync(app, request.EscalationId);
        using var nobody = app.Mat.Anonymous();

        var page = await PageAsync(nobody, "view", new { token });
        Assert.Equal(("Avon Networks", "No Wi-Fi in the hall", 5), (page.PartnerName, page.Escalation.Pack.Title, page.May.Count));
        await PageAsync(nobody, "", new { token, kind = "acknowledge", text = "Coming", reference = "A-1" });
        Assert.Equal("answer.used", await CodeAsync(nobody, new { token, kind = "acknowledge", text = "Coming later" }, 409));
        await PageAsync(nobody, "", new { token, kind = "acknowledge", text = "Coming", reference = "A-1" }); // the same click twice
        await PageAsync(nobody, "", new { token, kind = "question", text = "Which room?" });
        var done = await PageAsync(nobody, "", new { token, kind = "resolve", text = "Done", cause = "Cable", timeSpentMinutes = 30 });

        Assert.Equal((EscalationState.Resolved, 30), (done.Escalation.Status, done.Escalation.Outcome!.TimeSpentMinutes));
        Assert.Equal([AnswerKind.Comment], done.May);
        Assert.Equal("answer.used", await CodeAsync(nobody, new { token, kind = "reject", text = "No" }, 409));
        var step = await app.StepAsync(request.EscalationId, "resolved");
        Assert.Equal((partner, "Avon Networks"), (step.Escalation.PartnerId!.Value, step.Event.By));
        Assert.DoesNotContain(token, await app.DbAsync(db => db.AnswerLinks.Select(l => l.Hash).SingleAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_that_only_looks_changes_anything()
    {
        await using var app = await PartnersApp.StartAsync(working: false);
        await app.PartnerAsync();
        var request = await app.EscalateAsync();
        var token = await LinkAsync(app, request.EscalationId);
        using var nobody = app.Mat.Anonymous();
        var before = (await app.EscalationAsync(request.EscalationId)).Version;

        foreach (var path in new[] { "/api/partners/answer", $"/api/partners/answer?token={token}", "/api/partners/answer/view",
            $"/api/partners/answer/{token}" })
            foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head, HttpMethod.Options })
                Assert.InRange((int)(await nobody.SendAsync(new HttpRequestMessage(method, path))).StatusCode, 400, 499);
        for (var i = 0; i < 5; i++)
            await PageAsync(nobody, "view", new { token });

        Assert.Equal(before, (await app.EscalationAsync(request.EscalationId)).Version);
        Assert.Equal(5, (await PageAsync(nobody, "view", new { token })).May.Count);
    }

    [Fact]
    public async Task Unknown_expired_and_moved_links_are_the_same_404()
    {
        await using var app = await PartnersApp.StartAsync(working: false);
        await app.PartnerAsync();
        var other = await app.PartnerAsync("Brook");
        var request = await app.EscalateAsync();
        var (moved, expired) = (await LinkAsync(app, request.EscalationId), await LinkAsync(app, request.EscalationId));
        using var nobody = app.Mat.Anonymous();
        await PageAsync(nobody, "", new { token = moved, kind = "reject", text = "Not ours" });
        Assert.Equal(200,
            (int)(await app.PostAsync($"/api/partners/escalations/{request.EscalationId}/route", new { partnerId = other })).StatusCode);

        Assert.Equal("not_found", await CodeAsync(nobody, new { token = moved, kind = "comment", text = "x" }, 404));
        Assert.Equal("not_found",
            await CodeAsync(nobody, new { token = "matl_" + new string('A', 43), kind = "comment", text = "x" }, 404));
        app.Clock.Advance(TimeSpan.FromDays(8));
        Assert.Equal("not_found", await CodeAsync(nobody, new { token = expired, kind = "comment", text = "x" }, 404));
        Assert.Equal(409,
            (int)(await app.PostAsync($"/api/partners/escalations/{(await app.EscalateAsync("mis")).EscalationId}/links")).StatusCode);
        Assert.Equal(404,
            (int)(await app.Mat.As(Roles.Technician, Guid.NewGuid())
                .PostAsJsonAsync($"/api/partners/escalations/{request.EscalationId}/links", new { })).StatusCode);
    }

    [Fact]
    public async Task File_of_the_pack_comes_with_the_link_as_long_as_it_lives_and_for_its_own_escalation_alone()
    {
        var desk = new FakeDesk();
        await using var app = await PartnersApp.StartAsync(working: false, configure: b => b.Services.AddSingleton<IServiceClients>(desk));
        await app.PartnerAsync();
        var request = await app.EscalateAsync();
        var (token, moved) = (await LinkAsync(app, request.EscalationId), await LinkAsync(app, (await app.EscalateAsync()).EscalationId));
        var other = await app.PartnerAsync("Brook");
        using var nobody = app.Mat.Anonymous();
        Task<HttpResponseMessage> GetAsync(object body, Guid? file = null) =>
            nobody.PostAsJsonAsync($"/api/partners/answer/attachments/{file ?? desk.File}", body);

        var file = await GetAsync(new { token });
        Assert.Equal(("words", "attachment; filename=a.txt"),
            (await file.Content.ReadAsStringAsync(), file.Content.Headers.ContentDisposition!.ToString()));
        Assert.Equal("nosniff", file.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal($"/api/tickets/internal/{request.TicketId}/attachments/{desk.File}",
            desk.Asked); // of its own ticket, whatever the link was asked for
        Assert.Contains("attachment.fetched",
            await (await app.Mat.As(Roles.Admin)
                .GetAsync($"/api/partners/audit?subjectId={request.EscalationId}")).Content.ReadAsStringAsync(), StringComparison.Ordinal);

        Assert.Equal(404, (int)(await GetAsync(new { token }, Guid.NewGuid())).StatusCode); // shared no longer, or of another ticket
        Assert.Equal(404, (int)(await GetAsync(new { token = "matl_" + new string('A', 43) })).StatusCode);
        Assert.Equal(400, (int)(await GetAsync(new { })).StatusCode);
        Assert.InRange((int)(await nobody.GetAsync($"/api/partners/answer/attachments/{desk.File}?token={token}")).StatusCode, 400, 499);
        var elsewhere = (await PageAsync(nobody, "", new { token = moved, kind = "reject", text = "Not ours" })).Escalation.Id;
        Assert.Equal(200, (int)(await app.PostAsync($"/api/partners/escalations/{elsewhere}/route", new { partnerId = other })).StatusCode);
        Assert.Equal(404, (int)(await GetAsync(new { token = moved })).StatusCode);
        app.Clock.Advance(TimeSpan.FromDays(8));
        Assert.Equal(404, (int)(await GetAsync(new { token })).StatusCode);
    }

    [Fact]
    public async Task Two_ends_at_the_same_moment_are_one()
    {
        await using var app = await PartnersApp.StartAsync(working: false);
        await app.PartnerAsync();
        var request = await app.EscalateAsync();
        var token = await LinkAsync(app, request.EscalationId);
        using var nobody = app.Mat.Anonymous();

        var answers = await Task.WhenAll(Enumerable.Range(0, 10)
            .Select(i => nobody.PostAsJsonAsync("/api/partners/answer", new { token, kind = "resolve", text = $"End {i}" })));

        Assert.Single(answers, a => (int)a.StatusCode == 200);
        Assert.Equal(9, answers.Count(a => (int)a.StatusCode == 409));
        Assert.Single((await app.EscalationAsync(request.EscalationId)).Steps,
            s => s.Kind is EscalationActivityKind.Resolved or EscalationActivityKind.Rejected);
    }

    [Fact]
    public async Task Answer_to_a_question_travels_to_the_partner()
    {
        await using var app = await PartnersApp.StartAsync();
        await using var receiver = new FakePartner();
        var partner = await app.PartnerAsync();
        await app.EndpointAsync(partner, receiver.Url);
        var portal = await app.PortalAsync(partner);
        var request = await app.EscalateAsync();
        var path = $"/api/partners/portal/escalations/{request.EscalationId}";
        Assert.Equal(200, (int)(await portal.PostAsJsonAsync(path + "/question", new { question = "Which room?" })).StatusCode);
        Assert.Equal("Which room?", (await app.StepAsync(request.EscalationId, "questioned")).Escalation.Question);

        await app.Mat.DeliverAsync(
            new EscalationQuestionAnswered(request.EscalationId, request.TicketId, request.SchoolId, Guid.CreateVersion7(), "the school",
                "Room 4", app.Clock.GetUtcNow()));

        await Eventually.TrueAsync(() => receiver.Received.Any(r => r.Text.Contains("escalation.commented", StringComparison.Ordinal)));
        var seen = await (await portal.GetAsync(path)).ReadAsync<PortalEscalation>();
        Assert.Contains(seen.Steps, s => s is { Kind: EscalationActivityKind.Answered, By: "the school", Text: "Room 4" });
        Assert.NotNull(seen.Question!.AnsweredAt);
        Assert.Null((await app.StepAsync(request.EscalationId, "answered")).Escalation.Question);
    }

    private static async Task<string> LinkAsync(PartnersApp app, Guid escalation)
    {
        var link = await (await app.PostAsync($"/api/partners/escalations/{escalation}/links")).ReadAsync<NewAnswerLink>();
        return link.Path["/answer#".Length..];
    }

    private static async Task<AnswerPage> PageAsync(HttpClient client, string path, object body)
    {
        var answer = await client.PostAsJsonAsync($"/api/partners/answer/{path}".TrimEnd('/'), body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await answer.ReadAsync<AnswerPage>();
    }

    private static async Task<string?> CodeAsync(HttpClient client, object body, int status)
    {
        var answer = await client.PostAsJsonAsync("/api/partners/answer", body);
        Assert.Equal(status, (int)answer.StatusCode);
        return await answer.CodeAsync();
    }
}
