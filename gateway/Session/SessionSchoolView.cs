namespace Mat.Gateway.Session;

/// <summary>A school that the signed-in person may see.</summary>
public sealed record SessionSchoolView
{
    /// <summary>Identifier of the school in Trust.</summary>
    public required Guid Id { get; init; }

    /// <summary>Name of the school.</summary>
    public required string Name { get; init; }

    /// <summary>Unique Reference Number in the DfE register (GIAS), as text.</summary>
    public required string Urn { get; init; }

    /// <summary>Phase of education, for example primary, secondary or all_through.</summary>
    public required string Phase { get; init; }
}
