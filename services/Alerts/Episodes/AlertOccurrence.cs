using Mat.Contracts.Alerts;

namespace Mat.Alerts.Episodes;

/// <summary>
/// One thing a source has said, kept for some days: the same content again has no effect, and what comes late is put where
/// it belongs.
/// </summary>
internal sealed class AlertOccurrence
{
    public Guid SourceId { get; init; }

    /// <summary>Hash of the content; a random one for what a person or a ticket said.</summary>
    public Guid Content { get; init; }
    public Guid Identity { get; init; }
    public Guid AlertId { get; set; }
    public DateTimeOffset At { get; set; }
    public bool Resolves { get; init; }
    public Severity Severity { get; init; }
    public DateTimeOffset ReceivedAt { get; set; }

    public TimelineEntry Mark => new(At, Resolves, Severity);
}

/// <summary>What the tool sent, compressed: the first time of an episode and the last.</summary>
internal sealed class RawAlert
{
    public Guid AlertId { get; init; }
    public bool Last { get; init; }

    /// <summary>Brotli; empty where the last is the first.</summary>
    public byte[] Body { get; set; } = [];
    public DateTimeOffset ReceivedAt { get; set; }
}
