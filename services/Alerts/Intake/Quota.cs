using System.Collections.Concurrent;
using Mat.Alerts.Sources;
using Microsoft.Extensions.Options;

namespace Mat.Alerts.Intake;

/// <summary>A bucket of tokens that fills evenly: one token is one alert.</summary>
internal sealed class TokenBucket(double perSecond, double most)
{
    private double _taken;
    private DateTimeOffset _filledAt = DateTimeOffset.MinValue;

    /// <returns>Null when they were taken, else how long until there are enough.</returns>
    public TimeSpan? Take(int count, DateTimeOffset now)
    {
        lock (this)
        {
            if (now > _filledAt)
            {
                if (_filledAt != DateTimeOffset.MinValue)
                    _taken = Math.Max(0, _taken - (now - _filledAt).TotalSeconds * perSecond);
                _filledAt = now;
            }
            // A batch larger than the bucket could never pass: a full bucket lets it through and owes the rest.
            var missing = Math.Min(count, most) - (most - _taken);
            if (missing > 0)
                return TimeSpan.FromSeconds(missing / perSecond);
            _taken += count;
            return null;
        }
    }
}

/// <summary>Keeps one source from drowning the others. Per process: replicas add up, which is what scaling out is for.</summary>
internal sealed class SourceQuotas(IOptions<AlertsOptions> options, IngestMetrics meter, TimeProvider clock)
{
    private readonly ConcurrentDictionary<Guid, TokenBucket> _buckets = new();

    public TimeSpan? Take(AlertSource source, int count)
    {
        var bucket = _buckets.GetOrAdd(source.Id, _ => new TokenBucket(options.Value.PerMinute / 60.0, options.Value.Burst));
        if (bucket.Take(count, clock.GetUtcNow()) is not { } wait)
            return null;
        meter.Refused(source.Kind);
        return wait;
    }
}
