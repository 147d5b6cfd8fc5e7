using System.Net.Http.Json;
using Mat.Contracts.Partners;
using Mat.Contracts.Tickets;
using Mat.Contracts.Trust;
using Mat.Partners.Escalations;
using Mat.Partners.Portal;
using Mat.Partners.Tests.Fakes;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Testing;

namespace Mat.Partners.Tests.Portal;

public class PortalTests
{
    [Fact]
    public async Task Partner_reads_the_pack_acknowledges_comments_and_resolves()
    {
        await using var app = await PartnersApp.StartAsync();
        var partner = await app.PartnerAsync();
        var portal = await app.PortalAsync(partner);
        var request = await app.EscalateAsync();
        var path = $"/api/partners/portal/escalations/{request.EscalationId}";

        var listed = Assert.Single((await GetAsync<Page<PortalEscalation>>(portal, "/api/partners/portal/escalations?status=open")).Items);
        Assert.Equal("No Wi-Fi in the hall", listed.Pack.Title);
        Assert.Equal(EscalationState.Requested, listed.Status); // no endpoint: it waits here
        var expected = app.Clock.GetUtcNow().AddHours(4);

        await OkAsync(portal.PostAsJsonAsync(path + "/acknowledge",
            new { expectedAt = expected, reference = "AV-77", message = "On our way" }));
        await OkAsync(portal.PostAsJsonAsync(path + "/comments", new { body = "Parts ordered" }));
        var done =
            await (await portal.PostAsJsonAsync(path + "/resolve",
                new
                {
                    summary = "Replaced the switch",
                    cause = "Power supply",
                    fix = "New unit",
                    timeSpentMinutes = 90
                })).ReadAsync<PortalEscalation>();

        Assert.Equal(EscalationState.Resolved, done.Status);
        Assert.Equal("AV-77", done.PartnerReference);
        Assert.Equal([EscalationActivityKind.Acknowledged, EscalationActivityKind.Commented, EscalationActivityKind.Resolved],
            done.Steps.Select(s => s.Kind));
        var resolved = await app.StepAsync(request.EscalationId, "resolved");
        Assert.Equal(("Replaced the switch", "Power supply", "New unit", 90, "Avon Networks"),
            (resolved.Event.Text, resolved.Event.Cause, resolved.Event.Fix, resolved.Event.TimeSpentMinutes, resolved.Event.By));
        Assert.Equal(("resolved", 4), (resolved.Escalation.Status, resolved.Escalation.Version));
        var view = await app.EscalationAsync(request.EscalationId);
        Assert.Equal((4, 90), (view.Version, view.Outcome!.TimeSpentMinutes));
        Assert.Equal(view.Id, (await GetAsync<EscalationView>(app.Manager, $"/api/partners/escalations/{view.Reference}")).Id);
    }

    [Fact]
    public async Task Case_33_partner_sees_its_own_alone()
    {
        await using var app = await PartnersApp.StartAsync();
        var (own, other) = (await app.PartnerAsync(), await app.PartnerAsync("Brook Print", "printing"));
        var (portal, stranger) = (await app.PortalAsync(own), await app.PortalAsync(other));
        var request = await app.EscalateAsync();
        var path = $"/api/partners/portal/escalations/{request.EscalationId}";

        Assert.Equal(200, await StatusAsync(portal, path));
        Assert.Equal(404, await StatusAsync(stranger, path));
        Assert.Empty((await GetAsync<Page<PortalEscalation>>(stranger, "/api/partners/portal/escalations")).Items);
        foreach (var (action, body) in new (string, object)[]
        {
            ("acknowledge", new { }), ("comments", new { body = "x" }), ("resolve", new { summary = "x" }),
            ("reject", new { reason = "x" }),
        })
        {
            Assert.Equal(404, (int)(await stranger.PostAsJsonAsync($"{path}/{action}", body)).StatusCode);
            Assert.Equal(401, (int)(await app.Mat.WithBearer("matp_unknown").PostAsJsonAsync($"{path}/{action}", body)).StatusCode);
            Assert.Equal(401, (int)(await app.Manager.PostAsJsonAsync($"{path}/{action}", body)).StatusCode);
        }

        // A partner's token opens nothing else.
        Assert.Equal(401, await StatusAsync(portal, "/api/partners"));
        Assert.Equal(401, await StatusAsync(portal, "/api/partners/escalations"));
        var text = await portal.GetStringAsync(new Uri(path, UriKind.Relative));
        Assert.DoesNotContain("routing", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Revoked_or_expired_token_is_401()
    {
        await using var app = await PartnersApp.StartAsync();
        var partner = await app.PartnerAsync();
        var forGood =
            await (await app.PostAsync($"/api/partners/{partner}/tokens",
                new { name = "a" })).ReadAsync<Mat.Partners.Registry.NewPartnerToken>();
        var forADay =
            await (await app.PostAsync($"/api/partners/{partner}/tokens",
                new { name = "b", expiresAt = app.Clock.GetUtcNow().AddDays(1) })).ReadAsync<Mat.Partners.Registry.NewPartnerToken>();
        Assert.StartsWith("matp_", forGood.Token, StringComparison.Ordinal);
        Assert.Equal(200, await StatusAsync(app.Mat.WithBearer(forADay.Token), "/api/partners/portal/escalations"));

        app.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(401, await StatusAsync(app.Mat.WithBearer(forADay.Token), "/api/partners/portal/escalations"));
        Assert.Equal(200, await StatusAsync(app.Mat.WithBearer(forGood.Token), "/api/partners/portal/escalations"));
        var manager = app.Mat.As(Roles.Manager); // the first token's five minutes are over
        Assert.Equal(204,
            (int)(await manager.DeleteAsync(new Uri($"/api/partners/{partner}/tokens/{forGood.Id}", UriKind.Relative))).StatusCode);
        Assert.Equal(401, await StatusAsync(app.Mat.WithBearer(forGood.Token), "/api/partners/portal/escalations"));
    }

    [Fact]
    public async Task Case_34_answers_out_of_order_and_twice_end_right()
    {
        await using var app = await PartnersApp.StartAsync();
        var portal = await app.PortalAsync(await app.PartnerAsync());
        var request = await app.EscalateAsync();
        var path = $"/api/partners/portal/escalations/{request.EscalationId}";

        await OkAsync(portal.PostAsJsonAsync(path + "/resolve", new { summary = "Done" }));
        await OkAsync(portal.PostAsJsonAsync(path + "/resolve", new { summary = "Done" }));
        await OkAsync(portal.PostAsJsonAsync(path + "/acknowledge", new { reference = "AV-1" }));
        var late = await portal.PostAsJsonAsync(path + "/reject", new { reason = "no" });

        Assert.Equal((409, "escalation.closed"), ((int)late.StatusCode, await late.CodeAsync()));
        var view = await app.EscalationAsync(request.EscalationId);
        Assert.Equal((EscalationState.Resolved, "AV-1"), (view.Status, view.PartnerReference));
        Assert.NotNull(view.AcknowledgedAt);
        Assert.Equal([EscalationActivityKind.Routed, EscalationActivityKind.Resolved], view.Steps.Select(s => s.Kind));
    }

    [Fact]
    public async Task Answers_at_the_same_moment_all_count()
    {
        await using var app = await PartnersApp.StartAsync();
        var portal = await app.PortalAsync(await app.PartnerAsync());
        var request = await app.EscalateAsync();
        var path = $"/api/partners/portal/escalations/{request.EscalationId}";

        var comments = Enumerable.Range(0, 10).Select(i => portal.PostAsJsonAsync(path + "/comments", new { body = $"c{i}" }));
        var acknowledged = portal.PostAsJsonAsync(path + "/acknowledge", new { });
        foreach (var response in await Task.WhenAll(comments.Append(acknowledged)))
            Assert.Equal(200, (int)response.StatusCode);

        var view = await app.EscalationAsync(request.EscalationId);
        Assert.Equal(12, view.Version);
        Assert.Equal(10, view.Steps.Count(s => s.Kind == EscalationActivityKind.Commented));
    }

    [Fact]
    public async Task Case_31_same_idempotency_key_is_one_effect()
    {
        await using var app = await PartnersApp.StartAsync();
        var portal = await app.PortalAsync(await app.PartnerAsync());
        var request = await app.EscalateAsync();
        portal.DefaultRequestHeaders.Add("Idempotency-Key", "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"");

        for (var i = 0; i < 3; i++)
            await OkAsync(portal.PostAsJsonAsync($"/api/partners/portal/escalations/{request.EscalationId}/comments",
                new { body = "once" }));

        Assert.Single((await app.EscalationAsync(request.EscalationId)).Steps, s => s.Kind == EscalationActivityKind.Commented);
    }

    [Fact]
    public async Task Rejected_escalation_is_routed_again_by_hand_and_the_first_partner_is_out()
    {
        await using var app = await PartnersApp.StartAsync();
        var (first, second) = (await app.PartnerAsync("Avon"), await app.PartnerAsync("Brook"));
        var (portal, other) = (await app.PortalAsync(first), await app.PortalAsync(second));
        var request = await app.EscalateAsync();
        var path = $"/api/partners/portal/escalations/{request.EscalationId}";
        Assert.Equal(409,
            (int)(await app.PostAsync($"/api/partners/escalations/{request.EscalationId}/route", new { partnerId = second })).StatusCode);
        await OkAsync(portal.PostAsJsonAsync(path + "/reject", new { reason = "Not our kind of switch" }));
        await app.StepAsync(request.EscalationId, "rejected");

        await OkAsync(app.PostAsync($"/api/partners/escalations/{request.EscalationId}/route", new { partnerId = second }));

        Assert.Equal(404, await StatusAsync(portal, path));
        var seen = await GetAsync<PortalEscalation>(other, path);
        Assert.Equal(EscalationState.Requested, seen.Status);
        Assert.Empty(seen.Steps); // what the first one said is not for the second
        Assert.Equal("Brook was chosen by hand.", (await app.EscalationAsync(request.EscalationId)).Routing.Reason);
    }

    [Fact]
    public async Task Request_is_routed_by_area_with_a_reason_and_a_repeat_changes_nothing()
    {
        await using var app = await PartnersApp.StartAsync();
        await app.PartnerAsync("Avon");
        var brook = await app.PartnerAsync("Brook");
        var first = await app.EscalateAsync();
        await app.Mat.DeliverAsync(first); // another message with the same request
        var second = await app.EscalateAsync();
        var nobody = await app.EscalateAsync("mis");

        var routed = await app.EscalationAsync(second.EscalationId);
        Assert.Equal((brook, "E-1002"), (routed.PartnerId!.Value, routed.Reference));
        Assert.Equal("Brook was chosen among 2 partners for Networks and broadband (0 open escalations).", routed.Routing.Reason);
        Assert.Equal(["1 open escalation", "0 open escalations"], routed.Routing.Candidates.Select(c => c.Why));
        var unroutable = await app.StepAsync(nobody.EscalationId, "unroutable");
        Assert.Equal("unroutable", unroutable.Escalation.Status);
        Assert.Equal("No partner is registered for Management information system.", unroutable.Event.Text);
        Assert.Equal(3, (await GetAsync<Page<EscalationView>>(app.Manager, "/api/partners/escalations")).Items.Count);
        Assert.Single((await GetAsync<Page<EscalationView>>(app.Manager, "/api/partners/escalations?status=unroutable,resolved")).Items);
        Assert.Equal(400, await StatusAsync(app.Manager, "/api/partners/escalations?status=nonsense"));
    }

    [Fact]
    public async Task Desk_comments_for_the_partner_and_cancels()
    {
        await using var app = await PartnersApp.StartAsync();
        await using var receiver = new FakePartner();
        var partner = await app.PartnerAsync();
        await app.EndpointAsync(partner, receiver.Url);
        var portal = await app.PortalAsync(partner);
        var request = await app.EscalateAsync();
        var path = $"/api/partners/portal/escalations/{request.EscalationId}";

        await app.Mat.DeliverAsync(Comment(request, "partner", "The caretaker has the key"));
        await app.Mat.DeliverAsync(Comment(request, "internal", null));
        await app.Mat.DeliverAsync(
            new EscalationCancelled(request.EscalationId, request.TicketId, "It works again", app.Clock.GetUtcNow()));
        await app.Mat.DeliverAsync(
            new EscalationCancelled(request.EscalationId, request.TicketId, "It works again", app.Clock.GetUtcNow()));
        await Eventually.TrueAsync(
            () => receiver.Received.Count(r => r.Text.Contains("escalation.cancelled", StringComparison.Ordinal)) == 1);

        var seen = await GetAsync<PortalEscalation>(portal, path);
        Assert.Equal(EscalationState.Cancelled, seen.Status);
        Assert.Contains(seen.Steps, s => s is { Kind: EscalationActivityKind.Commented, By: "Jo Desk", Text: "The caretaker has the key" });
        Assert.Equal(409, (int)(await portal.PostAsJsonAsync(path + "/resolve", new { summary = "Done" })).StatusCode);
        await OkAsync(portal.PostAsJsonAsync(path + "/comments", new { body = "The part is on its way already" }));
        var told = await app.Mat.PublishedAsync<EscalationProgressed>(
            e => e.Event is { Kind: "commented", Text: "The part is on its way already" });
        Assert.Equal("cancelled", told.Escalation.Status);
    }

    [Fact]
    public async Task Cancellation_and_comment_that_overtake_the_request_are_kept()
    {
        await using var app = await PartnersApp.StartAsync();
        await app.PartnerAsync();
        var (cancelled, commented) = (app.Request(), app.Request());

        await app.Mat.DeliverAsync(new EscalationCancelled(cancelled.EscalationId, cancelled.TicketId, "mistake", app.Clock.GetUtcNow()));
        await app.Mat.DeliverAsync(Comment(commented, "partner", "Gate code 1234"));
        await app.Mat.DeliverAsync(cancelled);
        await app.Mat.DeliverAsync(commented);

        Assert.Equal(EscalationState.Cancelled, (await app.EscalationAsync(cancelled.EscalationId)).Status);
        Assert.Contains((await app.EscalationAsync(commented.EscalationId)).Steps, s => s.Text == "Gate code 1234");
    }

    [Fact]
    public async Task School_scope_hides_escalations_and_their_deliveries()
    {
        await using var app = await PartnersApp.StartAsync();
        await using var receiver = new FakePartner();
        await app.EndpointAsync(await app.PartnerAsync(), receiver.Url);
        var request = await app.EscalateAsync();
        var delivery = await app.DeliveryAsync(request.EscalationId, d => d.Attempts.Count == 1);
        var (mine, other) = (app.Mat.As(Roles.Technician, app.School), app.Mat.As(Roles.Technician, Guid.NewGuid()));

        foreach (var path in new[] { $"escalations/{request.EscalationId}", $"escalations/{request.EscalationId}/deliveries",
            $"deliveries/{delivery.Id}" })
        {
            Assert.Equal(200, await StatusAsync(mine, "/api/partners/" + path));
            Assert.Equal(404, await StatusAsync(other, "/api/partners/" + path));
        }

        Assert.Equal(404, (int)(await other.PostAsJsonAsync($"/api/partners/deliveries/{delivery.Id}/replay", new { })).StatusCode);
        Assert.Equal(404,
            (int)(await other.PostAsJsonAsync($"/api/partners/escalations/{request.EscalationId}/route",
                new { partnerId = Guid.NewGuid() })).StatusCode);
        Assert.Empty((await GetAsync<Page<EscalationView>>(other, "/api/partners/escalations")).Items);
        Assert.Equal(403, await StatusAsync(app.Mat.As(Roles.Staff, app.School), "/api/partners/escalations"));
    }

    [Fact]
    public async Task School_that_was_renamed_shows_its_new_name_and_replay_tells_everything_again()
    {
        await using var app = await PartnersApp.StartAsync();
        await app.PartnerAsync();
        var request = await app.EscalateAsync();
        await app.Mat.DeliverAsync(School(2, "Hill Academy"));
        await app.Mat.DeliverAsync(School(1, "Older name"));
        await app.Mat.DeliverAsync(new Mat.Contracts.ReplayRequested(Guid.NewGuid(), "tickets"));
        await app.Mat.DeliverAsync(new Mat.Contracts.ReplayRequested(Guid.NewGuid(), null));

        Assert.Equal("Hill Academy", (await app.EscalationAsync(request.EscalationId)).SchoolName);
        Assert.Equal(1, (await app.StepAsync(request.EscalationId, "replayed")).Escalation.Version);
        Assert.Single(app.Mat.Published<EscalationProgressed>(), p => p.Event.Kind == "replayed");

        SchoolChanged School(int version, string name) =>
            new(new SchoolSnapshot(app.School, version, "100001", name, "primary", true, [], [], CalendarSnapshot.Default));
    }

    private static TicketCommented Comment(EscalationRequested r, string visibility, string? body) =>
        new(Guid.CreateVersion7(), r.TicketId, r.SchoolId, null, visibility, "Jo Desk", body, r.RequestedAt.AddMinutes(1));

    private static async Task OkAsync(Task<HttpResponseMessage> sending)
    {
        var response = await sending;
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
    }

    private static async Task<int> StatusAsync(HttpClient client, string path) =>
        (int)(await client.GetAsync(new Uri(path, UriKind.Relative))).StatusCode;

    private static async Task<T> GetAsync<T>(HttpClient client, string path) =>
        await (await client.GetAsync(new Uri(path, UriKind.Relative))).ReadAsync<T>();
}
