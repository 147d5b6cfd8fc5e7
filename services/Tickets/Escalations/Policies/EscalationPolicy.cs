using Mat.Platform.Data;
using Mat.Tickets.Lifecycle;

namespace Mat.Tickets.Escalations.Policies;

/// <summary>Who works on a ticket, from the inside out; the order counts.</summary>
public enum EscalationTier { Team, Specialist, Partner, SecondPartner }

/// <summary>When a ticket of one area of expertise goes to the next layer.</summary>
internal sealed class EscalationPolicy : Entity, IAudited
{
    public string Name { get; set; } = "";
    public string Area { get; set; } = "";
    public bool Enabled { get; set; } = true;

    /// <summary>Of several policies that fit a ticket the one with the smallest rank counts.</summary>
    public int Rank { get; set; }

    /// <summary>Tickets of these categories; none of these and no kinds of asset means every ticket.</summary>
    public List<string> Categories { get; set; } = [];

    /// <summary>Tickets about assets of these kinds.</summary>
    public List<string> AssetKinds { get; set; } = [];

    /// <summary>The team's own goal (OLA) until it hands a ticket over, in minutes of school time.</summary>
    public int? TeamMinutes { get; set; }

    /// <summary>The specialists by name; none: whoever holds the skill in the area. Of those at work the one with least to do takes the ticket.</summary>
    public List<Guid> Specialists { get; set; } = [];

    /// <summary>The partner asked first; null lets the routing choose.</summary>
    public Guid? PartnerId { get; set; }

    public List<PolicyStep> Steps { get; set; } = [];

    public PolicyStep? Step(EscalationTier layer) => Steps.FirstOrDefault(s => s.Layer == layer);

    public bool Fits(string? category, string? assetKind) =>
        (Categories.Count == 0 && AssetKinds.Count == 0)
        || (category is not null && Categories.Contains(category, StringComparer.OrdinalIgnoreCase))
        || (assetKind is not null && AssetKinds.Contains(assetKind, StringComparer.OrdinalIgnoreCase));

    public static EscalationPolicy? For(IEnumerable<EscalationPolicy> policies, string? category, string? assetKind) =>
        policies.Where(p => p.Enabled && p.Fits(category, assetKind)).OrderBy(p => p.Rank).ThenBy(p => p.Area, StringComparer.Ordinal).ThenBy(p => p.Id).FirstOrDefault();
}

/// <summary>When a layer is reached; a step with no trigger is taken by hand alone.</summary>
/// <param name="AtShare">By the clock: this share, in per cent, of the goal for the resolution is used up.</param>
/// <param name="AfterMinutes">For the second partner: the first has not answered within these minutes of the wall clock, or has handed it back.</param>
/// <param name="Rule">At once, when the ticket is one of these.</param>
/// <param name="WhenNobody">At once, when nobody of the layers before is at work for the rest of the school's day (or, while it is closed, on its next).</param>
public sealed record PolicyStep(EscalationTier Layer, int? AtShare, int? AfterMinutes, PolicyRule? Rule, bool WhenNobody);

/// <summary>One of these is enough.</summary>
/// <param name="MinSeverity">The alert behind the ticket is at least this grave: low, medium, high, critical, fatal.</param>
public sealed record PolicyRule(IReadOnlyList<TicketPriority>? Priorities, IReadOnlyList<string>? AssetKinds, string? MinSeverity);
