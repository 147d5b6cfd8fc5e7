namespace Mat.Tickets.Sla;

/// <summary>Impact or urgency; the order counts: smaller is graver.</summary>
public enum TicketLevel { High, Medium, Low }

/// <summary>The order counts: smaller is graver.</summary>
public enum TicketPriority { Critical, High, Medium, Low }
