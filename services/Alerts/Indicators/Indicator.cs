namespace Mat.Alerts.Indicators;

/// <summary>What kind of trace an indicator is.</summary>
public enum IndicatorKind
{
    Hash,
    Domain,
    Sender,
    Ip,
    Rule,
}

/// <summary>A trace that an alert has in it, by which the same thing is found at other schools.</summary>
internal sealed class Indicator
{
    public IndicatorKind Kind { get; init; }

    /// <summary>Lower case.</summary>
    public required string Value { get; init; }
    public Guid AlertId { get; init; }
}
