namespace Mat.Tickets.Lifecycle;

/// <summary>What the desk promises for one priority, in minutes of school time.</summary>
internal readonly record struct Goal(int FirstResponseMinutes, int ResolutionMinutes);

/// <summary>The promise for every priority.</summary>
internal sealed record Goals(Goal Critical, Goal High, Goal Medium, Goal Low)
{
    public static Goals Default { get; } = new(new(30, 240), new(60, 480), new(240, 1440), new(480, 2880));

    public Goal For(TicketPriority priority) => priority switch
    {
        TicketPriority.Critical => Critical,
        TicketPriority.High => High,
        TicketPriority.Medium => Medium,
        _ => Low,
    };
}
