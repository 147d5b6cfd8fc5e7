using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Mat.Platform.Messaging;

/// <summary>What one service's database said of its messages when it was last asked.</summary>
internal sealed record Backlog(bool Up, int Depth, double OldestSeconds, int DeadLetters);

/// <summary>How messages fare: what waits to be sent, how late it is worked off, what waits for a person.</summary>
internal sealed class MessagingMetrics
{
    private readonly ConcurrentDictionary<string, Backlog> _backlogs = new();
    private readonly Counter<long> _sent;
    private readonly Histogram<double> _age;
    private readonly Histogram<double> _lag;
    private readonly Counter<long> _deadLettered;

    public MessagingMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Mat.Messages");
        _sent = meter.CreateCounter<long>("mat_outbox_sent", "{message}", "Messages that left the outbox");
        _age = meter.CreateHistogram("mat_outbox_age_seconds", "s", "From the commit to sent", advice: Seconds);
        _lag = meter.CreateHistogram("mat_messages_lag_seconds", "s", "From the sender's commit to worked off, by queue", advice: Seconds);
        _deadLettered = meter.CreateCounter<long>("mat_messages_dead_lettered", "{message}",
            "Messages dead-lettered after eight attempts, by queue");
        meter.CreateObservableGauge("mat_outbox_depth", () => Of(b => (double)b.Depth), "{message}",
            "Messages that are due and not sent, at most 10000");
        meter.CreateObservableGauge("mat_outbox_oldest_seconds", () => Of(b => b.OldestSeconds), "s",
            "Age of the oldest message that is due and not sent");
        meter.CreateObservableGauge("mat_dead_letters", () => Of(b => (double)b.DeadLetters), "{message}",
            "Dead-lettered messages awaiting replay, at most 10000");
        meter.CreateObservableGauge("mat_database_up", () => Of(b => b.Up ? 1d : 0),
            description: "Whether the service's database answered when it was last asked");
    }

    /// <summary>From a millisecond on a good day to an hour after an outage.</summary>
    private static InstrumentAdvice<double> Seconds =>
        new() { HistogramBucketBoundaries = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600] };

    public void Sent(string service, TimeSpan age)
    {
        _sent.Add(1, new KeyValuePair<string, object?>("service", service));
        _age.Record(age.TotalSeconds, new KeyValuePair<string, object?>("service", service));
    }

    public void Handled(string endpoint, TimeSpan lag) =>
        _lag.Record(Math.Max(0, lag.TotalSeconds), new KeyValuePair<string, object?>("endpoint", endpoint));

    public void DeadLettered(string endpoint) => _deadLettered.Add(1, new KeyValuePair<string, object?>("endpoint", endpoint));

    public void Record(string service, Backlog backlog) => _backlogs[service] = backlog;

    /// <summary>The database does not answer: what waited there waits still.</summary>
    public void RecordUnavailable(string service) =>
        _backlogs.AddOrUpdate(service, new Backlog(false, 0, 0, 0), (_, last) => last with { Up = false });

    private IEnumerable<Measurement<double>> Of(Func<Backlog, double> value) =>
        _backlogs.Select(b => new Measurement<double>(value(b.Value), new KeyValuePair<string, object?>("service", b.Key)));
}
