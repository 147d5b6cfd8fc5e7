using Mat.Contracts.Tickets;
using Mat.Insights.Counting;
using Mat.Platform.Data;

namespace Mat.Insights.Facts;

/// <summary>What the figures need to know of one ticket.</summary>
public sealed class TicketReplica : Entity, ICounted<TicketSnapshot>, ISchoolOwned
{
    public int SourceVersion { get; private set; } = -1;

    /// <summary>When it was last announced again for a read model; null before the first replay.</summary>
    public DateTimeOffset? ReplayedAt { get; private set; }

    public Guid SchoolId { get; private set; }
    public bool Open { get; private set; }
    public bool Critical { get; private set; }

    /// <summary>Either clock went late already; an open ticket past <see cref="DueAt"/> is late as well.</summary>
    public bool Breached { get; private set; }

    /// <summary>When the resolution is due; null while that clock stands still.</summary>
    public DateTimeOffset? DueAt { get; private set; }

    public DateOnly OpenedOn { get; private set; }
    public DateOnly? ResolvedOn { get; private set; }

    /// <summary>The day the resolution went late, as far as the facts say: when it was due, else when it was resolved, else when it was
    /// opened.</summary>
    public DateOnly? BreachedOn { get; private set; }

    void ICounted<TicketSnapshot>.Take(TicketSnapshot facts, DateTimeOffset? replayedAt)
    {
        SourceVersion = facts.Version;
        ReplayedAt = replayedAt ?? ReplayedAt;
        SchoolId = facts.SchoolId;
        Open = facts.Status is not ("resolved" or "closed");
        Critical = facts.Priority == "critical";
        Breached = facts.ResolutionBreached || facts.FirstResponseBreached; // as the list of late tickets has it
        DueAt = facts.ResolutionDueAt;
        OpenedOn = TrustDay.Of(facts.OpenedAt);
        ResolvedOn = !Open && facts.ResolvedAt is { } resolved ? TrustDay.Of(resolved) : null;
        BreachedOn = !facts.ResolutionBreached ? null : TrustDay.Of(facts.ResolutionDueAt ?? facts.ResolvedAt ?? facts.OpenedAt);
    }

    void ICounted<TicketSnapshot>.Count(CounterDelta tally, long amount) =>
        Count(tally, amount, SchoolId, Open, Critical, OpenedOn, ResolvedOn, BreachedOn);

    /// <summary>The rule apart from the row, so that a recount can apply it to whole groups of like tickets.</summary>
    internal static void Count(
        CounterDelta tally, long amount, Guid school, bool open, bool critical, DateOnly openedOn, DateOnly? resolvedOn,
        DateOnly? breachedOn)
    {
        if (open)
            tally.Add(Measures.TicketsOpen, "", school, amount);
        if (open && critical)
            tally.Add(Measures.TicketsCritical, "", school, amount);
        tally.Add(Measures.TicketsOpened, Measures.Day(openedOn), school, amount);
        if (resolvedOn is { } resolved)
            tally.Add(Measures.TicketsResolved, Measures.Day(resolved), school, amount);
        if (breachedOn is { } breached)
            tally.Add(Measures.TicketsBreached, Measures.Day(breached), school, amount);
    }
}
