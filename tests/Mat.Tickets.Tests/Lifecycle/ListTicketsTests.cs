using System.Net;
using Mat.Platform.Http;
using Mat.Tickets.Lifecycle;
using Mat.Tickets.Tickets;

namespace Mat.Tickets.Tests.Lifecycle;

public sealed class ListTicketsTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    [Fact]
    public async Task Filters_search_sort_and_pages()
    {
        var dark = await desk.OpenAsync(desk.Tech,
            new { title = "Board 100% dark", schoolId = desk.Oak, impact = "high", urgency = "high", assetId = desk.Laptop });
        var slow = await desk.OpenAsync(desk.Tech,
            new { title = "Wi-Fi slow", description = "In the hall", schoolId = desk.Oak, kind = "request", requesterId = desk.Teacher });
        var elm = await desk.OpenAsync(desk.Tech, new { title = "Printer_jam", schoolId = desk.Elm, impact = "medium" });
        await desk.DoAsync(dark.Id, "assign", new { assigneeId = desk.Tess });
        await desk.DoAsync(elm.Id, "resolve", new { summary = "Paper out" });

        Assert.Equal([elm.Id, slow.Id, dark.Id], await IdsAsync(""));
        Assert.Equal([slow.Id, dark.Id], await IdsAsync("status=active"));
        Assert.Equal([elm.Id, slow.Id], await IdsAsync("status=new,resolved"));
        Assert.Equal([dark.Id], await IdsAsync("priority=critical,high"));
        Assert.Equal([slow.Id], await IdsAsync("kind=request"));
        Assert.Equal([elm.Id], await IdsAsync($"schoolId={desk.Elm}"));
        Assert.Equal([dark.Id], await IdsAsync("assigneeId=me"));
        Assert.Equal([elm.Id, slow.Id], await IdsAsync("assigneeId=none"));
        Assert.Equal([dark.Id], await IdsAsync($"assigneeId={desk.Tess}"));
        Assert.Equal([slow.Id], await IdsAsync($"requesterId={desk.Teacher}"));
        Assert.Equal([slow.Id], await IdsAsync("requesterId=me", desk.Staff));
        Assert.Equal([dark.Id], await IdsAsync($"assetId={desk.Laptop}"));
        Assert.Empty(await IdsAsync("breached=true"));
        Assert.Equal([dark.Id, elm.Id, slow.Id], await IdsAsync("sort=priority"));
        Assert.Equal([dark.Id, slow.Id, elm.Id], await IdsAsync("sort=resolutionDueAt"));
        Assert.Equal([dark.Id, slow.Id, elm.Id], await IdsAsync("sort=reference"));

        Assert.Equal([slow.Id], await IdsAsync("q=HALL slow"));
        Assert.Equal([slow.Id], await IdsAsync("q=sam staff"));
        Assert.Equal([dark.Id], await IdsAsync("q=a-100"));
        Assert.Equal([dark.Id], await IdsAsync("q=100%25"));
        Assert.Equal([elm.Id], await IdsAsync("q=r_j"));
        Assert.Equal([dark.Id], await IdsAsync($"q={dark.Reference.ToLowerInvariant()}"));

        var first = await DeskFixture.ReadAsync<Page<TicketView>>(await desk.Tech.GetAsync("/api/tickets?limit=2&sort=priority"));
        var second = await DeskFixture.ReadAsync<Page<TicketView>>(
            await desk.Tech.GetAsync($"/api/tickets?limit=2&sort=priority&cursor={first.Next}"));
        Assert.Equal([dark.Id, elm.Id, slow.Id], first.Items.Concat(second.Items).Select(t => t.Id));
        Assert.Null(second.Next);
    }

    [Theory]
    [InlineData("status=nothing", "filter.invalid")]
    [InlineData("priority=1", "filter.invalid")]
    [InlineData("kind=problem", "filter.invalid")]
    [InlineData("assigneeId=x", "filter.invalid")]
    [InlineData("sort=title", "sort.unknown")]
    [InlineData("limit=0", "limit.invalid")]
    [InlineData("cursor=xyz", "cursor.invalid")]
    [InlineData("schoolId=x", "request.invalid")]
    public async Task Query_of_another_form_is_400(string query, string code) =>
        await DeskFixture.RefusedAsync(await desk.Tech.GetAsync($"/api/tickets?{query}"), HttpStatusCode.BadRequest, code);

    [Fact]
    public async Task People_to_assign_are_the_desk_of_the_school()
    {
        var oak = await DeskFixture.ReadAsync<Page<AssignableView>>(await desk.Tech.GetAsync($"/api/tickets/people?schoolId={desk.Oak}"));
        var elm = await DeskFixture.ReadAsync<Page<AssignableView>>(await desk.Tech.GetAsync($"/api/tickets/people?schoolId={desk.Elm}"));
        Assert.Equal(["Tess Tech"], oak.Items.Select(p => p.Name));
        Assert.Equal(["Emil Elm", "Tess Tech"], elm.Items.Select(p => p.Name));
        await DeskFixture.RefusedAsync(await desk.Lead.GetAsync("/api/tickets/people"), HttpStatusCode.Forbidden, "auth.role");
    }

    private async Task<IReadOnlyList<Guid>> IdsAsync(string query, HttpClient? client = null) =>
        [
            .. (await DeskFixture.ReadAsync<Page<TicketView>>(await (client ?? desk.Tech).GetAsync($"/api/tickets?{query}"))).Items.Select(
                t => t.Id)];
}
