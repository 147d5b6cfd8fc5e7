using Mat.Platform.Sequences;

namespace Mat.Partners.Escalations;

/// <summary>Numbers of references: <c>E-1001</c> and on.</summary>
internal sealed class EscalationNumbers() : NumberSequence("escalation", first: 1001, block: 10);
