using Mat.Contracts.Partners;
using Mat.Partners.Data;
using Mat.Partners.Endpoints;
using Mat.Partners.Escalations;
using Mat.Partners.Outbound;
using Mat.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Mat.Partners.Deliveries;

/// <summary>Writes down what came of an attempt and everything that follows from it, in one transaction.</summary>
internal sealed class DeliveryResults(TimeProvider clock, RetrySchedule schedule, IOptions<PartnersOptions> options)
{
    /// <summary>An endpoint is not given up on fewer failures than this, however far apart they were.</summary>
    private const int MinFailures = 5;

    /// <summary>How old the time of the last success may be on an endpoint that answers all the time.</summary>
    private static readonly TimeSpan HealthStep = TimeSpan.FromSeconds(1);

    public Task RecordAsync(PartnersDb db, AttemptOutcome outcome, CancellationToken ct) => outcome.Result.Succeeded
        ? SucceededAsync(db, [outcome], ct)
        : db.InTransactionAsync(async token =>
        {
            var now = clock.GetUtcNow();
            db.Attempts.Add(AttemptOf(outcome));
            // The endpoint first, as the claim does, so that the two never wait for each other.
            var endpoint = await NoteFailureAsync(db, outcome.Work.Delivery.EndpointId, now, token);
            await FailedAsync(db, outcome.Work, endpoint, outcome.Result, now, token);
            await db.SaveChangesAsync(token);
        }, ct);

    /// <summary>Any number of successes in one transaction.</summary>
    public Task SucceededAsync(PartnersDb db, IReadOnlyList<AttemptOutcome> group, CancellationToken ct) =>
        db.InTransactionAsync(async token =>
    {
        var now = clock.GetUtcNow();
        await new BulkWriter(db, now).InsertAsync([.. group.Select(AttemptOf)], token);
        await NoteSuccessAsync(db, [.. group.Select(o => o.Work.Delivery.EndpointId).Distinct()], now, token);
        var (ids, claims) = (group.Select(o => o.Work.Delivery.Id).ToList(), group.Select(o => (Guid?)o.Work.Claim).Distinct().ToList());
        var mine = await db.Deliveries.Where(d => ids.Contains(d.Id) && claims.Contains(d.ClaimId)).Select(d => d.Id).ToListAsync(token);
        if (mine.Count == 0)
            return;
        await EndAsync(db.Deliveries.Where(d => mine.Contains(d.Id) && claims.Contains(d.ClaimId)), DeliveryStatus.Succeeded, null, now,
            token);
        var arrived = group.Select(o => o.Work.Delivery).Where(d => mine.Contains(d.Id)).ToList();
        foreach (var replay in arrived.Where(d => d.ReplayOf is not null))
            await EndAsync(
                db.Deliveries.Where(d => d.EndpointId == replay.EndpointId && d.MessageId == replay.MessageId && d.NextAttemptAt != null
                    && d.ClaimId == null),
                DeliveryStatus.Dropped, "a replay of the same message was delivered", now, token);
        await TellSentAsync(db, arrived, now, token);
        await db.SaveChangesAsync(token);
    }, ct);

    /// <summary>Gives the delivery back untouched: the process stops and the attempt was not finished.</summary>
    public Task ReleaseAsync(PartnersDb db, ClaimedDelivery work, CancellationToken ct) =>
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
        var waiting = db.Deliveries.Where(d => d.EndpointId == endpoint && d.NextAttemptAt != null
            && (d.ClaimId == null || d.NextAttemptAt <= now));
        var unsent = await waiting.Where(d => d.EventType == WebhookEvents.Requested && d.EscalationId != null)
            .Select(d => d.EscalationId!.Value).Distinct().ToListAsync(ct);
        await EndAsync(waiting, DeliveryStatus.Dropped, reason, now, ct);
        foreach (var id in unsent)
            await TellAsync(db, id, reason, now, ct);
    }

    public static Task<int> EndAsync(IQueryable<Delivery> deliveries, DeliveryStatus status, string? reason, DateTimeOffset now,
        CancellationToken ct) =>
        deliveries.ExecuteUpdateAsync(u => u
            .SetProperty(d => d.Status, status)
            .SetProperty(d => d.Reason, reason)
            .SetProperty(d => d.FinishedAt, now)
            .SetProperty(d => d.NextAttemptAt, (DateTimeOffset?)null)
            .SetProperty(d => d.ClaimId, (Guid?)null)
            .SetProperty(d => d.Version, d => d.Version + 1)
            .SetProperty(d => d.UpdatedAt, now), ct);

    private static async Task TellSentAsync(PartnersDb db, List<Delivery> arrived, DateTimeOffset now, CancellationToken ct)
    {
        var requests = arrived.Where(d => d is { EventType: WebhookEvents.Requested, EscalationId: not null }).ToList();
        if (requests.Count == 0)
            return;
        var ids = requests.Select(d => d.EscalationId!.Value).Distinct().ToList();
        var escalations = await db.Escalations.Where(e => ids.Contains(e.Id)).ToDictionaryAsync(e => e.Id, ct);
        foreach (var delivery in requests)
            if (escalations.GetValueOrDefault(delivery.EscalationId!.Value) is { } escalation
                && escalation.Sent(delivery.PartnerId, now) is { } step)
                db.Take(escalation, step);
    }

    private async Task FailedAsync(PartnersDb db, ClaimedDelivery work, WebhookEndpoint endpoint, AttemptResult result, DateTimeOffset now,
        CancellationToken ct)
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

        var giveUpEndpoint = endpoint.Failures >= MinFailures && now - endpoint.FailingSince >= options.Value.DisableAfter;
        var wait = result.IsFinal || giveUpEndpoint
            ? null
            : schedule.After(delivery.AttemptCount, delivery.Budget, result.RetryAfter, Random.Shared.NextDouble());
        if (wait is { } later)
            await mine.ExecuteUpdateAsync(u => u
                .SetProperty(d => d.NextAttemptAt, now + later)
                .SetProperty(d => d.ClaimId, (Guid?)null)
                .SetProperty(d => d.Version, d => d.Version + 1)
                .SetProperty(d => d.UpdatedAt, now), ct);
        else
            await EndMineAsync(DeliveryStatus.Failed, result.IsFinal ? result.Error! : $"no attempt succeeded; the last: {result.Error}");
        if (giveUpEndpoint)
            await DisableAsync(db, endpoint,
                $"Every attempt since {endpoint.FailingSince:yyyy-MM-dd HH:mm} UTC failed; the last: {result.Error}.", now, ct);

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
        if (escalation.Status == EscalationState.Requested)
            db.Take(escalation, escalation.DeliveryFailed($"Could not be delivered to {escalation.PartnerName}: {why}", now));
    }

    /// <summary>The row, if the claim is still ours: a worker that was given up for dead must not overwrite its successor.</summary>
    private static IQueryable<Delivery> Finish(PartnersDb db, ClaimedDelivery work) =>
        db.Deliveries.Where(d => d.Id == work.Delivery.Id && d.ClaimId == work.Claim);

    private static async Task<WebhookEndpoint> NoteFailureAsync(PartnersDb db, Guid id, DateTimeOffset now, CancellationToken ct)
    {
        var row = db.Endpoints.Where(e => e.Id == id);
        await row.ExecuteUpdateAsync(u => u
            .SetProperty(e => e.LastFailureAt, now).SetProperty(e => e.FailingSince, e => e.FailingSince ?? now)
            .SetProperty(e => e.Failures, e => e.Failures + 1), ct);
        return await row.SingleAsync(ct);
    }

    /// <summary>Rows that say so already are left alone: they are the claim's lock, and a busy endpoint would hold it all the
    /// time.</summary>
    private static async Task NoteSuccessAsync(PartnersDb db, Guid[] ids, DateTimeOffset now, CancellationToken ct)
    {
        var before = now - HealthStep;
        var old = await db.Endpoints.Where(e => ids.Contains(e.Id)
            && (e.Failures > 0 || e.LastSuccessAt == null || e.LastSuccessAt < before)).Select(e => e.Id).ToListAsync(ct);
        if (old.Count == 0)
            return;
        // In one order, so that two replicas with the same endpoints wait and do not lock each other out.
        var rows = old.ToArray();
        if (db.IsPostgres)
            await db.Database.ExecuteSqlAsync($"SELECT 1 FROM endpoints WHERE id = ANY({rows}) ORDER BY id FOR NO KEY UPDATE", ct);
        await db.Endpoints.Where(e => rows.Contains(e.Id)).ExecuteUpdateAsync(u => u
            .SetProperty(e => e.LastSuccessAt, now).SetProperty(e => e.FailingSince, (DateTimeOffset?)null)
            .SetProperty(e => e.Failures, 0), ct);
    }

    private static DeliveryAttempt AttemptOf(AttemptOutcome outcome)
    {
        var (work, startedAt, result) = outcome;
        return new()
        {
            DeliveryId = work.Delivery.Id,
            Number = work.Delivery.AttemptCount,
            StartedAt = startedAt,
            DurationMs = (int)result.Duration.TotalMilliseconds,
            ConnectMs = (int?)result.Connect?.TotalMilliseconds,
            AnswerMs = (int?)result.Answer?.TotalMilliseconds,
            StatusCode = result.StatusCode,
            Error = result.Error,
            Request = result.Request,
            ResponseHeaders = result.ResponseHeaders,
            Response = result.Response,
        };
    }
}
