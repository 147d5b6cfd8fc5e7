using System.Diagnostics.Metrics;

namespace Mat.Tickets.Tickets;

/// <summary>Metrics of the ticket service.</summary>
internal sealed class TicketMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _breaches = meters.Create("Mat.Tickets")
        .CreateCounter<long>("mat_tickets_breaches", "{target}", "SLA breaches, by clock and priority of the ticket");

    /// <param name="clock">first_response or resolution.</param>
    public void RecordBreach(string clock, string priority) =>
        _breaches.Add(1, new("clock", clock), new KeyValuePair<string, object?>("priority", priority));
}
