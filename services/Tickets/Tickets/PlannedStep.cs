namespace Mat.Tickets.Tickets;

/// <summary>The next step of a ticket: neither share nor instant means that a hand takes it.</summary>
/// <param name="Share">Per cent of the target for the resolution; 0 is at once.</param>
/// <param name="At">An instant that no school bell moves.</param>
internal sealed record PlannedStep(EscalationTier Tier, int? Share, DateTimeOffset? At, string Reason)
{
    public bool IsManual => Share is null && At is null;
}

/// <summary>What a ticket keeps of the escalation policy it is planned by.</summary>
/// <param name="TeamMinutes">The team's own target (OLA), in minutes of school time; null without one.</param>
internal sealed record PlanBasis(Guid PolicyId, string Area, int? TeamMinutes);
