using Mat.Contracts.Alerts;
using Mat.Insights.Counting;
using Mat.Platform.Data;

namespace Mat.Insights.Facts;

/// <summary>What the figures need to know of one alert episode.</summary>
public sealed class AlertReplica : Entity, ICounted<AlertSnapshot>, ISchoolOwned
{
    public int SourceVersion { get; private set; } = -1;

    /// <summary>When it was last announced again for a read model; null before the first replay.</summary>
    public DateTimeOffset? ReplayedAt { get; private set; }


    /// <summary>All zeros while the school is unknown: only the central team sees those.</summary>
    public Guid SchoolId { get; private set; }

    public bool Open { get; private set; }
    public string Severity { get; private set; } = "";
    public DateOnly RaisedOn { get; private set; }

    void ICounted<AlertSnapshot>.Take(AlertSnapshot facts, DateTimeOffset? replayedAt)
    {
        SourceVersion = facts.Version;
        ReplayedAt = replayedAt ?? ReplayedAt;
        SchoolId = facts.SchoolId ?? Guid.Empty;
        Open = facts.Status != "resolved";
        Severity = Band(facts.Severity);
        RaisedOn = TrustDay.Of(facts.FirstSeenAt);
    }

    void ICounted<AlertSnapshot>.Count(CounterDelta tally, long amount) => Count(tally, amount, SchoolId, Open, Severity, RaisedOn);

    internal static void Count(CounterDelta tally, long amount, Guid school, bool open, string severity, DateOnly raisedOn)
    {
        if (open)
            tally.Add(Measures.AlertsOpen, severity, school, amount);
        tally.Add(Measures.AlertsRaised, Measures.Day(raisedOn), school, amount);
    }

    /// <summary>The pane has five columns: fatal is critical there, informational and unknown are the rest.</summary>
    internal static string Band(string severity) => severity switch
    {
        "fatal" or "critical" => "critical",
        "high" or "medium" or "low" => severity,
        _ => "other",
    };
}
