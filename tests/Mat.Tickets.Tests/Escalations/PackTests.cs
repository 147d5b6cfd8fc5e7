using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Mat.Contracts.Tickets;
using Mat.Platform.Http;
using Mat.Tickets.Conversation;
using Mat.Tickets.Escalations;
using Mat.Tickets.Redaction;

namespace Mat.Tickets.Tests.Escalations;

public sealed class PackTests : IAsyncLifetime
{
    private readonly DeskFixture _desk = new();

    public ValueTask InitializeAsync() => _desk.InitializeAsync();

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task Preview_shows_exactly_what_is_sent_and_internal_lines_never_leave()
    {
        await RedactAsync(new { emails = true, phones = true, names = new[] { "Ann", "Ann Lee" }, patterns = new[] { @"UPN\s?\w{13}" } },
            0);
        var ticket = await _desk.OpenAsync(_desk.Tech, new
        {
            title = "Login of Ann Lee fails",
            description = "Ring ann.lee@oak.example or 01632 960123. ann says UPN A123456789012 since 09:15 on 2026-11-23; 10.20.30.40 answers.",
            assetId = _desk.Laptop,
            requesterId = _desk.Teacher,
        });
        await _desk.Tech.PostAsJsonAsync($"/api/tickets/{ticket.Id}/comments",
            new { body = "Password of Ann reset", visibility = "public" });
        await _desk.Tech.PostAsJsonAsync($"/api/tickets/{ticket.Id}/comments", new { body = "SECRET-INTERNAL", visibility = "internal" });
        var (shared, kept) = (await UploadAsync(ticket.Id, "log of Ann.txt"), await UploadAsync(ticket.Id, "private.txt"));
        Assert.True(
            (await DeskFixture.ReadAsync<AttachmentView>(
                await _desk.Tech.PostAsJsonAsync($"/api/tickets/{ticket.Id}/attachments/{shared.Id}/share",
                    new { forPartner = true }))).ForPartner);
        var order = new
        {
            area = "devices",
            reason = "Ann needs it by noon, +44 20 7946 0958",
            contactWindow = "Mon to Fri 8 to 16, ask at reception"
        };

        var preview = await DeskFixture.ReadAsync<EscalationPreview>(
            await _desk.Tech.PostAsJsonAsync($"/api/tickets/{ticket.Id}/escalate/preview", order));
        Assert.Empty(_desk.App.Published<EscalationRequested>());
        await _desk.DoAsync(ticket.Id, "escalate", order);
        var sent = await _desk.App.PublishedAsync<EscalationRequested>(e => e.TicketId == ticket.Id);

        Assert.Equal(JsonSerializer.Serialize(preview.Context, StrictJson.Options),
            JsonSerializer.Serialize(sent.Context, StrictJson.Options));
        Assert.Equal((preview.Reason, preview.Priority, preview.Area), (sent.Reason, sent.Priority, sent.Area));
        Assert.Equal("Login of [name] fails", sent.Context.Title);
        Assert.Equal("Ring [e-mail] or [phone]. [name] says [redacted] since 09:15 on 2026-11-23; 10.20.30.40 answers.",
            sent.Context.Description);
        Assert.Equal(("[name] needs it by noon, [phone]", "Mon to Fri 8 to 16, ask at reception", "A-100"),
            (sent.Reason, sent.Context.ContactWindow, sent.Context.Asset!.Tag));
        Assert.Equal((shared.Id, "log of [name].txt"), (Assert.Single(sent.Context.Files!).Id, sent.Context.Files![0].FileName));
        var all = JsonSerializer.Serialize(sent, StrictJson.Options);
        foreach (var never in new[] { "SECRET-INTERNAL", "Ann", "ann.lee", "960123", kept.Id.ToString(), "private.txt" })
            Assert.DoesNotContain(never, all, StringComparison.Ordinal);
        Assert.Equal(9, preview.RedactionCount);

        await _desk.Tech.PostAsJsonAsync($"/api/tickets/{ticket.Id}/comments",
            new { body = "Ann is back on Monday", visibility = "partner" });
        Assert.Equal("[name] is back on Monday",
            (await _desk.App.PublishedAsync<TicketCommented>(c => c.TicketId == ticket.Id && c.Visibility == "partner")).Body);
    }

    [Fact]
    public async Task Only_a_shared_file_is_given_to_Partners_and_only_by_the_system()
    {
        var ticket = await _desk.OpenAsync();
        var file = await UploadAsync(ticket.Id, "a.txt");
        var inside = $"/api/tickets/internal/{ticket.Id}/attachments/{file.Id}";
        Assert.Equal(HttpStatusCode.NotFound, (await _desk.App.AsSystem().GetAsync(inside)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden,
            (await _desk.Staff.PostAsJsonAsync($"/api/tickets/{ticket.Id}/attachments/{file.Id}/share",
                new { forPartner = true })).StatusCode);
        await _desk.Tech.PostAsJsonAsync($"/api/tickets/{ticket.Id}/attachments/{file.Id}/share", new { forPartner = true });
        Assert.Equal("words", await (await _desk.App.AsSystem().GetAsync(inside)).Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Forbidden, (await _desk.Tech.GetAsync(inside)).StatusCode);
        await _desk.Tech.PostAsJsonAsync($"/api/tickets/{ticket.Id}/attachments/{file.Id}/share", new { forPartner = false });
        Assert.Equal(HttpStatusCode.NotFound, (await _desk.App.AsSystem().GetAsync(inside)).StatusCode);
    }

    [Theory]
    [InlineData("07700 900 123", "[phone]")]
    [InlineData("(0117) 496 0123", "[phone]")]
    [InlineData("call +44 (0)20 7946 0958 now", "call [phone] now")]
    [InlineData("192.168.010.020", "192.168.010.020")]
    [InlineData("at 09:15 on 2026-01-02", "at 09:15 on 2026-01-02")]
    [InlineData("T-10293 and SN-0123456789", "T-10293 and SN-0123456789")]
    [InlineData("Bob.O'Neil+x@oak.sch.uk.", "[e-mail].")]
    public void Redactor_takes_addresses_and_numbers_and_leaves_the_rest(string text, string clean) =>
        Assert.Equal(clean, new Redactor(new RedactionPolicy()).Redact(text));

    [Fact]
    public async Task Policy_is_the_managers_and_a_pattern_that_cannot_be_is_refused()
    {
        foreach (var pattern in new[] { "(", @"(a)\1", "a*" })
            Assert.Equal(HttpStatusCode.BadRequest,
                (await PutAsync(new { emails = true, phones = true, patterns = new[] { pattern } }, 0)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden,
            (await _desk.Tech.PutAsJsonAsync("/api/tickets/redaction", new { emails = true, phones = true })).StatusCode);
        var view = await RedactAsync(new { emails = false, phones = true, names = new[] { " Ann " } }, 0);
        Assert.Equal((1, false, "Ann"), (view.Version, view.Emails, view.Names.Single()));
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await PutAsync(new { emails = true, phones = true }, 0)).StatusCode);
    }

    private async Task<AttachmentView> UploadAsync(Guid ticket, string name) => await DeskFixture.ReadAsync<AttachmentView>(
        await _desk.Tech.PostAsync($"/api/tickets/{ticket}/attachments?fileName={Uri.EscapeDataString(name)}",
            new StringContent("words", null, "text/plain")), HttpStatusCode.Created);

    private async Task<RedactionView> RedactAsync(object body, int version) =>
        await DeskFixture.ReadAsync<RedactionView>(await PutAsync(body, version));

    private async Task<HttpResponseMessage> PutAsync(object body, int version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/tickets/redaction") { Content = JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation("If-Match", $"\"{version}\"");
        return await _desk.Manager.SendAsync(request);
    }
}
