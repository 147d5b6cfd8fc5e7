using Mat.Platform.Http;

namespace Mat.Partners.Deliveries;

public sealed record DeliveryAttemptView(int Number, DateTimeOffset StartedAt, int DurationMs, int? StatusCode, string? Error, string? Response);

/// <param name="Reason">Why it was dropped or given up.</param>
public sealed record DeliveryView(
    Guid Id, int Version, Guid? EscalationId, Guid EndpointId, Guid PartnerId, string EventType, string MessageId, DeliveryStatus Status,
    string? Reason, int AttemptCount, DateTimeOffset? NextAttemptAt, bool UnderWay, Guid? ReplayOf, DateTimeOffset CreatedAt,
    DateTimeOffset? FinishedAt, IReadOnlyList<DeliveryAttemptView> Attempts) : IVersioned
{
    internal static DeliveryView Of(Delivery d, IEnumerable<DeliveryAttempt> attempts) => new(
        d.Id, d.Version, d.EscalationId, d.EndpointId, d.PartnerId, d.EventType, d.MessageId, d.Status, d.Reason, d.AttemptCount,
        d.ClaimId is null ? d.NextAttemptAt : null, d.ClaimId is not null, d.ReplayOf, d.CreatedAt, d.FinishedAt,
        [.. attempts.OrderBy(a => a.Number).ThenBy(a => a.StartedAt).Select(a => new DeliveryAttemptView(a.Number, a.StartedAt, a.DurationMs, a.StatusCode, a.Error, a.Response))]);
}
