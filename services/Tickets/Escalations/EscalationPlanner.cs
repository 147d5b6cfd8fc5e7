using System.Globalization;
using Mat.Platform.Http;
using Mat.Tickets.Sla;
using Mat.Tickets.Tickets;

namespace Mat.Tickets.Escalations;

/// <summary>Inputs of a plan.</summary>
/// <param name="Skipped">Tiers that an agent skipped.</param>
/// <param name="SpecialistsAtWork">Number of specialists at work for the school; null when it is not known who has the skill.</param>
/// <param name="AgentsAtWork">Number of agents at work for the school.</param>
internal sealed record PlanInputs(
    EscalationTier Tier, IReadOnlyCollection<EscalationTier> Skipped, TicketPriority Priority, string? AssetKind, int SeverityRank,
    int? SpecialistsAtWork, int AgentsAtWork, Escalation? Escalation);

/// <summary>Decides the next step and its time. Pure: no clock, no database.</summary>
internal static class EscalationPlanner
{
    /// <returns>Null when there is nothing above.</returns>
    public static PlannedStep? Next(EscalationPolicy policy, PlanInputs facts)
    {
        var ahead = policy.Steps.Where(s => s.Tier > facts.Tier && !facts.Skipped.Contains(s.Tier)).OrderBy(s => s.Tier)
            .Where(s => s.Tier != EscalationTier.SecondPartner || facts.Tier == EscalationTier.Partner)
            .Select(s => StepFor(s, facts)).ToList();
        // The earliest counts, not the nearest: what is grave enough goes to the partner past the specialist.
        return ahead.Where(s => !s.IsManual).OrderBy(s => s.Share ?? 0).ThenBy(s => s.Tier).FirstOrDefault() ?? ahead.FirstOrDefault();
    }

    private static PlannedStep StepFor(PolicyStep step, PlanInputs facts)
    {
        if (step.Tier == EscalationTier.SecondPartner)
            return SecondPartnerStep(step, facts);
        if (step.Rule is { } rule && MatchedBy(rule, facts) is { } hit)
            return new(step.Tier, 0, null, hit);
        if (step.WhenNobody && AbsenceReason(step.Tier, facts) is { } absent)
            return new(step.Tier, 0, null, absent);
        return step.AtShare is { } share
            ? new(step.Tier, share, null,
                string.Create(CultureInfo.InvariantCulture, $"{share} % of the SLA target for the resolution is used."))
            : new(step.Tier, null, null, "Manual.");
    }

    private static PlannedStep SecondPartnerStep(PolicyStep step, PlanInputs facts) => (step.AfterMinutes, facts.Escalation) switch
    {
        (null, _) or (_, null) => new(step.Tier, null, null, "Manual."),
        (_, { IsDormant: true }) => new(step.Tier, 0, null, "The first partner rejected it or could not be found."),
        ({ } minutes, { IsOpen: true, AcknowledgedAt: null } first) =>
            new(step.Tier, null, first.RequestedAt.AddMinutes(minutes),
                string.Create(CultureInfo.InvariantCulture, $"The first partner has not answered within {minutes} minutes.")),
        _ => new(step.Tier, null, null, "Manual: the first partner is working on it."),
    };

    private static string? MatchedBy(PolicyRule rule, PlanInputs facts)
    {
        if (rule.Priorities?.Contains(facts.Priority) == true)
            return $"The priority is {facts.Priority.ToWire()}.";
        if (facts.AssetKind is { } kind && rule.AssetKinds?.Contains(kind, StringComparer.OrdinalIgnoreCase) == true)
            return $"The asset is of kind {kind}.";
        return rule.MinSeverity is { } least && facts.SeverityRank > 0 && facts.SeverityRank >= PriorityMatrix.SeverityRank(least)
            ? $"The alert is {least} or worse."
            : null;
    }

    private static string? AbsenceReason(EscalationTier tier, PlanInputs facts)
    {
        if (facts.AgentsAtWork == 0)
            return "No agent is at work for the school.";
        return tier > EscalationTier.Specialist && facts.SpecialistsAtWork == 0 ? "No specialist is at work for the school." : null;
    }
}
