using Mat.Partners.Data;
using Mat.Partners.Deliveries;
using Mat.Platform.Data;

namespace Mat.Partners.Recoveries;

public enum RecoveryStatus { Running, Finished, Cancelled, Stopped }

/// <summary>
/// Sends again what one endpoint missed in a span of time, a few at a time, so that a receiver that has just come back is
/// not run over by what piled up.
/// </summary>
internal sealed class Recovery : Entity
{
    public Guid PartnerId { get; init; }
    public Guid EndpointId { get; init; }
    public DateTimeOffset Since { get; init; }

    /// <summary>Not included; a message that fails after the recovery was asked for is not part of it.</summary>
    public DateTimeOffset Until { get; init; }

    public required string RequestedBy { get; init; }

    public RecoveryStatus Status { get; set; }

    /// <summary>Messages that had not arrived when it was asked for.</summary>
    public int Total { get; init; }

    /// <summary>Messages that were put in the queue again.</summary>
    public int Queued { get; set; }

    /// <summary>The last delivery that was looked at; ids are in the order of time.</summary>
    public Guid Cursor { get; set; }

    /// <summary>Why it stopped by itself before its end.</summary>
    public string? Reason { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public void End(RecoveryStatus status, string? reason, DateTimeOffset now) => (Status, Reason, FinishedAt) = (status, reason, now);

    /// <summary>Deliveries that were given up and whose message neither arrived otherwise nor is on its way. Pings are no loss.</summary>
    public static IQueryable<Delivery> Lost(PartnersDb db, Guid partnerId, Guid endpointId, DateTimeOffset since, DateTimeOffset until) =>
        db.Deliveries.Where(d => d.PartnerId == partnerId && d.EndpointId == endpointId && d.CreatedAt >= since && d.CreatedAt < until
            && (d.Status == DeliveryStatus.Failed || d.Status == DeliveryStatus.Dropped) && d.ReplayOf == null
            && d.EventType != WebhookEvents.Ping
            && !db.Deliveries.Any(o => o.MessageId == d.MessageId && o.EndpointId == endpointId
                && (o.Status == DeliveryStatus.Succeeded || o.Status == DeliveryStatus.Pending)));
}
