using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Mat.Platform.Http;
using Mat.Tickets.Conversation;
using Mat.Tickets.Tickets;

namespace Mat.Tickets.Tests.Attachments;

public sealed class AttachmentTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    [Fact]
    public async Task File_comes_back_as_it_went_and_never_as_a_page()
    {
        var ticket = await desk.OpenAsync();
        var bytes = RandomNumberGenerator.GetBytes(1_300_000); // more than two parts
        var attachment = await DeskFixture.ReadAsync<AttachmentView>(
            await UploadAsync(desk.Staff, ticket.Id, "../evil \"näme\".html", bytes, "text/html"), HttpStatusCode.Created);
        Assert.Equal(("evil \"näme\".html", "application/octet-stream", bytes.LongLength),
            (attachment.FileName, attachment.ContentType, attachment.Size));
        using var response = await desk.Tech.GetAsync($"/api/tickets/{ticket.Id}/attachments/{attachment.Id}");
        Assert.Equal(bytes, await response.Content.ReadAsByteArrayAsync());
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("nosniff", string.Join(',', response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Contains("sandbox", string.Join(',', response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal("evil \"näme\".html", response.Content.Headers.ContentDisposition.FileNameStar);
        var entry = (await desk.TimelineAsync(ticket.Id, desk.Staff))[^1];
        Assert.Equal((EntryKind.Attachment, attachment.Id), (entry.Kind, entry.Attachment!.Id));
    }

    [Fact]
    public async Task Same_file_again_is_one_file()
    {
        var ticket = await desk.OpenAsync();
        var first = await DeskFixture.ReadAsync<AttachmentView>(await UploadAsync(desk.Staff, ticket.Id, "a.txt", [1, 2, 3]),
            HttpStatusCode.Created);
        var second = await DeskFixture.ReadAsync<AttachmentView>(await UploadAsync(desk.Staff, ticket.Id, "a.txt", [1, 2, 3]),
            HttpStatusCode.Created);
        Assert.Equal(first.Id, second.Id);
        Assert.Single(
            (await DeskFixture.ReadAsync<Page<AttachmentView>>(await desk.Staff.GetAsync($"/api/tickets/{ticket.Id}/attachments"))).Items);
    }

    [Fact]
    public async Task Files_of_the_desk_leave_it_only_when_shareable()
    {
        var ticket = await desk.OpenAsync();
        var log = await DeskFixture.ReadAsync<AttachmentView>(await UploadAsync(desk.Tech, ticket.Id, "log.txt", [1]),
            HttpStatusCode.Created);
        var guide = await DeskFixture.ReadAsync<AttachmentView>(
            await UploadAsync(desk.Tech, ticket.Id, "guide.pdf", [2], "application/pdf", shareable: true), HttpStatusCode.Created);
        Assert.Equal([guide.Id],
            (await DeskFixture.ReadAsync<Page<AttachmentView>>(
                await desk.Staff.GetAsync($"/api/tickets/{ticket.Id}/attachments"))).Items.Select(a => a.Id));
        Assert.Equal(HttpStatusCode.NotFound, (await desk.Staff.GetAsync($"/api/tickets/{ticket.Id}/attachments/{log.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound,
            (await desk.OtherStaff.GetAsync($"/api/tickets/{ticket.Id}/attachments/{guide.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await desk.Staff.DeleteAsync($"/api/tickets/{ticket.Id}/attachments/{log.Id}")).StatusCode);
        await DeskFixture.RefusedAsync(await desk.Staff.DeleteAsync($"/api/tickets/{ticket.Id}/attachments/{guide.Id}"),
            HttpStatusCode.Forbidden, "attachment.owner");
        Assert.Equal(HttpStatusCode.NoContent, (await desk.Tech.DeleteAsync($"/api/tickets/{ticket.Id}/attachments/{log.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await desk.Tech.GetAsync($"/api/tickets/{ticket.Id}/attachments/{log.Id}")).StatusCode);
    }

    [Fact]
    public async Task Too_large_empty_or_nameless_is_refused()
    {
        var ticket = await desk.OpenAsync();
        await DeskFixture.RefusedAsync(await UploadAsync(desk.Staff, ticket.Id, "e.txt", []), HttpStatusCode.UnprocessableEntity,
            "attachment.empty");
        await DeskFixture.RefusedAsync(await UploadAsync(desk.Staff, ticket.Id, "/", [1]), HttpStatusCode.BadRequest, "attachment.name");
        await DeskFixture.RefusedAsync(await UploadAsync(desk.Executive, ticket.Id, "x.txt", [1]), HttpStatusCode.Forbidden, "auth.role");
        var patient = desk.Staff; // asks before it sends, else the answer may be lost with the connection
        patient.DefaultRequestHeaders.ExpectContinue = true;
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge,
            (await UploadAsync(patient, ticket.Id, "big.bin", new byte[Attachment.MaxBytes + 1])).StatusCode);
    }

    private static Task<HttpResponseMessage> UploadAsync(HttpClient client, Guid ticket, string name, byte[] bytes,
        string type = "text/plain", bool? shareable = null)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return client.PostAsync(
            $"/api/tickets/{ticket}/attachments?fileName={Uri.EscapeDataString(name)}{(shareable is null ? "" : $"&shareable={(shareable.Value ? "true" : "false")}")}", content);
    }
}
