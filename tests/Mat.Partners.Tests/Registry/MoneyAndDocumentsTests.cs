using System.Net;
using System.Net.Http.Json;
using Mat.Contracts.Partners;
using Mat.Contracts.Tickets;
using Mat.Contracts.Trust;
using Mat.Partners.Escalations;
using Mat.Partners.Registry;
using Mat.Partners.Tests.Fakes;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Platform.Invoke;
using Mat.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Mat.Partners.Tests.Registry;

public sealed class MoneyAndDocumentsTests
{
    [Fact]
    public async Task Documents_warn_sixty_thirty_and_seven_days_before_each_once_and_then_exclude_the_partner()
    {
        await using var app = await PartnersApp.StartAsync(working: false);
        var (partner, other) = (await app.PartnerAsync(), await app.PartnerAsync("Brook"));
        var end = DateOnly.FromDateTime(app.Clock.GetUtcNow().UtcDateTime).AddDays(61);
        await CreatedAsync(app.PostAsync($"/api/partners/{partner}/documents",
            new { kind = "insurance", reference = "POL-1", expiresOn = end }));
        var watcher = app.Mat.Services.GetRequiredService<DocumentExpiryJob>();
        foreach (var days in new[] { 0, 1, 1, 20, 10, 23, 6 })
        {
            app.Clock.Advance(TimeSpan.FromDays(days));
            await watcher.PassAsync(TestContext.Current.CancellationToken);
            await watcher.PassAsync(TestContext.Current.CancellationToken);
        }

        foreach (var days in new[] { 60, 29, 6 })
            await app.Mat.PublishedAsync<PartnerDocumentExpiring>(p => p.DaysLeft == days);
        Assert.Equal(3, app.Mat.Published<PartnerDocumentExpiring>().Count);

        app.Clock.Advance(TimeSpan.FromDays(8));
        var request = await app.EscalateAsync();
        var view = await app.EscalationAsync(request.EscalationId);
        Assert.Equal(other, view.PartnerId);
        Assert.Contains(view.Routing.Candidates,
            c => c.PartnerId == partner && c.Why.StartsWith("the insurance ran out on", StringComparison.Ordinal));
        var unroutable = await app.EscalateAsync("mis");
        var byHand = await app.PostAsync($"/api/partners/escalations/{unroutable.EscalationId}/route", new { partnerId = partner });
        Assert.Equal((422, "partner.documents"), ((int)byHand.StatusCode, await byHand.CodeAsync()));

        var documents =
            (await (await app.Manager.GetAsync($"/api/partners/{partner}/documents")).ReadAsync<Page<ComplianceDocumentView>>()).Items;
        Assert.Equal(("POL-1", -8), (documents[0].Reference, documents[0].DaysLeft!.Value));
        Assert.Equal(204, (int)(await app.Manager.DeleteAsync($"/api/partners/{partner}/documents/{documents[0].Id}")).StatusCode);
        Assert.Equal(200,
            (int)(await app.PostAsync($"/api/partners/escalations/{unroutable.EscalationId}/route",
                new { partnerId = partner })).StatusCode);
    }

    [Fact]
    public async Task Time_becomes_cost_and_cost_is_set_against_the_schools_budget()
    {
        await using var app = await PartnersApp.StartAsync(working: false);
        await app.Mat.DeliverAsync(
            new SchoolChanged(new SchoolSnapshot(app.School, 1, "100001", "Hill Primary", "primary", true, [], [],
                CalendarSnapshot.Default)));
        var partner = await app.PartnerAsync();
        var portal = await app.PortalAsync(partner);
        await PatchAsync(app.Manager, $"/api/partners/{partner}",
            new
            {
                rates = new { hourlyPence = 6000, callOutPence = 4500, minimumMinutes = 30 },
                maxOpenEscalations = 5,
                hours = new { weekly = new[] { new { day = "monday", opens = "08:00:00", closes = "18:00:00" } } }
            }, 1);
        var request = await app.EscalateAsync();
        await portal.PostAsJsonAsync($"/api/partners/portal/escalations/{request.EscalationId}/resolve",
            new { summary = "Done", timeSpentMinutes = 90 });
        var done = await app.EscalationAsync(request.EscalationId);
        Assert.Equal(9000, done.Cost.CostPence);

        var path = $"/api/partners/escalations/{request.EscalationId}/cost";
        Assert.Equal(HttpStatusCode.PreconditionRequired,
            (await app.Manager.PatchAsJsonAsync(path, new { purchaseOrder = "PO-1" })).StatusCode);
        var cost =
            (await (await PatchAsync(app.Manager, path, new { purchaseOrder = "PO-1", calledOut = true },
                done.Version)).ReadAsync<EscalationView>()).Cost;
        Assert.Equal(("PO-1", 13500L), (cost.PurchaseOrder, cost.CostPence!.Value));
        cost =
            (await (await PatchAsync(app.Manager, path, new { invoicePence = 12000 }, done.Version + 1)).ReadAsync<EscalationView>()).Cost;
        Assert.Equal(("PO-1", 12000L), (cost.PurchaseOrder, cost.CostPence!.Value));

        var year = Budgets.YearOf(app.Clock.GetUtcNow());
        var budget = await PutAsync(app.Manager, $"/api/partners/budgets/{app.School}/{year}", new { amountPence = 100000 }, 0);
        Assert.Equal((100000L, 12000L, 1, "Hill Primary"),
            (budget.AmountPence!.Value, budget.SpentPence, budget.Escalations, budget.SchoolName));
        Assert.Equal(404,
            (int)(await app.Mat.As(Roles.Manager, Guid.NewGuid())
                .PutAsJsonAsync($"/api/partners/budgets/{app.School}/{year}", new { amountPence = 1 })).StatusCode);
        Assert.Empty(
            (await (await app.Mat.As(Roles.SchoolLead, Guid.NewGuid()).GetAsync("/api/partners/budgets")).ReadAsync<BudgetList>()).Items);

        await app.Mat.DeliverAsync(new TicketChanged(Facts(request), "reopened"));
        var score = await (await app.Manager.GetAsync($"/api/partners/{partner}/scorecard")).ReadAsync<ScorecardView>();
        Assert.Equal((1, 1, 12000L), (score.Resolved, score.Reopened, score.CostPence));
        await app.EscalateAsync("mis");
        var areas = (await (await app.Manager.GetAsync("/api/partners/areas/scorecard")).ReadAsync<AreaScores>()).Items;
        var (network, mis) = (areas.Single(a => a.Area == PartnerArea.Network), areas.Single(a => a.Area == PartnerArea.Mis));
        Assert.Equal((1, 1, 1, 12000L), (network.Partners, network.Resolved, network.Reopened, network.CostPence));
        Assert.Equal((0, 1, 1), (mis.Partners, mis.Escalations, mis.Nobody));
    }

    [Theory]
    [InlineData("2026-08-31T23:59:59Z", 2025)]
    [InlineData("2026-09-01T00:00:00Z", 2026)]
    [InlineData("2027-01-01T00:00:00Z", 2026)]
    public void Financial_year_begins_in_September(string at, int year) =>
        Assert.Equal(year, Budgets.YearOf(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public async Task File_of_the_pack_comes_through_Mat_for_its_own_partner_alone()
    {
        var desk = new FakeDesk();
        await using var app = await PartnersApp.StartAsync(working: false, configure: b => b.Services.AddSingleton<IServiceClients>(desk));
        var (own, other) = (await app.PartnerAsync(), await app.PartnerAsync("Brook", "printing"));
        var (portal, stranger) = (await app.PortalAsync(own), await app.PortalAsync(other));
        var request = await app.EscalateAsync();
        var path = $"/api/partners/portal/escalations/{request.EscalationId}/attachments/{desk.File}";

        var file = await portal.GetAsync(path);
        Assert.Equal("words", await file.Content.ReadAsStringAsync());
        Assert.Equal("attachment; filename=a.txt", file.Content.Headers.ContentDisposition!.ToString());
        Assert.Equal($"/api/tickets/internal/{request.TicketId}/attachments/{desk.File}", desk.Asked);
        Assert.Equal(404, (int)(await stranger.GetAsync(path)).StatusCode);
        Assert.Equal(404, (int)(await portal.GetAsync(path[..^36] + Guid.NewGuid())).StatusCode);
    }

    private static TicketSnapshot Facts(EscalationRequested r) => new(
        r.TicketId, 9, r.TicketReference, "t", "incident", "open", "high", r.SchoolId, null, null, null, null, null, null, r.RequestedAt,
        null, null, null, null, false, false);

    private static async Task CreatedAsync(Task<HttpResponseMessage> sending) => Assert.Equal(201, (int)(await sending).StatusCode);

    private static async Task<HttpResponseMessage> PatchAsync(HttpClient client, string path, object body, int version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, path) { Content = JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation("If-Match", $"\"{version}\"");
        var answer = await client.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return answer;
    }

    private static async Task<BudgetView> PutAsync(HttpClient client, string path, object body, int version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation("If-Match", $"\"{version}\"");
        return await (await client.SendAsync(request)).ReadAsync<BudgetView>();
    }
}
