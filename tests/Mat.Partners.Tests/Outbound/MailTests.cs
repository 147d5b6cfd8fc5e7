using System.Net.Http.Json;
using Mat.Partners.Deliveries;
using Mat.Partners.Endpoints;
using Mat.Partners.Escalations;
using Mat.Partners.Outbound;
using Mat.Partners.Tests.Fakes;
using Mat.Platform.Auth;
using Mat.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Mat.Partners.Tests.Outbound;

/// <summary>E-mail for firms without software: the same queue, schedule and log, and nothing that a name can do to a header.</summary>
public class MailTests
{
    [Fact]
    public async Task Escalation_leaves_as_a_thin_mail_and_is_in_the_log()
    {
        await using var server = new FakeSmtp();
        await using var app = await PartnersApp.StartAsync(server.Settings);
        var endpoint = await app.EndpointAsync(await app.PartnerAsync(), "mailto:help@avon.example");
        Assert.Equal((PartnerEndpointChannel.Email, null), (endpoint.Channel, endpoint.Secret));

        var request = await app.EscalateAsync();
        await app.StepAsync(request.EscalationId, "sent");

        var mail = Assert.Single(server.Taken);
        Assert.Equal("help@avon.example", Assert.Single(mail.To));
        Assert.StartsWith("[E-1001] Hill Primary asks for your help", mail.Header("Subject"), StringComparison.Ordinal);
        Assert.Equal("auto-generated", mail.Header("Auto-Submitted"));
        Assert.Contains("T-10293", mail.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("Wi-Fi", mail.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("Jo Desk", mail.Text, StringComparison.Ordinal);
        var delivery = await app.DeliveryAsync((await app.DeliveriesAsync(request.EscalationId)).Single().Id);
        Assert.Equal((DeliveryStatus.Succeeded, 250), (delivery.Status, delivery.Attempts.Single().StatusCode));
        Assert.Contains("MAIL help@avon.example", delivery.Attempts[0].Request, StringComparison.Ordinal);
        Assert.Contains("asks for your help", delivery.Body, StringComparison.Ordinal);
        Assert.Equal(409, (int)(await app.PostAsync($"/api/partners/{endpoint.PartnerId}/endpoints/{endpoint.Id}/rotate")).StatusCode);
    }

    [Fact]
    public async Task Link_is_encrypted_until_it_is_sent_and_stands_in_no_log()
    {
        await using var server = new FakeSmtp();
        await using var app = await PartnersApp.StartAsync(server.Settings);
        var endpoint = await app.EndpointAsync(await app.PartnerAsync(), "mailto:help@avon.example");
        const string Link = "https://mat.example/answer/abcdef0123456789";
        var id = await app.DbAsync(async db =>
        {
            var delivery = new Delivery
            {
                PartnerId = endpoint.PartnerId,
                EndpointId = endpoint.Id,
                EventType = WebhookEvents.Commented,
                MessageId = "msg_link",
                Body = new MailText("Subject", "Text.\n").ToBytes(),
                SealedLink = app.Mat.Services.GetRequiredService<ISecretProtector>().Protect(Link),
                Budget = 3,
                NextAttemptAt = app.Clock.GetUtcNow(),
            };
            db.Deliveries.Add(delivery);
            await db.SaveChangesAsync();
            return delivery.Id;
        });
        await Eventually.TrueAsync(() => !server.Taken.IsEmpty);

        Assert.Contains(Link, server.Taken.Single().Body, StringComparison.Ordinal);
        await Eventually.TrueAsync(async () => (await app.DeliveryAsync(id)).Status == DeliveryStatus.Succeeded);
        Assert.DoesNotContain("abcdef", await app.Manager.GetStringAsync(new Uri($"/api/partners/deliveries/{id}", UriKind.Relative)),
            StringComparison.Ordinal);
        Assert.DoesNotContain("abcdef", (await app.DbAsync(db => db.Deliveries.SingleAsync(d => d.Id == id))).SealedLink!,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Firm_without_software_answers_by_the_link_in_its_mail()
    {
        await using var server = new FakeSmtp();
        await using var app = await PartnersApp.StartAsync(new(server.Settings) { ["Partners:PublicUrl"] = "https://mat.trust.example/" });
        await app.EndpointAsync(await app.PartnerAsync(), "mailto:help@avon.example");
        var request = await app.EscalateAsync();
        await app.StepAsync(request.EscalationId, "sent");

        var link = server.Taken.Single().Body.Split('\n').Single(l => l.StartsWith("https://", StringComparison.Ordinal)).Trim();
        Assert.StartsWith("https://mat.trust.example/answer#matl_", link, StringComparison.Ordinal);
        using var browser = app.Mat.Anonymous();
        var answered = await browser.PostAsJsonAsync("/api/partners/answer", new { token = link.Split('#')[1], kind = "acknowledge" });
        Assert.Equal(200, (int)answered.StatusCode);
        Assert.Equal(EscalationState.Acknowledged, (await app.EscalationAsync(request.EscalationId)).Status);
    }

    [Fact]
    public async Task Line_break_in_a_name_makes_no_header()
    {
        await using var server = new FakeSmtp();
        var sender = new MailSender(Options.Create(OptionsOf(server)));
        const string Evil = "Hill\r\nBcc: thief@evil.example\r\n\r\nGone\u2028X-Evil: 1";
        var text = MailText.Of(WebhookEvents.Requested,
            new(Guid.NewGuid(), "E-1", "T-1\nX-Evil: 1", "network", "high", new(Evil, "1"), "/"));

        var result = await sender.SendAsync("mailto:help@avon.example", "msg_1\r\nX-Evil: 2", text, null, "t\r\nX-Evil: 3",
            TestContext.Current.CancellationToken);

        Assert.True(result.Succeeded, result.Error);
        var mail = Assert.Single(server.Taken);
        Assert.Equal("help@avon.example", Assert.Single(mail.To));
        Assert.DoesNotContain(mail.Headers,
            h => h.StartsWith("Bcc", StringComparison.OrdinalIgnoreCase) || h.StartsWith("X-Evil", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("mailto:")]
    [InlineData("mailto:nobody")]
    [InlineData("mailto:a@localhost")]
    [InlineData("mailto:a@b.example,c@d.example")]
    [InlineData("mailto:a@b.example?bcc=c@d.example")]
    [InlineData("mailto:a@b.example%0d%0aBcc:c@d.example")]
    [InlineData("mailto:a@b.example\r\nBcc: c@d.example")]
    [InlineData("mailto:\"a b\"@b.example")]
    [InlineData("mailto:Jo <a@b.example>")]
    [InlineData("mailto:a@[127.0.0.1]")]
    [InlineData("mailto:é@b.example")]
    public void Address_that_is_more_than_an_address_is_refused(string url) =>
        Assert.NotNull(new MailSender(Options.Create(new PartnersOptions { Smtp = new() { Host = "mail.example" } })).Refuse(url));

    [Fact]
    public async Task Without_a_mail_server_nobody_can_choose_mail()
    {
        await using var app = await PartnersApp.StartAsync(working: false);
        var refused = await app.PostAsync($"/api/partners/{await app.PartnerAsync()}/endpoints", new { url = "mailto:help@avon.example" });
        Assert.Equal((422, "endpoint.url"), ((int)refused.StatusCode, await refused.CodeAsync()));
    }

    [Fact]
    public async Task Mailbox_that_is_busy_is_tried_again_and_one_that_is_not_there_is_given_up()
    {
        await using var server = new FakeSmtp { OnRecipient = "450 later" };
        await using var app = await PartnersApp.StartAsync(server.Settings);
        await app.EndpointAsync(await app.PartnerAsync(), "mailto:help@avon.example");
        var request = await app.EscalateAsync();
        var waiting = await app.DeliveryAsync(request.EscalationId,
            d => d is { AttemptCount: 1, Attempts.Count: 1, NextAttemptAt: not null });
        Assert.StartsWith("status: ", waiting.Attempts[0].Error, StringComparison.Ordinal);

        server.OnRecipient = "550 no such user";
        app.Clock.Advance(TimeSpan.FromSeconds(10));
        var failed = await app.DeliveryAsync(request.EscalationId, d => d.Status == DeliveryStatus.Failed);
        Assert.Equal(2, failed.Attempts.Count);
        Assert.StartsWith("refused: ", failed.Attempts[1].Error, StringComparison.Ordinal);
        await app.StepAsync(request.EscalationId, "delivery_failed");
        Assert.Equal(EscalationState.Requested, (await app.EscalationAsync(request.EscalationId)).Status);
    }

    [Fact]
    public async Task Mail_server_that_says_nothing_ends_at_the_deadline()
    {
        await using var server = new FakeSmtp { OnRecipient = "" };
        var sender = new MailSender(Options.Create(OptionsOf(server, TimeSpan.FromMilliseconds(700))));

        var result = await sender.SendAsync("mailto:help@avon.example", "msg_1", MailText.Ping, null, "t",
            TestContext.Current.CancellationToken);

        Assert.Equal(AttemptFailure.Timeout, result.Failure);
        Assert.InRange(result.Duration.TotalSeconds, 0.5, 5);
    }

    [Fact]
    public async Task Nobody_at_the_mail_server_is_a_failure_to_connect()
    {
        var server = new FakeSmtp();
        var options = OptionsOf(server);
        await server.DisposeAsync();

        var result = await new MailSender(Options.Create(options)).SendAsync("mailto:help@avon.example", "msg_1", MailText.Ping, null, "t",
            TestContext.Current.CancellationToken);

        Assert.Equal(AttemptFailure.Connect, result.Failure);
    }

    private static PartnersOptions OptionsOf(FakeSmtp server, TimeSpan? deadline = null) => new()
    {
        AttemptDeadline = deadline ?? TimeSpan.FromSeconds(30),
        Smtp = new() { Host = "127.0.0.1", Port = server.Port, StartTls = false, From = "ict@trust.example" },
    };
}
