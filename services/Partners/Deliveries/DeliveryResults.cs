using Mat.Contracts.Partners;
using Mat.Partners.Data;
using Mat.Partners.Endpoints;
using Mat.Partners.Escalations;
using Mat.Partners.Outbound;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Mat.Partners.Deliveries;

/// <summary>Writes down what came of an attempt and everything that follows from it, in one transaction.</summary>
internal sealed class DeliveryResults(TimeProvider clock, RetrySchedule schedule, IOptions<PartnersOptions> options)
{
    /// <summary>An endpoint is not given up on fewer failures than this, however far apart they were.</summary>
    private const int FewestFailures = 5;

    public Task RecordAsync(PartnersDb db, Claimed work, DateTimeOffset startedAt, AttemptResult result, CancellationToken ct) =>
        db.InTransactionAsync(async token =>
        {
            var now = clock.GetUtcNow();
            var delivery = work.Delivery;
            db.Attempts.Add(new DeliveryAttempt
            {
                DeliveryId = delivery.Id,
                Number = delivery.AttemptCount,
                StartedAt = startedAt,
                DurationMs = (int)result.Duration.TotalMilliseconds,
                StatusCode = result.StatusCode,
                Error = result.Error,
                Response = result.Response,
            });

            // The endpoint first, as the claim does, so that the two never wait for each other.
            var endpoint = await NoteHealthAsync(db, delivery.EndpointId, result.Succeeded, now, token);
            if (result.Succeeded)
                await SucceededAsync(db, work, now, token);
            else
                await FailedAsync(db, work, endpoint, result, now, token);
            await db.SaveChangesAsync(token);
        }, ct);

    /// <summary>Gives the delivery back untouched: the process stops and the attempt was not finished.</summary>
    public Task ReleaseAsync(PartnersDb db, Claimed work, CancellationToken ct) =>
        Finish(db, work).ExecuteUpdateAsync(u => u
            .SetProperty(d => d.ClaimId, (Guid?)null)
            .SetProperty(d => d.AttemptCount, d => d.AttemptCount - 1)
            .SetProperty(d => d.NextAttemptAt, clock.GetUtcNow()), ct);

    /// <summary>Switches an endpoint off: nothing more leaves for it, and its owner is told.</summary>
    public static async Task DisableAsync(PartnersDb db, WebhookEndpoint endpoint, string reason, DateTimeOffset now, CancellationToken ct)
    {
        endpoint.Disable(reason);
        var partner = await db.Partners.AsNoTracking().SingleAsync(p => p.Id == endpoint.PartnerId, ct);
        db.Publish(new EndpointDisabled(endpoint.Id, partner.Id, partner.Name, endpoint.Url, reason, now));
        await DropAsync(db, endpoint.Id, $"the endpoint was switched off: {reason}", now, ct);
    }

    /// <summary>Drops what waits for an endpoint; what is under way is dropped by its own result.</summary>
    public static async Task DropAsync(PartnersDb db, Guid endpoint, string reason, DateTimeOffset now, CancellationToken ct)
    {
        var waiting = db.Deliveries.Where(d => d.EndpointId == endpoint && d.NextAttemptAt != null && (d.ClaimId == null || d.NextAttemptAt <= now));
        var unsent = await waiting.Where(d => d.EventType == WebhookEvents.Requested && d.EscalationId != null).Select(d => d.EscalationId!.Value).Distinct().ToListAsync(ct);
        await EndAsync(waiting, DeliveryStatus.Dropped, reason, now, ct);
        foreach (var id in unsent) await TellAsync(db, id, reason, now, ct);
    }

    public static Task<int> EndAsync(IQueryable<Delivery> deliveries, DeliveryStatus status, string? reason, DateTimeOffset now, CancellationToken ct) =>
        deliveries.ExecuteUpdateAsync(u => u
            .SetProperty(d => d.Status, status)
            .SetProperty(d => d.Reason, reason)
            .SetProperty(d => d.FinishedAt, now)
            .SetProperty(d => d.NextAttemptAt, (DateTimeOffset?)null)
            .SetProperty(d => d.ClaimId, (Guid?)null)
            .SetProperty(d => d.Version, d => d.Version + 1)
            .SetProperty(d => d.UpdatedAt, now), ct);

    private static async Task SucceededAsync(PartnersDb db, Claimed work, DateTimeOffset now, CancellationToken ct)
    {
        var delivery = work.Delivery;
        if (await EndAsync(Finish(db, work), DeliveryStatus.Succeeded, null, now, ct) == 0) return;
        if (delivery.ReplayOf is not null)
            await EndAsync(
                db.Deliveries.Where(d => d.EndpointId == delivery.EndpointId && d.MessageId == delivery.MessageId && d.NextAttemptAt != null && d.ClaimId == null),
                DeliveryStatus.Dropped, "a replay of the same message was delivered", now, ct);
        if (delivery.EventType != WebhookEvents.Requested || delivery.EscalationId is not { } id) return;
        var escalation = await db.Escalations.SingleAsync(e => e.Id == id, ct);
        if (escalation.Sent(delivery.PartnerId, now) is { } step) db.Take(escalation, step);
    }

    private async Task FailedAsync(PartnersDb db, Claimed work, WebhookEndpoint endpoint, AttemptResult result, DateTimeOffset now, CancellationToken ct)
    {
        var delivery = work.Delivery;
        var mine = Finish(db, work);
        if (endpoint.Status != PartnerEndpointStatus.Active)
        {
            await EndMineAsync(DeliveryStatus.Dropped, "the endpoint was switched off or deleted");
            return;
        }

        if (result.Failure == AttemptFailure.Gone)
        {
            await EndMineAsync(DeliveryStatus.Failed, "the receiver answered 410 Gone");
            await DisableAsync(db, endpoint, "The receiver answered 410 Gone.", now, ct);
            return;
        }

        var giveUpEndpoint = endpoint.Failures >= FewestFailures && now - endpoint.FailingSince >= options.Value.DisableAfter;
        var wait = result.Failure == AttemptFailure.Blocked || giveUpEndpoint
            ? null
            : schedule.After(delivery.AttemptCount, delivery.Budget, result.RetryAfter, Random.Shared.NextDouble());
        if (wait is { } later)
            await mine.ExecuteUpdateAsync(u => u
                .SetProperty(d => d.NextAttemptAt, now + later)
                .SetProperty(d => d.ClaimId, (Guid?)null)
                .SetProperty(d => d.Version, d => d.Version + 1)
                .SetProperty(d => d.UpdatedAt, now), ct);
        else
            await EndMineAsync(DeliveryStatus.Failed, result.Failure == AttemptFailure.Blocked ? result.Error! : $"no attempt succeeded; the last: {result.Error}");
        if (giveUpEndpoint)
            await DisableAsync(db, endpoint, $"Every attempt since {endpoint.FailingSince:yyyy-MM-dd HH:mm} UTC failed; the last: {result.Error}.", now, ct);

        async Task EndMineAsync(DeliveryStatus status, string why)
        {
            if (await EndAsync(mine, status, why, now, ct) > 0 && delivery is { EventType: WebhookEvents.Requested, EscalationId: { } id })
                await TellAsync(db, id, why, now, ct);
        }
    }

    /// <summary>The desk learns that a request did not arrive, unless another way took it.</summary>
    private static async Task TellAsync(PartnersDb db, Guid escalationId, string why, DateTimeOffset now, CancellationToken ct)
    {
        var escalation = await db.Escalations.SingleAsync(e => e.Id == escalationId, ct);
        if (escalation.Status == EscalationState.Requested) db.Take(escalation, escalation.DeliveryFailed($"Could not be delivered to {escalation.PartnerName}: {why}", now));
    }

    /// <summary>The row, if the claim is still ours: a worker that was given up for dead must not overwrite its successor.</summary>
    private static IQueryable<Delivery> Finish(PartnersDb db, Claimed work) =>
        db.Deliveries.Where(d => d.Id == work.Delivery.Id && d.ClaimId == work.Claim);

    private static async Task<WebhookEndpoint> NoteHealthAsync(PartnersDb db, Guid id, bool succeeded, DateTimeOffset now, CancellationToken ct)
    {
        var row = db.Endpoints.Where(e => e.Id == id);
        if (succeeded)
            await row.ExecuteUpdateAsync(u => u
                .SetProperty(e => e.LastSuccessAt, now).SetProperty(e => e.FailingSince, (DateTimeOffset?)null).SetProperty(e => e.Failures, 0), ct);
        else
            await row.ExecuteUpdateAsync(u => u
                .SetProperty(e => e.LastFailureAt, now).SetProperty(e => e.FailingSince, e => e.FailingSince ?? now).SetProperty(e => e.Failures, e => e.Failures + 1), ct);
        return await row.SingleAsync(ct);
    }
}
