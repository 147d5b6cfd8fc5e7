using System.Diagnostics;
using System.Diagnostics.Metrics;
using Mat.Partners.Outbound;

namespace Mat.Partners.Deliveries;

/// <summary>What an operator watches: how old the oldest due message is, how many wait, how attempts end.</summary>
internal sealed class DeliveryMetrics
{
    private static readonly ActivitySource Source = new("Mat.Partners");
    private readonly Counter<long> _attempts;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _firstDelay;
    private double _oldest;
    private long _waiting;
    private long _disabled;

    public DeliveryMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Mat.Partners");
        var seconds = new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 60, 300] };
        _attempts = meter.CreateCounter<long>("mat_partners_attempts", "{attempt}", "Webhook attempts by how they ended");
        _duration = meter.CreateHistogram("mat_partners_attempt_seconds", "s", "How long an attempt took", advice: seconds);
        _firstDelay = meter.CreateHistogram("mat_partners_first_attempt_delay_seconds", "s",
            "From the message to the start of its first attempt", advice: seconds);
        meter.CreateObservableGauge("mat_partners_oldest_due_seconds", () => Volatile.Read(ref _oldest), "s",
            "Age of the oldest delivery that is due and not under way");
        meter.CreateObservableGauge("mat_partners_pending_deliveries", () => Interlocked.Read(ref _waiting), "{delivery}",
            "Deliveries that are not finished");
        meter.CreateObservableGauge("mat_partners_disabled_endpoints", () => Interlocked.Read(ref _disabled), "{endpoint}",
            "Endpoints that are switched off");
    }

    /// <returns>The attempt's span; null when nobody records.</returns>
    public Activity? Starting(Delivery delivery, DateTimeOffset at)
    {
        if (delivery.AttemptCount == 1)
            _firstDelay.Record(Math.Max(0, (at - delivery.CreatedAt).TotalSeconds));
        return Source.StartActivity($"webhook {delivery.EventType}", ActivityKind.Client, delivery.TraceParent)
            ?.SetTag("mat.delivery", delivery.Id).SetTag("mat.attempt", delivery.AttemptCount);
    }

    public void Finished(Delivery delivery, AttemptResult result, Activity? span)
    {
        span?.SetTag("http.response.status_code", result.StatusCode)
            .SetStatus(result.Succeeded ? ActivityStatusCode.Ok : ActivityStatusCode.Error);
        var outcome = result.Succeeded ? "succeeded" : result.Failure.ToString().ToLowerInvariant();
        _attempts.Add(1, new("outcome", outcome), new KeyValuePair<string, object?>("event", delivery.EventType));
        _duration.Record(result.Duration.TotalSeconds, new KeyValuePair<string, object?>("outcome", outcome));
    }

    public void Waiting(int count, DateTimeOffset? oldest, DateTimeOffset now, int disabled)
    {
        Interlocked.Exchange(ref _waiting, count);
        Interlocked.Exchange(ref _disabled, disabled);
        Volatile.Write(ref _oldest, oldest is { } at && at < now ? (now - at).TotalSeconds : 0);
    }
}
