namespace Mat.Gateway.Session;

/// <summary>How people sign in at this installation.</summary>
public sealed record SignInMethods
{
    /// <summary>True when people sign in with e-mail address and password (POST /api/session).</summary>
    public required bool Password { get; init; }

    /// <summary>Display name of the identity provider (GET /api/session/oidc); null when none is configured.</summary>
    public required string? Provider { get; init; }
}
