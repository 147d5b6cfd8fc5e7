namespace Mat.Contracts.Standards;

/// <summary>What a school has in place, as far as other services decide by it.</summary>
/// <param name="Version">Rises with every record of the school's RPA membership.</param>
/// <param name="RpaMember">Membership of the Risk Protection Arrangement is recorded; false when the last record says that there is
/// none.</param>
public sealed record ReadinessSnapshot(Guid SchoolId, int Version, bool RpaMember);

/// <summary>A school's RPA membership was recorded.</summary>
public sealed record ReadinessChanged(ReadinessSnapshot School) : IEvent;
