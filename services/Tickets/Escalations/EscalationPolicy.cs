using Mat.Platform.Data;
using Mat.Tickets.Data;
using Mat.Tickets.Sla;
using Mat.Tickets.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mat.Tickets.Escalations;

/// <summary>Conditions under which tickets of an area go to the next tier.</summary>
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

    /// <summary>OLA target of the team, in minutes of school time; null for none.</summary>
    public int? TeamMinutes { get; set; }

    /// <summary>The specialists by name; none: whoever holds the skill in the area. Of those at work the one with least to do takes the
    /// ticket.</summary>
    public List<Guid> Specialists { get; set; } = [];

    /// <summary>The partner asked first; null lets the routing choose.</summary>
    public Guid? PartnerId { get; set; }

    public List<PolicyStep> Steps { get; set; } = [];

    public PlanBasis ToBasis() => new(Id, Area, TeamMinutes);

    public PolicyStep? Step(EscalationTier tier) => Steps.FirstOrDefault(s => s.Tier == tier);

    public bool Matches(string? category, string? assetKind) =>
        (Categories.Count == 0 && AssetKinds.Count == 0)
        || (category is not null && Categories.Contains(category, StringComparer.OrdinalIgnoreCase))
        || (assetKind is not null && AssetKinds.Contains(assetKind, StringComparer.OrdinalIgnoreCase));

    public static EscalationPolicy? For(IEnumerable<EscalationPolicy> policies, string? category, string? assetKind) =>
        policies.Where(p => p.Enabled && p.Matches(category, assetKind)).OrderBy(p => p.Rank).ThenBy(p => p.Area, StringComparer.Ordinal)
        .ThenBy(p => p.Id).FirstOrDefault();
}

/// <summary>When a tier is reached; a step without a condition is manual.</summary>
/// <param name="Tier">Tier that the step escalates to.</param>
/// <param name="AtShare">Per cent of the SLA target for the resolution at which it happens; null for no such condition.</param>
/// <param name="AfterMinutes">Second partner only: minutes on the wall clock without the first partner's acknowledgement; null for no such
/// condition.</param>
/// <param name="Rule">Tickets for which it happens at once; null for none.</param>
/// <param name="WhenNobody">Whether it happens at once when no agent of the tiers before is at work for the rest of the school's
/// day.</param>
public sealed record PolicyStep(EscalationTier Tier, int? AtShare, int? AfterMinutes, PolicyRule? Rule, bool WhenNobody);

/// <summary>One of these is enough.</summary>
/// <param name="Priorities">Priorities that match; null for none.</param>
/// <param name="AssetKinds">Kinds of asset that match; null for none.</param>
/// <param name="MinSeverity">Lowest severity of the alert that matches: low, medium, high, critical or fatal; null for none.</param>
public sealed record PolicyRule(IReadOnlyList<TicketPriority>? Priorities, IReadOnlyList<string>? AssetKinds, string? MinSeverity);

internal sealed class EscalationPolicyMapping : IEntityTypeConfiguration<EscalationPolicy>
{
    public void Configure(EntityTypeBuilder<EscalationPolicy> e)
    {
        e.ToTable("escalation_policies");
        e.Property(p => p.Categories).HasJsonListConversion();
        e.Property(p => p.AssetKinds).HasJsonListConversion();
        e.Property(p => p.Specialists).HasJsonListConversion();
        e.Property(p => p.Steps).HasJsonListConversion();
        e.HasIndex(p => p.Rank);
    }
}
