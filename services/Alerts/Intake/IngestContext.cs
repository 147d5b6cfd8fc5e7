using Mat.Alerts.Episodes;
using Mat.Alerts.Indicators;
using Mat.Contracts.Alerts;

namespace Mat.Alerts.Intake;

/// <summary>An episode as it was before the batch.</summary>
internal sealed record SeriesSnapshot(bool WasOpen, long Count, Severity Severity);

/// <summary>What one batch has read and changed.</summary>
internal sealed record IngestContext(Dictionary<Guid, AlertOccurrence> Seen, Dictionary<Guid, AlertSeries> States)
{
    public Dictionary<Guid, SeriesSnapshot> Known { get; } = [];
    public HashSet<Alert> New { get; } = [];
    public HashSet<Alert> Touched { get; } = [];
    public Dictionary<Guid, ReadOnlyMemory<byte>> LastRaw { get; } = [];

    /// <summary>Signals that are new.</summary>
    public List<AlertOccurrence> Said { get; } = [];
    public HashSet<IndicatorMatch> Traces { get; } = [];
}
