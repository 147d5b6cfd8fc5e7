namespace Mat.Gateway.Session;

/// <summary>A role and the schools for which it is granted.</summary>
public sealed record SessionGrantView
{
    /// <summary>staff, school_lead, technician, manager, executive or admin.</summary>
    public required string Role { get; init; }

    /// <summary>Identifiers of the schools; null means every school of the trust.</summary>
    public required IReadOnlyList<Guid>? Schools { get; init; }
}
