using Mat.Platform.Sequences;

namespace Mat.Tickets.Tickets;

/// <summary>Numbers of references: <c>T-10001</c> and on.</summary>
internal sealed class TicketNumbers() : NumberSequence("ticket", first: 10_001, block: 50);
