using System.Text;
using Mat.Platform.Http;

namespace Mat.Partners.Deliveries;

/// <param name="DurationMs">The whole attempt.</param>
/// <param name="ConnectMs">Name and connection; null when an open connection served.</param>
/// <param name="AnswerMs">From the start to the headers of the answer.</param>
/// <param name="Request">Request line and headers; values that are secrets are hidden.</param>
/// <param name="Response">The answer's body: cut, and without what looks like a credential.</param>
public sealed record DeliveryAttemptView(
    int Number, DateTimeOffset StartedAt, int DurationMs, int? ConnectMs, int? AnswerMs, int? StatusCode, string? Error, string? Request,
    string? ResponseHeaders, string? Response);

/// <param name="Reason">Why it was dropped or given up.</param>
/// <param name="Body">What is sent, byte for byte, or subject and text of an e-mail; only when one delivery is read.</param>
public sealed record DeliveryView(
    Guid Id, int Version, Guid? EscalationId, Guid EndpointId, Guid PartnerId, string EventType, string MessageId, DeliveryStatus Status,
    string? Reason, int AttemptCount, DateTimeOffset? NextAttemptAt, bool UnderWay, Guid? ReplayOf, DateTimeOffset CreatedAt,
    DateTimeOffset? FinishedAt, IReadOnlyList<DeliveryAttemptView> Attempts, string? Body = null) : IVersioned
{
    internal static DeliveryView Of(Delivery d, IEnumerable<DeliveryAttempt> attempts, bool withBody = false) => new(
        d.Id, d.Version, d.EscalationId, d.EndpointId, d.PartnerId, d.EventType, d.MessageId, d.Status, d.Reason, d.AttemptCount,
        d.ClaimId is null ? (d.NextAttemptAt == Delivery.AtOnce ? d.CreatedAt : d.NextAttemptAt) : null, d.ClaimId is not null, d.ReplayOf,
        d.CreatedAt, d.FinishedAt,
        [.. attempts.OrderBy(a => a.Number).ThenBy(a => a.StartedAt).Select(a => new DeliveryAttemptView(
            a.Number, a.StartedAt, a.DurationMs, a.ConnectMs, a.AnswerMs, a.StatusCode, a.Error, a.Request, a.ResponseHeaders,
            a.Response))],
        withBody ? Encoding.UTF8.GetString(d.Body) : null);
}
