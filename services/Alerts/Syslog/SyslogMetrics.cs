using System.Diagnostics.Metrics;

namespace Mat.Alerts.Syslog;

/// <summary>What an operator watches of syslog over TCP; the outcome of messages is in <c>mat_alerts_ingested</c>.</summary>
internal sealed class SyslogMetrics(IMeterFactory meters)
{
    private readonly UpDownCounter<long> _connections = meters.Create("Mat.Alerts")
        .CreateUpDownCounter<long>("mat_alerts_syslog_connections", "{connection}", "Open syslog connections");

    private readonly Counter<long> _closed = meters.Create("Mat.Alerts")
        .CreateCounter<long>("mat_alerts_syslog_closed", "{connection}", "Syslog connections that Mat closed, by reason");

    private readonly Counter<long> _lost = meters.Create("Mat.Alerts")
        .CreateCounter<long>("mat_alerts_syslog_lost", "{message}",
            "Syslog messages that were never whole, too large or could not be kept, by reason");

    private readonly UpDownCounter<long> _waiting = meters.Create("Mat.Alerts")
        .CreateUpDownCounter<long>("mat_alerts_syslog_waiting", "{connection}",
            "Syslog connections that are not read from because the database is away or the source over its quota");

    public void Opened() => _connections.Add(1);

    public void Ended() => _connections.Add(-1);

    /// <param name="reason">unknown_sender, idle or unfinished.</param>
    public void Closed(string reason) => _closed.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <param name="reason">too_large, cut or failed.</param>
    public void Lost(string reason) => _lost.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public async Task WaitAsync(TimeSpan time, TimeProvider clock, CancellationToken ct)
    {
        _waiting.Add(1);
        try
        {
            await Task.Delay(time, clock, ct);
        }
        finally
        {
            _waiting.Add(-1);
        }
    }
}
