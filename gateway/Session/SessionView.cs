namespace Mat.Gateway.Session;

/// <summary>Who is signed in and what they may see. Trust makes it; here it stands for the API document.</summary>
/// <param name="Roles">The roles held anywhere, each once.</param>
/// <param name="Schools">The schools that the person can see.</param>
/// <param name="CsrfToken">Goes in X-CSRF-Token of every change.</param>
public sealed record SessionView(
    SessionPersonView Person, IReadOnlyList<SessionGrantView> Grants, IReadOnlyList<string> Roles, IReadOnlyList<SessionSchoolView> Schools,
    bool AllSchools, string CsrfToken, bool MustChangePassword);

public sealed record SessionPersonView(Guid Id, string Name, string Email, string? JobTitle, Guid? SchoolId);

/// <param name="Schools">Null means every school of the trust.</param>
public sealed record SessionGrantView(string Role, IReadOnlyList<Guid>? Schools);

public sealed record SessionSchoolView(Guid Id, string Name, string Urn, string Phase);

/// <summary>How people sign in at this installation.</summary>
/// <param name="Password">With e-mail address and password (POST /api/session).</param>
/// <param name="Provider">The identity provider's name, when one vouches for people (GET /api/session/oidc).</param>
public sealed record SignInWays(bool Password, string? Provider);
