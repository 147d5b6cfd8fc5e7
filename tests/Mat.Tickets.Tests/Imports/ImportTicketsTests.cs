using System.Net;
using System.Net.Http.Json;
using Mat.Contracts.Tickets;
using Mat.Platform.Http;
using Mat.Tickets.Imports;
using Mat.Tickets.Sla;
using Mat.Tickets.Tickets;

namespace Mat.Tickets.Tests.Imports;

public sealed class ImportTicketsTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    [Fact]
    public async Task History_comes_in_once()
    {
        object[] rows =
        [
            new { reference = "OLD-1", title = "Old printer", schoolUrn = "100001", assetTag = "A-100", requesterEmail = "SAM@oak.example",
                assigneeEmail = "tess@trust.example", impact = "medium", urgency = "high", status = "closed",
                openedAt = "2026-09-07T09:00:00Z", firstRespondedAt = "2026-09-07T09:30:00Z", resolvedAt = "2026-09-07T12:00:00Z",
                summary = "Paper" },
            new { title = "No key", schoolId = desk.Elm, impact = "low", urgency = "low", status = "open",
                openedAt = "2026-11-20T09:00:00Z" },
            new { reference = "OLD-3", title = "Nowhere", schoolUrn = "999999", impact = "low", urgency = "low", status = "open",
                openedAt = "2026-11-20T09:00:00Z" },
            new { reference = "OLD-4", title = "Unended", schoolUrn = "100001", impact = "low", urgency = "low", status = "resolved",
                openedAt = "2026-11-20T09:00:00Z" },
        ];
        var report = await SendAsync(rows);
        Assert.Equal((2, 0), (report.Created, report.Skipped));
        Assert.Equal([(2, "import.school"), (3, "import.resolved_at")], report.Errors.Select(e => (e.Row, e.Code)));
        var again = await SendAsync(rows);
        Assert.Equal((0, 2), (again.Created, again.Skipped));

        var old = Assert.Single((await DeskFixture.ReadAsync<Page<TicketView>>(await desk.Tech.GetAsync("/api/tickets?q=old-1"))).Items);
        Assert.Equal(("Sam Staff", "Tess Tech", "A-100", TicketStatus.Closed),
            (old.Requester!.Name, old.Assignee!.Name, old.Asset!.Tag, old.Status));
        Assert.Equal((30, ClockState.Met, 180, ClockState.Met),
            (old.FirstResponse.ElapsedMinutes, old.FirstResponse.State, old.Resolution.ElapsedMinutes, old.Resolution.State));
        Assert.Equal(new DateTimeOffset(2026, 9, 7, 9, 0, 0, TimeSpan.Zero), old.CreatedAt);
        await desk.App.PublishedAsync<TicketChanged>(t => t.Ticket.Id == old.Id && t.What == "replayed");
        Assert.DoesNotContain(desk.App.Published<TicketChanged>(), t => t.What is "opened" or "breached");
    }

    [Fact]
    public async Task Only_managers_import()
    {
        await DeskFixture.RefusedAsync(await desk.Tech.PostAsJsonAsync("/api/tickets/imports", new { tickets = Array.Empty<object>() }),
            HttpStatusCode.Forbidden, "auth.role");
        Assert.Equal(HttpStatusCode.BadRequest,
            (await desk.Manager.PostAsJsonAsync("/api/tickets/imports", new { tickets = Array.Empty<object>() })).StatusCode);
        var many = Enumerable.Range(0, 501)
            .Select(i => new
            {
                title = $"x{i}",
                schoolUrn = "100001",
                impact = "low",
                urgency = "low",
                status = "open",
                openedAt = "2026-11-20T09:00:00Z"
            });
        Assert.Equal(HttpStatusCode.BadRequest,
            (await desk.Manager.PostAsJsonAsync("/api/tickets/imports", new { tickets = many })).StatusCode);
    }

    private async Task<TicketImportReport> SendAsync(object[] tickets) =>
        await DeskFixture.ReadAsync<TicketImportReport>(await desk.Manager.PostAsJsonAsync("/api/tickets/imports", new { tickets }));
}
