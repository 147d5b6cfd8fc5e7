namespace Mat.Gateway.Session;

/// <summary>The signed-in person or API token and what they may see.</summary>
/// <remarks>Trust produces it; this type describes it in the API document.</remarks>
public sealed record SessionView
{
    /// <summary>The person who is signed in, or who owns the API token.</summary>
    public required SessionPersonView Person { get; init; }

    /// <summary>Roles with the schools for which each is granted.</summary>
    public required IReadOnlyList<SessionGrantView> Grants { get; init; }

    /// <summary>The roles held for any school, each once.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>The schools that the person may see; empty for an API token.</summary>
    public required IReadOnlyList<SessionSchoolView> Schools { get; init; }

    /// <summary>True when a role is granted for the whole trust.</summary>
    public required bool AllSchools { get; init; }

    /// <summary>Value for the X-CSRF-Token header of every unsafe request; empty for an API token, which needs none.</summary>
    public required string CsrfToken { get; init; }

    /// <summary>True after a sign-in with a one-time password: only the session routes are open until it is changed.</summary>
    public required bool MustChangePassword { get; init; }
}
