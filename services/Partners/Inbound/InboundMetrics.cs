using System.Diagnostics.Metrics;

namespace Mat.Partners.Inbound;

/// <summary>Signed messages by outcome. Refused and reused ones need attention.</summary>
internal sealed class InboundMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _messages = meters.Create("Mat.Partners")
        .CreateCounter<long>("mat_partners_inbound", "{message}",
            "Signed messages of partners by outcome: taken, refused, reused, foreign");

    public void Count(string outcome) => _messages.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
}
