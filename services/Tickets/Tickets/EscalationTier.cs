namespace Mat.Tickets.Tickets;

/// <summary>Who works on a ticket, from the inside out; the order counts.</summary>
public enum EscalationTier { Team, Specialist, Partner, SecondPartner }
