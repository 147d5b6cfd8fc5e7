namespace Mat.Contracts.Trust;

/// <summary>A person as the other services know them.</summary>
/// <param name="SchoolId">The school where the person works; null for the central team.</param>
public sealed record PersonSnapshot(
    Guid Id, int Version, string Name, string Email, bool Active, Guid? SchoolId, IReadOnlyList<Grant> Grants);

/// <summary>One role, for the whole trust or for some schools.</summary>
/// <param name="Role">snake_case name: staff, school_lead, technician, manager, executive, admin.</param>
/// <param name="Schools">The schools it holds for; null means every school of the trust.</param>
public sealed record Grant(string Role, IReadOnlyList<Guid>? Schools);

/// <summary>A person is new, changed, or no longer active.</summary>
public sealed record PersonChanged(PersonSnapshot Person) : IEvent;
