using System.Diagnostics.Metrics;

namespace Mat.Tickets.Lifecycle;

/// <summary>What an operator watches: goals that were missed.</summary>
internal sealed class TicketMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _breaches = meters.Create("Mat.Tickets")
        .CreateCounter<long>("mat_tickets_breaches", "{goal}", "Goals that were missed, by clock and the ticket's priority");

    /// <param name="clock">first_response or resolution.</param>
    public void Missed(string clock, string priority) => _breaches.Add(1, new("clock", clock), new KeyValuePair<string, object?>("priority", priority));
}
