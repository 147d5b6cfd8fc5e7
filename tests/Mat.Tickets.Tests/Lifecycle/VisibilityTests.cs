using System.Net;
using System.Net.Http.Json;
using Mat.Contracts.Tickets;
using Mat.Platform.Http;
using Mat.Tickets.Conversation;
using Mat.Tickets.Tickets;

namespace Mat.Tickets.Tests.Lifecycle;

public sealed class VisibilityTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    [Fact]
    public async Task Staff_see_their_own_alone()
    {
        var mine = await desk.OpenAsync();
        var theirs = await desk.OpenAsync(desk.OtherStaff);
        var forMe = await desk.OpenAsync(desk.Tech, new { title = "For Sam", schoolId = desk.Oak, requesterId = desk.Teacher });
        var ids = (await ListAsync(desk.Staff)).Select(t => t.Id).ToList();
        Assert.Contains(mine.Id, ids);
        Assert.Contains(forMe.Id, ids);
        Assert.DoesNotContain(theirs.Id, ids);
        Assert.Equal(HttpStatusCode.NotFound, (await desk.Staff.GetAsync($"/api/tickets/{theirs.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await desk.Staff.GetAsync($"/api/tickets/{theirs.Reference}")).StatusCode);
    }

    [Fact]
    public async Task Desk_of_one_school_is_staff_at_the_other()
    {
        var oak = await desk.OpenAsync();
        var elm = await desk.OpenAsync(desk.Tech, new { title = "Elm", schoolId = desk.Elm });
        var own = await desk.OpenAsync(desk.TechOfElm, new { title = "Own at Oak", schoolId = desk.Oak });
        var ids = (await ListAsync(desk.TechOfElm)).Select(t => t.Id).ToList();
        Assert.Contains(elm.Id, ids);
        Assert.Contains(own.Id, ids);
        Assert.DoesNotContain(oak.Id, ids);
        foreach (var ticket in new[] { oak, own })
            Assert.Equal(HttpStatusCode.NotFound,
                (await desk.TechOfElm.PostAsJsonAsync($"/api/tickets/{ticket.Id}/resolve", new { summary = "x" })).StatusCode);
        Assert.DoesNotContain("resolve", (await desk.GetAsync(own.Id, desk.TechOfElm)).Permissions);
        Assert.Contains("resolve", (await desk.GetAsync(elm.Id, desk.TechOfElm)).Permissions);
    }

    [Fact]
    public async Task Internal_and_partner_comments_stay_at_the_desk()
    {
        var ticket = await desk.OpenAsync();
        var ids = new Dictionary<string, Guid>();
        foreach (var visibility in new[] { "public", "internal", "partner" })
            ids[visibility] =
                (await DeskFixture.ReadAsync<CommentView>(
                    await desk.Tech.PostAsJsonAsync($"/api/tickets/{ticket.Id}/comments",
                        new { body = $"A {visibility} word", visibility }), HttpStatusCode.Created)).Id;
        Assert.Equal(4, (await desk.TimelineAsync(ticket.Id)).Count);
        foreach (var outsider in new[] { desk.Staff, desk.Lead, desk.Executive })
        {
            Assert.Equal([EntryKind.Opened, EntryKind.Comment], (await desk.TimelineAsync(ticket.Id, outsider)).Select(e => e.Kind));
            var comments = await DeskFixture.ReadAsync<Page<CommentView>>(await outsider.GetAsync($"/api/tickets/{ticket.Id}/comments"));
            Assert.Equal("A public word", Assert.Single(comments.Items).Body);
            Assert.Equal(HttpStatusCode.OK, (await outsider.GetAsync($"/api/tickets/{ticket.Id}/comments/{ids["public"]}")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound,
                (await outsider.GetAsync($"/api/tickets/{ticket.Id}/comments/{ids["internal"]}")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound,
                (await outsider.GetAsync($"/api/tickets/{ticket.Id}/comments/{ids["partner"]}")).StatusCode);
        }
        var told = desk.App.Published<TicketCommented>().Where(c => c.TicketId == ticket.Id).ToDictionary(c => c.Visibility, c => c.Body);
        await Testing.Eventually.TrueAsync(
            () => (told = desk.App.Published<TicketCommented>().Where(c => c.TicketId == ticket.Id)
                .ToDictionary(c => c.Visibility, c => c.Body)).Count == 3);
        Assert.Equal((null, null, "A partner word"), (told["public"], told["internal"], told["partner"]));
    }

    [Fact]
    public async Task Only_the_desk_writes_internally()
    {
        var ticket = await desk.OpenAsync();
        foreach (var client in new[] { desk.Staff, desk.Lead })
            foreach (var visibility in new[] { "internal", "partner" })
                await DeskFixture.RefusedAsync(
                    await client.PostAsJsonAsync($"/api/tickets/{ticket.Id}/comments", new { body = "x", visibility }),
                    HttpStatusCode.Forbidden, "comment.visibility");
        Assert.Equal(HttpStatusCode.Created,
            (await desk.Lead.PostAsJsonAsync($"/api/tickets/{ticket.Id}/comments", new { body = "Please" })).StatusCode);
        Assert.Equal(TicketStatus.New, (await desk.GetAsync(ticket.Id)).Status);
    }

    [Theory]
    [InlineData("assign", """{"assigneeId":null}""")]
    [InlineData("pause", "{}")]
    [InlineData("resume", "{}")]
    [InlineData("resolve", """{"summary":"x"}""")]
    [InlineData("close", "{}")]
    [InlineData("escalate", """{"area":"network","reason":"x"}""")]
    [InlineData("escalation/cancel", """{"reason":"x"}""")]
    public async Task Work_is_the_desks(string command, string body)
    {
        var ticket = await desk.OpenAsync();
        foreach (var client in new[] { desk.Staff, desk.Lead, desk.Executive })
            await DeskFixture.RefusedAsync(
                await client.PostAsync($"/api/tickets/{ticket.Id}/{command}", new StringContent(body, null, "application/json")),
                HttpStatusCode.Forbidden, "auth.role");
        Assert.Equal(HttpStatusCode.Unauthorized,
            (await desk.App.Anonymous()
                .PostAsync($"/api/tickets/{ticket.Id}/{command}", new StringContent(body, null, "application/json"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound,
            (await desk.TechOfElm.PostAsync($"/api/tickets/{ticket.Id}/{command}",
                new StringContent(body, null, "application/json"))).StatusCode);
    }

    [Fact]
    public async Task Only_the_desk_edits()
    {
        var ticket = await desk.OpenAsync();
        foreach (var client in new[] { desk.Staff, desk.Lead, desk.Executive })
            await DeskFixture.RefusedAsync(await DeskFixture.PatchAsync(client, ticket.Id, new { title = "x" }, "\"1\""),
                HttpStatusCode.Forbidden, "auth.role");
        Assert.Equal(HttpStatusCode.NotFound,
            (await DeskFixture.PatchAsync(desk.TechOfElm, ticket.Id, new { title = "x" }, "\"1\"")).StatusCode);
    }

    [Fact]
    public async Task Lead_reads_the_school_and_reopens_own_alone()
    {
        var ticket = await desk.OpenAsync();
        await desk.DoAsync(ticket.Id, "resolve", new { summary = "x" });
        Assert.Contains(ticket.Id, (await ListAsync(desk.Lead)).Select(t => t.Id));
        Assert.DoesNotContain("reopen", (await desk.GetAsync(ticket.Id, desk.Lead)).Permissions);
        await DeskFixture.RefusedAsync(await desk.Lead.PostAsJsonAsync($"/api/tickets/{ticket.Id}/reopen", new { reason = "x" }),
            HttpStatusCode.Forbidden, "ticket.reopen");
        Assert.Empty((await desk.GetAsync(ticket.Id, desk.Executive)).Permissions);
    }

    private static async Task<IReadOnlyList<TicketView>> ListAsync(HttpClient client) =>
        (await DeskFixture.ReadAsync<Page<TicketView>>(await client.GetAsync("/api/tickets?limit=250"))).Items;
}
