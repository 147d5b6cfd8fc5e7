namespace Mat.Tickets.Sla;

/// <summary>Impact x urgency = priority, as ITIL has it.</summary>
internal static class PriorityMatrix
{
    public static TicketPriority Of(TicketLevel impact, TicketLevel urgency) => ((int)impact + (int)urgency) switch
    {
        0 => TicketPriority.Critical,
        1 => TicketPriority.High,
        2 => TicketPriority.Medium,
        _ => TicketPriority.Low,
    };

    /// <summary>The smallest step up that reaches the priority, urgency before impact; never a step down.</summary>
    public static (TicketLevel Impact, TicketLevel Urgency) RaiseTo(TicketPriority target, TicketLevel impact, TicketLevel urgency)
    {
        while (Of(impact, urgency) > target)
        {
            if (urgency > TicketLevel.High)
                urgency--;
            else
                impact--;
        }
        return (impact, urgency);
    }

    /// <summary>Priority of a ticket opened for an alert of the severity.</summary>
    public static TicketPriority OfSeverity(int severityRank) => severityRank switch
    {
        >= 5 => TicketPriority.Critical,
        4 => TicketPriority.High,
        3 => TicketPriority.Medium,
        _ => TicketPriority.Low,
    };

    /// <summary>OCSF severity_id of a severity's name; an unknown name is 0.</summary>
    public static int SeverityRank(string severity) => severity switch
    {
        "informational" => 1,
        "low" => 2,
        "medium" => 3,
        "high" => 4,
        "critical" => 5,
        "fatal" => 6,
        _ => 0,
    };
}
