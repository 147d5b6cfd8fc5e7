using System.Globalization;
using Mat.Platform.Http;
using Mat.Tickets.Lifecycle;

namespace Mat.Tickets.Escalations.Policies;

/// <summary>The next step of a ticket: neither share nor instant means that a hand takes it.</summary>
/// <param name="Share">Per cent of the goal for the resolution; 0 is at once.</param>
/// <param name="At">An instant that no school bell moves.</param>
internal sealed record PlannedStep(EscalationTier Layer, int? Share, DateTimeOffset? At, string Why)
{
    public bool ByHand => Share is null && At is null;
}

/// <summary>What a plan is made of.</summary>
/// <param name="Skipped">Layers that somebody skipped.</param>
/// <param name="SpecialistsAtWork">Those with the skill who are at work for the school; null when nobody said who has it.</param>
/// <param name="DeskAtWork">Those of the desk who are at work for the school.</param>
internal sealed record PlanFacts(
    EscalationTier Layer, IReadOnlyCollection<EscalationTier> Skipped, TicketPriority Priority, string? AssetKind, int SeverityRank,
    int? SpecialistsAtWork, int DeskAtWork, Escalation? Escalation);

/// <summary>Decides what comes next and when. No clock and no database: all that it decides on is there.</summary>
internal static class EscalationPlanner
{
    /// <returns>Null when there is nothing above.</returns>
    public static PlannedStep? Next(EscalationPolicy policy, PlanFacts facts)
    {
        var ahead = policy.Steps.Where(s => s.Layer > facts.Layer && !facts.Skipped.Contains(s.Layer)).OrderBy(s => s.Layer)
            .Where(s => s.Layer != EscalationTier.SecondPartner || facts.Layer == EscalationTier.Partner)
            .Select(s => When(s, facts)).ToList();
        // The earliest counts, not the nearest: what is grave enough goes to the partner past the specialist.
        return ahead.Where(s => !s.ByHand).OrderBy(s => s.Share ?? 0).ThenBy(s => s.Layer).FirstOrDefault() ?? ahead.FirstOrDefault();
    }

    private static PlannedStep When(PolicyStep step, PlanFacts facts)
    {
        if (step.Layer == EscalationTier.SecondPartner) return Second(step, facts);
        if (step.Rule is { } rule && Hit(rule, facts) is { } hit) return new(step.Layer, 0, null, hit);
        if (step.WhenNobody && Absent(step.Layer, facts) is { } absent) return new(step.Layer, 0, null, absent);
        return step.AtShare is { } share
            ? new(step.Layer, share, null, string.Create(CultureInfo.InvariantCulture, $"{share} % of the time for the resolution is used up."))
            : new(step.Layer, null, null, "By hand.");
    }

    private static PlannedStep Second(PolicyStep step, PlanFacts facts) => (step.AfterMinutes, facts.Escalation) switch
    {
        (null, _) or (_, null) => new(step.Layer, null, null, "By hand."),
        (_, { IsDormant: true }) => new(step.Layer, 0, null, "The first partner handed it back or could not be found."),
        ({ } minutes, { IsOpen: true, AcknowledgedAt: null } first) =>
            new(step.Layer, null, first.RequestedAt.AddMinutes(minutes), string.Create(CultureInfo.InvariantCulture, $"The first partner has not answered within {minutes} minutes.")),
        _ => new(step.Layer, null, null, "By hand: the first partner is on it."),
    };

    private static string? Hit(PolicyRule rule, PlanFacts facts)
    {
        if (rule.Priorities?.Contains(facts.Priority) == true) return $"The priority is {facts.Priority.ToWire()}.";
        if (facts.AssetKind is { } kind && rule.AssetKinds?.Contains(kind, StringComparer.OrdinalIgnoreCase) == true) return $"It is about an asset of the kind {kind}.";
        return rule.MinSeverity is { } least && facts.SeverityRank > 0 && facts.SeverityRank >= PriorityMatrix.SeverityRank(least)
            ? $"The alert is {least} or worse."
            : null;
    }

    private static string? Absent(EscalationTier layer, PlanFacts facts)
    {
        if (facts.DeskAtWork == 0) return "Nobody of the desk is at work for the school.";
        return layer > EscalationTier.Specialist && facts.SpecialistsAtWork == 0 ? "Nobody with the skill is at work for the school." : null;
    }
}
