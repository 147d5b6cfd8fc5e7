using Mat.Contracts.Tickets;
using Mat.Platform.Data;

namespace Mat.Partners.Registry;

/// <summary>How long a ticket of an area took, whoever did it; from Tickets' events, for the scorecard of areas.</summary>
internal sealed class TicketTime : ISchoolOwned
{
    public Guid Id { get; init; }
    public int SourceVersion { get; private set; }
    public Guid SchoolId { get; private set; }
    public string? Area { get; private set; }

    /// <summary>A partner was asked.</summary>
    public bool Escalated { get; private set; }

    /// <summary>Null: it was taken up again.</summary>
    public DateTimeOffset? ResolvedAt { get; private set; }

    /// <summary>On the wall clock, from opening to resolution.</summary>
    public int Minutes { get; private set; }

    public void Take(TicketSnapshot facts)
    {
        if (facts.Version <= SourceVersion)
            return;
        (SourceVersion, SchoolId, Area, Escalated, ResolvedAt) = (facts.Version, facts.SchoolId, facts.Area, facts.Escalated,
            facts.ResolvedAt);
        Minutes = facts.ResolvedAt is { } at ? (int)Math.Max(0, (at - facts.OpenedAt).TotalMinutes) : 0;
    }
}
