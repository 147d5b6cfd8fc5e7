using System.Net;
using System.Net.Http.Json;
using Mat.Contracts.Tickets;
using Mat.Tickets.Sla;
using Mat.Tickets.Tickets;

namespace Mat.Tickets.Tests.Lifecycle;

public sealed class CommandTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    [Fact]
    public async Task Assigned_to_the_desk_and_given_back()
    {
        var ticket = await desk.OpenAsync();
        var assigned = await desk.DoAsync(ticket.Id, "assign", new { assigneeId = desk.Tess });
        Assert.Equal(("Tess Tech", TicketStatus.Open, 2), (assigned.Assignee!.Name, assigned.Status, assigned.Version));
        Assert.Null((await desk.DoAsync(ticket.Id, "assign", new { assigneeId = (Guid?)null })).Assignee);
        var change = (await desk.TimelineAsync(ticket.Id))[1];
        Assert.Equal((EntryKind.Assigned, "assignee", "Tess Tech"), (change.Kind, change.Changes![0].Field, change.Changes[0].To));
        Assert.Equal("assigned",
            (await desk.App.PublishedAsync<TicketChanged>(t => t.Ticket.Id == ticket.Id && t.Ticket.Version == 2)).What);
    }

    [Fact]
    public async Task Assignee_is_of_the_desk_and_works_for_the_school()
    {
        var ticket = await desk.OpenAsync();
        foreach (var person in new[] { desk.Teacher, desk.ElmTech, Guid.NewGuid() })
            await DeskFixture.RefusedAsync(
                await desk.Tech.PostAsJsonAsync($"/api/tickets/{ticket.Id}/assign", new { assigneeId = person }),
                HttpStatusCode.UnprocessableEntity, "ticket.assignee");
    }

    [Fact]
    public async Task Waits_and_goes_on()
    {
        var ticket = await desk.OpenAsync();
        var waiting = await desk.DoAsync(ticket.Id, "pause", new { reason = "Which room?" });
        Assert.Equal((TicketStatus.WaitingRequester, ClockState.Paused, ClockState.Met),
            (waiting.Status, waiting.Resolution.State, waiting.FirstResponse.State));
        await DeskFixture.RefusedAsync(await desk.Tech.PostAsJsonAsync($"/api/tickets/{ticket.Id}/pause", new { }),
            HttpStatusCode.Conflict, "ticket.waiting");
        Assert.Equal(TicketStatus.Open, (await desk.DoAsync(ticket.Id, "resume", new { })).Status);
        await DeskFixture.RefusedAsync(await desk.Tech.PostAsJsonAsync($"/api/tickets/{ticket.Id}/resume", new { }),
            HttpStatusCode.Conflict, "ticket.not_waiting");
    }

    [Fact]
    public async Task Requesters_comment_ends_waiting()
    {
        var ticket = await desk.OpenAsync();
        await desk.DoAsync(ticket.Id, "pause", new { });
        Assert.Equal(HttpStatusCode.Created,
            (await desk.Staff.PostAsJsonAsync($"/api/tickets/{ticket.Id}/comments", new { body = "Room 4" })).StatusCode);
        Assert.Equal(TicketStatus.Open, (await desk.GetAsync(ticket.Id)).Status);
    }

    [Fact]
    public async Task Resolved_reopened_by_the_requester_resolved_and_closed()
    {
        var ticket = await desk.OpenAsync();
        var resolved = await desk.DoAsync(ticket.Id, "resolve", new { summary = "New lamp", cause = "Worn", timeSpentMinutes = 20 });
        Assert.Equal((TicketStatus.Resolved, "New lamp", "Worn", 20),
            (resolved.Status, resolved.ResolvedAs!.Summary, resolved.ResolvedAs.Cause, resolved.ResolvedAs.TimeSpentMinutes));
        await DeskFixture.RefusedAsync(await desk.Tech.PostAsJsonAsync($"/api/tickets/{ticket.Id}/resolve", new { summary = "x" }),
            HttpStatusCode.Conflict, "ticket.resolved");
        var seen = await desk.GetAsync(ticket.Id, desk.Staff);
        Assert.Contains("reopen", seen.Permissions);
        Assert.Equal((null, null), (seen.ResolvedAs!.Cause, seen.ResolvedAs.TimeSpentMinutes));
        Assert.Equal(TicketStatus.Open, (await desk.DoAsync(ticket.Id, "reopen", new { reason = "Dark again" }, desk.Staff)).Status);
        await DeskFixture.RefusedAsync(await desk.Tech.PostAsJsonAsync($"/api/tickets/{ticket.Id}/close", new { }),
            HttpStatusCode.Conflict, "ticket.not_resolved");
        await desk.DoAsync(ticket.Id, "resolve", new { summary = "New board" });
        Assert.Equal(TicketStatus.Closed, (await desk.DoAsync(ticket.Id, "close", new { })).Status);
        await DeskFixture.RefusedAsync(await desk.Staff.PostAsJsonAsync($"/api/tickets/{ticket.Id}/comments", new { body = "x" }),
            HttpStatusCode.Conflict, "ticket.closed");
        Assert.Equal([EntryKind.Opened, EntryKind.Resolved, EntryKind.Reopened, EntryKind.Resolved, EntryKind.Closed],
            (await desk.TimelineAsync(ticket.Id)).Select(e => e.Kind));
    }

    [Fact]
    public async Task Edited_under_its_etag_alone()
    {
        var ticket = await desk.OpenAsync();
        await DeskFixture.RefusedAsync(await DeskFixture.PatchAsync(desk.Tech, ticket.Id, new { title = "x" }, null), (HttpStatusCode)428,
            "precondition.required");
        await DeskFixture.RefusedAsync(await DeskFixture.PatchAsync(desk.Tech, ticket.Id, new { title = "x" }, "\"9\""),
            HttpStatusCode.PreconditionFailed, "precondition.stale");
        var edited = await DeskFixture.ReadAsync<TicketView>(
            await DeskFixture.PatchAsync(desk.Tech, ticket.Id,
                new { impact = "high", urgency = "high", assetId = desk.Laptop, approverId = desk.LeadId }, "\"1\""));
        Assert.Equal((TicketPriority.Critical, "A-100", "Lena Lead", 240),
            (edited.Priority, edited.Asset!.Tag, edited.Approver!.Name, edited.Resolution.TargetMinutes));
        await DeskFixture.RefusedAsync(await DeskFixture.PatchAsync(desk.Tech, ticket.Id, new { title = "x" }, "\"1\""),
            HttpStatusCode.PreconditionFailed, "precondition.stale");
        var changes = (await desk.TimelineAsync(ticket.Id))[^1].Changes!;
        Assert.Contains(new FieldChange("priority", "low", "critical"), changes);
        Assert.Contains(new FieldChange("asset", null, "A-100"), changes);

        var cleared = await DeskFixture.ReadAsync<TicketView>(
            await DeskFixture.PatchAsync(desk.Tech, ticket.Id,
                new { assetId = (Guid?)null, approverId = (Guid?)null, category = (string?)null, description = (string?)null },
                $"\"{edited.Version}\""));
        Assert.Equal((null, null, null, "", TicketPriority.Critical),
            (cleared.Asset, cleared.Approver, cleared.Category, cleared.Description, cleared.Priority));
    }

    [Fact]
    public async Task Moved_to_another_school_leaves_its_asset()
    {
        var ticket = await desk.OpenAsync(desk.Tech, new { title = "x", assetId = desk.Laptop });
        var moved = await DeskFixture.ReadAsync<TicketView>(
            await DeskFixture.PatchAsync(desk.Tech, ticket.Id, new { schoolId = desk.Elm }, "\"1\""));
        Assert.Equal((desk.Elm, null), (moved.SchoolId, moved.Asset));
        Assert.Equal(HttpStatusCode.NotFound, (await desk.Lead.GetAsync($"/api/tickets/{ticket.Id}")).StatusCode);
    }

    [Fact]
    public async Task Commands_at_once_are_all_done()
    {
        var ticket = await desk.OpenAsync();
        var client = desk.Tech;
        var answers = await Task.WhenAll(Enumerable.Range(0, 3)
            .Select(i => client.PostAsJsonAsync($"/api/tickets/{ticket.Id}/comments", new { body = $"Comment {i}" })));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.Created, a.StatusCode));
        Assert.Equal(4, (await desk.TimelineAsync(ticket.Id)).Count);
    }

    [Theory]
    [InlineData("T-1")]
    [InlineData("nonsense")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    public async Task Unknown_ticket_is_404(string id) =>
        await DeskFixture.RefusedAsync(await desk.Tech.GetAsync($"/api/tickets/{id}"), HttpStatusCode.NotFound, "not_found");
}
