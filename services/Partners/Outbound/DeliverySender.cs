using System.Security.Cryptography;
using Mat.Partners.Deliveries;
using Mat.Platform.Auth;

namespace Mat.Partners.Outbound;

/// <summary>Makes one attempt by the endpoint's own way.</summary>
internal sealed class DeliverySender(WebhookSender webhooks, MailSender mail, ISecretProtector protector)
{
    public Task<AttemptResult> SendAsync(ClaimedDelivery work, DateTimeOffset at, CancellationToken ct)
    {
        var delivery = work.Delivery;
        if (MailSender.IsMail(work.Url))
        {
            var link = delivery.SealedLink is { } box ? Open(box) : "";
            return link is null
                ? Unreadable("link")
                : mail.SendAsync(work.Url, delivery.MessageId, MailText.Of(delivery.Body), link.Length == 0 ? null : link,
                    $"{delivery.EscalationId ?? delivery.Id:N}", ct);
        }

        if (work.Secrets.Count == 0)
            return Unreadable("signing secret");
        if (work.Headers is null)
            return Unreadable("value of a header");
        var signature = WebhookSignature.Header(work.Secrets, delivery.MessageId, at.ToUnixTimeSeconds(), delivery.Body);
        return webhooks.SendAsync(new(work.Url, delivery.MessageId, at, signature, delivery.Body, work.Headers), ct);
    }

    private static Task<AttemptResult> Unreadable(string what) =>
        Task.FromResult(new AttemptResult(AttemptFailure.Protocol, null, $"protocol: the {what} cannot be read", null, null,
            TimeSpan.Zero));

    private string? Open(string box)
    {
        try
        {
            return protector.Unprotect(box);
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }
}
