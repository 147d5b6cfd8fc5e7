using System.Net;
using System.Net.Http.Json;
using Mat.Contracts.Tickets;
using Mat.Contracts.Trust;
using Mat.Platform.Http;
using Mat.Tickets.Sla;
using Mat.Tickets.Tickets;

namespace Mat.Tickets.Tests.Lifecycle;

public sealed class OpenTicketTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    [Fact]
    public async Task Teacher_opens_with_a_title_alone()
    {
        var response = await desk.Staff.PostAsJsonAsync("/api/tickets", new { title = " Board is dark " });
        Assert.Equal("\"1\"", response.Headers.ETag?.Tag);
        var ticket = await DeskFixture.ReadAsync<TicketView>(response, HttpStatusCode.Created);
        Assert.Equal($"/api/tickets/{ticket.Id}", response.Headers.Location?.ToString());
        Assert.Equal("Board is dark", ticket.Title);
        Assert.Equal((desk.Oak, "Oak Primary"), (ticket.SchoolId, ticket.SchoolName));
        Assert.Equal((desk.Teacher, "Sam Staff", "sam@oak.example"), (ticket.Requester!.Id, ticket.Requester.Name, ticket.Requester.Email));
        Assert.Equal((TicketPriority.Low, TicketStatus.New, TicketChannel.Web), (ticket.Priority, ticket.Status, ticket.Channel));
        Assert.True(Ticket.NumberOf(ticket.Reference) > 10_000);
        Assert.Equal(["comment", "attach"], ticket.Permissions);
        var published = await desk.App.PublishedAsync<TicketChanged>(t => t.Ticket.Id == ticket.Id);
        Assert.Equal(("opened", 1, "low"), (published.What, published.Ticket.Version, published.Ticket.Priority));
        Assert.Equal(ticket.Id,
            (await DeskFixture.ReadAsync<TicketView>(await desk.Staff.GetAsync($"/api/tickets/{ticket.Reference}"))).Id);
    }

    [Fact]
    public async Task Everything_the_standard_asks_a_request_to_record_is_there()
    {
        var ticket = await desk.OpenAsync(desk.Tech, new
        {
            title = "Projector",
            description = "No picture",
            kind = "request",
            category = "audio visual",
            impact = "medium",
            urgency = "high",
            assetId = desk.Laptop,
            requesterId = desk.OtherTeacher,
            approverId = desk.LeadId,
            channel = "phone",
            location = "Room 4",
        });
        Assert.Equal(("No picture", TicketKind.Request, TicketPriority.High, TicketChannel.Phone),
            (ticket.Description, ticket.Kind, ticket.Priority, ticket.Channel));
        Assert.Equal(("Olga Other", "Tess Tech", "Lena Lead", "A-100"),
            (ticket.Requester!.Name, ticket.OpenedBy.Name, ticket.Approver!.Name, ticket.Asset!.Tag));
        Assert.InRange(ticket.CreatedAt, DeskFixture.Monday, DeskFixture.Monday.AddHours(1));
        var opened = Assert.Single(await desk.TimelineAsync(ticket.Id));
        Assert.Equal((EntryKind.Opened, "Tess Tech"), (opened.Kind, opened.Actor));
    }

    [Theory]
    [InlineData("{}", "title")]
    [InlineData("""{"title":""}""", "title")]
    [InlineData("""{"title":null}""", "title")]
    [InlineData("""{"title":"   "}""", "title")]
    public async Task Missing_title_is_refused_by_name(string body, string field)
    {
        var response = await desk.Staff.PostAsync("/api/tickets", new StringContent(body, null, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains($"\"{field}\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"title":"x","impact":"huge"}""")]
    [InlineData("""{"title":"x","impact":1}""")]
    [InlineData("""{"title":"x","unknown":1}""")]
    [InlineData("""{"title":"x","title":"y"}""")]
    [InlineData("""{"title":"a\u0000b"}""")]
    [InlineData("""[]""")]
    [InlineData("""{"title":"x","assetId":"nope"}""")]
    public async Task Body_of_another_shape_is_refused(string body) =>
        Assert.Equal(HttpStatusCode.BadRequest,
            (await desk.Staff.PostAsync("/api/tickets", new StringContent(body, null, "application/json"))).StatusCode);

    [Fact]
    public async Task School_of_others_is_refused() =>
        await DeskFixture.RefusedAsync(await desk.Staff.PostAsJsonAsync("/api/tickets", new { title = "x", schoolId = desk.Elm }),
            HttpStatusCode.UnprocessableEntity, "ticket.school");

    [Fact]
    public async Task Trust_technician_says_which_school() =>
        await DeskFixture.RefusedAsync(await desk.Tech.PostAsJsonAsync("/api/tickets", new { title = "x" }),
            HttpStatusCode.UnprocessableEntity, "ticket.school");

    [Fact]
    public async Task Asset_of_another_school_or_unknown_is_refused()
    {
        await DeskFixture.RefusedAsync(await desk.Staff.PostAsJsonAsync("/api/tickets", new { title = "x", assetId = desk.ElmLaptop }),
            HttpStatusCode.UnprocessableEntity, "ticket.asset");
        await DeskFixture.RefusedAsync(await desk.Staff.PostAsJsonAsync("/api/tickets", new { title = "x", assetId = Guid.NewGuid() }),
            HttpStatusCode.UnprocessableEntity, "ticket.asset");
        await DeskFixture.RefusedAsync(
            await desk.Tech.PostAsJsonAsync("/api/tickets", new { title = "x", schoolId = desk.Elm, assetId = desk.Laptop }),
            HttpStatusCode.UnprocessableEntity, "ticket.asset");
    }

    [Fact]
    public async Task Only_desk_and_leads_open_for_somebody_else()
    {
        await DeskFixture.RefusedAsync(
            await desk.Staff.PostAsJsonAsync("/api/tickets", new { title = "x", requesterId = desk.OtherTeacher }),
            HttpStatusCode.Forbidden, "ticket.requester");
        Assert.Equal("Olga Other", (await desk.OpenAsync(desk.Lead, new { title = "x", requesterId = desk.OtherTeacher })).Requester!.Name);
        await DeskFixture.RefusedAsync(
            await desk.Tech.PostAsJsonAsync("/api/tickets", new { title = "x", schoolId = desk.Oak, requesterId = Guid.NewGuid() }),
            HttpStatusCode.UnprocessableEntity, "ticket.requester");
    }

    [Fact]
    public async Task Executive_opens_none() =>
        await DeskFixture.RefusedAsync(await desk.Executive.PostAsJsonAsync("/api/tickets", new { title = "x", schoolId = desk.Oak }),
            HttpStatusCode.Forbidden, "auth.role");

    [Fact]
    public async Task Closed_school_takes_no_ticket()
    {
        var closed = Guid.CreateVersion7();
        await desk.App.DeliverAsync(new SchoolChanged(DeskFixture.School(closed, 2, "Ash", "100003", open: false)));
        await desk.App.DeliverAsync(new SchoolChanged(DeskFixture.School(closed, 1, "Ash", "100003"))); // older, and late
        await DeskFixture.RefusedAsync(await desk.Tech.PostAsJsonAsync("/api/tickets", new { title = "x", schoolId = closed }),
            HttpStatusCode.UnprocessableEntity, "ticket.school_closed");
    }

    [Fact]
    public async Task Same_idempotency_key_is_one_ticket()
    {
        var client = desk.Staff;
        var (first, second) = (await SendAsync(client, "key-1", "Same"), await SendAsync(client, "key-1", "Same"));
        Assert.Equal((await DeskFixture.ReadAsync<TicketView>(first, HttpStatusCode.Created)).Id,
            (await DeskFixture.ReadAsync<TicketView>(second, HttpStatusCode.Created)).Id);
        await DeskFixture.RefusedAsync(await SendAsync(client, "key-1", "Other"), HttpStatusCode.UnprocessableEntity, "idempotency.reused");
        Assert.Single((await DeskFixture.ReadAsync<Page<TicketView>>(await client.GetAsync("/api/tickets?q=Same"))).Items);

        static Task<HttpResponseMessage> SendAsync(HttpClient client, string key, string title)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "/api/tickets") { Content = JsonContent.Create(new { title }) };
            request.Headers.Add("Idempotency-Key", key);
            return client.SendAsync(request);
        }
    }

    [Fact]
    public async Task Many_at_once_have_numbers_of_their_own()
    {
        var client = desk.Staff;
        var tickets = await Task.WhenAll(Enumerable.Range(0, 120).Select(i => desk.OpenAsync(client, new { title = $"Parallel {i}" })));
        Assert.Equal(120, tickets.Select(t => t.Reference).Distinct().Count());
    }
}
