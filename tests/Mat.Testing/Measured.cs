using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Mat.Testing;

/// <summary>What one app's own meters count from now on.</summary>
public sealed class Measured : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Name, double Value, Dictionary<string, string?> Tags)> _seen = new();

    public Measured(MatApp app)
    {
        var own = app.Services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, own) && instrument.Meter.Name.StartsWith("Mat.", StringComparison.Ordinal))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>The sum of what an instrument was told, where the tags fit.</summary>
    public double Sum(string instrument, params (string Key, string Value)[] tags) => Of(instrument, tags).Sum();

    /// <summary>How often an instrument was told something, where the tags fit.</summary>
    public int Count(string instrument, params (string Key, string Value)[] tags) => Of(instrument, tags).Count();

    /// <summary>What an observable instrument says now.</summary>
    public double Observe(string instrument, params (string Key, string Value)[] tags)
    {
        _listener.RecordObservableInstruments();
        return Of(instrument, tags).Last();
    }

    public void Dispose() => _listener.Dispose();

    private IEnumerable<double> Of(string instrument, (string Key, string Value)[] tags) =>
        _seen.Where(s => s.Name == instrument && tags.All(t => s.Tags.GetValueOrDefault(t.Key) == t.Value)).Select(s => s.Value);

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var kept = new Dictionary<string, string?>();
        foreach (var (key, tag) in tags)
            kept[key] = tag?.ToString();
        _seen.Enqueue((instrument.Name, value, kept));
    }
}
