using System.Text.Json;
using Mat.Partners.Data;
using Mat.Partners.Endpoints;
using Mat.Partners.Escalations;
using Microsoft.EntityFrameworkCore;

namespace Mat.Partners.Deliveries;

/// <summary>
/// The messages that partners get. Thin on purpose: no person, no pupil and no word of the ticket leaves in a webhook; the
/// partner reads those with its own token, where every reading is known.
/// </summary>
internal static class WebhookEvents
{
    public const string Requested = "escalation.requested";
    public const string Commented = "escalation.commented";
    public const string Cancelled = "escalation.cancelled";
    public const string Ping = "endpoint.ping";

    /// <summary>What an endpoint can choose; a ping comes whatever it chose.</summary>
    public static readonly string[] Choosable = [Requested, Commented, Cancelled];

    /// <summary>One delivery for each endpoint of the escalation's partner that wants the event.</summary>
    /// <param name="sealedLink">
    /// Makes the link with which the reader of an e-mail answers, encrypted by the secret protector: asked for each endpoint that
    /// is an e-mail address. Webhooks carry none.
    /// </param>
    /// <returns>Whether there was one.</returns>
    public static async Task<bool> EnqueueAsync(
        PartnersDb db, RetrySchedule schedule, Escalation escalation, string eventType, DateTimeOffset now, CancellationToken ct,
        Func<WebhookEndpoint, string?>? sealedLink = null)
    {
        if (escalation.PartnerId is not { } partner)
            return false;
        var endpoints = await db.Endpoints.AsNoTracking()
            .Where(e => e.PartnerId == partner && e.Status == PartnerEndpointStatus.Active).OrderBy(e => e.Id).ToListAsync(ct);
        var (id, facts) = (NewMessageId(), DataOf(escalation));
        foreach (var endpoint in endpoints.Where(e => e.Wants(eventType)))
            db.Deliveries.Add(new Delivery
            {
                EscalationId = escalation.Id,
                SchoolId = escalation.SchoolId,
                PartnerId = partner,
                EndpointId = endpoint.Id,
                EventType = eventType,
                MessageId = id,
                Body = endpoint.Channel == PartnerEndpointChannel.Email ? MailText.Of(eventType, facts).ToBytes()
                    : Body(eventType, now, facts),
                SealedLink = endpoint.Channel == PartnerEndpointChannel.Email ? sealedLink?.Invoke(endpoint) : null,
                Budget = schedule.Attempts,
                NextAttemptAt = now + schedule.First,
            });
        return endpoints.Count > 0;
    }

    /// <summary>A question whether the endpoint hears us: one attempt, asked now.</summary>
    public static Delivery PingOf(WebhookEndpoint endpoint, DateTimeOffset now) => new()
    {
        PartnerId = endpoint.PartnerId,
        EndpointId = endpoint.Id,
        EventType = Ping,
        MessageId = NewMessageId(),
        Body = endpoint.Channel == PartnerEndpointChannel.Email ? MailText.Ping.ToBytes() : Body(Ping, now, new PingData(endpoint.Id)),
        Budget = 1,
        NextAttemptAt = Delivery.AtOnce,
    };

    private static EscalationData DataOf(Escalation e) => new(
        e.Id, e.Reference, e.TicketReference, e.Area, e.Priority, new(e.SchoolName, e.SchoolUrn),
        $"/api/partners/portal/escalations/{e.Id}");

    private static byte[] Body<T>(string type, DateTimeOffset now, T data) =>
        JsonSerializer.SerializeToUtf8Bytes(new Message<T>(type, now.UtcDateTime, data), JsonSerializerOptions.Web);

    /// <summary>Without a dot, as the signed text is split by dots.</summary>
    private static string NewMessageId() => $"msg_{Guid.CreateVersion7():N}";
}

/// <summary>Envelope of Standard Webhooks.</summary>
internal sealed record Message<T>(string Type, DateTime Timestamp, T Data);

internal sealed record EscalationData(
    Guid EscalationId, string Reference, string TicketReference, string Area, string Priority, SchoolData School, string Href);

internal sealed record SchoolData(string Name, string Urn);

internal sealed record PingData(Guid EndpointId);
