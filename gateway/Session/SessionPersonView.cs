namespace Mat.Gateway.Session;

/// <summary>The signed-in person.</summary>
public sealed record SessionPersonView
{
    /// <summary>Identifier of the person in Trust.</summary>
    public required Guid Id { get; init; }

    /// <summary>Full name; for an API token, the token's name.</summary>
    public required string Name { get; init; }

    /// <summary>E-mail address, lower case.</summary>
    public required string Email { get; init; }

    /// <summary>Job title; null when none is recorded.</summary>
    public required string? JobTitle { get; init; }

    /// <summary>The school at which the person works; null for central staff.</summary>
    public required Guid? SchoolId { get; init; }
}
