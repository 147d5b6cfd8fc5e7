namespace Mat.Tickets.Sla;

/// <summary>What the desk targets for one priority, in minutes of school time.</summary>
internal readonly record struct SlaTarget(int FirstResponseMinutes, int ResolutionMinutes);

/// <summary>SLA targets of every priority.</summary>
internal sealed record SlaTargets(SlaTarget Critical, SlaTarget High, SlaTarget Medium, SlaTarget Low)
{
    public static SlaTargets Default { get; } = new(new(30, 240), new(60, 480), new(240, 1440), new(480, 2880));

    public SlaTarget For(TicketPriority priority) => priority switch
    {
        TicketPriority.Critical => Critical,
        TicketPriority.High => High,
        TicketPriority.Medium => Medium,
        _ => Low,
    };
}
