using Mat.Contracts.Partners;
using Mat.Insights.Counting;
using Mat.Platform.Data;

namespace Mat.Insights.Facts;

/// <summary>What the figures need to know of one escalation.</summary>
public sealed class EscalationReplica : Entity, ICounted<EscalationSnapshot>, ISchoolOwned
{
    public int SourceVersion { get; private set; } = -1;

    /// <summary>When it was last announced again for a read model; null before the first replay.</summary>
    public DateTimeOffset? ReplayedAt { get; private set; }

    public Guid SchoolId { get; private set; }
    public bool Open { get; private set; }

    /// <summary>No partner took it: it waits for somebody to choose one.</summary>
    public bool Unroutable { get; private set; }

    public DateOnly RequestedOn { get; private set; }

    void ICounted<EscalationSnapshot>.Take(EscalationSnapshot facts, DateTimeOffset? replayedAt)
    {
        SourceVersion = facts.Version;
        ReplayedAt = replayedAt ?? ReplayedAt;
        SchoolId = facts.SchoolId;
        Open = facts.Status is "requested" or "unroutable" or "sent" or "acknowledged";
        Unroutable = facts.Status == "unroutable";
        RequestedOn = TrustDay.Of(facts.RequestedAt);
    }

    void ICounted<EscalationSnapshot>.Count(CounterDelta tally, long amount) =>
        Count(tally, amount, SchoolId, Open, Unroutable, RequestedOn);

    internal static void Count(CounterDelta tally, long amount, Guid school, bool open, bool unroutable, DateOnly requestedOn)
    {
        if (open)
            tally.Add(Measures.EscalationsOpen, "", school, amount);
        if (unroutable)
            tally.Add(Measures.EscalationsUnroutable, "", school, amount);
        tally.Add(Measures.EscalationsRaised, Measures.Day(requestedOn), school, amount);
    }
}
