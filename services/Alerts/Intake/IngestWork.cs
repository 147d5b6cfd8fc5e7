using Mat.Alerts.Episodes;
using Mat.Alerts.Indicators;

namespace Mat.Alerts.Intake;

/// <summary>An episode as it was before the batch.</summary>
internal sealed record Before(bool WasOpen, long Count, Severity Severity);

/// <summary>What one batch has read and changed.</summary>
internal sealed record IngestWork(Dictionary<Guid, Signal> Seen, Dictionary<Guid, IdentityState> States)
{
    public Dictionary<Guid, Before> Known { get; } = [];
    public HashSet<Episode> New { get; } = [];
    public HashSet<Episode> Touched { get; } = [];
    public Dictionary<Guid, ReadOnlyMemory<byte>> LastRaw { get; } = [];

    /// <summary>Signals that are new.</summary>
    public List<Signal> Said { get; } = [];
    public HashSet<Trace> Traces { get; } = [];
}
