using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Mat.Platform.Hosting;

/// <summary>
/// The metrics in Prometheus' text format 0.0.4, named as OpenTelemetry's rules for Prometheus say: unit and <c>_total</c> as
/// suffixes, the meter as <c>otel_scope_name</c>, the resource as <c>target_info</c>.
/// OpenTelemetry.Exporter.Prometheus.AspNetCore would be the library; it does not restore here.
/// </summary>
[ExportModes(ExportModes.Pull)]
internal sealed class PrometheusText : BaseExporter<Metric>, IPullMetricExporter
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";
    private const int Patience = 5000;
    private readonly Lock _one = new();
    private string _text = "";

    /// <summary>Set by the reader: makes it collect and call <see cref="Export"/>.</summary>
    public Func<int, bool>? Collect { get; set; }

    /// <returns>Everything as it is now, or null when it could not be collected. One scrape at a time.</returns>
    public string? Read()
    {
        lock (_one)
            return Collect!(Patience) ? _text : null;
    }

    public override ExportResult Export(in Batch<Metric> batch)
    {
        var families = new SortedDictionary<string, Family>(StringComparer.Ordinal);
        foreach (var metric in batch)
        {
            var type = TypeOf(metric.MetricType);
            var name = NameOf(metric.Name, metric.Unit, type);
            if (!families.TryGetValue(name, out var family))
                families[name] = family = new(type, metric.Description, new StringBuilder());
            // A name has one type; of two that disagree the first one stays.
            if (family.Type == type)
                Write(family.Lines, name, metric);
        }

        var text = new StringBuilder();
        var target = Labels(ParentProvider.GetResource().Attributes.Select(a => new KeyValuePair<string, object?>(a.Key, a.Value)));
        Head(text, "target_info", "gauge", "What this process is").Append("target_info{").Append(target).Append("} 1\n");
        foreach (var (name, family) in families.Where(f => f.Value.Lines.Length > 0))
            Head(text, name, family.Type, family.Help).Append(family.Lines);
        _text = text.ToString();
        return ExportResult.Success;
    }

    /// <summary>The name of an instrument's family: <c>http.server.request.duration</c> in <c>s</c> is <c>http_server_request_duration_seconds</c>.</summary>
    internal static string NameOf(string instrument, string? unit, string type)
    {
        var name = Clean(instrument);
        var suffix = unit switch { "s" => "_seconds", "ms" => "_milliseconds", "By" => "_bytes", "%" => "_percent", "1" when type == "gauge" => "_ratio", _ => "" };
        if (!name.EndsWith(suffix, StringComparison.Ordinal))
            name += suffix;
        return type == "counter" && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    /// <summary>Labels between the braces, in order, escaped; two tags that become one label share it.</summary>
    internal static string Labels(IEnumerable<KeyValuePair<string, object?>> tags) => string.Join(',', tags
        .GroupBy(t => Clean(t.Key), StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
        .Select(g => $"{g.Key}=\"{string.Join(';', g.Select(t => Value(t.Value)))}\""));

    private static string TypeOf(MetricType type) => type switch
    {
        MetricType.LongSum or MetricType.DoubleSum => "counter",
        MetricType.Histogram => "histogram",
        _ => "gauge",
    };

    private static StringBuilder Head(StringBuilder text, string name, string type, string help)
    {
        if (help.Length > 0)
            text.Append("# HELP ").Append(name).Append(' ').Append(help.Replace("\\", "\\\\").Replace("\n", "\\n")).Append('\n');
        return text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
    }

    private static void Write(StringBuilder lines, string name, Metric metric)
    {
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            var tags = new List<KeyValuePair<string, object?>> { new("otel_scope_name", metric.MeterName) };
            foreach (var tag in point.Tags)
                tags.Add(tag);
            var labels = Labels(tags);
            switch (metric.MetricType)
            {
                case MetricType.LongSum or MetricType.LongSumNonMonotonic: Line(name, point.GetSumLong()); break;
                case MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic: Line(name, point.GetSumDouble()); break;
                case MetricType.LongGauge: Line(name, point.GetGaugeLastValueLong()); break;
                case MetricType.DoubleGauge: Line(name, point.GetGaugeLastValueDouble()); break;
                case MetricType.Histogram:
                    var below = 0L;
                    foreach (var bucket in point.GetHistogramBuckets())
                        Line($"{name}_bucket", below += bucket.BucketCount, $",le=\"{Number(bucket.ExplicitBound)}\"");
                    Line($"{name}_sum", point.GetHistogramSum());
                    Line($"{name}_count", point.GetHistogramCount());
                    break;
                default: break; // exponential histograms have no form in this format
            }

            void Line(string series, double value, string bound = "") =>
                lines.Append(series).Append('{').Append(labels).Append(bound).Append("} ").Append(Number(value)).Append('\n');
        }
    }

    private static string Number(double value) => double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf"
        : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Value(object? value) => (value is bool b ? (b ? "true" : "false") : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")
        .Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n");

    private static string Clean(string name)
    {
        var clean = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c == '_' ? c : '_'));
        return clean.Length > 0 && char.IsAsciiDigit(clean[0]) ? "_" + clean : clean;
    }

    private sealed record Family(string Type, string Help, StringBuilder Lines);
}
