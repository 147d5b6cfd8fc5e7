using System.Diagnostics.Metrics;
using Mat.Alerts.Sources;
using Mat.Platform.Http;

namespace Mat.Alerts.Intake;

/// <summary>What an operator watches: whether the tools still send, and whether what they send is understood.</summary>
internal sealed class IngestMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _ingested = meters.Create("Mat.Alerts")
        .CreateCounter<long>("mat_alerts_ingested", "{alert}", "Items that sources sent, by the source's kind and outcome");

    private readonly Counter<long> _dropped = meters.Create("Mat.Alerts")
        .CreateCounter<long>("mat_alerts_dropped", "{alert}", "New alerts that the limit of a rule kept out");

    private readonly Counter<long> _refused = meters.Create("Mat.Alerts")
        .CreateCounter<long>("mat_alerts_refused", "{request}",
            "Requests that were told to come back later because the source is over its quota");

    public void Refused(SourceKind kind) => _refused.Add(1, new KeyValuePair<string, object?>("kind", kind.ToWire()));

    public void Dropped(SourceKind kind, int count)
    {
        if (count > 0)
            _dropped.Add(count, new KeyValuePair<string, object?>("kind", kind.ToWire()));
    }

    public void Ingested(SourceKind kind, IReadOnlyCollection<ItemResult> results)
    {
        foreach (var outcome in results.GroupBy(r => r.Status))
            _ingested.Add(outcome.Count(), new("kind", kind.ToWire()), new KeyValuePair<string, object?>("outcome", outcome.Key.ToWire()));
    }
}
